import type { JobTaker } from '../processors/job-taker.js';
import type { ActivatedJob, JobPoll, JobRequest, JobSink } from './job-request.js';

/** An open stream among the consumers of a job type. */
export interface StreamConsumer {
  readonly request: JobRequest;
  /** False while the sink is full. */
  ready: boolean;
  /** The stream as the engine knows it, for jobs that are activated for it unasked. */
  readonly taker: JobTaker;
  /** False when the stream is closed or its sink failed: the job must be given back. */
  push(job: ActivatedJob): boolean;
}

/** A parked poll. */
export interface ParkedPoll {
  readonly poll: JobPoll;
  /** False when the poll is over already. */
  answer(jobs: readonly ActivatedJob[]): boolean;
  fail(error: unknown): void;
}

interface OpenStream extends StreamConsumer {
  readonly sink: JobSink;
}
interface OpenPoll extends ParkedPoll {
  end(): void;
}

/** Everybody who waits for jobs of one type, in the order they are served. */
export class JobConsumers {
  /** Set when jobs may have become activatable since the last look. */
  woken = false;
  /** Whether somebody is serving them now. */
  pumping = false;
  readonly #streams: OpenStream[] = [];
  readonly #polls = new Set<OpenPoll>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  isEmpty(): boolean {
    return this.#streams.length === 0 && this.#polls.size === 0;
  }

  hasPolls(): boolean {
    return this.#polls.size > 0;
  }

  /** Whether jobs must be shared out between several. */
  isShared(): boolean {
    return this.#streams.length > 1;
  }

  /** Parks a poll; resolves when it is answered, when its time is over or its caller is gone. */
  park(poll: JobPoll): Promise<readonly ActivatedJob[]> {
    return new Promise((resolve, reject) => {
      const leave = (): boolean => {
        const waiting = this.#polls.delete(parked);
        clearTimeout(timer);
        poll.signal.removeEventListener('abort', end);
        this.#onChange();
        return waiting;
      };
      const end = (): void => {
        if (leave()) {
          resolve([]);
        }
      };
      const parked: OpenPoll = {
        poll,
        end,
        answer: (jobs) => {
          const waiting = leave();
          if (waiting) {
            resolve(jobs);
          }
          return waiting;
        },
        fail: (error) => {
          if (leave()) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        },
      };
      this.#polls.add(parked);
      const timer = setTimeout(end, poll.waitMs);
      poll.signal.addEventListener('abort', end);
    });
  }

  /** The poll that waits longest. */
  nextPoll(): ParkedPoll | undefined {
    const [first] = this.#polls;
    return first;
  }

  /** Adds a stream; `refused` is told of a job that it did not take after all. */
  add(request: JobRequest, sink: JobSink, refused: (job: ActivatedJob) => void): StreamConsumer {
    const stream: OpenStream = {
      request,
      sink,
      ready: true,
      taker: {
        worker: request.worker,
        timeoutMs: request.timeoutMs,
        fetchVariables: request.fetchVariables,
        take: (job) => {
          if (!stream.push(job)) {
            refused(job);
          }
        },
      },
      push: (job) => {
        if (!this.#streams.includes(stream)) {
          return false;
        }
        try {
          stream.ready = sink.push(job);
          return true;
        } catch {
          stream.ready = false;
          return false;
        }
      },
    };
    this.#streams.push(stream);
    return stream;
  }

  /** The stream whose turn it is, among those that take jobs; it goes to the end of the row. */
  nextStream(): StreamConsumer | undefined {
    const index = this.#streams.findIndex((stream) => stream.ready);
    const [stream] = index < 0 ? [] : this.#streams.splice(index, 1);
    if (stream !== undefined) {
      this.#streams.push(stream);
    }
    return stream;
  }

  remove(stream: StreamConsumer): void {
    const index = this.#streams.findIndex((open) => open === stream);
    if (index >= 0) {
      this.#streams.splice(index, 1);
    }
  }

  close(): void {
    for (const poll of [...this.#polls]) {
      poll.end();
    }
    for (const stream of this.#streams.splice(0)) {
      stream.sink.end();
    }
  }
}
