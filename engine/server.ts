import { JobDispatcher, Operations } from './gateway/index.js';
import { startGrpcGateway } from './grpc/grpc-gateway.js';
import { Engine, type EngineClock, type EngineOptions } from './index.js';
import { Exporting, History, withHistory, type Exporter } from './exporters/index.js';
import {
  fileJournal,
  type FileJournal,
  type FsyncMode,
  type JournalWarning,
} from './journal/index.js';
import { PinnableClock } from './loop/pinnable-clock.js';
import { startRestGateway } from './rest/rest-gateway.js';

/** Options of `startEngineServer`. */
export interface EngineServerOptions {
  /** Folder to keep the log in. @default none: the engine forgets everything when it closes */
  readonly dataDirectory?: string;
  /** When a command counts as durable; see `FsyncMode`. @default 'always' */
  readonly fsync?: FsyncMode;
  /** Address to listen on. The gateways have no login: think twice before others can reach it. @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes a free port. @default 26500 */
  readonly grpcPort?: number;
  /** 0 takes a free port. @default 8088 */
  readonly restPort?: number;
  /** Camunda version to behave like; keep it for the life of a data folder. @default '8.6' */
  readonly compat?: EngineOptions['compat'];
  /** @default the machine's clock */
  readonly clock?: EngineClock;
  /** Origins of web pages that may call the REST API, e.g. `http://127.0.0.1:8080`. @default none */
  readonly allowedOrigins?: readonly string[];
  /**
   * Whether the REST API leaves out fields without a value, as Camunda does up to 8.8, or sends null, as
   * from 8.9 on: clients that validate strictly want the one or the other. @default 'omit'
   */
  readonly restNulls?: 'omit' | 'send';
  /** Ended process instances that searches still find. @default 10000 */
  readonly keepEnded?: number;
  /** What else follows the log; needs `dataDirectory`. Closed with the engine. @default none */
  readonly exporters?: readonly Exporter[];
  /** Told of defects that callers only see as an internal error. */
  readonly onError?: (error: unknown) => void;
  /** Told when the end of the log was torn and had to be cut off. */
  readonly onWarning?: (warning: JournalWarning) => void;
}

/** A running engine with its gateways. */
export interface EngineServer {
  readonly engine: Engine;
  /** `host:port`, as `ZEEBE_GRPC_ADDRESS` takes it after `grpc://`. */
  readonly grpcAddress: string;
  /** `http://host:port`, without a path. */
  readonly restAddress: string;
  /** Takes no new calls, ends parked ones, lets running ones finish, then closes the engine. */
  close(): Promise<void>;
}

/**
 * Opens an engine and serves it over gRPC and REST. Rejects with `JournalError` when the folder is in
 * use or damaged and with the system's error when a port is taken; nothing stays open then.
 */
export async function startEngineServer(options: EngineServerOptions = {}): Promise<EngineServer> {
  const onError = options.onError ?? (() => undefined);
  const host = options.host ?? '127.0.0.1';
  const history = new History({ keepEnded: options.keepEnded ?? 10_000 });
  const clock = new PinnableClock(options.clock);
  const { exporters = [] } = options;
  if (exporters.length > 0 && options.dataDirectory === undefined) {
    throw new TypeError('Exporters need a data folder: what they miss is read again from its log.');
  }
  const parts = engineParts({ ...options, clock }, history);
  const engine = await Engine.open(parts.engine);
  history.seed(engine.queries);
  const { journal } = parts;
  const exporting = journal === undefined ? undefined : new Exporting(journal, exporters, onError);
  const closers: (() => void | Promise<void>)[] = [() => engine.close()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) {
      await closer();
    }
  };
  try {
    closers.push(
      engine.onRecords((records) => {
        history.apply(records);
        exporting?.take(records);
      }),
    );
    closers.push(() => exporting?.stop());
    const operations = new Operations(engine);
    const dispatcher = new JobDispatcher(engine, onError);
    const common = { operations, dispatcher, host, onError };
    const grpc = await startGrpcGateway({ ...common, port: options.grpcPort ?? 26500 });
    closers.push(() => grpc.close());
    const rest = await startRestGateway({
      ...common,
      history,
      queries: engine.queries,
      clock,
      nulls: options.restNulls ?? 'omit',
      port: options.restPort ?? 8088,
      allowedOrigins: options.allowedOrigins ?? [],
    });
    closers.push(() => rest.close());
    // Parked polls would hold the gateways open: they are answered first.
    closers.push(() => {
      dispatcher.close();
    });
    const shown = host.includes(':') ? `[${host}]` : host;
    return {
      engine,
      grpcAddress: `${shown}:${grpc.port}`,
      restAddress: `http://${shown}:${rest.port}`,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface EngineParts {
  readonly engine: EngineOptions;
  /** Undefined when nothing is kept. */
  readonly journal: FileJournal | undefined;
}

function engineParts(options: EngineServerOptions, history: History): EngineParts {
  const { dataDirectory: directory, fsync, onWarning, clock, onError, compat } = options;
  const journal =
    directory === undefined
      ? undefined
      : fileJournal({
          directory,
          ...(fsync === undefined ? {} : { fsync }),
          ...(onWarning === undefined ? {} : { onWarning }),
        });
  const followed =
    journal === undefined ? undefined : withHistory(journal, history, onError ?? (() => undefined));
  return {
    journal,
    engine: {
      ...(followed === undefined ? {} : { journal: followed }),
      ...(clock === undefined ? {} : { clock }),
      ...(compat === undefined ? {} : { compat }),
      ...(onError === undefined ? {} : { onError }),
    },
  };
}
