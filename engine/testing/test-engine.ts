import { JobDispatcher, Operations, type ActivatedJob } from '../gateway/index.js';
import type { DeployedFile, DeploymentResult } from '../gateway/index.js';
import type { ControlledClock, Engine, EngineRecord } from '../index.js';
import { readResourceFile } from '../journal/index.js';
import type { Job } from '../state/rows.js';
import type { Variables } from '../records/values.js';
import { activatedJob, type TestActivatedJob } from './activated-job.js';
import type { CoverageRecorder } from './coverage/recorder.js';
import { evaluateDecision, type TestDecision } from './decision.js';
import { DeployedNames } from './deployed-names.js';
import { document } from './document.js';
import type { InstanceHost } from './instance-host.js';
import { begunInstances, openTimers, type TestTimer } from './instance-view.js';
import { filterRecords, RecordLog, type RecordFilter } from './record-log.js';
import { runJob } from './run-job.js';
import { createTestClient, type TestClient } from './test-client.js';
import { TestInstance } from './test-instance.js';
import type { AnyTestJobHandler, TestJobHandler } from './test-job.js';

/** Most jobs that `waitForIdle` runs before it takes the process for endless. */
const maxJobs = 10_000;
/** Most moments that one move of the clock stops at before it takes the process for endless. */
const maxMoments = 10_000;
/** How long a job belongs to its handler, or to the test that does it by hand. */
const jobTimeoutMs = 300_000;

/** A message to publish. */
export interface TestMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly variables?: object;
  readonly messageId?: string;
  /** How long it is kept for a catch event that is not there yet, in ms. @default 0 */
  readonly timeToLiveMs?: number;
}

/** What a test engine is made of. @internal */
export interface TestEngineParts {
  readonly clock: ControlledClock;
  /** Opens an engine on the journal of this test engine. */
  readonly open: () => Promise<Engine>;
  /** Defects that the engine told of; emptied when they are thrown. */
  readonly defects: unknown[];
  readonly coverage?: CoverageRecorder;
}

/** An engine for one test; see `createTestEngine`. */
export class TestEngine {
  readonly clock: ControlledClock;
  /** The engine as generated functions take it: `publishOrderPaid(engine.client, …)`. */
  readonly client: TestClient;
  readonly #parts: TestEngineParts;
  readonly #handlers = new Map<string, AnyTestJobHandler>();
  readonly #held = new Set<string>();
  readonly #log = new RecordLog();
  readonly #names: DeployedNames;
  readonly #host: InstanceHost;
  #engine: Engine;
  #operations: Operations;
  #dispatcher: JobDispatcher;

  /** Use `createTestEngine`. @internal */
  constructor(engine: Engine, parts: TestEngineParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.#engine = engine;
    this.#names = new DeployedNames(() => this.#engine.queries.definitions());
    const operations = (): Operations => this.#operations;
    const idle = (): Promise<void> => this.waitForIdle();
    this.client = createTestClient(operations, idle);
    this.#host = {
      log: this.#log,
      operations,
      idle,
      jobs: (key) =>
        this.#engine.queries.jobs().filter(({ value }) => value.processInstanceKey === key),
      names: (key) => this.#names.of(key),
      latestDefinition: (processId) => this.#names.latest(processId),
      jobOwner: ({ value }) =>
        !this.#handlers.has(value.type)
          ? 'nobody'
          : this.#held.has(value.elementId)
            ? 'held'
            : 'handler',
    };
    [this.#operations, this.#dispatcher] = this.#attach(engine);
  }

  /** The engine inside, for what has no method here: another one after `restart`. */
  get engine(): Engine {
    return this.#engine;
  }

  /** Deploys files: paths, or names with their text. All or none; rejects with what is wrong. */
  async deploy(
    ...files: readonly (string | { readonly name: string; readonly content: string | Buffer })[]
  ): Promise<DeploymentResult> {
    const read = files.map((file): Promise<DeployedFile> =>
      typeof file === 'string'
        ? readResourceFile(file)
        : Promise.resolve({ name: file.name, content: Buffer.from(file.content) }),
    );
    const deployed = await this.#operations.deploy(await Promise.all(read));
    await this.#names.read();
    this.#flushCoverage();
    return deployed;
  }

  /**
   * Says who does the jobs of a type, from the next `waitForIdle` on. What the handler returns
   * completes the job; a thrown `BpmnError` takes the modelled path, a `JobFailure` and everything
   * else fails the job with one retry less, as the worker host does it.
   */
  handle<
    Input = Variables,
    Headers = Readonly<Record<string, string>>,
    ElementId extends string = string,
  >(jobType: string, handler: TestJobHandler<Input, Headers, ElementId>): this {
    this.#handlers.set(jobType, handler);
    return this;
  }

