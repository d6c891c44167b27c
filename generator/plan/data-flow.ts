import type { FlowNode, Process } from '../../model/index.js';
import { concurrency, flowOrder } from './data-flow-branches.js';
import {
  flowGraph,
  isEventSubProcess,
  isInterrupting,
  type Arrival,
  type FlowGraph,
  type GraphNode,
  type GraphScope,
} from './data-flow-graph.js';
import { NameIndex, type NameSet, type Names } from './data-flow-names.js';

/** What a step adds to the variables of its process when it completes. */
export interface Writes {
  /** Written whenever the step completes. */
  readonly certain: readonly string[];
  /** Written on some ways through the step. */
  readonly possible: readonly string[];
  /** Variables of the step's own scope: seen inside of it, gone after it. */
  readonly locals?: readonly string[];
}

/** The variables at one point of the process. */
export interface VariablesAt {
  /** Written on every way that leads here. */
  readonly certain: Names;
  /** Written on at least one way that leads here; contains `certain`. */
  readonly possible: Names;
}

/** The variables each node can see when it starts, by node id, and those there when the process ends. */
export interface DataFlow extends ReadonlyMap<string, VariablesAt> {
  readonly atEnd: VariablesAt;
}

interface State {
  readonly certain: NameSet;
  readonly possible: NameSet;
}

interface NodeWrites {
  readonly certain: NameSet;
  /** Contains `certain`. */
  readonly possible: NameSet;
  readonly locals: NameSet;
}

/**
 * Forward data flow over a process: which variables certainly, and which possibly, have been written
 * before each node. Ways are the sequence flows, links, boundary events (from the state before their
 * activity), event sub-processes (from the state after the scope's start) and compensation handlers
 * (from the state after their activity). Parallel gateways add up what their branches wrote; every
 * other join keeps only what all its ways wrote. What runs at the same time (parallel branches,
 * events that do not interrupt, rounds of a loop, activities of an ad-hoc sub-process) is possible.
 *
 * A variable written inside of a sub-process climbs to the process, unless it is a local of one on
 * its way: the target of an input mapping or a loop variable.
 */
export function dataFlow(process: Process, writesOf: (node: FlowNode) => Writes): DataFlow {
  return new Analysis(flowGraph(process), writesOf).solve();
}

class Analysis {
  readonly #graph: FlowGraph;
  readonly #index = new NameIndex();
  readonly #writes: readonly NodeWrites[];
  readonly #anywhere = new Map<GraphScope, NameSet>();
  readonly #beside = new Map<GraphScope, NameSet>();
  readonly #before: (State | undefined)[];
  readonly #after: (State | undefined)[];
  readonly #extra: readonly (NameSet | undefined)[];
  readonly #nothing: NameSet;
  readonly #everything: NameSet;
  readonly #dependents: readonly (readonly number[])[];
  readonly #reachable: ReadonlySet<number>;
  readonly #forced = new Set<number>();

