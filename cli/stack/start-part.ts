import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli-error.js';
import { PostgresStartError } from '../dev/postgres-start-error.js';
import { startPostgres } from '../dev/postgres.js';
import { startCamunda } from './camunda.js';
import { environmentOf } from './description.js';
import type { StackPart } from './part.js';
import { startOpenSearch } from './opensearch.js';
import { localPlaces } from './places.js';
import { startRabbit } from './rabbitmq.js';
import { startProcess } from './start-process.js';
import { processOf, type StackProcess, type StackState } from './state.js';

/** What a part is started with. */
export interface StartContext {
  /** The one folder of the stack. */
  readonly folder: string;
  /** The checkout whose services run. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly state: StackState;
}

/** What was started. */
export interface StartedPart {
  /** The first one is the part itself. */
  readonly processes: readonly StackProcess[];
  /** Of a database that was started. */
  readonly databasePassword?: string;
}

/** The file that a part writes its log to. */
export function logOf(folder: string, part: StackPart): string {
  return part.name === 'postgres'
    ? join(folder, 'postgres', 'postgres.log')
    : join(folder, 'logs', `${part.name}.log`);
}

/**
 * Starts one part as processes that outlive this one, on the ports of the state; the same data folder
 * again goes on with the same data. It is not healthy yet. Throws PartMissing and CliError.
 */
export async function startPart(part: StackPart, context: StartContext): Promise<StartedPart> {
  const { folder, state } = context;
  const { ports } = state;
  const directory = join(folder, part.name);
  const log = logOf(folder, part);
  const environment = environmentOf(part, localPlaces(state, context.env), 'local');
  switch (part.name) {
    case 'postgres':
      return startDatabase(directory, ports.database ?? 0);
    case 'rabbitmq':
      return {
        processes: await startRabbit({
          directory,
          port: ports.amqp ?? 0,
          settings: environment,
          portMapper: state.processes.rabbitmq?.[1],
        }),
      };
    case 'opensearch': {
      const { search = 0, transport = 0 } = ports;
      return only(await startOpenSearch({ directory, log, port: search, transport, environment }));
    }
    case 'camunda': {
      const { grpc = 0, command = 0, internal = 0, operate = 0, management = 0 } = ports;
      return only(
        await startCamunda({
          version: part.local.version,
          directory,
          log,
          ports: { grpc, command, internal, rest: operate, management },
          environment,
        }),
      );
    }
    case 'payments':
    case 'worker':
    case 'booking':
      return only(
        await startProcess({
          program: process.execPath,
          args: ['--import', 'tsx', join('services', part.name, 'main.ts')],
          cwd: context.cwd,
          env: { ...context.env, NODE_OPTIONS: '', ...environment },
          log,
        }),
      );
  }
}

function only(one: StackProcess): StartedPart {
  return { processes: [one] };
}

/** The processes of a server that was killed hold its memory a little longer: hence a few tries. */
async function startDatabase(directory: string, port: number): Promise<StartedPart> {
  for (let tries = 1; ; tries += 1) {
    try {
      const postgres = await startPostgres({ directory, port });
      await postgres.leave();
      return {
        ...only(await processOf(postgres.pid)),
        databasePassword: new URL(postgres.url).password,
      };
    } catch (cause) {
      if (!(cause instanceof PostgresStartError)) {
        throw cause;
      }
      if (tries < 5 && /shared memory|still in use/.test(cause.message)) {
        await sleep(500);
        continue;
      }
      throw new CliError(
        {
          what: 'PostgreSQL cannot be started',
          where: directory,
          why: cause.message,
          fix: `see ${join(directory, 'postgres.log')}, or set DATABASE_URL to a PostgreSQL of your own`,
        },
        { cause },
      );
    }
  }
}
