import type { BaseElement, FlowNode } from '../../model/index.js';

/** The variables of a node's own scope: the targets of its input mappings and its loop variables. */
export function localsOf(node: FlowNode): readonly string[] {
  const inputs = (node.ioMapping?.inputs ?? []).map(({ target }) => rootOf(target));
  if (!('loop' in node)) {
    return inputs;
  }
  const element = node.loop.inputElement;
  return [...inputs, ...(element === undefined ? [] : [element]), 'loopCounter'];
}

/** `order.total` -> `order`. */
export function rootOf(target: string): string {
  return target.split('.')[0] ?? target;
}

/** What a message calls an element: its name on one line, or its id. */
export function labelOf({ id, name }: BaseElement): string {
  const text = (name ?? '').replaceAll(/\s+/g, ' ').trim();
  return `"${text === '' ? id : text}"`;
}
