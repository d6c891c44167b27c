import type { FlowNode } from '../../model/index.js';
import { exampleValue } from './example-value.js';
import { eventStep } from './event-step.js';
import { OpenEnd } from './open-end.js';
import type { WalkState } from './walk-state.js';
import { withWanted } from './walk-values.js';

/**
 * Starts the process of a walk by one of its start events, and returns it.
 * @throws OpenEnd when a test cannot start it
 */
export function startWalk(walk: WalkState, nodes: readonly FlowNode[]): FlowNode {
  const starts = nodes.filter((node) => node.kind === 'startEvent');
  const ids = starts.map(({ id }) => id);
  const taken = ids.length > 1 ? walk.choose(walk.facts.process.id, ids) : ids[0];
  const start = starts.find(({ id }) => id === taken);
  if (start === undefined) {
    throw new OpenEnd('the process has no start event');
  }
  const [definition] = start.eventDefinitions;
  if (definition !== undefined) {
    eventStep(walk, start, definition);
    return start;
  }
  const { plan, definitions } = walk.facts;
  const example = plan.start === undefined ? {} : exampleValue(plan.start.input, definitions);
  const variables = withWanted(example ?? {}, walk.wanted.get('start#0'));
  walk.step({ kind: 'start', variables });
  walk.variables.merge(variables, 'start#0');
  return start;
}
