import type { EngineRecord } from '../records/record.js';

/**
 * Something that follows the log. It gets every durable record in order, at least once: after a
 * failure or a restart again from the position on that `open` gives.
 */
export interface Exporter {
  /** Names it in errors; two exporters of one engine have different names. */
  readonly name: string;
  /** Makes ready; resolves with the position up to which it has everything, 0 when it has nothing. */
  open(): Promise<number>;
  /** Takes records, oldest first; resolves once they and their position are safe there. */
  export(records: readonly EngineRecord[]): Promise<void>;
  /** Lets go of what `open` and `export` hold, also after a failure; `open` may follow again. */
  close(): Promise<void>;
}

/** Thrown when an exporter cannot go on; `fix` says what an operator can do. */
export class ExporterError extends Error {
  override readonly name = 'ExporterError';
  /** Name of the exporter. */
  readonly exporter: string;
  readonly fix: string;
  /** Whether trying again later may help. */
  readonly isLasting: boolean;

  constructor(
    fault: {
      readonly exporter: string;
      readonly message: string;
      readonly fix: string;
      readonly isLasting: boolean;
    },
    cause?: unknown,
  ) {
    super(`exporter '${fault.exporter}': ${fault.message}`, { cause });
    this.exporter = fault.exporter;
    this.fix = fault.fix;
    this.isLasting = fault.isLasting;
  }
}
