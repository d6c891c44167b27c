/** What a record is: asked for, happened, or refused. */
export type RecordType = 'COMMAND' | 'EVENT' | 'COMMAND_REJECTION';

/** Why a command was refused; `NULL_VAL` on every record that is no rejection. */
export type RejectionType =
  | 'NULL_VAL'
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'INVALID_STATE'
  | 'PROCESSING_ERROR'
  | 'EXCEEDED_BATCH_RECORD_SIZE';

/**
 * One entry of the engine's log. Keys are numbers inside the engine (2^51 plus a counter, below
 * 2^53); whoever shows them outside writes them as decimal strings.
 */
export interface EngineRecord {
  /** Place in the log, from 1, without gaps. */
  readonly position: number;
  /** Position of the command whose processing wrote this record; -1 for commands from outside. */
  readonly sourceRecordPosition: number;
  /** The entity the record is about; -1 when it has none yet. */
  readonly key: number;
  readonly recordType: RecordType;
  readonly valueType: string;
  readonly intent: string;
  /** Plain JSON. Never changed after the record was written. */
  readonly value: object;
  /** A `RejectionType`; typed loosely because it comes back from a journal. */
  readonly rejectionType: string;
  readonly rejectionReason: string;
  /** When the batch was processed: epoch milliseconds by the engine's clock. */
  readonly timestamp: number;
}

/** What `Journal.recover` gives back: the newest snapshot and every batch after it, in order. */
export interface RecoveredJournal {
  readonly snapshot?: { readonly position: number; readonly state: unknown };
  readonly batches: AsyncIterable<readonly EngineRecord[]>;
}

/**
 * Where the engine keeps its log. `append` is called in order and may overlap; it resolves when the
 * batch is durable, in order. An append that rejects stops the engine: nothing after it is
 * acknowledged.
 */
export interface Journal {
  recover(): Promise<RecoveredJournal>;
  append(batch: readonly EngineRecord[]): Promise<void>;
  /** Stores `state`, the state after the record at `position`; older batches may go. */
  snapshot(position: number, state: unknown): Promise<void>;
  close(): Promise<void>;
}
