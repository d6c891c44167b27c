import type { EngineRecord } from '../records/record.js';
import type { Exporter } from './exporter.js';
import { ExporterRun, type ReadableLog } from './exporter-run.js';

/** Several exporters behind one log. */
export class Exporting {
  readonly #runs: readonly ExporterRun[];

  /** Begins at once; to be made after the log was recovered and before anything is appended. */
  constructor(log: ReadableLog, exporters: readonly Exporter[], onError: (error: unknown) => void) {
    this.#runs = exporters.map((exporter) => new ExporterRun(exporter, log, onError));
    this.#runs.forEach((run) => {
      run.start();
    });
  }

  /** Takes a durable batch; never waits. */
  take(batch: readonly EngineRecord[]): void {
    for (const run of this.#runs) {
      run.take(batch);
    }
  }

  /** Lets each exporter have what is left, as far as it takes it now, and closes it. */
  async stop(): Promise<void> {
    await Promise.all(this.#runs.map((run) => run.stop()));
  }
}
