import type { Plan } from '../plan/plan-types.js';
import type { ReadModel } from '../read-model.js';
import { planTests } from './plan-tests.js';
import type { TestPlan } from './test-plan.js';

/** The tests of every process of a plan, by value; `read` are the sources that the plan was made of. */
export function testPlans(read: readonly ReadModel[], plan: Plan): readonly TestPlan[] {
  const decisions = read.flatMap((each) => (each.kind === 'dmn' ? [each.model] : []));
  const besides = read
    .filter(({ kind }) => kind === 'dmn' || kind === 'form')
    .map(({ source }) => source.path);
  return read.flatMap((each) =>
    each.kind === 'bpmn'
      ? each.model.processes.flatMap((process) => {
          const found = plan.processes.find(
            ({ id, model }) => id === process.id && model === each.source.path,
          );
          const paths = [each.source.path, ...besides];
          return found === undefined ? [] : [planTests(process, found, { decisions, paths })];
        })
      : [],
  );
}
