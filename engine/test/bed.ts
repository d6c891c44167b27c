import { ControlledClock, Engine } from '../index.js';
import type { EngineOptions, EngineRecord, JobValue, RecoveredJournal } from '../index.js';
import type { Journal } from '../index.js';

/** A journal that keeps everything in memory and can be opened again. */
export class KeptJournal implements Journal {
  batches: (readonly EngineRecord[])[] = [];
  snapshots: { position: number; state: unknown }[] = [];

  recover(): Promise<RecoveredJournal> {
    const kept = this.batches;
    const snapshot = this.snapshots.at(-1);
    async function* read(): AsyncGenerator<readonly EngineRecord[]> {
      yield* await Promise.resolve(kept);
    }
    return Promise.resolve({ ...(snapshot === undefined ? {} : { snapshot }), batches: read() });
  }

  append(batch: readonly EngineRecord[]): Promise<void> {
    // Through text, as a file would have it: nothing of the live objects is shared.
    this.batches.push(JSON.parse(JSON.stringify(batch)) as readonly EngineRecord[]);
    return Promise.resolve();
  }

  snapshot(position: number, state: unknown): Promise<void> {
    this.snapshots.push({ position, state: JSON.parse(JSON.stringify(state)) as unknown });
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** One activated job: its key and what a worker sees. */
export interface GivenJob {
  readonly key: number;
  readonly value: JobValue;
}

/** An engine with a clock that stands still, and what tests do with it. */
export class Bed {
  readonly engine: Engine;
  readonly clock: ControlledClock;
  readonly journal: KeptJournal;
  readonly defects: unknown[];
  readonly records: EngineRecord[] = [];

  private constructor(
    engine: Engine,
    parts: { clock: ControlledClock; journal: KeptJournal; defects: unknown[] },
  ) {
    this.engine = engine;
    this.clock = parts.clock;
    this.journal = parts.journal;
    this.defects = parts.defects;
    engine.onRecords((records) => this.records.push(...records));
  }

  static async open(
    options: { journal?: KeptJournal; clock?: ControlledClock } = {},
  ): Promise<Bed> {
    const journal = options.journal ?? new KeptJournal();
    const clock = options.clock ?? new ControlledClock();
    const defects: unknown[] = [];
    const onError = (error: unknown): void => {
      defects.push(error);
    };
    const engineOptions: EngineOptions = { journal, clock, onError };
    return new Bed(await Engine.open(engineOptions), { clock, journal, defects });
  }

  async deploy(...files: readonly (readonly [name: string, text: string])[]): Promise<void> {
    await this.run('DEPLOYMENT', 'CREATE', {
      resources: files.map(([resourceName, text]) => ({
        resourceName,
        resource: Buffer.from(text).toString('base64'),
      })),
    });
  }

  /** Executes a command and waits until all that follows from it is done. */
  async run(valueType: string, intent: string, value: object, key?: number) {
    const command = { valueType, intent, value, ...(key === undefined ? {} : { key }) };
    const result = await this.engine.execute(command);
    await this.engine.idle();
    return result;
  }

  /** Starts an instance; gives its key. */
  async start(bpmnProcessId: string, variables: object = {}): Promise<number> {
    const created = await this.run('PROCESS_INSTANCE_CREATION', 'CREATE', {
      bpmnProcessId,
      variables,
    });
    return (created.value as { processInstanceKey: number }).processInstanceKey;
  }

  async jobs(type: string, maxJobsToActivate = 100): Promise<readonly GivenJob[]> {
    const { value } = await this.run('JOB_BATCH', 'ACTIVATE', {
      type,
      worker: 'test',
      timeout: 60_000,
      maxJobsToActivate,
    });
    const { jobs, jobKeys } = value as { jobs: JobValue[]; jobKeys: number[] };
    return jobKeys.map((key, place) => ({ key, value: jobs[place]! }));
  }

  /** The one waiting job of a type. */
  async job(type: string): Promise<GivenJob> {
    const jobs = await this.jobs(type);
    if (jobs.length !== 1) {
      throw new Error(`expected one job of type ${type}, found ${String(jobs.length)}`);
    }
    return jobs[0]!;
  }

  async complete(type: string, variables: object = {}): Promise<GivenJob> {
    const job = await this.job(type);
    await this.run('JOB', 'COMPLETE', { variables }, job.key);
    return job;
  }

  async publish(name: string, correlationKey: string, more: object = {}): Promise<void> {
    await this.run('MESSAGE', 'PUBLISH', { name, correlationKey, ...more });
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.engine.idle();
  }

  /** Ids of the elements that reached an intent, in order. */
  elements(intent: string, bpmnElementType?: string): string[] {
    return this.records
      .filter((one) => one.valueType === 'PROCESS_INSTANCE' && one.intent === `ELEMENT_${intent}`)
      .map((one) => one.value as { elementId: string; bpmnElementType: string })
      .filter((value) => bpmnElementType === undefined || value.bpmnElementType === bpmnElementType)
      .map((value) => value.elementId);
  }

  /** Last value of a variable, wherever it was set; undefined when it never was. */
  variable(name: string): unknown {
    const last = this.records
      .filter((one) => one.valueType === 'VARIABLE')
      .map((one) => one.value as { name: string; value: string })
      .findLast((value) => value.name === name);
    return last === undefined ? undefined : JSON.parse(last.value);
  }

  /** Number of records of one kind. */
  count(valueType: string, intent: string): number {
    return this.records.filter((one) => one.valueType === valueType && one.intent === intent)
      .length;
  }
}
