import { execFile, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { z } from 'zod';
import { startPostgres } from '../../../cli/dev/postgres.js';
import { startBroker } from '../../../services/bus/test/rabbitmq/broker.js';
import { eventually } from '../../../services/test/eventually.js';
import { runContainer, type Container } from './container.js';

jest.setTimeout(300_000);

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const services = ['booking', 'worker', 'payments'] as const;
const folder = mkdtempSync(join(tmpdir(), 'jobwright-images-'));
const opened: (() => Promise<unknown>)[] = [];
const imageRoot = (service: string): string => realpathSync(join(folder, service));

beforeAll(async () => {
  chmodSync(folder, 0o755);
  await run(join(root, 'infra/images/build.sh'), [folder], { maxBuffer: 1e8 });
}, 600_000);

afterAll(async () => {
  for (const close of opened.toReversed()) {
    await close();
  }
  await run(join(root, 'infra/images/build.sh'), ['--unmount']);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const image = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string(),
      Entrypoint: z.array(z.string()),
      Cmd: z.array(z.string()),
      StopSignal: z.string(),
      Healthcheck: z.object({ Test: z.array(z.string()) }),
    }),
  }),
});

describe.each(services)('the image of %s', (service) => {
  test('runs as nobody in particular, starts Node itself and is checked without a shell', () => {
    const { config } = image.parse(
      JSON.parse(readFileSync(join(folder, `${service}.json`), 'utf8')),
    ).Docker;

    expect(config).toMatchObject({
      User: '65532:65532',
      Entrypoint: ['/usr/local/bin/node'],
      Cmd: [`/app/services/${service}/main.js`],
      StopSignal: 'SIGTERM',
      Healthcheck: { Test: ['CMD', '/usr/local/bin/node', '/app/health.js'] },
    });
  });

  test('is less than 120 MB on top of its base', async () => {
    const { stdout } = await run('du', ['-sm', join(imageRoot(service), 'app')]);

    expect(Number.parseInt(stdout, 10)).toBeLessThan(120);
  });

  test('brings the authorities of RDS, each of which vouches for itself', () => {
    const pem = readFileSync(join(imageRoot(service), 'app/rds-ca.pem'), 'utf8');
    const roots = pem.match(/-----BEGIN [^]+?-----END CERTIFICATE-----/gu) ?? [];

    expect(roots.length).toBeGreaterThan(20);
    for (const root of roots) {
      const certificate = new X509Certificate(root);
      expect(certificate.ca && certificate.verify(certificate.publicKey)).toBe(true);
    }
  });

  test('can write to /tmp and to nothing else', async () => {
    const code = `
      const { writeFileSync } = await import('node:fs');
      const written = [];
      for (const folder of ['/app', '/', '/etc', '/usr/local/bin', '/tmp']) {
        try { writeFileSync(folder + '/x', ''); written.push(folder); } catch {}
      }
      console.log(JSON.stringify({ written, uid: process.getuid(), gid: process.getgid() }));`;
    const container = runContainer(imageRoot(service), ['--input-type=module', '--eval', code]);

    expect(await container.ended).toBe(0);
    expect(JSON.parse(container.lines.at(-1) ?? '')).toEqual({
      written: ['/tmp'],
      uid: 65_532,
      gid: 65_532,
    });
  });
});

