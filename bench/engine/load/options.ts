import type { Load } from '../closed-loop.js';

/** What a load program is told, as JSON in its first argument. */
export interface LoadOptions extends Load {
  /** `host:port` of the gateway; empty for an engine in the program's own process. */
  readonly address: string;
  /** Whether an engine in the program's own process syncs before it acknowledges. */
  readonly durable?: boolean;
}

/** Reads the first argument. */
export function readOptions(): LoadOptions {
  // Written by the case that started this program.
  return JSON.parse(process.argv[2] ?? '{}') as LoadOptions;
}

/** Prints what a load program found, for the case that started it. */
export function report(figures: object): void {
  process.stdout.write(`figures ${JSON.stringify(figures)}\n`);
}
