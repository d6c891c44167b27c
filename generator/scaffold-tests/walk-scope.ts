import type { BoundaryEvent, EventDefinition, FlowNode, SubProcess } from '../../model/index.js';
import { isSubProcess } from '../plan/placed-node.js';
import { triggersOf, type Trigger } from './event-step.js';

/** A process or sub-process that a token is in. */
export interface WalkScope {
  readonly owner?: SubProcess;
  readonly parent?: WalkScope;
  readonly nodes: readonly FlowNode[];
}

/** Boundary events attached to an element of a scope. */
export function boundariesOf(scope: WalkScope | undefined, id: string): readonly BoundaryEvent[] {
  return (scope?.nodes ?? [])
    .filter((node) => node.kind === 'boundaryEvent')
    .filter((event) => event.attachedToRef === id);
}

/** Whether an event catches errors. */
export function isError(event: BoundaryEvent): boolean {
  return event.eventDefinitions.some(({ kind }) => kind === 'error');
}

/** The code of an error event; undefined when it catches every one. */
export function codeOf(definitions: readonly EventDefinition[]): string | undefined {
  const error = definitions.find((each) => each.kind === 'error');
  return error?.kind === 'error' ? error.error?.errorCode?.text : undefined;
}

/** The start event of a sub-process. */
export function startOf(
  node: SubProcess,
): Extract<FlowNode, { readonly kind: 'startEvent' }> | undefined {
  return node.flowElements.nodes.find((each) => each.kind === 'startEvent');
}

/** An event of a scope, or on the sub-process that a scope is, that catches what is thrown in it. */
export interface Catcher {
  readonly at: WalkScope;
  readonly by: SubProcess | BoundaryEvent;
  readonly interrupts: boolean;
}

/** What catches an error thrown in a scope: the nearest, and of those the one that names the code. */
export function errorCatcher(scope: WalkScope, code: string): Catcher | undefined {
  return catcher(
    scope,
    (definitions) => {
      const own = codeOf(definitions);
      return definitions.some(({ kind }) => kind === 'error') ? { code: own } : undefined;
    },
    code,
  );
}

/** As `errorCatcher` for an escalation. */
export function escalationCatcher(scope: WalkScope, code: string): Catcher | undefined {
  return catcher(
    scope,
    (definitions) => {
      const found = definitions.find((each) => each.kind === 'escalation');
      return found?.kind === 'escalation'
        ? { code: found.escalation?.escalationCode?.text }
        : undefined;
    },
    code,
  );
}

function catcher(
  scope: WalkScope,
  caughtBy: (
    definitions: readonly EventDefinition[],
  ) => { readonly code: string | undefined } | undefined,
  code: string,
): Catcher | undefined {
  for (let at: WalkScope | undefined = scope; at !== undefined; at = at.parent) {
    const here = at;
    const inside = here.nodes
      .filter((node) => isSubProcess(node))
      .filter((node) => node.triggeredByEvent)
      .map((by) => ({
        at: here,
        by,
        interrupts: startOf(by)?.isInterrupting ?? true,
        caught: caughtBy(startOf(by)?.eventDefinitions ?? []),
      }));
    const around = boundariesOf(here.parent, here.owner?.id ?? '').map((by) => ({
      at: here,
      by,
      interrupts: by.cancelActivity,
      caught: caughtBy(by.eventDefinitions),
    }));
    for (const list of [inside, around]) {
      const found =
        list.find(({ caught }) => caught?.code === code) ??
        list.find(({ caught }) => caught !== undefined && caught.code === undefined);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/** An event with what it waits for, as `openEvents` takes it; nothing for what is no event. */
export function eventsOf(
  node: FlowNode | undefined,
): readonly { readonly node: FlowNode; readonly definitions: readonly EventDefinition[] }[] {
  if (node === undefined) {
    return [];
  }
  if (node.kind === 'receiveTask') {
    const { message, place } = node;
    return message === undefined
      ? []
      : [{ node, definitions: [{ kind: 'message', message, place }] }];
  }
  return 'eventDefinitions' in node ? [{ node, definitions: node.eventDefinitions }] : [];
}

/** What a test can do to start an event sub-process; empty for everything else. */
export function startTriggers(node: FlowNode): readonly Trigger[] {
  return isSubProcess(node) && node.triggeredByEvent
    ? triggersOf(startOf(node)?.eventDefinitions ?? [])
    : [];
}

/** The scope, this one or one around it, that an element stands in. */
export function scopeOf(scope: WalkScope, node: FlowNode): WalkScope | undefined {
  for (let at: WalkScope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.nodes.includes(node)) {
      return at;
    }
  }
  return undefined;
}

/** The name of a link event. */
export function linkOf(node: FlowNode): string | undefined {
  const definitions = 'eventDefinitions' in node ? node.eventDefinitions : [];
  const link = definitions.find((each) => each.kind === 'link');
  return link?.kind === 'link' ? link.linkName : undefined;
}
