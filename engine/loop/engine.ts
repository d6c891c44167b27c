import { ProcessCatalog } from '../model/process-catalog.js';
import type { FindJobTaker } from '../processors/job-taker.js';
import type { BatchContext, Compatibility, RecordDraft } from '../processors/processing.js';
import { Refusal } from '../processors/refusal.js';
import { EngineQueries } from '../queries/engine-queries.js';
import { CommandRejected, EngineClosed } from '../records/client-command.js';
import type { ClientCommand, CommandResult } from '../records/client-command.js';
import { normaliseCommand, readNumber } from '../records/normalise-command.js';
import type { EngineRecord, Journal } from '../records/record.js';
import { EngineState } from '../state/engine-state.js';
import { Queue } from '../state/queue.js';
import { dumpState, restoreState } from '../state/snapshot.js';
import { AwaitedResults } from './awaited-results.js';
import { processBatch } from './batch.js';
import type { Head, ProcessedBatch } from './batch.js';
import { isClientCommand } from './client-commands.js';
import { SystemClock } from './clock.js';
import type { EngineClock } from './clock.js';
import { Delivery } from './delivery.js';
import { DueCommands } from './due-commands.js';
import { VolatileJournal } from './memory-journal.js';
import { deploys, replayBatch } from './replay.js';

/** Options of `Engine.open`. */
export interface EngineOptions {
  /** Where the log goes. @default a `VolatileJournal`: nothing is kept */
  readonly journal?: Journal;
  /** @default the machine's clock */
  readonly clock?: EngineClock;
  /**
   * Camunda version to behave like; docs/engine.md says what differs. Keep it for the life of a journal.
   * @default '8.6'
   */
  readonly compat?: Compatibility;
  /** Least number of records between two snapshots; a large state has more. @default 50000 */
  readonly snapshotEvery?: number;
  /** Told of defects the engine survived, and of a journal that stopped it. @default nobody is */
  readonly onError?: (error: unknown) => void;
}

interface Waiting {
  readonly draft: RecordDraft;
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (error: Error) => void;
}

/** Longest time, in milliseconds, that the loop keeps the event loop to itself. */
const sliceMs = 8;
/** Backlog batches between two client commands, so that neither starves. */
const backlogTurns = 10;

/**
 * The embedded engine. One loop processes one command at a time, in order; answers and records go
 * out once the journal has them.
 */
export class Engine {
  /** Read-only look-ups for gateways and inspectors. */
  readonly queries: EngineQueries;
  /** The Camunda version that it behaves like. */
  readonly compat: Compatibility;
  readonly #state = new EngineState();
  readonly #catalog: ProcessCatalog;
  readonly #due = new DueCommands(this.#state);
  readonly #awaited = new AwaitedResults();
  readonly #queue = new Queue<Waiting>();
  readonly #takers = new Set<FindJobTaker>();
  readonly #journal: Journal;
  readonly #clock: EngineClock;
  readonly #snapshotEvery: number;
  readonly #onError: (error: unknown) => void;
  readonly #delivery: Delivery;
  readonly #context: BatchContext;
  #preparing = 0;
  #running = false;
  #closed: EngineClosed | undefined;
  #closing: Promise<void> | undefined;
  #snapshotAt = 0;
  #isSnapshotting = false;
  #snapshotting: Promise<void> = Promise.resolve();
  /** What the clock was asked for last and has not done yet. */
  #wakesAt: number | undefined;
  #forgetWake: () => void = () => undefined;
  #idleWaiters: (() => void)[] = [];

  private constructor(options: EngineOptions) {
    this.#journal = options.journal ?? new VolatileJournal();
    this.#clock = options.clock ?? new SystemClock();
    this.compat = options.compat ?? '8.6';
    this.#catalog = new ProcessCatalog(this.#state, this.compat);
    this.#snapshotEvery = options.snapshotEvery ?? 50_000;
    this.#onError = options.onError ?? (() => undefined);
    this.#delivery = new Delivery(this.#onError);
    this.queries = new EngineQueries(this.#state);
    this.#context = {
      state: this.#state,
      catalog: this.#catalog,
      awaited: this.#awaited.names,
      findJobTaker: this.#findJobTaker,
      compat: this.compat,
    };
  }

  /** Opens an engine: reads the journal back and goes on where it ended. */
  static async open(options: EngineOptions = {}): Promise<Engine> {
    const engine = new Engine(options);
    await engine.#recover();
    engine.#wake();
    return engine;
  }