/** A port that nobody uses now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

async function startEngine(): Promise<number> {
  const [grpc, rest] = [await freePort(), await freePort()];
  const engine = spawn(
    process.execPath,
    [
      'cli/bin.js',
      'engine',
      '--grpc-port',
      String(grpc),
      '--rest-port',
      String(rest),
      '--data',
      join(folder, 'engine'),
    ],
    { cwd: root, stdio: 'ignore' },
  );
  opened.push(
    () =>
      new Promise((resolve) => {
        engine.on('close', resolve);
        engine.kill('SIGTERM');
      }),
  );
  await eventually(async () => {
    expect((await fetch(`http://127.0.0.1:${rest}/v2/topology`)).ok).toBe(true);
  }, 60_000);
  return grpc;
}

const booking = z.looseObject({ bookingId: z.string(), status: z.string() });

test('the three of them complete a booking, each with its own database user, and stop when asked', async () => {
  const [postgres, broker, grpc] = await Promise.all([
    startPostgres({ directory: join(folder, 'postgres'), settings: { fsync: 'off' } }),
    startBroker(),
    startEngine(),
  ]);
  opened.push(
    () => postgres.close(),
    () => broker.close(),
  );
  const engine = { ZEEBE_GRPC_ADDRESS: `grpc://127.0.0.1:${grpc}` };
  const migrate = runContainer(imageRoot('worker'), ['/app/services/release/migrate.js'], {
    DATABASE_URL: postgres.url,
    BOOKING_DATABASE_PASSWORD: 'b00king',
    WORKER_DATABASE_PASSWORD: 'w0rker',
    PAYMENTS_DATABASE_PASSWORD: 'payments',
  });
  expect([await migrate.ended, migrate.lines.slice(-2)]).toEqual([0, expect.anything()]);
  const models = runContainer(imageRoot('worker'), ['/app/services/release/models.js'], engine);
  expect([await models.ended, models.lines.slice(-2)]).toEqual([0, expect.anything()]);

  const url = new URL(postgres.url);
  const bus = new URL(broker.url);
  const start = (service: string, password: string, env: Record<string, string>): Container => {
    const container = runContainer(imageRoot(service), [`/app/services/${service}/main.js`], {
      DATABASE_URL: `postgresql://${url.host}${url.pathname}`,
      PGUSER: service,
      PGPASSWORD: password,
      BUS_URL: `amqp://${bus.host}${bus.pathname}`,
      BUS_USERNAME: bus.username === '' ? 'guest' : bus.username,
      BUS_PASSWORD: bus.password === '' ? 'guest' : bus.password,
      MIGRATE: 'false',
      METRICS_NAMESPACE: 'jobwright/test',
      ...env,
    });
    opened.push(() => container.stop());
    return container;
  };
  const ports = { booking: await freePort(), worker: await freePort(), payments: await freePort() };
  const containers = {
    payments: start('payments', 'payments', { HEALTH_PORT: String(ports.payments) }),
    worker: start('worker', 'w0rker', { HEALTH_PORT: String(ports.worker), ...engine }),
    booking: start('booking', 'b00king', { PORT: String(ports.booking), ...engine }),
  };
  for (const service of services) {
    await eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${ports[service]}/health/ready`);
      expect(answer.status).toBe(200);
    }, 60_000);
    const env = { [service === 'booking' ? 'PORT' : 'HEALTH_PORT']: String(ports[service]) };
    expect(await runContainer(imageRoot(service), ['/app/health.js'], env).ended).toBe(0);
  }

  const api = `http://127.0.0.1:${ports.booking}/bookings`;
  const accepted = await fetch(api, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'from-a-container' },
    body: JSON.stringify({
      flightId: 'JW204-TUE',
      passengers: [{ givenName: 'Ada', familyName: 'Lovelace' }],
      payment: { token: 'tok_visa' },
    }),
  });
  expect(accepted.status).toBe(202);
  const { bookingId } = booking.parse(await accepted.json());
  await eventually(async () => {
    const { status } = booking.parse(await (await fetch(`${api}/${bookingId}`)).json());
    expect(status).toBe('CONFIRMED');
  }, 60_000);

  for (const service of services) {
    expect([service, await containers[service].stop()]).toEqual([service, 0]);
  }
  expect(containers.worker.lines.join('\n')).toContain('"BacklogPerConsumer":');
  expect(containers.booking.lines.join('\n')).toContain('"jobwright_booking_revenue_total":');
  expect(
    await runContainer(imageRoot('worker'), ['/app/health.js'], {
      HEALTH_PORT: String(ports.worker),
    }).ended,
  ).toBe(1);
});