  /** Says who does the jobs of several types; the map of a generated contract fits. */
  handleAll<Handlers extends { readonly [JobType in keyof Handlers]: AnyTestJobHandler }>(
    handlers: Handlers,
  ): this {
    for (const [jobType, handler] of Object.entries<AnyTestJobHandler>(handlers)) {
      this.#handlers.set(jobType, handler);
    }
    return this;
  }

  /**
   * Leaves the jobs of these elements undone until `release`, so that an event can come first. Jobs of
   * the same type at other elements are done, unless one of each waits at the same time.
   */
  hold(...elementIds: readonly string[]): this {
    elementIds.forEach((elementId) => this.#held.add(elementId));
    return this;
  }

  /** Does the jobs of these elements again, and waits until the engine is idle. */
  async release(...elementIds: readonly string[]): Promise<void> {
    elementIds.forEach((elementId) => this.#held.delete(elementId));
    await this.waitForIdle();
  }

  /**
   * Activates a job, to be done by hand; a handler does not get it any more. Rejects when no job of
   * the type can be activated, saying which ones can.
   */
  async activateJob(jobType: string): Promise<TestActivatedJob> {
    await this.#engine.idle();
    const [job] = await this.#poll(jobType);
    if (job === undefined) {
      const others = this.#engine.queries
        .jobs()
        .map(
          ({ state, value }) =>
            `'${value.type}' at '${value.elementId}' is ${state}, retries: ${value.retries}`,
        );
      const there = others.length === 0 ? 'there are no jobs' : `jobs: ${others.join('; ')}`;
      throw new Error(`no job of type '${jobType}' can be activated; ${there}`);
    }
    const operations = (): Operations => this.#operations;
    return activatedJob(job, { operations, idle: () => this.waitForIdle() });
  }

  /** Starts an instance of the latest version of a process and waits until the engine is idle. */
  async startInstance(processId: string, variables: object = {}): Promise<TestInstance> {
    const { processInstanceKey } = await this.client.createProcessInstance({
      processId,
      variables,
    });
    return this.instance(Number(processInstanceKey));
  }

  /** Publishes a message and waits until the engine is idle; resolves to the instances it started. */
  async publishMessage(message: TestMessage): Promise<readonly TestInstance[]> {
    const before = this.#log.all().length;
    const { variables = {}, messageId = '', timeToLiveMs = 0, ...rest } = message;
    const sent = { ...rest, variables: document(variables), messageId, timeToLiveMs };
    await this.#operations.publishMessage(sent);
    await this.waitForIdle();
    return this.#begunSince(before);
  }

  /**
   * Publishes a message that must be awaited now, and waits until the engine is idle; resolves to the
   * instance that took it. Rejects when none waits for it.
   */
  async correlateMessage(
    message: Pick<TestMessage, 'name' | 'correlationKey' | 'variables'>,
  ): Promise<TestInstance> {
    const { name, correlationKey, variables = {} } = message;
    const { value } = await this.#operations.execute({
      valueType: 'MESSAGE_CORRELATION',
      intent: 'CORRELATE',
      value: { name, correlationKey, variables: document(variables) },
    });
    await this.waitForIdle();
    // The answer names the instance that the message reached.
    return this.instance((value as { readonly processInstanceKey: number }).processInstanceKey);
  }

  /** Broadcasts a signal and waits until the engine is idle; resolves to the instances it started. */
  async broadcastSignal(name: string, variables: object = {}): Promise<readonly TestInstance[]> {
    const before = this.#log.all().length;
    await this.#operations.broadcastSignal(name, document(variables));
    await this.waitForIdle();
    return this.#begunSince(before);
  }

