import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createEngineServer, type RunningEngine } from './stack-engine.js';
import { environmentOf, stackParts } from '../stack/description.js';
import { containerPlaces, localPlaces } from '../stack/places.js';
import { processOf, readState, runs, writeState, type StackState } from '../stack/state.js';
import { stopProcesses } from '../stack/stop.js';
import { REPOSITORY, runFake, workspace, type Workspace } from './fake-context.js';

const quiet = (): void => undefined;
const state: StackState = {
  way: 'local',
  ports: { database: 1, amqp: 2, search: 3, grpc: 4, operate: 5, management: 6, http: 7 },
  databasePassword: 'secret',
  processes: {},
};

let home: Workspace;
beforeEach(() => {
  home = workspace();
});
afterEach(() => {
  home.remove();
});

describe('jobwright stack', () => {
  test('says where it looked when there is no stack, and that down has nothing to stop', async () => {
    const args = ['--data', join(home.path, 'stack')];
    const status = await runFake(['stack', 'status', ...args]);
    const down = await runFake(['stack', 'down', ...args]);

    expect(status).toMatchObject({ code: 2, out: '' });
    expect(status.err).toMatch(/no stack here[\s\S]*stack\.json[\s\S]*fix: /);
    expect(down).toMatchObject({ code: 0 });
    expect(down.err).toContain('no stack runs');
  });

  test('names a port that is in use before it starts anything', async () => {
    const taken = await listen();
    const { port } = taken.address() as { readonly port: number };
    try {
      const run = await runFake(
        ['stack', 'up', '--without-docker', '--grpc-port', String(port), '--data', 'none'],
        { cwd: home.path },
      );

      expect(run.code).toBe(2);
      expect(run.err).toContain(`127.0.0.1:${String(port)} (grpc)`);
      expect(run.err).not.toContain('starting');
    } finally {
      taken.close();
    }
  });

  test('says what to do where there are no services', async () => {
    const run = await runFake(['stack', 'up', '--without-docker'], { cwd: home.path });

    expect(run.code).toBe(2);
    expect(run.err).toMatch(/services\/payments\/main\.ts[\s\S]*--no-services/);
  });

  test('with Docker it brings the containers up, deploys in between, and takes them down again', async () => {
    const docker = fakeDocker(home);
    const engine: RunningEngine = await createEngineServer();
    try {
      const options = {
        cwd: home.path,
        env: { PATH: `${docker.folder}:${String(process.env.PATH)}`, DOCKER_LOG: docker.log },
      };
      mkdirSync(join(home.path, 'bpmn'));
      home.write('bpmn/ticket-booking.bpmn', model('ticket-booking.bpmn'));
      home.write('bpmn/fare.dmn', model('fare.dmn'));
      const up = await runFake(['stack', 'up', '--grpc-port', String(engine.grpcPort)], options);
      const down = await runFake(['stack', 'down', '--fresh'], options);

      expect(up.err).toContain('deployed ticket-booking version 1');
      expect(up.out).toContain('Operate         http://127.0.0.1:8080/operate');
      expect([up.code, down.code]).toEqual([0, 0]);
      const file = join(home.path, 'compose.yaml');
      expect(readFileSync(docker.log, 'utf8').trimEnd().split('\n')).toEqual([
        'compose version',
        'version --format {{.Server.Version}}',
        `compose --file ${file} up --detach --wait postgres rabbitmq opensearch camunda GRPC_PORT=${String(engine.grpcPort)}`,
        `compose --file ${file} up --detach --wait postgres rabbitmq opensearch camunda payments worker booking GRPC_PORT=${String(engine.grpcPort)}`,
        `compose --file ${file} down --volumes GRPC_PORT=`,
      ]);
    } finally {
      await engine.close();
    }
  }, 60_000);
});

describe('what the stack started', () => {
  test('is stopped by id, also when nothing but the state file knows it', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    const started = await processOf(child.pid ?? 0);
    const folder = join(home.path, 'stack');
    await writeState(folder, { ...state, processes: { worker: [started] } });
    expect(await runs(started)).toBe(true);

    const run = await runFake(['stack', 'down', '--data', folder]);

    expect(run.err).toContain('worker stopped');
    expect(await runs(started)).toBe(false);
    expect((await readState(folder))?.processes).toEqual({});
  });

  test('is left alone when its id belongs to another process by now', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
    });
    const pid = child.pid ?? 0;
    try {
      await stopProcesses({ worker: [{ pid, identity: `${String(pid)} 1` }] }, quiet);
      expect(await runs(await processOf(pid))).toBe(true);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('the description of the stack', () => {
  test('gives a service the same variables in a container and as a process', () => {
    for (const part of stackParts.filter(({ local }) => local.version === 'checkout')) {
      const [here, there] = [
        environmentOf(part, localPlaces(state, {}), 'local'),
        environmentOf(part, containerPlaces, 'container'),
      ];
      expect(Object.keys(here)).toEqual(Object.keys(there));
    }
  });

  test('starts nothing before what it needs, and needs nothing that is not there', () => {
    const names = stackParts.map(({ name }) => name);
    for (const { name, needs } of stackParts) {
      expect(needs.filter((need) => names.indexOf(need) >= names.indexOf(name))).toEqual([]);
      expect(needs.filter((need) => !names.includes(need))).toEqual([]);
    }
  });
});

function model(name: string): string {
  return readFileSync(join(REPOSITORY, 'bpmn', name), 'utf8');
}

/** A program called docker that writes down how it was called, and what port it was told. */
function fakeDocker(space: Workspace): { readonly folder: string; readonly log: string } {
  const folder = join(space.path, 'bin');
  const log = join(space.path, 'docker.log');
  mkdirSync(folder);
  space.write(
    'bin/docker',
    '#!/bin/sh\ncase "$*" in *--file*) echo "$* GRPC_PORT=$GRPC_PORT";; *) echo "$*";; esac >>"$DOCKER_LOG"\n',
  );
  chmodSync(join(folder, 'docker'), 0o755);
  return { folder, log };
}

async function listen(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}
