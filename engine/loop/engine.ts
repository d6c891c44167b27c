import type { ClientCommand, CommandResult } from '../records/client-command.js';
import type { EngineRecord, Journal } from '../records/record.js';
import type { EngineClock } from './clock.js';

/** Options of `Engine.open`. */
export interface EngineOptions {
  /** Where the log goes. @default a `VolatileJournal`: nothing is kept */
  readonly journal?: Journal;
  /** @default the machine's clock */
  readonly clock?: EngineClock;
  /** Records between two snapshots. @default 50000 */
  readonly snapshotEvery?: number;
  /** Told of defects the engine survived, and of a journal that stopped it. */
  readonly onError?: (error: unknown) => void;
}

/** The engine. Interface only until the loop lands in this file. */
export declare class Engine {
  private constructor();
  static open(options?: EngineOptions): Promise<Engine>;
  execute(command: ClientCommand): Promise<CommandResult>;
  onRecords(listener: (records: readonly EngineRecord[]) => void): () => void;
  onJobsAvailable(listener: (jobType: string) => void): () => void;
  idle(): Promise<void>;
  close(): Promise<void>;
}
