import type { Gateway, SequenceFlow } from '../../model/index.js';
import { OpenEnd, Retry } from './open-end.js';
import { solveCondition } from './solve-condition.js';
import type { WalkState } from './walk-state.js';
import { parsedExpression, valueOf } from './walk-values.js';
import { otherValue, wantValue } from './want-value.js';

/**
 * Sees to it that a gateway takes the wanted flow: nothing where the values so far make it so, else
 * values are wanted of those who gave the variables, and the walk starts anew.
 * @throws Retry when a value was added, OpenEnd where none can be found
 */
export function setGateway(
  walk: WalkState,
  {
    gateway,
    flows,
    wanted,
  }: {
    readonly gateway: Gateway;
    readonly flows: readonly SequenceFlow[];
    readonly wanted: string;
  },
): void {
  // The engine asks the flows in this order, and takes the default when all have said no.
  const asked = [...flows].reverse().filter(({ id }) => id !== gateway.defaultFlow);
  const at = asked.findIndex(({ id }) => id === wanted);
  const judged = at < 0 || gateway.kind === 'inclusiveGateway' ? asked : asked.slice(0, at + 1);
  for (const flow of judged) {
    require(walk, gateway, { flow, value: flow.id === wanted });
  }
}

function require(
  walk: WalkState,
  gateway: Gateway,
  { flow, value }: { readonly flow: SequenceFlow; readonly value: boolean },
): void {
  const { condition } = flow;
  if (
    condition === undefined ||
    valueOf(condition, walk.variables.all(), walk.elapsedMs) === value
  ) {
    return;
  }
  const node = parsedExpression(condition)?.node;
  const found =
    node && solveCondition(node, value, (path, literal) => otherValue(walk, path, literal));
  const added = (found ?? []).map((assignment) => wantValue(walk, assignment));
  if (found === undefined || !added.some((each) => each === 'new')) {
    throw new OpenEnd(
      `no value was found that makes ${condition.text} ${String(value)} at "${gateway.id}"`,
    );
  }
  throw new Retry();
}
