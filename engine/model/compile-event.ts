import type { FlowNode } from '../../model/index.js';
import { definitionOf } from './executable.js';
import type { ExecutableEvent } from './executable.js';
import { compileExpression, compileOptional, compileText } from './expression.js';

/** A model feature that the engine does not execute; deployment turns it into a rejection. */
export class NotExecutable extends Error {
  override readonly name = 'NotExecutable';
  readonly elementId: string;

  constructor(elementId: string, message: string) {
    super(message);
    this.elementId = elementId;
  }
}

function messageEvent(
  message: { readonly name?: string; readonly correlationKey?: { text: string } } | undefined,
): ExecutableEvent {
  if (message?.name === undefined) {
    return { kind: 'none' };
  }
  const key = message.correlationKey;
  return {
    kind: 'message',
    name: compileText(message.name),
    ...(key === undefined ? {} : { correlationKey: compileText(key.text) }),
  };
}

/** What `node` waits for or throws; `none` when it has no event definition. */
export function compileEvent(node: FlowNode): ExecutableEvent {
  if (node.kind === 'receiveTask') {
    return messageEvent(node.message);
  }
  const definition = definitionOf(node);
  switch (definition?.kind) {
    case undefined:
      return { kind: 'none' };
    case 'message':
      return messageEvent(definition.message);
    case 'timer':
      if (definition.type === undefined || definition.expression === undefined) {
        throw new NotExecutable(node.id, 'Must be exactly one type of timer');
      }
      return {
        kind: 'timer',
        type: definition.type,
        expression: compileExpression(definition.expression),
      };
    case 'signal':
      return { kind: 'signal', name: compileText(definition.signal?.name ?? '') };
    case 'error': {
      const code = compileOptional(definition.error?.errorCode);
      return { kind: 'error', ...(code === undefined ? {} : { code }) };
    }
    case 'escalation': {
      const code = compileOptional(definition.escalation?.escalationCode);
      return { kind: 'escalation', ...(code === undefined ? {} : { code }) };
    }
    case 'compensate':
      return {
        kind: 'compensate',
        ...(definition.activityRef === undefined ? {} : { activityRef: definition.activityRef }),
      };
    case 'link':
      return { kind: 'link', name: definition.linkName ?? '' };
    case 'terminate':
      return { kind: 'terminate' };
    case 'conditional':
    case 'cancel':
      throw new NotExecutable(node.id, 'Event definition of this type is not supported');
  }
}

const eventTypeNames: Readonly<Record<ExecutableEvent['kind'], string>> = {
  none: 'NONE',
  terminate: 'TERMINATE',
  message: 'MESSAGE',
  timer: 'TIMER',
  signal: 'SIGNAL',
  error: 'ERROR',
  escalation: 'ESCALATION',
  compensate: 'COMPENSATION',
  link: 'LINK',
};

/** The `bpmnEventType` that records of `node` carry. */
export function eventTypeOf(node: FlowNode, event: ExecutableEvent): string {
  if ('eventDefinitions' in node) {
    // A message event whose message has no name still counts as a message event.
    return definitionOf(node)?.kind === 'message' ? 'MESSAGE' : eventTypeNames[event.kind];
  }
  if (node.kind === 'receiveTask') {
    return 'MESSAGE';
  }
  return 'isForCompensation' in node && node.isForCompensation ? 'COMPENSATION' : 'UNSPECIFIED';
}
