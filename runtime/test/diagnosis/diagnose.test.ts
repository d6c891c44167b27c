import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngineServer } from '../../../engine/server.js';
import {
  clusterCodes,
  diagnoseConnection,
  isClusterFault,
  logConnectionFaults,
} from '../../index.js';
import type { ClusterFault, Environment } from '../../index.js';
import type { Logger } from '../../v1.js';
import { makeCertificate, type Certificate } from './certificate.js';
import { startStandIn, type TopologyAnswer } from './stand-in-gateway.js';

const closers: (() => Promise<unknown>)[] = [];
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwright-diagnosis-'));
});

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  await rm(folder, { recursive: true, force: true });
});

async function faultsOf(
  environment: Environment,
  timeoutMs = 5_000,
): Promise<readonly ClusterFault[]> {
  const findings = await diagnoseConnection(environment, { timeoutMs });
  return findings.filter(isClusterFault).filter(({ code }) => code !== 'CLU617');
}

const codesOf = async (environment: Environment, timeoutMs?: number): Promise<readonly string[]> =>
  (await faultsOf(environment, timeoutMs)).map(({ code }) => code);

async function gateway(answer: TopologyAnswer = {}, tls?: Certificate): Promise<number> {
  const standIn = await startStandIn(answer, tls);
  closers.push(() => standIn.close());
  return standIn.port;
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  );
  return (server.address() as AddressInfo).port;
}

/** A certificate for `dnsName` and the file that a client trusts it by. */
async function trusted(
  options: Parameters<typeof makeCertificate>[0],
): Promise<{ readonly tls: Certificate; readonly trust: Environment }> {
  const tls = makeCertificate(options);
  const path = join(folder, 'root.pem');
  await writeFile(path, tls.cert);
  return { tls, trust: { CAMUNDA_CUSTOM_ROOT_CERT_PATH: path } };
}

const day = 24 * 60 * 60 * 1_000;
const local = { dnsName: 'localhost', ip: [127, 0, 0, 1] } as const;

describe('settings', () => {
  test.each([
    ['no address', {}, 'ZEEBE_GRPC_ADDRESS'],
    ['an address that is none', { ZEEBE_GRPC_ADDRESS: 'http://x' }, 'ZEEBE_GRPC_ADDRESS'],
    [
      'a client without a secret',
      { ZEEBE_GRPC_ADDRESS: '127.0.0.1:1', ZEEBE_CLIENT_ID: 'me' },
      'CAMUNDA_OAUTH_URL, ZEEBE_CLIENT_SECRET',
    ],
    [
      'a login without a password',
      {
        ZEEBE_GRPC_ADDRESS: '127.0.0.1:1',
        CAMUNDA_AUTH_STRATEGY: 'BASIC',
        CAMUNDA_BASIC_AUTH_USERNAME: 'me',
      },
      'CAMUNDA_BASIC_AUTH_PASSWORD',
    ],
    [
      'a way to authenticate that there is not',
      { ZEEBE_GRPC_ADDRESS: '127.0.0.1:1', CAMUNDA_AUTH_STRATEGY: 'MAGIC' },
      'CAMUNDA_AUTH_STRATEGY',
    ],
    [
      'a root certificate that is no file',
      { ZEEBE_GRPC_ADDRESS: 'grpcs://127.0.0.1:1', CAMUNDA_CUSTOM_ROOT_CERT_PATH: '/none.pem' },
      'CAMUNDA_CUSTOM_ROOT_CERT_PATH',
    ],
  ])('CLU601: %s', async (_what, environment, named) => {
    const faults = await faultsOf(environment);
    expect(faults).toMatchObject([{ code: 'CLU601', severity: 'error' }]);
    expect(`${faults[0]?.where ?? ''} ${faults[0]?.why ?? ''}`).toContain(named);
  });

  test('CLU602: credentials that would leave this machine unencrypted', async () => {
    const environment = {
      ZEEBE_GRPC_ADDRESS: 'grpc://no-such-host.invalid:26500',
      CAMUNDA_AUTH_STRATEGY: 'BEARER',
      CAMUNDA_OAUTH_TOKEN: 'token-of-a-test',
    };
    const faults = await faultsOf(environment);
    expect(faults[0]).toMatchObject({ code: 'CLU602', severity: 'warning' });
    expect(JSON.stringify(faults)).not.toContain('token-of-a-test');
  });
});

describe('the network', () => {
  test('CLU603: a name that does not resolve', async () => {
    expect(await codesOf({ ZEEBE_GRPC_ADDRESS: 'no-such-host.invalid:26500' })).toEqual(['CLU603']);
  });

  test('CLU604: a port where nothing listens', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await closers.pop()?.();
    expect(await codesOf({ ZEEBE_GRPC_ADDRESS: `127.0.0.1:${String(port)}` })).toEqual(['CLU604']);
  });

  test('CLU605: a gateway that never answers', async () => {
    const port = await gateway({ silent: true });
    expect(await codesOf({ ZEEBE_GRPC_ADDRESS: `127.0.0.1:${String(port)}` }, 400)).toEqual([
      'CLU605',
    ]);
  });
});

