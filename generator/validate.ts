import type { Diagnostic } from '../model/index.js';
import type { PlanOptions } from './options.js';
import type { Source } from './source.js';

/**
 * Everything that is wrong with sources, sorted by place: models, schemas, names, data flow and the
 * API document. Nothing is emitted; faults of sources are diagnostics and never thrown.
 */
export async function validate(
  sources: readonly Source[],
  options: PlanOptions = {},
): Promise<readonly Diagnostic[]> {
  options.onPhase?.('modules');
  const { plan } = await import('./plan/plan.js');
  return (await plan(sources, options)).diagnostics;
}
