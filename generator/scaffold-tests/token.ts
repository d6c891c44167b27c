import type { FlowNode } from '../../model/index.js';
import type { Trigger } from './event-step.js';

/** An error or an interruption that leaves a scope for a boundary event or an event sub-process. */
export class Leave extends Error {
  override readonly name = 'Leave';
  readonly owner: string | undefined;
  readonly by: FlowNode;

  constructor(owner: string | undefined, by: FlowNode) {
    super(by.id);
    this.owner = owner;
    this.by = by;
  }
}

/** A token: where it is, and the thread whose order it keeps. */
export interface Token {
  readonly node: FlowNode;
  readonly thread: string[];
  /** When the timer that it waits for fires, in ms of the test; while others can go on, they do. */
  readonly dueMs?: number;
}

/** Takes out the token that goes on next: one that waits for no timer, else the one that is due first. */
export function takeNext(tokens: Token[]): Token | undefined {
  const free = tokens.findIndex(({ dueMs }) => dueMs === undefined);
  const due = tokens.map(({ dueMs }) => dueMs ?? 0);
  const at = free < 0 ? due.indexOf(Math.min(...due)) : free;
  return tokens.splice(at, 1)[0];
}

/** The timer that an intermediate catch event waits for. */
export function timerOf(node: FlowNode): Extract<Trigger, { readonly kind: 'timer' }> | undefined {
  const [definition] = node.kind === 'intermediateCatchEvent' ? node.eventDefinitions : [];
  return definition?.kind === 'timer' ? definition : undefined;
}