describe('TLS', () => {
  const address = (port: number): Environment => ({
    ZEEBE_GRPC_ADDRESS: `grpcs://127.0.0.1:${String(port)}`,
  });

  test('a certificate that is trusted passes, and calls go through', async () => {
    const { tls, trust } = await trusted(local);
    const port = await gateway({ version: '8.8.0' }, tls);
    const findings = await diagnoseConnection({ ...address(port), ...trust });
    expect(findings.filter(isClusterFault).map(({ code }) => code)).toEqual(['CLU617']);
    expect(findings).toContainEqual({ severity: 'ok', check: 'version', what: 'Camunda 8.8.0' });
  });

  test('CLU606: a certificate that nobody vouches for', async () => {
    const port = await gateway({}, makeCertificate(local));
    expect(await codesOf(address(port))).toEqual(['CLU606']);
  });

  test('CLU607: a certificate for another name', async () => {
    const { tls, trust } = await trusted({ dnsName: 'gateway.example' });
    const port = await gateway({}, tls);
    expect(await codesOf({ ...address(port), ...trust })).toEqual(['CLU607']);
  });

  test('CLU608: a certificate past its time', async () => {
    const { tls, trust } = await trusted({
      ...local,
      from: new Date(Date.now() - 9 * day),
      to: new Date(Date.now() - day),
    });
    const port = await gateway({}, tls);
    expect(await faultsOf({ ...address(port), ...trust })).toMatchObject([
      { code: 'CLU608', severity: 'error' },
    ]);
  });

  test('CLU608: a certificate that ends soon is told of, and the diagnosis goes on', async () => {
    const { tls, trust } = await trusted({ ...local, to: new Date(Date.now() + 3 * day) });
    const port = await gateway({ version: '8.5.1' }, tls);
    const faults = await faultsOf({ ...address(port), ...trust });
    expect(faults).toMatchObject([
      { code: 'CLU608', severity: 'warning' },
      { code: 'CLU615', severity: 'error' },
    ]);
  });

  test('CLU609: a gateway without TLS at a grpcs:// address', async () => {
    const port = await gateway();
    expect(await codesOf(address(port))).toEqual(['CLU609']);
  });

  test('CLU609: a gateway with TLS at a grpc:// address', async () => {
    const port = await gateway({}, makeCertificate(local));
    const faults = await faultsOf({ ZEEBE_GRPC_ADDRESS: `grpc://127.0.0.1:${String(port)}` });
    expect(faults).toMatchObject([
      { code: 'CLU609', fix: `use grpcs://127.0.0.1:${String(port)}` },
    ]);
  });
});

describe('the gateway', () => {
  const address = (port: number): Environment => ({
    ZEEBE_GRPC_ADDRESS: `127.0.0.1:${String(port)}`,
  });

  test('CLU610: an address where something else answers', async () => {
    const port = await listen(
      createHttpServer((_request, response) => {
        response.end('a web page');
      }),
    );
    expect(await codesOf(address(port), 2_000)).toEqual(['CLU610']);
  });

  test('CLU610: an address that takes connections and drops them', async () => {
    const sockets = new Set<Socket>();
    const port = await listen(
      createTcpServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.destroy();
      }),
    );
    expect(await codesOf(address(port), 2_000)).toEqual(['CLU610']);
  });

  test('CLU611: credentials that the cluster does not accept', async () => {
    const port = await gateway({ status: { code: 16, text: 'who are you' } });
    const environment = {
      CAMUNDA_AUTH_STRATEGY: 'BASIC',
      CAMUNDA_BASIC_AUTH_USERNAME: 'me',
      CAMUNDA_BASIC_AUTH_PASSWORD: 'word-of-a-test',
    };
    const faults = await faultsOf({ ...address(port), ...environment });
    expect(faults).toMatchObject([{ code: 'CLU611', check: 'credentials' }]);
    expect(JSON.stringify(faults)).not.toContain('word-of-a-test');
  });

  test('CLU612: an authority that gives no token', async () => {
    const port = await gateway();
    const authority = await listen(
      createHttpServer((_request, response) => {
        response.statusCode = 401;
        response.end('{"error":"invalid_client"}');
      }),
    );
    const codes = await codesOf(
      {
        ...address(port),
        CAMUNDA_AUTH_STRATEGY: 'OAUTH',
        CAMUNDA_OAUTH_URL: `http://127.0.0.1:${String(authority)}/token`,
        ZEEBE_CLIENT_ID: 'me',
        ZEEBE_CLIENT_SECRET: 'secret-of-a-test',
        CAMUNDA_TOKEN_CACHE_DIR: folder,
      },
      20_000,
    );
    expect(codes).toEqual(['CLU612']);
  }, 60_000);

  test('a token that the authority gives goes to the gateway', async () => {
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part({ exp: Math.floor(Date.now() / 1_000) + 300 })}.`;
    const standIn = await startStandIn({});
    closers.push(() => standIn.close());
    const authority = await listen(
      createHttpServer((_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({ access_token: token, expires_in: 300, token_type: 'Bearer' }),
        );
      }),
    );
    const faults = await faultsOf({
      ...address(standIn.port),
      CAMUNDA_AUTH_STRATEGY: 'OAUTH',
      CAMUNDA_OAUTH_URL: `http://127.0.0.1:${String(authority)}/token`,
      ZEEBE_CLIENT_ID: 'me',
      ZEEBE_CLIENT_SECRET: 'secret-of-a-test',
      CAMUNDA_TOKEN_CACHE_DIR: folder,
    });
    expect(faults).toEqual([]);
    expect(standIn.lastHeaders().authorization).toBe(`Bearer ${token}`);
  }, 60_000);

  test('CLU613: credentials that allow too little', async () => {
    const port = await gateway({ status: { code: 7, text: 'not for you' } });
    expect(await codesOf(address(port))).toEqual(['CLU613']);
  });

  test('CLU614: a gateway without brokers', async () => {
    const port = await gateway({ brokers: 0 });
    expect(await codesOf(address(port))).toEqual(['CLU614']);
  });

  test('CLU615: a cluster before 8.6', async () => {
    const port = await gateway({ version: '8.5.9' });
    expect(await codesOf(address(port))).toEqual(['CLU615']);
  });
});

