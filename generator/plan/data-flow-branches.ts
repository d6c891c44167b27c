import type { FlowGraph, GraphNode, GraphScope } from './data-flow-graph.js';

/** Steps that one scope's forks may take together; beyond it, branches are not told apart. */
const MAX_STEPS = 4_000_000;

/** What runs beside a node, because a fork before it takes several branches at once. */
export interface Concurrency {
  /** Numbers of the nodes that can run beside the branch that starts at a node, by its number. */
  readonly beside: ReadonlyMap<number, readonly number[]>;
}

/**
 * Finds the branches that run at the same time: of parallel and inclusive gateways, and of other
 * nodes with several outgoing flows. Beside a branch runs what only the other branches reach.
 */
export function concurrency(graph: FlowGraph): Concurrency {
  const beside = new Map<number, number[]>();
  let steps = 0;
  for (const { node, next, scope } of graph.nodes) {
    const targets = [...new Set(next)];
    if (
      targets.length < 2 ||
      node.kind === 'exclusiveGateway' ||
      node.kind === 'eventBasedGateway'
    ) {
      continue;
    }
    steps += targets.length * scope.nodes.length;
    const reached =
      steps > MAX_STEPS ? undefined : targets.map((target) => reachable(graph, target));
    targets.forEach((target, index) => {
      const others = reached === undefined ? scope.nodes : onlyOthers(reached, index);
      beside.set(target, [...(beside.get(target) ?? []), ...others]);
    });
  }
  return { beside };
}

function onlyOthers(reached: readonly ReadonlySet<number>[], index: number): readonly number[] {
  const own = reached[index];
  return reached.flatMap((each, at) =>
    at === index ? [] : [...each].filter((node) => own?.has(node) !== true),
  );
}

function reachable(graph: FlowGraph, from: number): ReadonlySet<number> {
  const found = new Set([from]);
  // A set is iterated in the order of insertion, what is added meanwhile included.
  for (const at of found) {
    graph.nodes[at]?.next.forEach((next) => found.add(next));
  }
  return found;
}

/** Numbers of all nodes in the order in which what they write travels; nodes without a way to them last. */
export function flowOrder(graph: FlowGraph, dependents: readonly (readonly number[])[]): number[] {
  const finished: number[] = [];
  const seen = new Uint8Array(graph.nodes.length);
  const roots = [...entryNodes(graph.root, graph.nodes), ...graph.nodes.keys()];
  for (const root of roots.reverse()) {
    visitFrom(root, { dependents, seen, finished });
  }
  return finished.reverse();
}

function entryNodes(scope: GraphScope, nodes: readonly GraphNode[]): readonly number[] {
  return scope.nodes.filter((at) => nodes[at]?.arrival.kind === 'entry');
}

/** Depth first without recursion: models can be ten thousand nodes long. */
function visitFrom(
  root: number,
  walk: {
    readonly dependents: readonly (readonly number[])[];
    readonly seen: Uint8Array;
    readonly finished: number[];
  },
): void {
  const { dependents, seen, finished } = walk;
  if (seen[root] === 1) {
    return;
  }
  seen[root] = 1;
  const stack = [{ at: root, child: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = dependents[top.at]?.[top.child];
    top.child += 1;
    if (next === undefined) {
      finished.push(top.at);
      stack.pop();
    } else if (seen[next] !== 1) {
      seen[next] = 1;
      stack.push({ at: next, child: 0 });
    }
  }
}
