import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeAddresses } from '../dev/addresses.js';
import { CliError } from '../cli-error.js';
import { deployModels } from '../dev/deploy-models.js';
import { startService } from '../dev/start-service.js';
import { PostgresStartError } from '../dev/postgres-start-error.js';
import { startPostgres } from '../dev/postgres.js';
import { OpenResources } from '../dev/resources.js';
import { exitCodes, type ExitCode } from '../exit-code.js';
import { checkPort } from '../port.js';
import { listenForShutdown } from '../shutdown-signal.js';
import { startEngine } from '../start-engine.js';
import { defineVerb, type VerbContext } from '../verb.js';

/** How long each part may take to close before it is left behind. */
const closeTimeoutMs = 15_000;

interface DevOptions {
  readonly services: readonly string[];
  readonly models: string;
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly grpcPort: number;
  readonly restPort: number;
}

/** `jobwright dev`: PostgreSQL, engine, models and services in one process, until it is stopped. */
export const verb = defineVerb({
  options: (yargs) =>
    yargs
      .positional('services', {
        describe: 'service modules; each exports `start: StartService`',
        type: 'string',
        array: true,
        default: [] as string[],
      })
      .option('models', {
        describe: 'folder of the .bpmn, .dmn and .form files to deploy',
        type: 'string',
        default: 'bpmn',
      })
      .option('data', {
        describe: 'folder for the database and the journal (environment: DATA_DIR)',
        type: 'string',
        defaultDescription: 'DATA_DIR, or data',
      })
      .option('host', {
        describe: 'address to listen on (environment: HOST)',
        type: 'string',
        defaultDescription: 'HOST, or 127.0.0.1',
      })
      .option('port', {
        describe: 'port handed to the services as PORT',
        type: 'number',
        defaultDescription: 'PORT, or 3000',
      })
      .option('grpc-port', {
        describe: 'port of the gRPC gateway; 0 takes a free one',
        type: 'number',
        default: 0,
      })
      .option('rest-port', {
        describe: 'port of the REST v2 API; 0 takes a free one',
        type: 'number',
        default: 0,
      })
      .example('$0 dev services/worker/main.ts', 'one service, models from bpmn/')
      .example('DATABASE_URL=postgres://… $0 dev a.ts b.ts', 'on your own PostgreSQL')
      .epilogue(
        'Data survive a restart, also after kill -9. With DATABASE_URL set, no PostgreSQL is\n' +
          'started. Addresses of all parts are written to addresses.json in the data folder.',
      ),
  run: async (options, context) => {
    const { env } = context;
    return runDev(
      {
        services: options.services,
        models: options.models,
        data: resolve(context.cwd, options.data ?? env.DATA_DIR ?? 'data'),
        host: options.host ?? env.HOST ?? '127.0.0.1',
        port: options.port ?? Number(env.PORT ?? 3000),
        grpcPort: options['grpc-port'],
        restPort: options['rest-port'],
      },
      context,
    );
  },
});

async function runDev(options: DevOptions, context: VerbContext): Promise<ExitCode> {
  checkPort('PORT', options.port);
  checkPort('--grpc-port', options.grpcPort);
  checkPort('--rest-port', options.restPort);
  const shutdown = listenForShutdown(() => {
    context.err('stopping at once');
  });
  const resources = new OpenResources();
  const startedAt = performance.now();
  try {
    const http = await startAll(options, context, resources);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(2);
    context.out(`started in ${seconds} s; Ctrl-C stops everything`);
    context.out(`ready ${http}`);
    const signal = await shutdown.requested;
    context.err(`${signal}: stopping`);
    return exitCodes.ok;
  } finally {
    for (const fault of await resources.closeAll(closeTimeoutMs)) {
      context.err(fault);
    }
    context.err('stopped');
    shutdown.dispose();
  }
}

async function startAll(
  options: DevOptions,
  context: VerbContext,
  resources: OpenResources,
): Promise<string> {
  await mkdir(options.data, { recursive: true });
  const database = await step(context, 'PostgreSQL', () =>
    openDatabase(options, context, resources),
  );

  const server = await step(context, 'engine', () =>
    startEngine(
      {
        dataDirectory: join(options.data, 'engine'),
        host: options.host,
        grpcPort: options.grpcPort,
        restPort: options.restPort,
        // The inspector is a page of the service on this port.
        allowedOrigins: [options.host, 'localhost'].map(
          (name) => `http://${name}:${String(options.port)}`,
        ),
      },
      context,
    ),
  );
  resources.add('engine', () => server.close());

  await step(context, `models from ${options.models}`, () =>
    deployModels(server.engine, resolve(context.cwd, options.models)),
  );

  const environment = {
    ALLOW_SIMULATION: 'true',
    LOG_LEVEL: 'warn',
    ...context.env,
    DATABASE_URL: database,
    ZEEBE_GRPC_ADDRESS: `grpc://${server.grpcAddress}`,
    ZEEBE_REST_ADDRESS: server.restAddress,
    HOST: options.host,
    PORT: String(options.port),
  };
  let http = `http://${options.host}:${String(options.port)}`;
  for (const path of options.services) {
    const running = await step(context, path, () =>
      startService(path, { cwd: context.cwd, environment }),
    );
    resources.add(running.name, () => running.close());
    // With port 0 only the service that listens knows where.
    http = running.address ?? http;
  }
  await writeAddresses(options.data, {
    http,
    database,
    grpc: server.grpcAddress,
    rest: server.restAddress,
  });
  return http;
}

async function openDatabase(
  options: DevOptions,
  context: VerbContext,
  resources: OpenResources,
): Promise<string> {
  const given = context.env.DATABASE_URL;
  if (given !== undefined && given !== '') {
    return given;
  }
  const directory = join(options.data, 'postgres');
  try {
    const postgres = await startPostgres({ directory });
    resources.add('PostgreSQL', () => postgres.close());
    return postgres.url;
  } catch (error) {
    if (error instanceof PostgresStartError) {
      throw new CliError(
        {
          what: 'PostgreSQL cannot be started',
          where: directory,
          why: error.message,
          fix: `see ${join(directory, 'postgres.log')}, or set DATABASE_URL to a PostgreSQL of your own`,
        },
        { cause: error },
      );
    }
    throw error;
  }
}

async function step<Result>(
  context: VerbContext,
  name: string,
  start: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  context.err(`starting ${name}`);
  const result = await start();
  context.err(`  ${name} after ${(performance.now() - startedAt).toFixed(0)} ms`);
  return result;
}
