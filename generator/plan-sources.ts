import type { PlanOptions } from './options.js';
import type { Plan } from './plan/plan-types.js';
import type { Source } from './source.js';

/**
 * Decides what is generated from sources, by value: the same plan for the same sources in any order.
 * Whatever is wrong stands in `diagnostics`; nothing is thrown because of input.
 */
export async function plan(sources: readonly Source[], options: PlanOptions = {}): Promise<Plan> {
  const planning = await import('./plan/plan.js');
  return planning.plan(sources, options);
}