  /** Evaluates a deployed decision. Rejects with the failure when it cannot be evaluated. */
  evaluateDecision(decisionId: string, variables: object = {}): Promise<TestDecision> {
    return evaluateDecision(this.#operations, decisionId, document(variables));
  }

  /** The instance of a process that was started last. Throws when there is none. */
  lastInstance(processId: string): TestInstance {
    const last = this.instances(processId).at(-1);
    if (last === undefined) {
      throw new Error(`no instance of '${processId}' was started`);
    }
    return last;
  }

  /** All instances that were started, called ones included, in order; of one process, if given. */
  instances(processId?: string): readonly TestInstance[] {
    return this.#begunSince(0, processId);
  }

  /** The instance with a key. */
  instance(key: number): TestInstance {
    return new TestInstance(key, this.#host);
  }

  /** Resolves an incident and waits until the engine is idle; see `TestInstance.resolveIncidents`. */
  async resolveIncident(incidentKey: number): Promise<void> {
    await this.#operations.resolveIncident(incidentKey);
    await this.waitForIdle();
  }

  /**
   * Moves the clock by so many ms. It stops wherever something becomes due on the way, until all that
   * follows is done, so that what a timer starts is begun at its own time.
   */
  async advance(ms: number): Promise<void> {
    await this.advanceTo(this.clock.now() + ms);
  }

  /** Moves the clock to a time: a Date, text in ISO 8601, epoch ms. Throws when it has passed. */
  async advanceTo(time: Date | string | number): Promise<void> {
    const target = new Date(time).getTime();
    if (!(target >= this.clock.now())) {
      const now = new Date(this.clock.now()).toISOString();
      throw new RangeError(`cannot go on to ${String(time)}: it is ${now}, and time goes forward`);
    }
    await this.waitForIdle();
    for (let moments = 0; ; moments += 1) {
      const due = this.clock.nextDue();
      if (due === undefined || due > target) {
        break;
      }
      if (moments >= maxMoments) {
        const at = this.timers()[0]?.elementId ?? '';
        throw new Error(`no rest after ${moments} timers: the last one is at '${at}'`);
      }
      this.clock.set(Math.max(due, this.clock.now()));
      await this.waitForIdle();
    }
    this.clock.set(target);
    await this.waitForIdle();
  }

  /** Moves the clock to the timer that is due next; resolves to it. Throws when none waits. */
  async advanceToNextTimer(): Promise<TestTimer> {
    await this.waitForIdle();
    const [next] = this.timers();
    if (next === undefined) {
      throw new Error('no timer waits');
    }
    await this.advanceTo(Math.max(next.due.getTime(), this.clock.now()));
    return next;
  }

  /** Timers that wait, those of start events included, the next one first. */
  timers(): readonly TestTimer[] {
    return openTimers(this.#log.all());
  }

  /** Runs handlers until no job is left for them and the engine has nothing to do. */
  async waitForIdle(): Promise<void> {
    for (let done = 0; ; done += 1) {
      await this.#engine.idle();
      this.#throwDefect();
      const [job] = await this.#nextJob();
      if (job === undefined) {
        this.#flushCoverage();
        return;
      }
      const handler = this.#handlers.get(job.type);
      if (handler === undefined || done >= maxJobs) {
        throw new Error(
          `no rest after ${done} jobs: the process runs in circles at '${job.elementId}'`,
        );
      }
      await runJob(job, { handler, operations: this.#operations });
    }
  }

  /**
   * Closes the engine and opens it again from its log alone, as after a crash. Handlers, clock,
   * records and instances stay. Rejects when the state is not what it was.
   */
  async restart(): Promise<void> {
    await this.waitForIdle();
    const before = JSON.stringify(this.#engine.dumpState());
    this.#dispatcher.close();
    await this.#engine.close();
    this.#engine = await this.#parts.open();
    [this.#operations, this.#dispatcher] = this.#attach(this.#engine);
    if (JSON.stringify(this.#engine.dumpState()) !== before) {
      throw new Error('the state after the restart is not the state before it');
    }
    await this.waitForIdle();
  }

  /** Every record so far, in order; those that fit `filter`, if given. */
  records(filter: RecordFilter = {}): readonly EngineRecord[] {
    const all = this.#log.all();
    return Object.keys(filter).length === 0 ? all : filterRecords(all, filter);
  }

  /** Closes the engine; a test that forgets it leaves nothing running but memory. */
  async close(): Promise<void> {
    this.#dispatcher.close();
    await this.#engine.close();
    this.#flushCoverage();
    this.#throwDefect();
  }

  #attach(engine: Engine): [Operations, JobDispatcher] {
    engine.onRecords((records) => {
      this.#log.append(records);
      this.#parts.coverage?.observe(records);
    });
    return [
      new Operations(engine),
      new JobDispatcher(engine, (error) => this.#parts.defects.push(error)),
    ];
  }

  async #nextJob(): Promise<readonly ActivatedJob[]> {
    const isWaiting = ({ state, value }: Job): boolean =>
      state === 'ACTIVATABLE' && this.#handlers.has(value.type) && !this.#held.has(value.elementId);
    const waiting = this.#engine.queries.jobs().find(isWaiting);
    return waiting === undefined ? [] : this.#poll(waiting.value.type);
  }

  #poll(type: string): Promise<readonly ActivatedJob[]> {
    return this.#dispatcher.poll({
      type,
      worker: 'test',
      timeoutMs: jobTimeoutMs,
      fetchVariables: [],
      maxJobs: 1,
      waitMs: 0,
      signal: new AbortController().signal,
    });
  }

  #begunSince(index: number, processId?: string): readonly TestInstance[] {
    return begunInstances(this.#log.all().slice(index))
      .filter(({ value }) => processId === undefined || value.bpmnProcessId === processId)
      .map(({ key }) => this.instance(key));
  }

  #flushCoverage(): void {
    this.#parts.coverage?.flush(this.#engine.queries.definitions());
  }

  #throwDefect(): void {
    const [defect] = this.#parts.defects.splice(0);
    if (defect !== undefined) {
      throw defect instanceof Error ? defect : new Error(JSON.stringify(defect));
    }
  }
}
