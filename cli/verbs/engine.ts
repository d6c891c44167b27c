import { resolve } from 'node:path';

import { JournalError, type JournalWarning } from '../../engine/journal/index.js';
import { startEngineServer, type EngineServer } from '../../engine/server.js';
import { CliError } from '../cli-error.js';
import { exitCodes } from '../exit-code.js';
import { listenForShutdown } from '../shutdown-signal.js';
import { defineVerb, type VerbContext } from '../verb.js';

interface EngineVerbOptions {
  readonly host: string;
  readonly grpcPort: number;
  readonly restPort: number;
  readonly data: string | undefined;
  readonly memory: boolean | undefined;
  readonly fsync: 'always' | 'interval' | 'off';
  readonly allowOrigin: readonly string[];
}

/** `jobwright engine`: the embedded engine behind gRPC and REST until SIGINT or SIGTERM. */
export const verb = defineVerb({
  options: (yargs) =>
    yargs
      .option('grpc-port', {
        type: 'number',
        default: 26500,
        describe: 'gRPC port; 0 takes a free one',
      })
      .option('rest-port', {
        type: 'number',
        default: 8088,
        describe: 'REST port; 0 takes a free one',
      })
      .option('host', {
        type: 'string',
        default: '127.0.0.1',
        describe: 'address to listen on; there is no login',
      })
      .option('data', {
        type: 'string',
        describe: 'folder to keep the log in; without it nothing is kept',
      })
      .option('memory', {
        type: 'boolean',
        describe: 'keep nothing, also when --data is not given',
      })
      .option('fsync', {
        choices: ['always', 'interval', 'off'] as const,
        default: 'always' as const,
        describe: 'when a command counts as durable',
      })
      .option('allow-origin', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'origin of a web page that may call the REST API',
      })
      .conflicts('memory', 'data')
      .example('$0 engine', 'forgets everything when it stops')
      .example('$0 engine --data data/engine', 'goes on where it stopped')
      .example('$0 engine --grpc-port 0 --rest-port 0', 'free ports; the ready line names them'),
  run: async (options, context) => {
    checkPort('grpc-port', options.grpcPort);
    checkPort('rest-port', options.restPort);
    const shutdown = listenForShutdown(() => {
      context.err('stopped at once: a second signal came');
    });
    try {
      const server = await start(options, context);
      context.out(`ready grpc=${server.grpcAddress} rest=${server.restAddress}`);
      const signal = await shutdown.requested;
      context.err(`${signal}: closing`);
      await server.close();
      return exitCodes.ok;
    } finally {
      shutdown.dispose();
    }
  },
});

function checkPort(option: string, port: number): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CliError({
      what: `--${option} is not a port`,
      why: `'${port}' is not a whole number from 0 to 65535`,
      fix: 'give a port, or 0 for a free one',
    });
  }
}

async function start(options: EngineVerbOptions, context: VerbContext): Promise<EngineServer> {
  const { host, grpcPort, restPort, data, fsync, allowOrigin } = options;
  const directory = data === undefined ? undefined : resolve(context.cwd, data);
  context.err(
    directory === undefined ? 'engine: in memory, nothing is kept' : `engine: reading ${directory}`,
  );
  try {
    return await startEngineServer({
      ...(directory === undefined ? {} : { dataDirectory: directory }),
      host,
      grpcPort,
      restPort,
      fsync,
      allowedOrigins: allowOrigin,
      onError: (error) => {
        context.err(
          `engine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      },
      onWarning: (warning) => {
        context.err(describeWarning(warning));
      },
    });
  } catch (error) {
    throw toCliError(error, `${host}:${grpcPort} and ${host}:${restPort}`);
  }
}

function describeWarning({ path, bytesLost, keptAs }: JournalWarning): string {
  const kept = keptAs === undefined ? '' : `; a copy of the file is ${keptAs}`;
  return `engine: warning: the last ${bytesLost} bytes of ${path} were no whole batches and were cut off${kept}`;
}

function toCliError(error: unknown, addresses: string): unknown {
  if (error instanceof JournalError) {
    const text = { what: 'the engine cannot open its data folder', where: error.path };
    return new CliError({ ...text, why: error.message, fix: error.fix }, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  if (/EADDRINUSE|EACCES|EADDRNOTAVAIL|No address added/.test(message)) {
    return new CliError(
      {
        what: 'the engine cannot listen on its ports',
        where: addresses,
        why: message,
        fix: 'stop what is listening there, or choose other ports with --grpc-port and --rest-port',
      },
      { cause: error },
    );
  }
  return error;
}
