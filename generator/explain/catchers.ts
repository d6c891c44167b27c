import type { EventBase } from '../../model/index.js';
import { kindText } from '../diff/element-traits.js';
import {
  boundaryEventsOf,
  isSubProcess,
  type PlacedNode,
  type Scope,
} from '../plan/placed-node.js';
import type { ExplainedElement, ExplainedError } from './explanation.js';

/**
 * Who catches each error code that is thrown at an element: the nearest event of the code, from the
 * element outwards; the code `*` stands for all that a catch-all takes. What lies behind a catch-all
 * is out of reach.
 */
export function catchers(placed: PlacedNode): readonly ExplainedError[] {
  const found = new Map<string, ExplainedElement>();
  for (const events of levels(placed)) {
    const codes = events.flatMap((event) =>
      event.eventDefinitions.flatMap((definition) =>
        definition.kind === 'error'
          ? [{ event, code: definition.error?.errorCode?.text ?? '*' }]
          : [],
      ),
    );
    // Of the events of one element, that of the very code comes before one that catches all.
    for (const { event, code } of [...codes].sort(byCatchAll)) {
      if (!found.has(code)) {
        found.set(code, describeNode(event));
      }
    }
    if (found.has('*')) {
      break;
    }
  }
  return [...found].map(([code, caughtBy]) => ({ code, caughtBy }));
}

/** The events of the element, then of each scope around it: those on it and those inside of it. */
function levels({ node, scope }: PlacedNode): readonly (readonly ErrorEvent[])[] {
  const found: (readonly ErrorEvent[])[] = [boundaryEventsOf(scope, node.id)];
  let inside = node.id;
  for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
    const owner = around.owner?.id ?? '';
    const on = around.parent === undefined ? [] : boundaryEventsOf(around.parent, owner);
    found.push([...eventSubProcessStarts(around, inside), ...on]);
    inside = owner;
  }
  return found;
}

/** A node as it is named in explanations. */
export function describeNode(node: PlacedNode['node']): ExplainedElement {
  return {
    id: node.id,
    ...(node.name === undefined ? {} : { name: node.name }),
    kind: kindText(node),
    place: node.place,
  };
}

type ErrorEvent = EventBase & PlacedNode['node'];

function byCatchAll(left: { readonly code: string }, right: { readonly code: string }): number {
  return Number(left.code === '*') - Number(right.code === '*');
}

/** What a running event sub-process throws does not start one beside it. */
function eventSubProcessStarts(scope: Scope, inside: string): readonly ErrorEvent[] {
  const fromEvent = scope.elements.nodes.some(
    (node) => node.id === inside && isSubProcess(node) && node.triggeredByEvent,
  );
  return fromEvent
    ? []
    : scope.elements.nodes
        .filter(isSubProcess)
        .filter(({ triggeredByEvent }) => triggeredByEvent)
        .flatMap(({ flowElements }) => flowElements.nodes)
        .filter((node) => node.kind === 'startEvent');
}
