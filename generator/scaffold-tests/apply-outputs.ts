import type { FlowNode } from '../../model/index.js';
import type { JsonRecord } from '../json.js';
import type { WalkState } from './walk-state.js';
import { referenceOf, valueOf } from './walk-values.js';

/** Takes over what an element or event gives: by its output mappings, or all of it without any. */
export function applyOutputs(
  walk: WalkState,
  node: FlowNode,
  { given, occurrence }: { readonly given: JsonRecord; readonly occurrence: string },
): void {
  const outputs = node.ioMapping?.outputs ?? [];
  if (outputs.length === 0) {
    const inputs = new Set((node.ioMapping?.inputs ?? []).map(({ target }) => target));
    const kept = Object.entries(given).filter(([name]) => occurrence !== '' || !inputs.has(name));
    walk.variables.merge(Object.fromEntries(kept), occurrence);
    return;
  }
  for (const { source, target } of outputs) {
    const [name, ...below] = referenceOf(source) ?? [];
    const value = valueOf(source, walk.variables.all(given), walk.elapsedMs);
    const own = name !== undefined && (name in given || occurrence !== '');
    walk.variables.assign(
      target,
      value,
      name === undefined
        ? undefined
        : own && occurrence !== ''
          ? { occurrence, path: [name, ...below] }
          : walk.variables.originOf([name, ...below]),
    );
  }
}