  constructor(graph: FlowGraph, writesOf: (node: FlowNode) => Writes) {
    this.#graph = graph;
    this.#before = graph.nodes.map(() => undefined);
    this.#after = graph.nodes.map(() => undefined);
    this.#nothing = this.#index.setOf([]);
    const sets = new Map<readonly string[], NameSet>();
    const setOf = (names: readonly string[]): NameSet => {
      const known = sets.get(names) ?? this.#index.setOf(names);
      sets.set(names, known);
      return known;
    };
    this.#writes = graph.nodes.map(({ node }) => {
      const { certain, possible, locals = [] } = writesOf(node);
      const always = setOf(certain);
      return { certain: always, possible: always.union(setOf(possible)), locals: setOf(locals) };
    });
    const { beside } = concurrency(graph);
    this.#extra = graph.nodes.map((_, at) => this.#together(beside.get(at)));
    this.#dependents = this.#findDependents();
    this.#reachable = reachableFrom(graph, this.#dependents);
    this.#everything = this.#index.setOf(this.#index.names);
  }

  solve(): DataFlow {
    const order = flowOrder(this.#graph, this.#dependents);
    const dirty = new Uint8Array(order.length).fill(1);
    do {
      this.#settle(order, dirty);
    } while (this.#forceOpen(dirty));
    const before = new Map<string, VariablesAt>();
    this.#graph.nodes.forEach(({ node }, at) => {
      const state = this.#before[at];
      if (state !== undefined) {
        before.set(node.id, consistent(state));
      }
    });
    const atEnd = consistent(this.#exit(this.#graph.root) ?? this.#none());
    return Object.assign(before, { atEnd });
  }

  /** Visits nodes in flow order until nothing changes: a visit only takes from `certain` or adds to `possible`. */
  #settle(order: readonly number[], dirty: Uint8Array): void {
    for (let going = true; going;) {
      going = false;
      for (const at of order) {
        if (dirty[at] === 1) {
          dirty[at] = 0;
          if (this.#visit(at)) {
            going = true;
            this.#dependents[at]?.forEach((each) => (dirty[each] = 1));
          }
        }
      }
    }
  }

  /** A sub-process whose end nothing reaches is taken to be left all the same; true when there was one. */
  #forceOpen(dirty: Uint8Array): boolean {
    let found = false;
    this.#graph.nodes.forEach((_, at) => {
      if (this.#before[at] !== undefined && this.#after[at] === undefined) {
        this.#forced.add(at);
        dirty[at] = 1;
        found = true;
      }
    });
    return found;
  }

  #none(): State {
    return { certain: this.#nothing, possible: this.#nothing };
  }

  /** For each node those whose state comes from its own. */
  #findDependents(): readonly (readonly number[])[] {
    const { nodes } = this.#graph;
    const found: number[][] = nodes.map(() => []);
    nodes.forEach(({ arrival, scope }, at) => {
      sourcesOf(arrival, scope).forEach((source) => found[source]?.push(at));
    });
    const scopes = new Set(nodes.map(({ scope }) => scope));
    for (const { owner, ends } of scopes) {
      if (owner !== undefined) {
        ends.forEach((end) => found[end]?.push(owner));
      }
    }
    return found;
  }

  /** Computes the state of a node anew; true when that changed it. */
  #visit(at: number): boolean {
    const placed = this.#graph.nodes[at];
    const arriving = placed === undefined ? undefined : this.#arriving(placed, at);
    if (placed === undefined || arriving === undefined) {
      return false;
    }
    const before = this.#before[at];
    const after = this.#after[at];
    const next = this.#leaving(placed, at, arriving);
    this.#before[at] = arriving;
    this.#after[at] = next;
    return !same(before, arriving) || (next !== undefined && !same(after, next));
  }

  #arriving(placed: GraphNode, at: number): State | undefined {
    const state = this.#arrivingAlone(placed);
    const extra = this.#extra[at];
    return state === undefined || extra === undefined ? state : alsoPossible(state, extra);
  }

  #arrivingAlone({ arrival, scope }: GraphNode): State | undefined {
    switch (arrival.kind) {
      case 'entry':
        return this.#entry(scope);
      case 'adHoc': {
        const entry = this.#entry(scope);
        return entry && alsoPossible(entry, this.#writtenIn(scope));
      }
      case 'flows':
        return this.#atFlows(arrival.sources, arrival.all);
      case 'boundary':
        return this.#atBoundary(arrival.activity, arrival.completed);
      case 'eventSubProcess': {
        const starts = scope.starts.flatMap((start) => this.#after[start] ?? []);
        const started = scope.starts.length === 0 ? this.#entry(scope) : meet(starts);
        return started && alsoPossible(started, this.#writtenIn(scope));
      }
      case 'compensation':
        return this.#after[arrival.source];
    }
  }

  #atFlows(sources: readonly number[], all: boolean): State | undefined {
    const known = sources.flatMap((source) => this.#after[source] ?? []);
    if (!all || known.length === 0) {
      return meet(known);
    }
    // What a branch that is still to be visited writes may be anything: states may only shrink.
    const open = sources.some(
      (source) => this.#after[source] === undefined && this.#reachable.has(source),
    );
    const joined = join(known);
    return joined && open ? { ...joined, certain: this.#everything } : joined;
  }

  /** The state at the start of a scope: its locals are there, and what may have happened beside it. */
  #entry(scope: GraphScope): State | undefined {
    const outside = scope.owner === undefined ? this.#none() : this.#before[scope.owner];
    if (outside === undefined) {
      return undefined;
    }
    const beside = this.#writtenBeside(scope);
    if (scope.owner === undefined) {
      return alsoPossible(outside, beside);
    }
    const owner = this.#graph.nodes[scope.owner]?.node;
    const rounds = owner !== undefined && 'loop' in owner ? this.#writtenIn(scope) : this.#nothing;
    const locals = this.#writes[scope.owner]?.locals ?? this.#nothing;
    const inside = {
      certain: outside.certain.union(locals),
      possible: outside.possible.union(locals),
    };
    return alsoPossible(inside, beside.union(rounds));
  }

  /** What the event sub-processes of a scope that do not interrupt it may write at any time. */
  #writtenBeside(scope: GraphScope): NameSet {
    const known = this.#beside.get(scope);
    if (known !== undefined) {
      return known;
    }
    const found = this.#together(scope.nodes.filter((at) => this.#isBeside(at))) ?? this.#nothing;
    this.#beside.set(scope, found);
    return found;
  }

  #isBeside(at: number): boolean {
    const node = this.#graph.nodes[at]?.node;
    return node !== undefined && isEventSubProcess(node) && !isInterrupting(node);
  }

  #atBoundary(activity: number, completed: boolean): State | undefined {
    if (completed) {
      return this.#after[activity];
    }
    const state = this.#before[activity];
    const inner = this.#graph.nodes[activity]?.inner;
    return state === undefined || inner === undefined
      ? state
      : alsoPossible(state, this.#climbing(activity, this.#writtenIn(inner)));
  }

  #leaving(placed: GraphNode, at: number, arriving: State): State | undefined {
    const own = this.#writes[at] ?? { certain: this.#nothing, possible: this.#nothing };
    const inside = placed.inner === undefined ? this.#none() : this.#throughInner(placed, at);
    return (
      inside && {
        certain: arriving.certain.union(inside.certain).union(own.certain),
        possible: arriving.possible.union(inside.possible).union(own.possible),
      }
    );
  }

  /** What the inside of a sub-process adds; undefined while it is not known how it ends. */
  #throughInner({ node, inner }: GraphNode, at: number): State | undefined {
    if (inner === undefined) {
      return this.#none();
    }
    const possible = this.#climbing(at, this.#writtenIn(inner));
    // A loop may have no round, an ad-hoc sub-process need not run a certain activity.
    if ('loop' in node || node.kind === 'adHocSubProcess' || this.#forced.has(at)) {
      return { certain: this.#nothing, possible };
    }
    const exit = this.#exit(inner);
    return exit && { certain: this.#climbing(at, exit.certain), possible };
  }

  /** What climbs out of a sub-process: everything but its own locals. */
  #climbing(owner: number, names: NameSet): NameSet {
    const locals = this.#writes[owner]?.locals;
    return locals === undefined || locals.size === 0 ? names : names.difference(locals);
  }

  #exit(scope: GraphScope): State | undefined {
    return meet(scope.ends.flatMap((end) => this.#after[end] ?? []));
  }

  /** Everything that is written anywhere in a scope, as it is seen there. */
  #writtenIn(scope: GraphScope): NameSet {
    const known = this.#anywhere.get(scope);
    if (known !== undefined) {
      return known;
    }
    const found = this.#together(scope.nodes) ?? this.#nothing;
    this.#anywhere.set(scope, found);
    return found;
  }

  #together(nodes: readonly number[] | undefined): NameSet | undefined {
    return nodes?.reduce((names, at) => {
      const inner = this.#graph.nodes[at]?.inner;
      const own = this.#writes[at]?.possible ?? this.#nothing;
      const inside =
        inner === undefined ? own : own.union(this.#climbing(at, this.#writtenIn(inner)));
      return names.union(inside);
    }, this.#nothing);
  }
}

