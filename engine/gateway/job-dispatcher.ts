import type { Engine } from '../loop/engine.js';
import type { JobBatchValue } from '../records/values.js';
import { JobConsumers } from './job-consumers.js';
import type { ActivatedJob, JobPoll, JobRequest, JobSink } from './job-request.js';

/** An open job stream. */
export interface JobStream {
  /** Tells that the sink takes jobs again. */
  resume(): void;
  /** Takes the stream off; jobs activated for it but not pushed yet are given back. */
  close(): void;
}

/** Most jobs of one activation for a stream that has its job type to itself. */
const streamBatch = 32;

/**
 * Hands jobs to those who wait for them: parked polls in the order they came, streams in turn. One
 * activation at a time for each job type, so that no poll is answered empty while jobs are left.
 */
export class JobDispatcher {
  readonly #engine: Engine;
  readonly #consumers = new Map<string, JobConsumers>();
  readonly #forget: readonly (() => void)[];
  readonly #onError: (error: unknown) => void;
  #closed = false;

  constructor(engine: Engine, onError: (error: unknown) => void) {
    this.#engine = engine;
    this.#onError = onError;
    this.#forget = [
      engine.onJobsAvailable((jobType) => {
        this.#wake(jobType);
      }),
      engine.takeJobs((jobType) => this.#consumers.get(jobType)?.nextStream()?.taker),
    ];
  }

  /**
   * Activates jobs, waiting for the first one when there is none. Resolves to none when the wait is
   * over; rejects with what the engine says of a bad request.
   */
  async poll(poll: JobPoll): Promise<readonly ActivatedJob[]> {
    const othersWait = this.#consumers.get(poll.type)?.hasPolls() ?? false;
    const waits = poll.waitMs > 0 && !this.#closed;
    const mayBeParked = waits && isSound(poll) && (othersWait || !this.#hasJobs(poll.type));
    if (!mayBeParked) {
      const jobs = await this.#activate(poll, poll.maxJobs);
      if (jobs.length > 0 || !waits || poll.signal.aborted) {
        return this.#orGiveBack(jobs, poll.signal);
      }
    }
    const answer = this.#consumersOf(poll.type).park(poll);
    // A job may have come between the empty activation and the parking.
    this.#wake(poll.type);
    return answer;
  }

  /** Opens a stream: from now on activatable jobs of the type are pushed to `sink`. */
  open(request: JobRequest, sink: JobSink): JobStream {
    const consumers = this.#consumersOf(request.type);
    const stream = consumers.add(request, sink, (job) => {
      this.giveBack([job]).catch(this.#onError);
    });
    this.#wake(request.type);
    return {
      resume: () => {
        stream.ready = true;
        this.#wake(request.type);
      },
      close: () => {
        consumers.remove(stream);
        this.#dropIfEmpty(request.type);
      },
    };
  }

  /** Makes a job activatable again that its worker never got. */
  async giveBack(jobs: readonly ActivatedJob[]): Promise<void> {
    await Promise.all(
      jobs.map((job) =>
        this.#engine
          .execute({ valueType: 'JOB', intent: 'YIELD', key: job.key, value: {} })
          // It timed out or its element is gone: nothing is left to give back.
          .catch(() => undefined),
      ),
    );
  }

  /** Answers every parked poll with nothing and ends every stream. */
  close(): void {
    this.#closed = true;
    for (const forget of this.#forget) {
      forget();
    }
    for (const consumers of this.#consumers.values()) {
      consumers.close();
    }
    this.#consumers.clear();
  }

  #consumersOf(jobType: string): JobConsumers {
    const known = this.#consumers.get(jobType);
    if (known !== undefined) {
      return known;
    }
    const created = new JobConsumers(() => {
      this.#dropIfEmpty(jobType);
    });
    this.#consumers.set(jobType, created);
    return created;
  }

  #dropIfEmpty(jobType: string): void {
    const consumers = this.#consumers.get(jobType);
    if (consumers?.isEmpty() === true && !consumers.pumping) {
      this.#consumers.delete(jobType);
    }
  }

  #wake(jobType: string): void {
    const consumers = this.#consumers.get(jobType);
    if (consumers === undefined || this.#closed) {
      return;
    }
    consumers.woken = true;
    if (!consumers.pumping) {
      this.#pump(jobType, consumers).catch(this.#onError);
    }
  }

  async #pump(jobType: string, consumers: JobConsumers): Promise<void> {
    consumers.pumping = true;
    try {
      while (consumers.woken) {
        consumers.woken = false;
        while (await this.#serveNext(jobType, consumers)) {
          // Until nobody waits or no job is left.
        }
      }
    } finally {
      consumers.pumping = false;
      this.#dropIfEmpty(jobType);
    }
  }

  /** A look that costs no command, and so no record. */
  #hasJobs(jobType: string): boolean {
    return this.#engine.queries.activatableJobs(jobType) > 0;
  }

  /** Gives jobs to the next in turn; false when nobody waits or there is no job. */
  async #serveNext(jobType: string, consumers: JobConsumers): Promise<boolean> {
    if (!this.#hasJobs(jobType)) {
      return false;
    }
    const stream = consumers.nextStream();
    if (stream !== undefined) {
      const jobs = await this.#activate(stream.request, consumers.isShared() ? 1 : streamBatch);
      await this.giveBack(jobs.filter((job) => !stream.push(job)));
      return jobs.length > 0;
    }
    const waiting = consumers.nextPoll();
    if (waiting === undefined) {
      return false;
    }
    try {
      const jobs = await this.#activate(waiting.poll, waiting.poll.maxJobs);
      if (jobs.length > 0 && !waiting.answer(jobs)) {
        await this.giveBack(jobs);
      }
      return jobs.length > 0;
    } catch (error) {
      waiting.fail(error);
      return true;
    }
  }

  async #orGiveBack(
    jobs: readonly ActivatedJob[],
    signal: AbortSignal,
  ): Promise<readonly ActivatedJob[]> {
    if (!signal.aborted) {
      return jobs;
    }
    await this.giveBack(jobs);
    return [];
  }

  /** Asks on while a batch was cut for its size, as Camunda's gateway does. */
  async #activate(request: JobRequest, maxJobs: number): Promise<readonly ActivatedJob[]> {
    const first = await this.#activateBatch(request, maxJobs);
    const all = [...first.jobs];
    let isCut = first.truncated;
    while (isCut && all.length < maxJobs) {
      const { jobs, truncated } = await this.#activateBatch(request, maxJobs - all.length);
      all.push(...jobs);
      isCut = truncated;
    }
    return all;
  }

  async #activateBatch(
    request: JobRequest,
    maxJobs: number,
  ): Promise<{ readonly jobs: readonly ActivatedJob[]; readonly truncated: boolean }> {
    const result = await this.#engine.execute({
      valueType: 'JOB_BATCH',
      intent: 'ACTIVATE',
      value: {
        type: request.type,
        worker: request.worker,
        timeout: request.timeoutMs,
        maxJobsToActivate: maxJobs,
        variables: request.fetchVariables,
      },
    });
    // The answer to ACTIVATE is a JOB_BATCH event.
    const { jobs, jobKeys, truncated } = result.value as JobBatchValue;
    return { jobs: jobs.map((job, index) => ({ ...job, key: jobKeys[index] ?? -1 })), truncated };
  }
}

/** Whether the engine would take this request; what is wrong with others is for it to say. */
function isSound({ type, timeoutMs, maxJobs }: JobPoll): boolean {
  return type.trim() !== '' && timeoutMs > 0 && maxJobs > 0;
}