  /**
   * Gives the engine a command. Resolves with the answer once it is durable; an awaited result
   * resolves when its process instance ends. Throws `CommandRejected` when the command is refused,
   * `EngineClosed` when the engine is closed.
   */
  async execute(command: ClientCommand): Promise<CommandResult> {
    this.#assertOpen();
    const draft = this.#draftOf(command);
    if (draft.valueType === 'DEPLOYMENT') {
      await this.#prepare(draft);
      this.#assertOpen();
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ draft, resolve, reject });
      this.#wake();
    });
  }

  /** Calls `listener` with every durable batch, in order. Returns a function that stops it. */
  onRecords(listener: (records: readonly EngineRecord[]) => void): () => void {
    return this.#delivery.records.add(listener);
  }

  /** Calls `listener` with a job type when jobs of it may be activatable. Returns a stop function. */
  onJobsAvailable(listener: (jobType: string) => void): () => void {
    return this.#delivery.jobTypes.add(listener);
  }

  /**
   * Asks `find` who takes a job when one becomes activatable; such a job is activated in the batch that
   * made it so and needs no command of its own. Returns a function that stops it.
   */
  takeJobs(find: FindJobTaker): () => void {
    this.#takers.add(find);
    return () => {
      this.#takers.delete(find);
    };
  }

  /** Resolves when no command waits, nothing is due and everything is delivered. */
  async idle(): Promise<void> {
    while (this.#isBusy()) {
      await new Promise<void>((resolve) => {
        this.#idleWaiters.push(resolve);
        this.#wake();
      });
      await this.#delivery.drained();
    }
    await this.#delivery.drained();
  }

  /** Finishes what was begun, writes a snapshot and closes the journal. May be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The whole state as JSON-able data: equal logs give equal dumps. For tests and tools. */
  dumpState(): object {
    return dumpState(this.#state);
  }

  async #close(): Promise<void> {
    const failed = this.#closed !== undefined;
    this.#closed ??= new EngineClosed('The engine is closed.');
    this.#forgetWake();
    // What waits in the backlog or becomes due goes on after the next start.
    for (let waiting = this.#queue.shift(); waiting !== undefined; waiting = this.#queue.shift()) {
      this.#process({ kind: 'new', draft: waiting.draft }, waiting);
    }
    await this.#delivery.drained();
    await this.#snapshotting;
    this.#awaited.rejectAll(this.#closed);
    if (!failed && this.#state.lastPosition > this.#snapshotAt) {
      await this.#journal.snapshot(this.#state.lastPosition, dumpState(this.#state));
    }
    await this.#journal.close();
    this.#notifyIdle();
  }

  async #recover(): Promise<void> {
    const { snapshot, batches } = await this.#journal.recover();
    if (snapshot !== undefined) {
      restoreState(this.#state, snapshot.state);
      this.#snapshotAt = snapshot.position;
      await this.#catalog.prepare();
    }
    for await (const batch of batches) {
      replayBatch(this.#state, this.#catalog, batch);
      if (deploys(batch)) {
        await this.#catalog.prepare();
      }
    }
  }

  #assertOpen(): void {
    if (this.#closed !== undefined) {
      throw this.#closed;
    }
  }

  #draftOf(command: ClientCommand): RecordDraft {
    const { valueType, intent } = command;
    try {
      if (!isClientCommand(valueType, intent)) {
        throw new Refusal(
          'INVALID_ARGUMENT',
          `Expected a command that clients may send, but it was '${valueType}.${intent}'`,
        );
      }
      const key = command.key === undefined ? -1 : readNumber('key', command.key);
      return { valueType, intent, key, value: normaliseCommand(valueType, command.value) };
    } catch (error) {
      throw error instanceof Refusal ? rejectionOf(error, command) : error;
    }
  }

  async #prepare(draft: RecordDraft): Promise<void> {
    const { resources } = draft.value as { readonly resources: readonly unknown[] };
    this.#preparing += 1;
    try {
      for (const resource of resources) {
        const { name, content } = readResource(resource, draft);
        await this.#catalog.prepareResource(name, content);
      }
    } finally {
      this.#preparing -= 1;
    }
  }

  #isBusy(): boolean {
    if (this.#closed !== undefined) {
      // What is left waits for the next start.
      return false;
    }
    const due = this.#due.at(this.#clock.now()).length > 0;
    return (
      this.#queue.size > 0 ||
      this.#state.backlog.size > 0 ||
      this.#preparing > 0 ||
      this.#running ||
      due
    );
  }

  /** Starts the loop soon, unless it runs. */
  #wake(): void {
    if (!this.#running && this.#closed === undefined) {
      this.#running = true;
      queueMicrotask(() => {
        this.#turn();
      });
    }
  }

  #turn(): void {
    if (this.#closed !== undefined) {
      this.#running = false;
      return;
    }
    const rest = this.#runQueue(performance.now() + sliceMs);
    if (rest) {
      setImmediate(() => {
        this.#turn();
      });
      return;
    }
    this.#running = false;
    this.#scheduleWake();
    this.#notifyIdle();
  }

  /** Works until nothing is left or `until` (by `performance.now`) has passed; true when work is left. */
  #runQueue(until: number): boolean {
    for (;;) {
      for (let turn = 0; turn < backlogTurns; turn += 1) {
        const command = this.#state.backlog.first();
        if (command === undefined) {
          break;
        }
        this.#process({ kind: 'backlog', command });
      }
      const due = this.#due.at(this.#clock.now());
      for (const draft of due) {
        this.#processDue(draft);
      }
      const waiting = this.#queue.shift();
      if (waiting !== undefined) {
        this.#process({ kind: 'new', draft: waiting.draft }, waiting);
      } else if (due.length === 0 && this.#state.backlog.size === 0) {
        return false;
      }
      if (performance.now() > until) {
        return true;
      }
    }
  }

  #processDue(draft: RecordDraft): void {
    const batch = this.#process({ kind: 'new', draft });
    const isRefused = batch.cx.answer !== undefined && 'refusal' in batch.cx.answer;
    if (isRefused && this.#due.isDue(draft, this.#clock.now())) {
      // It would be due again and again: it hit a defect.
      this.#due.skip(draft.key);
    }
  }

  #process(head: Head, waiting?: Waiting): ProcessedBatch {
    const batch = processBatch(this.#context, head, this.#clock.now());
    if (batch.defect !== undefined) {
      this.#onError(batch.defect);
    }
    const { cx } = batch;
    if (cx.records.length > 0) {
      const durable = this.#journal.append(cx.records);
      this.#delivery.after(
        durable,
        () => {
          this.#deliver(batch, waiting);
        },
        (error) => {
          this.#fail(error, waiting);
        },
      );
      this.#snapshotWhenDue();
    }
    return batch;
  }

  readonly #findJobTaker: FindJobTaker = (jobType) => {
    for (const find of this.#takers) {
      const taker = find(jobType);
      if (taker !== undefined) {
        return taker;
      }
    }
    return undefined;
  };

  #deliver({ cx }: ProcessedBatch, waiting: Waiting | undefined): void {
    if (waiting !== undefined) {
      if (cx.awaitedInstance !== undefined) {
        this.#awaited.wait(cx.awaitedInstance, waiting);
      } else {
        answer(waiting, cx.answer);
      }
    }
    for (const [taker, job] of cx.taken) {
      try {
        taker.take(job);
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#awaited.observe(cx.records);
    this.#delivery.records.call(cx.records);
    for (const type of cx.jobTypes) {
      this.#delivery.jobTypes.call(type);
    }
  }

  /** The journal cannot write: nothing after this is acknowledged. */
  #fail(error: unknown, waiting: Waiting | undefined): void {
    if (this.#closed === undefined) {
      this.#closed = new EngineClosed('The engine stopped: its journal cannot be written.', {
        cause: error,
      });
      this.#forgetWake();
      this.#onError(error);
    }
    waiting?.reject(this.#closed);
    for (let left = this.#queue.shift(); left !== undefined; left = this.#queue.shift()) {
      left.reject(this.#closed);
    }
    this.#awaited.rejectAll(this.#closed);
    this.#notifyIdle();
  }

  #snapshotWhenDue(): void {
    const { lastPosition } = this.#state;
    const since = lastPosition - this.#snapshotAt;
    // A large state is written the more seldom: so a record costs the same, however large it is.
    if (since < this.#snapshotEvery || this.#isSnapshotting || since < this.#state.rowCount()) {
      return;
    }
    this.#snapshotAt = lastPosition;
    this.#isSnapshotting = true;
    this.#snapshotting = this.#journal
      .snapshot(lastPosition, dumpState(this.#state))
      .catch(this.#onError)
      .finally(() => {
        this.#isSnapshotting = false;
      });
  }

  #scheduleWake(): void {
    const next = this.#closed === undefined ? this.#due.next() : undefined;
    if (next === this.#wakesAt) {
      return;
    }
    this.#forgetWake();
    this.#forgetWake = () => undefined;
    this.#wakesAt = next;
    if (next !== undefined) {
      this.#forgetWake = this.#clock.wakeAt(next, () => {
        this.#wakesAt = undefined;
        this.#wake();
      });
    }
  }

  #notifyIdle(): void {
    for (const resolve of this.#idleWaiters.splice(0)) {
      resolve();
    }
  }
}

function rejectionOf(
  refusal: Refusal,
  command: { readonly valueType: string; readonly intent: string },
): CommandRejected {
  return new CommandRejected({ type: refusal.clientType, reason: refusal.message }, command);
}

function answer(waiting: Waiting, given: ProcessedBatch['cx']['answer']): void {
  if (given !== undefined && 'refusal' in given) {
    waiting.reject(rejectionOf(given.refusal, waiting.draft));
  } else if (given !== undefined) {
    waiting.resolve(given.result);
  } else {
    waiting.resolve({ ...waiting.draft });
  }
}

function readResource(
  resource: unknown,
  draft: RecordDraft,
): { readonly name: string; readonly content: string } {
  if (
    typeof resource === 'object' &&
    resource !== null &&
    'resourceName' in resource &&
    'resource' in resource &&
    typeof resource.resourceName === 'string' &&
    typeof resource.resource === 'string'
  ) {
    return { name: resource.resourceName, content: resource.resource };
  }
  const reason = "Expected every resource to have a 'resourceName' and a base64 'resource'";
  throw new CommandRejected({ type: 'INVALID_ARGUMENT', reason }, draft);
}
