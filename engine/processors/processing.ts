import { applyEvent } from '../appliers/index.js';
import type { ProcessCatalog } from '../model/process-catalog.js';
import type { CommandResult } from '../records/client-command.js';
import type { EngineRecord, RecordType } from '../records/record.js';
import type { EngineState } from '../state/engine-state.js';
import type { FindJobTaker, JobTaker, TakenJob } from './job-taker.js';
import type { Refusal } from './refusal.js';

/** A Camunda version that the engine can behave like. */
export type Compatibility = '8.6' | '8.7' | '8.8';

/** Answer to a client's command. */
export type Answer = { readonly result: CommandResult } | { readonly refusal: Refusal };

/** What batches work on. */
export interface BatchContext {
  readonly state: EngineState;
  readonly catalog: ProcessCatalog;
  readonly awaited: Map<number, readonly string[]>;
  readonly findJobTaker: FindJobTaker;
  readonly compat?: Compatibility;
}

/** What one record is about. */
export interface RecordDraft {
  readonly valueType: string;
  readonly intent: string;
  readonly key: number;
  readonly value: object;
}

/**
 * One batch: a command, what its processing writes, and the follow-up commands that are processed
 * with it. Events are applied the moment they are written.
 */
export class Processing {
  readonly state: EngineState;
  readonly catalog: ProcessCatalog;
  /** Which Camunda version is spoken. */
  readonly compat: Compatibility;
  /** Time of the batch: epoch milliseconds. */
  readonly now: number;
  /** Process instances whose result a client awaits, with the names it wants; empty means all. */
  readonly awaited: Map<number, readonly string[]>;
  readonly followUps: EngineRecord[] = [];
  readonly records: EngineRecord[] = [];
  /** Types of which jobs may be activatable after the batch. */
  readonly jobTypes = new Set<string>();
  /** Jobs that were activated for a taker; it has them once the batch is durable. */
  readonly taken: (readonly [JobTaker, TakenJob])[] = [];
  /** Who takes jobs at once. */
  readonly findJobTaker: FindJobTaker;
  answer: Answer | undefined;
  #source = -1;

  constructor(context: BatchContext, now: number) {
    this.compat = context.compat ?? '8.6';
    this.state = context.state;
    this.catalog = context.catalog;
    this.now = now;
    this.awaited = context.awaited;
    this.findJobTaker = context.findJobTaker;
  }

  /** Writes the command that begins the batch. Everything after it names it as its source. */
  begin(draft: RecordDraft): EngineRecord {
    const record = this.#write('COMMAND', draft);
    this.#source = record.position;
    return record;
  }

  /** Continues with a command that is in the log already. */
  resume(command: EngineRecord): void {
    this.#source = command.position;
  }

  /** A key nobody has yet. Write a record with it, so that replay knows it is taken. */
  nextKey(): number {
    this.state.lastKey += 1;
    return this.state.lastKey;
  }

  /** Writes an event and applies it. */
  event(valueType: string, intent: string, key: number, value: object): EngineRecord {
    const record = this.#write('EVENT', { valueType, intent, key, value });
    applyEvent(this.state, this.catalog, record);
    return record;
  }

  /** Writes a follow-up command; it is processed after those written before it. */
  command(valueType: string, intent: string, key: number, value: object): void {
    this.followUps.push(this.#write('COMMAND', { valueType, intent, key, value }));
  }

  /** Writes that `command` was refused. */
  reject(command: EngineRecord, refusal: Refusal): void {
    this.#write('COMMAND_REJECTION', command, refusal);
  }

  /** While true, scopes do not complete when their last child ends: a modification is under way. */
  holdsScopes = false;
  /** The instance whose result answers the client's command, when there is one. */
  awaitedInstance: number | undefined;

  /** Leaves the answer to the end of a process instance. */
  await(processInstanceKey: number, variables: readonly string[]): void {
    this.awaited.set(processInstanceKey, variables);
    this.awaitedInstance = processInstanceKey;
  }

  /** Sets the answer to the client's command, unless there is one. */
  respond(record: RecordDraft): void {
    const { key, valueType, intent, value } = record;
    this.answer ??= { result: { key, valueType, intent, value } };
  }

  #write(recordType: RecordType, draft: RecordDraft, refusal?: Refusal): EngineRecord {
    this.state.lastPosition += 1;
    const record: EngineRecord = {
      position: this.state.lastPosition,
      sourceRecordPosition: this.#source,
      key: draft.key,
      recordType,
      valueType: draft.valueType,
      intent: draft.intent,
      value: draft.value,
      rejectionType: refusal?.type ?? 'NULL_VAL',
      rejectionReason: refusal?.message ?? '',
      timestamp: this.now,
    };
    this.records.push(record);
    return record;
  }
}
