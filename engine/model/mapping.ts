import type { Mapping } from '../../model/index.js';
import { compileExpression } from './expression.js';
import type { CompiledExpression } from './expression.js';

/**
 * One entry of a compiled mapping: a value, or a context of further entries for a dotted target.
 * Entries keep the place of their first appearance; a later source for the same target wins.
 */
export type MappingEntry =
  | { readonly kind: 'value'; readonly name: string; readonly source: CompiledExpression }
  | { readonly kind: 'context'; readonly name: string; readonly entries: readonly MappingEntry[] };

type Draft = Map<string, CompiledExpression | Draft>;

function isDraft(value: CompiledExpression | Draft): value is Draft {
  return value instanceof Map;
}

function place(draft: Draft, path: readonly string[], source: CompiledExpression): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    draft.set(name, source);
    return;
  }
  const existing = draft.get(name);
  const inner: Draft =
    existing !== undefined && isDraft(existing)
      ? existing
      : new Map<string, CompiledExpression | Draft>();
  draft.set(name, inner);
  place(inner, rest, source);
}

function freeze(draft: Draft): readonly MappingEntry[] {
  return [...draft].map(([name, value]) =>
    isDraft(value)
      ? { kind: 'context', name, entries: freeze(value) }
      : { kind: 'value', name, source: value },
  );
}

/** Compiles the inputs or the outputs of an element into one tree. */
export function compileMappings(mappings: readonly Mapping[]): readonly MappingEntry[] {
  const draft: Draft = new Map();
  for (const mapping of mappings) {
    place(draft, mapping.target.split('.'), compileExpression(mapping.source));
  }
  return freeze(draft);
}

/** The tree as one FEEL context, as incident messages quote it: `{y:1 + "a",z:{b:y}}`. */
export function mappingText(entries: readonly MappingEntry[]): string {
  const texts = entries.map((entry) => `${entry.name}:${entryText(entry)}`);
  return `{${texts.join(',')}}`;
}

function entryText(entry: MappingEntry): string {
  if (entry.kind === 'context') {
    return mappingText(entry.entries);
  }
  return entry.source.kind === 'feel' ? entry.source.text : JSON.stringify(entry.source.text);
}
