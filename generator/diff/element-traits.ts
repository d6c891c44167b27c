import type { EventDefinition, FlowNode } from '../../model/index.js';
import { isSubProcess, type PlacedNode } from '../plan/placed-node.js';

/** The event definition that decides what an event is; undefined for other elements and none events. */
export function eventOf(node: FlowNode): EventDefinition | undefined {
  return 'eventDefinitions' in node ? node.eventDefinitions[0] : undefined;
}

/** True for sub-processes that an event starts. */
export function isEventSubProcess(node: FlowNode): boolean {
  return isSubProcess(node) && node.triggeredByEvent;
}

/** What an element is, in words: `timer boundary event`, `event sub-process`, `service task`. */
export function kindText(node: FlowNode): string {
  const words = (isEventSubProcess(node) ? 'eventSubProcess' : node.kind)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace('sub process', 'sub-process');
  const event = eventOf(node);
  return event === undefined ? words : `${event.kind} ${words}`;
}

/** The same with its article: `an error boundary event`. */
export function aKind(node: FlowNode): string {
  const text = kindText(node);
  return `${/^[aeio]/.test(text) ? 'an' : 'a'} ${text}`;
}

/** How the work of a task is done: a job, a decision, a script, a native user task. */
export function implementationOf(node: FlowNode): string {
  if ('taskDefinition' in node) {
    return 'job worker';
  }
  switch (node.kind) {
    case 'businessRuleTask':
      return node.calledDecision === undefined ? 'none' : 'decision';
    case 'scriptTask':
      return node.script === undefined ? 'none' : 'FEEL script';
    case 'userTask':
      return node.userTask.native ? 'Camunda user task' : 'job worker user task';
    default:
      return 'none';
  }
}

/** The job type that an element itself creates jobs of, as written. */
export function jobTypeOf(node: FlowNode): string | undefined {
  return 'taskDefinition' in node ? node.taskDefinition.type.text : undefined;
}

/** What an element does beyond its kind: its job type, message, decision, ...; empty when nothing. */
export function workOf(node: FlowNode): string {
  const parts: readonly (string | undefined)[] = [
    jobTypeOf(node),
    node.kind === 'receiveTask' ? node.message?.name : undefined,
    node.kind === 'callActivity' ? node.calledElement?.processId.text : undefined,
    node.kind === 'businessRuleTask' ? node.calledDecision?.decisionId.text : undefined,
    node.kind === 'scriptTask' ? node.script?.expression.text : undefined,
    node.kind === 'userTask' ? node.userTask.formId?.text : undefined,
    eventText(eventOf(node)),
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** What an event waits for or throws, as written; undefined when its kind says all. */
export function eventText(event: EventDefinition | undefined): string | undefined {
  switch (event?.kind) {
    case 'message':
      return event.message?.name;
    case 'signal':
      return event.signal?.signalName?.text;
    case 'timer':
      return event.expression?.text;
    case 'error':
      return event.error?.errorCode?.text;
    case 'escalation':
      return event.escalation?.escalationCode?.text;
    case 'link':
      return event.linkName;
    case 'conditional':
      return event.condition?.text;
    case 'compensate':
      return event.activityRef;
    case 'terminate':
    case 'cancel':
    case undefined:
      return undefined;
  }
}

/** Id of the sub-process that an element stands in; undefined in the process itself. */
export function parentOf({ scope }: PlacedNode): string | undefined {
  return scope.owner?.id;
}

/** The multi-instance marker of an element. */
export function loopText(node: FlowNode): 'none' | 'parallel' | 'sequential' {
  const loop = 'loop' in node ? node.loop : undefined;
  return loop === undefined ? 'none' : loop.isSequential ? 'sequential' : 'parallel';
}

/** `"Name" (id)`, or `"id"` for an element without a name. */
export function elementText({ id, name }: { readonly id: string; readonly name?: string }): string {
  return name === undefined ? `"${id}"` : `"${name}" (${id})`;
}
