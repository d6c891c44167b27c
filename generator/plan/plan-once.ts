import type { Diagnostic, Process } from '../../model/index.js';
import { Findings, type ProcessContext } from './model-context.js';
import { planProcess, type ProcessSources } from './plan-process.js';
import type { ProcessPlan } from './plan-types.js';

/** A process as it was planned. */
export interface PlannedOnce {
  readonly plan: ProcessPlan;
  readonly context: ProcessContext;
  readonly found: readonly Diagnostic[];
}

const known = new WeakMap<
  Process,
  { readonly path: string; readonly others: readonly unknown[]; readonly result: PlannedOnce }
>();

/**
 * Plans a process, or gives what was planned before from the same values: read models do not change, so
 * the process, its source, and the schemas, forms, decisions, called processes and codes that callers
 * catch (`others`) say all. Without `others` it is planned anew.
 */
export function planOnce(
  process: Process,
  sources: ProcessSources,
  others: readonly unknown[] | undefined,
): PlannedOnce {
  const before = known.get(process);
  const same =
    others !== undefined &&
    before?.path === sources.source.path &&
    before.others.length === others.length &&
    before.others.every((other, index) => other === others[index]);
  if (before !== undefined && same) {
    return before.result;
  }
  const findings = new Findings();
  const result = { ...planProcess(process, sources, findings), found: findings.list };
  known.set(process, { path: sources.source.path, others: others ?? [process], result });
  return result;
}
