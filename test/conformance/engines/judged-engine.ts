import type { TraceRecord } from '../trace.js';

/** A call of the gRPC gateway, named and written as in the protocol file (`keepCase`). */
export interface RpcCall {
  readonly rpc: string;
  readonly request: object;
}

/** A call of the REST API; `path` comes after `/v2/`. */
export interface RestCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/** What a client can ask for. */
export type Call = RpcCall | RestCall;

/** What came back. A refusal is an answer too. */
export interface Answer {
  /** `OK`, or the gRPC status (`NOT_FOUND`) or HTTP status (`404`) of a refusal. */
  readonly status: string;
  /** The text of a refusal. */
  readonly message?: string;
  /** The response as plain JSON; keys are decimal strings, or numbers where REST 8.6 gives numbers. */
  readonly response?: unknown;
}

/**
 * An engine that can be asked, watched and moved in time, whichever it is: ours, the real 8.6 broker or
 * the real 8.8 engine. Records never show what the driver itself does to find out about rest and time.
 */
export interface JudgedEngine {
  readonly name: string;
  readonly version: string;
  /** Whether `RestCall`s are answered. */
  readonly hasRest: boolean;
  /** Whether `DeleteResource` is answered. */
  readonly canDelete: boolean;
  /** The engine's time, epoch milliseconds. */
  now(): number;
  /** Makes a call and gives the answer; throws only when the engine cannot be reached. */
  execute(call: Call): Promise<Answer>;
  /** How many records there are so far; what `records` takes. */
  mark(): number;
  /** The records after a mark, in order. Await `idle()` before, to see all that came of earlier calls. */
  records(mark: number): readonly TraceRecord[];
  /** Moves time forward and waits until all that became due is done. */
  advance(ms: number): Promise<void>;
  /** Resolves when the engine is at rest: nothing waits, nothing is due. */
  idle(): Promise<void>;
  /** Ends what a scenario left: instances, definitions, messages. The records of that are to be ignored. */
  reset(): Promise<void>;
  /** Ends the engine and everything that was started for it. */
  close(): Promise<void>;
}