describe('the REST API', () => {
  async function engine(): Promise<{ readonly grpc: string; readonly rest: string }> {
    const server = await startEngineServer({ grpcPort: 0, restPort: 0 });
    closers.push(() => server.close());
    return { grpc: server.grpcAddress, rest: server.restAddress };
  }

  test('an engine with both passes everything', async () => {
    const { grpc, rest } = await engine();
    const findings = await diagnoseConnection({
      ZEEBE_GRPC_ADDRESS: grpc,
      ZEEBE_REST_ADDRESS: rest,
    });
    expect(findings.filter(isClusterFault)).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      'settings',
      'address',
      'TLS',
      'credentials',
      'gateway',
      'version',
      'REST',
      'clock',
    ]);
  });

  test.each([-90, 90])('CLU616: a clock that is %d seconds off', async (seconds) => {
    const { grpc } = await engine();
    const port = await listen(
      createHttpServer((_request, response) => {
        response.sendDate = false;
        response.setHeader('date', new Date(Date.now() + seconds * 1_000).toUTCString());
        response.end('{}');
      }),
    );
    const faults = await faultsOf({
      ZEEBE_GRPC_ADDRESS: grpc,
      ZEEBE_REST_ADDRESS: `http://127.0.0.1:${String(port)}`,
    });
    expect(faults).toMatchObject([{ code: 'CLU616', severity: 'warning' }]);
    expect(faults[0]?.what).toContain(seconds > 0 ? 'ahead of' : 'behind');
  });

  test('CLU617: no REST address', async () => {
    const { grpc } = await engine();
    const findings = await diagnoseConnection({ ZEEBE_GRPC_ADDRESS: grpc });
    expect(findings.filter(isClusterFault)).toMatchObject([
      { code: 'CLU617', severity: 'warning' },
    ]);
  });

  test.each([
    ['nothing listens', 'http://127.0.0.1:1'],
    ['something else is', 'page'],
  ])('CLU618: an address where %s', async (_what, address) => {
    const { grpc } = await engine();
    const port = await listen(
      createHttpServer((_request, response) => {
        response.statusCode = 404;
        response.end();
      }),
    );
    const rest = address === 'page' ? `http://127.0.0.1:${String(port)}` : address;
    expect(await codesOf({ ZEEBE_GRPC_ADDRESS: grpc, ZEEBE_REST_ADDRESS: rest })).toEqual([
      'CLU618',
    ]);
  });
});

test('a service logs what is wrong, with its code, and goes on', async () => {
  const lines: { readonly level: string; readonly fields: unknown; readonly text: unknown }[] = [];
  const note =
    (level: string) =>
    (fields: unknown, text?: unknown): void => {
      lines.push({ level, fields, text });
    };
  const logger: Logger = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
  };
  const { signal } = new AbortController();
  await logConnectionFaults({ ZEEBE_GRPC_ADDRESS: 'no-such-host.invalid:1' }, { logger, signal });
  expect(lines).toMatchObject([{ level: 'error', fields: { code: 'CLU603' } }]);
});

test('every code is in docs/errors.md with its title, and in a test that names it', async () => {
  const page = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const tests = await Promise.all(
    ['./diagnose.test.ts', '../../../cli/test/doctor.test.ts'].map((path) =>
      readFile(new URL(path, import.meta.url), 'utf8'),
    ),
  );
  for (const [code, title] of Object.entries(clusterCodes)) {
    expect(page).toContain(`#### ${code}\n\n${title}\n\nFix: `);
    expect(tests.join('\n')).toMatch(
      new RegExp(`(?:test|test.each.*?)\\(['\`]${code}: |\\)\\('${code}: `, 's'),
    );
  }
});

test('codes are in a row', () => {
  const numbers = Object.keys(clusterCodes).map((code) => Number(code.slice(3)));
  expect(numbers).toEqual(numbers.map((_, i) => 601 + i));
});
