import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { composeFile, containerCheck } from '../../cli/stack/compose-file.js';
import { environmentOf, stackParts } from '../../cli/stack/description.js';
import { localPlaces } from '../../cli/stack/places.js';
import type { StackState } from '../../cli/stack/state.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const reader = fileURLToPath(new URL('.', import.meta.url));

/** What compose-go, which Docker reads compose files with, says that a file means. */
interface Project {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: object;
}
interface ComposeService {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly {
    readonly host_ip: string;
    readonly target: number;
    readonly published: string;
  }[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: object;
  readonly volumes?: readonly { readonly source: string; readonly target: string }[];
}

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwright-compose-'));
  program = join(folder, 'read-compose');
  await run('go', ['build', '-o', program, '.'], { cwd: reader });
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(file: string, env: Readonly<Record<string, string>> = {}): Promise<Project> {
  const { stdout } = await run(program, [file], { env });
  return JSON.parse(stdout) as Project;
}

/** Ports of the stack without Docker, as it would choose them: the containers' own, so that both compare. */
const numbers = Object.fromEntries(
  stackParts.flatMap(({ ports }) => ports.map(({ name, number }) => [name, number])),
);
const state: StackState = {
  way: 'local',
  ports: numbers,
  databasePassword: 'jobwright',
  processes: {},
};

describe('compose.yaml, read by compose-go', () => {
  test('has the services, ports, health checks, volumes and order of the stack without Docker', async () => {
    const { services, volumes } = await read(join(root, 'compose.yaml'));

    expect(Object.keys(services).sort()).toEqual(stackParts.map(({ name }) => name).sort());
    expect(Object.keys(volumes).sort()).toEqual(
      stackParts
        .filter(({ container }) => container.volume)
        .map(({ name }) => name)
        .sort(),
    );
    for (const part of stackParts) {
      const service = services[part.name];
      expect(
        (service?.ports ?? []).map(({ host_ip, target, published }) => [
          host_ip,
          target,
          published,
        ]),
      ).toEqual(part.ports.map(({ number }) => ['127.0.0.1', number, String(number)]));
      expect(service?.healthcheck?.test).toEqual(containerCheck(part));
      expect(Object.keys(service?.depends_on ?? {}).sort()).toEqual([...part.needs].sort());
    }
  });

  test('tells each part what the stack without Docker tells it; only hosts and versions differ', async () => {
    const { services } = await read(join(root, 'compose.yaml'));
    // A container is reached by its name, a process on loopback; a container listens to all.
    const onLoopback = (value: string): string =>
      stackParts.reduce(
        (text, { name }) => text.replaceAll(new RegExp(`\\b${name}:(?=\\d)`, 'g'), '127.0.0.1:'),
        value.replace('0.0.0.0', '127.0.0.1'),
      );
    for (const part of stackParts) {
      const environment = services[part.name]?.environment ?? {};
      const there = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, onLoopback(value)]),
      );
      const settings = part.settings(localPlaces(state, {}));
      for (const { value, container, local } of settings) {
        for (const name of container) {
          expect({ part: part.name, [name]: there[name] }).toEqual({
            part: part.name,
            [name]: value,
          });
        }
        for (const name of local) {
          expect(environmentOf(part, localPlaces(state, {}), 'local')[name]).toBe(value);
        }
      }
      const named = settings.flatMap(({ container }) => container);
      expect(Object.keys(environment).sort()).toEqual([...named].sort());
    }
  });

  test('takes ports and settings from variables', async () => {
    const { services } = await read(join(root, 'compose.yaml'), {
      GRPC_PORT: '30001',
      OPERATE_PORT: '30002',
      PAYMENT_TIMEOUT: 'PT3S',
    });

    expect(services.camunda?.ports?.map(({ published }) => published)).toEqual([
      '30001',
      '30002',
      '9600',
    ]);
    expect(services.booking?.environment).toMatchObject({
      PAYMENT_TIMEOUT: 'PT3S',
      OPERATE_URL: 'http://127.0.0.1:30002/operate',
      ZEEBE_GRPC_ADDRESS: 'grpc://camunda:26500',
    });
  });

  test('lists the version of each part in both ways', async () => {
    const { services } = await read(join(root, 'compose.yaml'));
    const listed = stackParts.map(({ name, container, local }) => {
      const [, version = 'checkout'] = (services[name]?.image ?? '').split(':');
      expect(version).toBe(container.version);
      return `${name}: ${version} in a container, ${local.version} without (${local.source})`;
    });
    process.stdout.write(`${listed.join('\n')}\n`);
    expect(listed).toHaveLength(stackParts.length);
  });

  test('a service that is not there, or a port that is none, makes a file invalid', async () => {
    const broken = join(folder, 'broken.yaml');
    await writeFile(broken, composeFile().replace('      rabbitmq:\n', '      rabbit:\n'));
    await expect(read(broken)).rejects.toThrow('depends on undefined service "rabbit"');
    await writeFile(broken, composeFile().replace(':-5432}:5432', ':-5432}:many'));
    await expect(read(broken)).rejects.toThrow('many');
  });
});
