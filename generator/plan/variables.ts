import type { Expression, FlowNode, Process } from '../../model/index.js';
import { compareText, member, stringsMember, isRecord, type Json } from '../json.js';
import type { JsonDocument } from '../read/json-document.js';
import { SchemaBundle } from '../read/schema-bundle.js';
import { expressionPaths } from './feel-type.js';
import { typeNameOf } from './names.js';
import { placedNodes } from './placed-node.js';
import { schemaAtPath, type Definitions } from './schema-algebra.js';

/** What is known of the variables of a model's processes. */
export interface Variables {
  /** True when a schema document stands beside the model; then its properties are all there are. */
  readonly declared: boolean;
  /** Schema by variable name, in the order of the document, or of names. */
  readonly schemas: ReadonlyMap<string, Json>;
  /** Variables that every start provides: `required` of the schema document. */
  readonly required: ReadonlySet<string>;
  readonly bundle: SchemaBundle;
  readonly definitions: Definitions;
  readonly document?: JsonDocument;
}

/** The documents a model's variables are described in. */
export interface VariableSources {
  /** `<model>.schema.json` beside the model. */
  readonly document?: JsonDocument;
  readonly documents: ReadonlyMap<string, JsonDocument>;
  /** Schemas that other sources state, such as decision results; the schema document comes first. */
  readonly inferred: ReadonlyMap<string, Json>;
}

/** What Zeebe takes as a correlation key. */
const CORRELATION_KEY: Json = { type: ['string', 'number'] };

/** The prefix of references between schemas of a process. */
export const DEFINITIONS = '#/$defs/';

/**
 * Gathers what is known of a process's variables: the schema document if there is one; else every
 * name that the model's expressions and mappings mention, with correlation keys as strings or numbers.
 */
export function readVariables(process: Process, sources: VariableSources): Variables {
  const { document, documents, inferred } = sources;
  const bundle = new SchemaBundle({ documents, prefix: DEFINITIONS, keyOf: typeNameOf });
  if (document === undefined) {
    const names = mentionedNames(process);
    const keys = correlationRoots(process);
    const schemas = names.map((name): readonly [string, Json] => [
      name,
      inferred.get(name) ?? (keys.has(name) ? CORRELATION_KEY : true),
    ]);
    return finish({ declared: false, schemas: new Map(schemas), required: new Set(), bundle });
  }
  bundle.addAll(document, '/$defs');
  const whole = bundle.localise({ document, pointer: '' });
  const properties = member(whole, 'properties');
  const declared = isRecord(properties) ? Object.entries(properties) : [];
  const extra = [...inferred].filter(([name]) => !declared.some(([known]) => known === name));
  return {
    ...finish({
      declared: true,
      schemas: new Map([...declared, ...extra]),
      required: new Set(stringsMember(whole, 'required')),
      bundle,
    }),
    document,
  };
}

/** The schema at a path of names whose first is a variable. */
export function variableSchema(variables: Variables, path: readonly string[]): Json | undefined {
  const [root = '', ...rest] = path;
  const schema = variables.schemas.get(root);
  return schema === undefined ? undefined : schemaAtPath(schema, rest, variables.definitions);
}

function finish(parts: Omit<Variables, 'definitions'>): Variables {
  return { ...parts, definitions: parts.bundle.definitions };
}

function mentionedNames(process: Process): readonly string[] {
  const expressions = placedNodes(process).flatMap(({ node, scope }) => [
    ...expressionsOf(node),
    ...scope.elements.flows.flatMap((flow) => flow.condition ?? []),
  ]);
  const read = expressions.flatMap(expressionPaths).map(([root = '']) => root);
  const written = placedNodes(process)
    .flatMap(({ node }) => node.ioMapping?.outputs ?? [])
    .map((mapping) => mapping.target.split('.')[0] ?? '');
  return [...new Set([...read, ...written])].filter((name) => name !== '').sort(compareText);
}

function expressionsOf(node: FlowNode): readonly Expression[] {
  const found: (Expression | undefined)[] = [
    ...(node.ioMapping?.inputs ?? []).map((mapping) => mapping.source),
    correlationKeyOf(node),
  ];
  if ('loop' in node) {
    found.push(node.loop.inputCollection, node.loop.completionCondition);
  }
  if ('eventDefinitions' in node) {
    for (const definition of node.eventDefinitions) {
      found.push(definition.kind === 'timer' ? definition.expression : undefined);
    }
  }
  return found.filter((expression) => expression !== undefined);
}

function correlationRoots(process: Process): ReadonlySet<string> {
  return new Set(
    placedNodes(process)
      .flatMap(({ node }) => correlationKeyOf(node) ?? [])
      .flatMap(expressionPaths)
      .filter((path) => path.length === 1)
      .map(([root = '']) => root),
  );
}

function correlationKeyOf(node: FlowNode): Expression | undefined {
  if (node.kind === 'receiveTask') {
    return node.message?.correlationKey;
  }
  const definitions = 'eventDefinitions' in node ? node.eventDefinitions : [];
  return definitions.find((definition) => definition.kind === 'message')?.message?.correlationKey;
}
