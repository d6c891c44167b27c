import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLogger } from './logger.js';
import type { Logger } from './v1.js';

/** A started service. `close` drains it, frees everything it opened, and may be called twice. */
export interface RunningService {
  readonly name: string;
  /** Where it listens, as `http://127.0.0.1:3000`; absent for a service without a server. */
  readonly address?: string;
  close(): Promise<void>;
}

/** Environment variables as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Starts one service. Throws `EnvironmentError` when its configuration is wrong. */
export type StartService = (environment: Environment) => Promise<RunningService>;

/**
 * Starts the service when `meta` is the module Node was started with; does nothing when it was
 * imported. SIGTERM and SIGINT close it and end the process with 0, a second signal ends it at once
 * with 130, a failed start ends it with 1, a failed close with 70. Signals are listened for before
 * the start begins, so one that arrives early closes the service as soon as it is up.
 */
export async function runAsMain(meta: ImportMeta, start: StartService): Promise<void> {
  if (!isMain(meta)) {
    return;
  }
  const logger = createLogger({ name: 'service', level: process.env.LOG_LEVEL });
  const stopped = stopRequested();
  const service = await startOrExit(start, logger);
  logger.info({ service: service.name, address: service.address }, 'ready');
  const signal = await stopped;
  logger.info({ service: service.name, signal }, 'closing');
  try {
    await service.close();
  } catch (error) {
    logger.error({ err: error, service: service.name }, 'closing failed');
    process.exit(70);
  }
  logger.info({ service: service.name }, 'closed');
  process.exit(0);
}

async function startOrExit(start: StartService, logger: Logger): Promise<RunningService> {
  try {
    return await start(process.env);
  } catch (error) {
    logger.error({ err: error }, 'start failed');
    return process.exit(1);
  }
}

function stopRequested(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked) {
        process.exit(130);
      }
      asked = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

function isMain(meta: ImportMeta): boolean {
  const started = process.argv[1];
  if (started === undefined) {
    return false;
  }
  try {
    return realpathSync(started) === realpathSync(fileURLToPath(meta.url));
  } catch {
    return false;
  }
}
