import type { Form } from '../../model/forms/index.js';
import type { ExtensionProperty, FlowNode } from '../../model/index.js';
import { isList, isRecord, type Json } from '../json.js';
import type { JsonDocument } from '../read/json-document.js';
import type { SchemaBundle } from '../read/schema-bundle.js';
import { referenceKey } from '../read/schema-bundle.js';
import type { Source } from '../source.js';
import type { PlacedNode } from './placed-node.js';
import { acceptsAnything, dereference, type Definitions } from './schema-algebra.js';
import { formOf, schemasOfForm, type KnownSources } from './variables-sources.js';
import type { Writer } from './variables-writers.js';

/** The object schema of what a node's work gives to its process, and what states it. */
export interface NodeResult {
  readonly schema: Json;
  readonly source: Writer['source'];
}

/** What results are found with. */
export interface ResultContext {
  readonly source: Source;
  readonly bundle: SchemaBundle;
  /** The schema document of the process. */
  readonly document?: JsonDocument;
  readonly known: KnownSources;
  readonly embedded: ReadonlyMap<string, Form>;
  /** Called for a reference that leads nowhere. */
  readonly unresolved: (property: ExtensionProperty) => void;
}

/**
 * What the work of nodes is known to give, by node id: `jobwright:payload` and `jobwright:schema`
 * first, then forms of user tasks and start events, then the results of called processes.
 */
export function nodeResults(
  nodes: readonly PlacedNode[],
  context: ResultContext,
): ReadonlyMap<string, NodeResult> {
  const found = new Map<string, NodeResult>();
  for (const { node } of nodes) {
    const result =
      declaredResult(node, context) ?? formResult(node, context) ?? callResult(node, context);
    if (result !== undefined) {
      found.set(node.id, result);
    }
  }
  return found;
}

function declaredResult(node: FlowNode, context: ResultContext): NodeResult | undefined {
  const property = node.properties.find(
    ({ name }) => name === 'jobwright:payload' || name === 'jobwright:schema',
  );
  const schema = property === undefined ? undefined : referencedSchema(property, context);
  return schema === undefined ? undefined : { schema, source: 'payload' };
}

/** `model.schema.json#/$defs/X`, relative to the model; `#/$defs/X` means the schema beside it. */
function referencedSchema(property: ExtensionProperty, context: ResultContext): Json | undefined {
  const reference = property.value.trim();
  const beside = reference.startsWith('#') ? context.document : undefined;
  const anchor = beside ?? { source: context.source, root: null, placeOf: () => property.place };
  const local =
    reference.startsWith('#') && beside === undefined
      ? undefined
      : context.bundle.resolve(anchor, reference);
  if (local === undefined) {
    context.unresolved(property);
    return undefined;
  }
  return { $ref: local };
}

function formResult(node: FlowNode, context: ResultContext): NodeResult | undefined {
  const form = formOf(node, context);
  return form === undefined ? undefined : { schema: schemasOfForm(form).output, source: 'form' };
}

function callResult(node: FlowNode, { known }: ResultContext): NodeResult | undefined {
  const called = node.kind === 'callActivity' ? node.calledElement : undefined;
  if (called === undefined || called.processId.isFeel) {
    return undefined;
  }
  // With output mappings, or when all is propagated, the variables of the called process come back.
  const returns = called.propagateAllChildVariables || (node.ioMapping?.outputs.length ?? 0) > 0;
  const types = returns ? known.called(called.processId.text) : undefined;
  return types === undefined
    ? undefined
    : { schema: inlined(types.result, types.definitions), source: 'call' };
}

const MAX_INLINED = 6;

/** A schema of another process without references; what nests too deep may be anything. */
export function inlined(schema: Json, definitions: Definitions, depth = 0): Json {
  if (isList(schema)) {
    return schema.map((item) => inlined(item, definitions, depth));
  }
  if (!isRecord(schema)) {
    return schema;
  }
  if (typeof schema.$ref === 'string' && definitions.has(referenceKey(schema.$ref))) {
    const target = depth > MAX_INLINED ? true : dereference(schema, definitions);
    const rest = Object.entries(schema).filter(([key]) => key !== '$ref');
    const own = inlined(target, definitions, depth + 1);
    return isRecord(own) && !acceptsAnything(own) ? { ...own, ...Object.fromEntries(rest) } : own;
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, inlined(value, definitions, depth)]),
  );
}
