/**
 * `jobwright/testing`: the embedded engine in one process with the test, on a clock that the test
 * moves. Job handlers run in the process too; nothing is timed, so nothing is flaky.
 */
import {
  JobDispatcher,
  Operations,
  type DeployedFile,
  type DeploymentResult,
} from './gateway/index.js';
import { ControlledClock, Engine, type EngineRecord } from './index.js';
import { readResourceFile } from './journal/index.js';
import { runJob } from './testing/run-job.js';
import type { AnyTestJobHandler, TestJobHandler } from './testing/test-job.js';
import { createTestClient, type TestClient } from './testing/test-client.js';
import { TestInstance } from './testing/test-instance.js';
import type { Variables } from './records/values.js';

export { ControlledClock } from './index.js';
export { inTurn } from './testing/in-turn.js';
export type { TestClient } from './testing/test-client.js';
export type { TestInstance, TestInstanceState } from './testing/test-instance.js';
export type {
  AnyTestJobHandler,
  TestJob,
  TestJobContext,
  TestJobHandler,
} from './testing/test-job.js';

/** Most jobs that `waitForIdle` runs before it takes the process for endless. */
const maxJobs = 10_000;
/** How long a job belongs to its handler; the clock stands still meanwhile. */
const jobTimeoutMs = 300_000;

/** An engine for one test; see `createTestEngine`. */
export class TestEngine {
  readonly engine: Engine;
  readonly clock: ControlledClock;
  /** The engine as generated functions take it: `publishOrderPaid(engine.client, …)`. */
  readonly client: TestClient;
  readonly #operations: Operations;
  readonly #dispatcher: JobDispatcher;
  readonly #handlers = new Map<string, AnyTestJobHandler>();
  readonly #held = new Set<string>();
  readonly #records: EngineRecord[] = [];
  readonly #defects: unknown[];

  /** Use `createTestEngine`. @internal */
  constructor(engine: Engine, clock: ControlledClock, defects: unknown[]) {
    this.engine = engine;
    this.clock = clock;
    this.#defects = defects;
    this.#operations = new Operations(engine);
    this.client = createTestClient(this.#operations, () => this.waitForIdle());
    this.#dispatcher = new JobDispatcher(engine, (error) => defects.push(error));
    engine.onRecords((records) => {
      this.#records.push(...records);
    });
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
    return this.#operations.deploy(await Promise.all(read));
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

  /** Starts an instance of the latest version of a process and waits until the engine is idle. */
  async startInstance(processId: string, variables: Variables = {}): Promise<TestInstance> {
    const created = await this.#operations.createInstance({
      bpmnProcessId: processId,
      version: -1,
      variables,
    });
    await this.waitForIdle();
    return this.#instance(created.processInstanceKey);
  }

  /** Publishes a message and waits until the engine is idle; resolves to the instances it started. */
  async publishMessage(message: {
    readonly name: string;
    readonly correlationKey: string;
    readonly variables?: Variables;
    readonly messageId?: string;
    /** How long it is kept for a catch event that is not there yet, in ms. @default 0 */
    readonly timeToLiveMs?: number;
  }): Promise<readonly TestInstance[]> {
    const before = this.#records.length;
    const defaults = { variables: {}, messageId: '', timeToLiveMs: 0 };
    await this.#operations.publishMessage({ ...defaults, ...message });
    await this.waitForIdle();
    return this.#startedSince(before);
  }

  /** Broadcasts a signal and waits until the engine is idle; resolves to the instances it started. */
  async broadcastSignal(name: string, variables: Variables = {}): Promise<readonly TestInstance[]> {
    const before = this.#records.length;
    await this.#operations.broadcastSignal(name, variables);
    await this.waitForIdle();
    return this.#startedSince(before);
  }

  /** The instance of a process that was started last. Throws when there is none. */
  lastInstance(processId: string): TestInstance {
    const last = this.#startedSince(0, processId).at(-1);
    if (last === undefined) {
      throw new Error(`no instance of '${processId}' was started`);
    }
    return last;
  }

  /** Resolves an incident and waits until the engine is idle. */
  async resolveIncident(incidentKey: number): Promise<void> {
    await this.#operations.resolveIncident(incidentKey);
    await this.waitForIdle();
  }

  /** Moves the clock by so many ms and waits until all that became due is done. */
  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.waitForIdle();
  }

  /** Runs handlers until no job is left for them and the engine has nothing to do. */
  async waitForIdle(): Promise<void> {
    for (let done = 0; ; done += 1) {
      await this.engine.idle();
      this.#throwDefect();
      const [job] = await this.#nextJob();
      if (job === undefined) {
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

  /** Every record so far, in order. */
  records(): readonly EngineRecord[] {
    return this.#records;
  }

  /** Closes the engine; a test that forgets it leaves nothing running but memory. */
  async close(): Promise<void> {
    this.#dispatcher.close();
    await this.engine.close();
    this.#throwDefect();
  }

  async #nextJob(): ReturnType<JobDispatcher['poll']> {
    const waiting = this.engine.queries
      .jobs()
      .find(
        (job) =>
          job.state === 'ACTIVATABLE' &&
          this.#handlers.has(job.value.type) &&
          !this.#held.has(job.value.elementId),
      );
    return waiting === undefined
      ? []
      : this.#dispatcher.poll({
          type: waiting.value.type,
          worker: 'test',
          timeoutMs: jobTimeoutMs,
          fetchVariables: [],
          maxJobs: 1,
          waitMs: 0,
          signal: new AbortController().signal,
        });
  }

  #instance(key: number): TestInstance {
    return new TestInstance(key, () => this.#records);
  }

  #startedSince(index: number, processId?: string): readonly TestInstance[] {
    return this.#records
      .slice(index)
      .filter(
        ({ valueType, intent, value }) =>
          valueType === 'PROCESS_INSTANCE' &&
          intent === 'ELEMENT_ACTIVATING' &&
          'bpmnElementType' in value &&
          value.bpmnElementType === 'PROCESS' &&
          (processId === undefined ||
            ('bpmnProcessId' in value && value.bpmnProcessId === processId)),
      )
      .map(({ key }) => this.#instance(key));
  }

  #throwDefect(): void {
    const [defect] = this.#defects.splice(0);
    if (defect !== undefined) {
      throw defect instanceof Error ? defect : new Error(JSON.stringify(defect));
    }
  }
}

/**
 * Makes an engine in memory with a clock that stands at `start` (epoch ms) until `advance` moves it.
 * Close it after the test.
 */
export async function createTestEngine(
  options: { readonly start?: number } = {},
): Promise<TestEngine> {
  const clock = new ControlledClock(options.start);
  const defects: unknown[] = [];
  const engine = await Engine.open({ clock, onError: (error) => defects.push(error) });
  return new TestEngine(engine, clock, defects);
}
