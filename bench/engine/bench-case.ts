import type { Bundle } from './bundle.js';
import type { Broker } from './broker.js';

/** How thorough a run is. */
export interface Effort {
  /** Interleaved rounds; the median of their figures and of their ratios is reported. */
  readonly rounds: number;
  readonly warmMs: number;
  readonly measuredMs: number;
  /** Sizes of state that look-ups and memory are measured at. */
  readonly sizes: readonly number[];
}

/** What a case is given. */
export interface BenchContext {
  readonly effort: Effort;
  readonly bundle: Bundle;
  /** The real broker; undefined when it cannot be had on this machine. */
  readonly broker: Broker | undefined;
  /** Says how far the run is. */
  readonly note: (text: string) => void;
}

/** One line of the table. */
export interface BenchRow {
  readonly what: string;
  /** The figure with its unit, as it is shown. */
  readonly figure: string;
  /** What it is compared with, in the same run; empty when the goal is a figure. */
  readonly peer: string;
  /** Figure against peer; empty without a peer. */
  readonly ratio: string;
  readonly goal: string;
  /** Undefined for a line that only informs. */
  readonly met: boolean | undefined;
}

/** One part of the bench: measures and says what it found. */
export interface BenchCase {
  /** As `--only` names it. */
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<readonly BenchRow[]>;
}
