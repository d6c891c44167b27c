import type { FlowNode, Process } from '../../model/index.js';
import { isSubProcess, type Scope } from './placed-node.js';

/** What a step adds to the variables of its process when it completes. */
export interface Writes {
  /** Written whenever the step completes. */
  readonly certain: readonly string[];
  /** Written on some ways through the step. */
  readonly possible: readonly string[];
}

/** The variables at one point of the process. */
export interface VariablesAt {
  /** Written on every way that leads here. */
  readonly certain: ReadonlySet<string>;
  /** Written on at least one way that leads here; contains `certain`. */
  readonly possible: ReadonlySet<string>;
}

/** The variables each node can see when it starts, by node id. */
export type DataFlow = ReadonlyMap<string, VariablesAt>;

const NOTHING: VariablesAt = { certain: new Set(), possible: new Set() };
const MAX_ROUNDS = 1_000;

/**
 * Forward data flow over a process: which variables certainly, and which possibly, have been written
 * before each node. Ways are the sequence flows, boundary events (from the state before their
 * activity), event sub-processes (from the state after the scope's start) and compensation handlers
 * (from the state after their activity). Parallel gateways and joins of parallel branches add up what
 * their branches wrote; every other join keeps only what all its ways wrote.
 */
export function dataFlow(process: Process, writesOf: (node: FlowNode) => Writes): DataFlow {
  const analysis = new Analysis(writesOf);
  // Each round can only take variables from `certain` or add to `possible`, so this ends.
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (!analysis.round(process)) {
      break;
    }
  }
  return analysis.before;
}

class Analysis {
  readonly before = new Map<string, VariablesAt>();
  readonly #after = new Map<string, VariablesAt>();
  readonly #writesOf: (node: FlowNode) => Writes;
  #changed = false;

  constructor(writesOf: (node: FlowNode) => Writes) {
    this.#writesOf = writesOf;
  }

  /** Goes over the whole process once; true when that changed what is known of any node. */
  round(process: Process): boolean {
    this.#changed = false;
    this.#scope({ elements: process.flowElements }, NOTHING);
    return this.#changed;
  }

  /** Goes once over a scope that is entered with `entry`; returns the state at its end events. */
  #scope(scope: Scope, entry: VariablesAt): VariablesAt {
    const { nodes } = scope.elements;
    for (const node of nodes) {
      this.#visit(node, scope, entry);
    }
    const ends = nodes.filter(
      (node) =>
        !isEventSubProcess(node) &&
        !scope.elements.flows.some((flow) => flow.sourceRef === node.id) &&
        !(isActivityForCompensation(node) || isCompensationBoundary(node)),
    );
    return meet(ends.map((end) => this.#after.get(end.id)).filter(isPresent));
  }

  #visit(node: FlowNode, scope: Scope, entry: VariablesAt): void {
    const arriving = this.#arriving(node, scope, entry);
    if (arriving === undefined) {
      return;
    }
    this.#note(this.before, node.id, arriving);
    const inner = isSubProcess(node)
      ? this.#scope({ elements: node.flowElements, owner: node, parent: scope }, arriving)
      : NOTHING;
    this.#note(this.#after, node.id, leave(arriving, this.#effects(node, inner)));
  }

  /** A sub-process with output mappings keeps its variables to itself, as one that loops does. */
  #effects(node: FlowNode, inner: VariablesAt): readonly Writes[] {
    const own = this.#writesOf(node);
    const closed =
      !isSubProcess(node) || (node.ioMapping?.outputs.length ?? 0) > 0 || node.loop !== undefined;
    return closed ? [own] : [own, { certain: [...inner.certain], possible: [...inner.possible] }];
  }

  #arriving(node: FlowNode, scope: Scope, entry: VariablesAt): VariablesAt | undefined {
    if (node.kind === 'boundaryEvent') {
      return this.#atBoundary(node.attachedToRef, isCompensationBoundary(node));
    }
    if (isEventSubProcess(node)) {
      return this.#atEventSubProcess(scope, entry);
    }
    if (isActivityForCompensation(node)) {
      const source = scope.elements.associations.find((each) => each.targetRef === node.id);
      return source === undefined ? entry : (this.#after.get(source.sourceRef) ?? undefined);
    }
    const incoming = scope.elements.flows.filter((flow) => flow.targetRef === node.id);
    if (incoming.length === 0) {
      return entry;
    }
    const states = incoming.map((flow) => this.#after.get(flow.sourceRef)).filter(isPresent);
    if (states.length === 0) {
      return undefined;
    }
    return node.kind === 'parallelGateway' ? join(states) : meet(states);
  }

  /** A compensation boundary event starts from the completed activity, any other from its start. */
  #atBoundary(activity: string, completed: boolean): VariablesAt | undefined {
    return (completed ? this.#after : this.before).get(activity);
  }

  /** An event sub-process can start any time after its scope has started. */
  #atEventSubProcess(scope: Scope, entry: VariablesAt): VariablesAt {
    const starts = scope.elements.nodes
      .filter((node) => node.kind === 'startEvent')
      .map((node) => this.#after.get(node.id))
      .filter(isPresent);
    const started = starts.length === 0 ? entry : meet(starts);
    const anywhere = scope.elements.nodes
      .map((node) => this.#after.get(node.id))
      .filter(isPresent)
      .flatMap((state) => [...state.possible]);
    return { certain: started.certain, possible: new Set([...started.possible, ...anywhere]) };
  }

  #note(states: Map<string, VariablesAt>, id: string, next: VariablesAt): void {
    const known = states.get(id);
    if (
      known === undefined ||
      !sameSet(known.certain, next.certain) ||
      !sameSet(known.possible, next.possible)
    ) {
      states.set(id, next);
      this.#changed = true;
    }
  }
}

/** All outgoing compensation handlers of a scope's activity `id`, by association. */
export function compensatedActivity(scope: Scope, handlerId: string): string | undefined {
  const source = scope.elements.associations.find((each) => each.targetRef === handlerId);
  return scope.elements.nodes
    .filter((node) => node.kind === 'boundaryEvent')
    .find((event) => event.id === source?.sourceRef)?.attachedToRef;
}

function leave(arriving: VariablesAt, effects: readonly Writes[]): VariablesAt {
  const certain = effects.flatMap((effect) => effect.certain);
  const possible = effects.flatMap((effect) => effect.possible);
  return {
    certain: new Set([...arriving.certain, ...certain]),
    possible: new Set([...arriving.possible, ...certain, ...possible]),
  };
}

/** Where one of several ways was taken. */
function meet(states: readonly VariablesAt[]): VariablesAt {
  const [first, ...rest] = states;
  if (first === undefined) {
    return NOTHING;
  }
  return {
    certain: new Set(
      [...first.certain].filter((name) => rest.every((each) => each.certain.has(name))),
    ),
    possible: new Set(states.flatMap((state) => [...state.possible])),
  };
}

/** Where all ways were taken. */
function join(states: readonly VariablesAt[]): VariablesAt {
  return {
    certain: new Set(states.flatMap((state) => [...state.certain])),
    possible: new Set(states.flatMap((state) => [...state.possible])),
  };
}

function isEventSubProcess(node: FlowNode): boolean {
  return isSubProcess(node) && node.triggeredByEvent;
}

function isActivityForCompensation(node: FlowNode): boolean {
  return 'isForCompensation' in node && node.isForCompensation;
}

function isCompensationBoundary(node: FlowNode): boolean {
  return (
    node.kind === 'boundaryEvent' &&
    node.eventDefinitions.some((definition) => definition.kind === 'compensate')
  );
}

function sameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((item) => right.has(item));
}

function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