function reachableFrom(
  graph: FlowGraph,
  dependents: readonly (readonly number[])[],
): ReadonlySet<number> {
  const starts = graph.root.nodes.filter((at) => graph.nodes[at]?.arrival.kind === 'entry');
  const found = new Set(starts);
  for (const at of found) {
    dependents[at]?.forEach((next) => found.add(next));
  }
  return found;
}

/** The nodes whose state one's own comes from. */
function sourcesOf(arrival: Arrival, { owner, starts }: GraphScope): readonly number[] {
  const around = owner === undefined ? [] : [owner];
  switch (arrival.kind) {
    case 'entry':
    case 'adHoc':
      return around;
    case 'flows':
      return arrival.sources;
    case 'boundary':
      return [arrival.activity];
    case 'eventSubProcess':
      return [...starts, ...around];
    case 'compensation':
      return [arrival.source];
  }
}

/** A join that waits for itself is never passed, so anything could be claimed of it: only what is written is. */
function consistent({ certain, possible }: State): State {
  return { certain: certain.intersection(possible), possible };
}

function alsoPossible(state: State, names: NameSet): State {
  return { certain: state.certain, possible: state.possible.union(names) };
}

/** Where one of several ways was taken. */
function meet(states: readonly State[]): State | undefined {
  return states.length === 0
    ? undefined
    : states.reduce((left, right) => ({
        certain: left.certain.intersection(right.certain),
        possible: left.possible.union(right.possible),
      }));
}

/** Where all ways were taken. */
function join(states: readonly State[]): State | undefined {
  return states.length === 0
    ? undefined
    : states.reduce((left, right) => ({
        certain: left.certain.union(right.certain),
        possible: left.possible.union(right.possible),
      }));
}

function same(left: State | undefined, right: State): boolean {
  return left?.certain.size === right.certain.size && left.possible.size === right.possible.size;
}
