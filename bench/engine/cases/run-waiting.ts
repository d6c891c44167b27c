import type { BenchContext } from '../bench-case.js';
import { startChild } from '../child.js';
import type { WaitingReport } from '../waiting-instances.js';

/** Runs the program `waiting-instances` in a process of its own; gives what it prints. */
export async function runWaiting(
  { bundle }: BenchContext,
  args: readonly string[],
): Promise<WaitingReport> {
  const child = startChild([process.execPath, bundle.program('waiting-instances'), ...args]);
  const line = await child.line(/^\{/);
  await child.ended;
  // The program prints nothing else.
  return JSON.parse(line) as WaitingReport;
}
