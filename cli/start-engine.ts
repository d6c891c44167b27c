import { JournalError, type JournalWarning } from '../engine/journal/index.js';
import {
  startEngineServer,
  type EngineServer,
  type EngineServerOptions,
} from '../engine/server.js';
import { CliError } from './cli-error.js';
import type { VerbContext } from './verb.js';

/**
 * Starts the engine as every verb does: defects it survived and a torn end of its log are told on
 * standard error. Throws `CliError` for a folder in use or damaged and for a port that is taken.
 */
export async function startEngine(
  options: EngineServerOptions & { readonly host: string },
  context: VerbContext,
): Promise<EngineServer> {
  const { host, grpcPort, restPort } = options;
  try {
    return await startEngineServer({
      ...options,
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
    throw toCliError(error, `${host}:${String(grpcPort)} and ${host}:${String(restPort)}`);
  }
}

function describeWarning({ path, offset, bytesLost, keptAs }: JournalWarning): string {
  const kept = keptAs === undefined ? '' : `; a copy of the file is ${keptAs}`;
  return `engine: warning: ${path}: ${bytesLost} bytes from byte ${offset} on were no whole batches and were cut off${kept}`;
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
