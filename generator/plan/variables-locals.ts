import type { FlowNode } from '../../model/index.js';
import { Demand } from './feel-type-demand.js';
import { rootOf } from './node-locals.js';
import type { PlacedNode } from './placed-node.js';

/** Where a local variable of an element gets its value. */
export type LocalOrigin =
  /** Input mappings with this root as target, in order. */
  | { readonly kind: 'inputs' }
  /** An item of the collection that the element loops over. */
  | { readonly kind: 'inputElement' }
  | { readonly kind: 'loopCounter' };

/** A variable that only an element and what is inside of it see. */
export interface Local {
  readonly name: string;
  readonly owner: FlowNode;
  readonly origin: LocalOrigin;
  /** What expressions ask of it. */
  readonly demand: Demand;
}

/** The locals seen at a place: nearer ones hide those further out, and variables of the process. */
export class LocalFrame {
  readonly #own: ReadonlyMap<string, Local>;
  readonly #outer: LocalFrame | undefined;

  constructor(locals: readonly Local[], outer?: LocalFrame) {
    this.#own = new Map(locals.map((local) => [local.name, local]));
    this.#outer = outer;
  }

  /** The local of a name, or undefined when a variable of the process is meant. */
  find(name: string): Local | undefined {
    return this.#own.get(name) ?? this.#outer?.find(name);
  }

  /** The names of all locals seen here, the outermost first. */
  get chain(): readonly string[] {
    return [...new Set([...(this.#outer?.chain ?? []), ...this.#own.keys()])];
  }

  /** The locals of the element itself. */
  get own(): readonly Local[] {
    return [...this.#own.values()];
  }
}

/** The frames of one element. */
export interface NodeFrames {
  readonly around: LocalFrame;
  /** With the variables of a loop; input mappings read from here. */
  readonly rounds: LocalFrame;
  /** With the targets of input mappings as well. */
  readonly inside: LocalFrame;
}

/** The frames of every node, by id. */
export function localFrames(nodes: readonly PlacedNode[]): ReadonlyMap<string, NodeFrames> {
  const frames = new Map<string, NodeFrames>();
  const root = new LocalFrame([]);
  // Document order puts a sub-process before what is inside of it.
  for (const { node, scope } of nodes) {
    const around = scope.owner === undefined ? root : (frames.get(scope.owner.id)?.inside ?? root);
    const rounds = new LocalFrame(loopLocals(node), around);
    frames.set(node.id, { around, rounds, inside: new LocalFrame(inputLocals(node), rounds) });
  }
  for (const { node } of nodes) {
    const own = frames.get(node.id);
    const attached = node.kind === 'boundaryEvent' ? frames.get(node.attachedToRef) : undefined;
    if (own !== undefined && attached !== undefined) {
      frames.set(node.id, { ...own, inside: attached.inside });
    }
  }
  return frames;
}

function loopLocals(node: FlowNode): readonly Local[] {
  if (!('loop' in node)) {
    return [];
  }
  const element = node.loop.inputElement;
  return [
    ...(element === undefined ? [] : [localOf(node, element, { kind: 'inputElement' })]),
    localOf(node, 'loopCounter', { kind: 'loopCounter' }),
  ];
}

function inputLocals(node: FlowNode): readonly Local[] {
  return (node.ioMapping?.inputs ?? []).map(({ target }) =>
    localOf(node, rootOf(target), { kind: 'inputs' }),
  );
}

function localOf(owner: FlowNode, name: string, origin: LocalOrigin): Local {
  return { name, owner, origin, demand: new Demand() };
}
