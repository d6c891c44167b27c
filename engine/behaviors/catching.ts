import type { ExecutableNode } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import type { ElementInstance } from '../state/rows.js';
import { elementOfInstance, isInner } from './element.js';
import type { Element } from './element.js';
import { eventSubProcessStarts } from './trigger.js';

/** Who catches an error or escalation. */
export interface Catcher {
  /** The active element that holds the catching event. */
  readonly element: Element;
  readonly node: ExecutableNode;
}

/** Outcome of a search: the catcher, or the codes that would have been caught. */
export type CatchSearch =
  | { readonly kind: 'caught'; readonly catcher: Catcher }
  | { readonly kind: 'uncaught'; readonly codes: readonly string[] };

/** Static code of a catching event; undefined catches every code. */
function codeOf(node: ExecutableNode): string | undefined {
  const { event } = node;
  if (event.kind !== 'error' && event.kind !== 'escalation') {
    return undefined;
  }
  return event.code?.text === '' ? undefined : event.code?.text;
}

function eventsOf(
  cx: Processing,
  element: Element,
  kind: 'error' | 'escalation',
): readonly ExecutableNode[] {
  const own = element.isBody ? [] : eventSubProcessStarts(element);
  // Boundary events of a repeated activity belong to its body.
  const boundary = isInner(cx, element) ? [] : (element.node?.boundaryEvents ?? []);
  return [...own, ...boundary].filter((node) => node.event.kind === kind);
}

/**
 * Searches from an element outward, through scopes and call activities, for the event that catches
 * `code`. Within one element an event with the code goes before one that catches every code. The
 * search ends at an element that is not active and, for an error, at one that something interrupted.
 */
export function findCatcher(
  cx: Processing,
  startKey: number,
  kind: 'error' | 'escalation',
  code: string,
): CatchSearch {
  const codes: string[] = [];
  let instance: ElementInstance | undefined = cx.state.elements.get(startKey);
  while (
    instance?.state === 'ACTIVATED' &&
    (instance.interruptedBy === '' || kind === 'escalation')
  ) {
    const element = elementOfInstance(cx, instance);
    const events = eventsOf(cx, element, kind);
    const own = events.map(codeOf).filter((one): one is string => one !== undefined);
    codes.push(...own.sort().reverse());
    const node =
      events.find((candidate) => codeOf(candidate) === code) ??
      events.find((candidate) => codeOf(candidate) === undefined);
    if (node !== undefined) {
      return { kind: 'caught', catcher: { element, node } };
    }
    const { flowScopeKey, parentElementInstanceKey } = instance.value;
    instance = cx.state.elements.get(flowScopeKey > 0 ? flowScopeKey : parentElementInstanceKey);
  }
  return { kind: 'uncaught', codes };
}

/** Text of the incident for an error that nothing catches. */
export function uncaughtErrorText(code: string, message: string, codes: readonly string[]): string {
  const withMessage = message === '' ? '' : ` with message '${message}'`;
  const available =
    codes.length === 0
      ? 'No error events are available in the scope.'
      : `Available error events are [${codes.join(', ')}]`;
  return `Expected to throw an error event with the code '${code}'${withMessage}, but it was not caught. ${available}`;
}
