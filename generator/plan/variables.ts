import type { Form } from '../../model/forms/index.js';
import type { ExtensionProperty, FlowNode, Process } from '../../model/index.js';
import { compareText, isRecord, member, stringsMember, type Json } from '../json.js';
import type { JsonDocument } from '../read/json-document.js';
import { SchemaBundle } from '../read/schema-bundle.js';
import type { Source } from '../source.js';
import type { DataFlow } from './data-flow.js';
import type { DemandConflict } from './feel-type-demand.js';
import { expressionPaths, type ExpressionScope } from './feel-type.js';
import { typeNameOf } from './names.js';
import { rootOf } from './node-locals.js';
import type { PlacedNode } from './placed-node.js';
import { acceptsAnything, schemaAtPath, type Definitions } from './schema-algebra.js';
import { localFrames, type NodeFrames } from './variables-locals.js';
import { correlationKeyOf, readSites, type ReadFrom, type ReadSite } from './variables-reads.js';
import { nodeResults, type NodeResult } from './variables-results.js';
import { NOTHING_KNOWN, type KnownSources } from './variables-sources.js';
import { VariableTypes } from './variables-types.js';
import { writersOf, type Writer } from './variables-writers.js';

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
  /** Variables that something in the model writes with a type of its own. */
  readonly written: ReadonlySet<string>;
  /** What the work of a node is known to give, by node id. */
  readonly results: ReadonlyMap<string, NodeResult>;
  /** Locals that are seen inside of a node, those of the scopes around it included. */
  readonly localsAt: (node: FlowNode) => ReadonlyMap<string, Json>;
  /** What output mappings ask of a variable that the node's work returns. */
  readonly askedOfResult: (node: FlowNode, name: string) => Json | undefined;
  /** The scope that expressions of a node are typed in. */
  readonly scopeAt: (node: FlowNode, from: ReadFrom) => ExpressionScope;
}

/** The documents a model's variables are described in. */
export interface VariableSources {
  /** `<model>.schema.json` beside the model. */
  readonly document?: JsonDocument;
  readonly documents: ReadonlyMap<string, JsonDocument>;
  /** What other models, decisions and forms state. */
  readonly known?: KnownSources;
  /** Forms kept in the process itself, by id. */
  readonly embedded?: ReadonlyMap<string, Form>;
}

/** The prefix of references between schemas of a process. */
export const DEFINITIONS = '#/$defs/';

/** What is known of variables before it is known how they flow. */
export interface VariableFacts {
  readonly process: Process;
  readonly declared: boolean;
  readonly document: JsonDocument | undefined;
  readonly documentSchemas: ReadonlyMap<string, Json>;
  readonly required: ReadonlySet<string>;
  readonly bundle: SchemaBundle;
  /** Names of all process variables. */
  readonly names: readonly string[];
  readonly results: ReadonlyMap<string, NodeResult>;
  readonly frames: ReadonlyMap<string, NodeFrames>;
  readonly reads: readonly ReadSite[];
  readonly writers: readonly Writer[];
  /** Names of all that the model writes. */
  readonly written: ReadonlySet<string>;
}

/** Gathers everything that names or states variables of a process. */
export function variableFacts(
  process: Process,
  nodes: readonly PlacedNode[],
  context: {
    readonly source: Source;
    readonly sources: VariableSources;
    readonly unresolved: (property: ExtensionProperty) => void;
  },
): VariableFacts {
  const { documents, document, known = NOTHING_KNOWN, embedded = new Map() } = context.sources;
  const bundle = new SchemaBundle({ documents, prefix: DEFINITIONS, keyOf: typeNameOf });
  if (document !== undefined) {
    bundle.addAll(document, '/$defs');
  }
  const whole = document === undefined ? null : bundle.localise({ document, pointer: '' });
  const properties = member(whole, 'properties');
  const documentSchemas = new Map(isRecord(properties) ? Object.entries(properties) : []);
  const results = nodeResults(nodes, {
    ...context,
    bundle,
    known,
    embedded,
    ...(document === undefined ? {} : { document }),
  });
  const frames = localFrames(nodes);
  const writers = nodes.flatMap(({ node }) =>
    writersOf(node, {
      resultOf: (each) => results.get(each.id),
      decisions: known.decisions,
      definitions: bundle.definitions,
    }),
  );
  const reads = readSites(process, known.decisions);
  return {
    process,
    declared: document !== undefined,
    document,
    documentSchemas,
    required: new Set(stringsMember(whole, 'required')),
    bundle,
    names: variableNames({ nodes, reads, writers, frames, documentSchemas, results }),
    results,
    frames,
    reads,
    writers,
    written: new Set([...writers.map(({ name }) => name), ...mappingTargets(nodes)]),
  };
}

function mappingTargets(nodes: readonly PlacedNode[]): readonly string[] {
  return nodes.flatMap(({ node }) =>
    'loop' in node ? [] : (node.ioMapping?.outputs ?? []).map(({ target }) => rootOf(target)),
  );
}

/** The document's variables in its order, then what the model writes; without one, all that it mentions. */
function variableNames(
  parts: Pick<VariableFacts, 'reads' | 'writers' | 'frames' | 'documentSchemas' | 'results'> & {
    readonly nodes: readonly PlacedNode[];
  },
): readonly string[] {
  const { nodes, reads, writers, frames, documentSchemas } = parts;
  const written = writers
    .filter(({ name, node }) => !isLocalAround(frames, node, name))
    .map(({ name }) => name);
  if (documentSchemas.size > 0) {
    // Targets of mappings that the document leaves out are reported, not added.
    const stated = writers.filter(({ source }) => source !== 'mapping').map(({ name }) => name);
    return [
      ...new Set([...documentSchemas.keys(), ...written.filter((each) => stated.includes(each))]),
    ];
  }
  const read = reads
    .filter(({ from }) => from !== 'result')
    .flatMap((site) => processReads(site, frames));
  return [...new Set([...read, ...written, ...mappingTargets(nodes)])]
    .filter((name) => name !== '')
    .sort(compareText);
}

function isLocalAround(
  frames: ReadonlyMap<string, NodeFrames>,
  node: FlowNode,
  name: string,
): boolean {
  return frames.get(node.id)?.around.find(name) !== undefined;
}

/** The process variables that an expression reads: not the locals it sees. */
export function processReads(
  { expression, node, from }: ReadSite,
  frames: ReadonlyMap<string, NodeFrames>,
): readonly string[] {
  const own = frames.get(node.id);
  const frame = from === 'around' ? own?.around : own?.inside;
  const roots = expressionPaths(expression).map(([root = '']) => root);
  return [...new Set(roots)].filter((root) => frame?.find(root) === undefined);
}

/** What variables there are, with types nobody has worked out yet: enough for following their flow. */
export function untypedVariables(facts: VariableFacts): Variables {
  const schemas = new Map(
    facts.names.map((name) => [name, facts.documentSchemas.get(name) ?? true] as const),
  );
  return {
    declared: facts.declared,
    schemas,
    required: facts.required,
    bundle: facts.bundle,
    definitions: facts.bundle.definitions,
    ...(facts.document === undefined ? {} : { document: facts.document }),
    written: facts.written,
    results: facts.results,
    localsAt: () => new Map(),
    askedOfResult: () => undefined,
    scopeAt: () => ({
      definitions: facts.bundle.definitions,
      schemaAt: () => undefined,
      isCertain: () => true,
    }),
  };
}

/** Variables with their types, and what in them contradicts itself. */
export interface TypedVariables {
  readonly variables: Variables;
  readonly types: VariableTypes;
  readonly conflicts: readonly DemandConflict[];
}

/** Works out the types of variables from all that is known, in the order of belief. */
export function typedVariables(
  facts: VariableFacts,
  flow: DataFlow,
  isAnonymous: (node: FlowNode) => boolean,
): TypedVariables {
  const { declared, documentSchemas, frames, reads, results, bundle } = facts;
  const unsettled = unsettledNames(facts, flow, isAnonymous);
  const types = new VariableTypes({
    declared: documentSchemas,
    definitions: bundle.definitions,
    frames,
    writers: facts.writers,
    reads,
    resultOf: (node) => results.get(node.id)?.schema,
    isSettled: (name) => unsettled !== 'all' && !unsettled.has(name),
    // Without a schema document nothing is known of what a start provides: no claim, no null.
    isCertainAt: (name, node) => !declared || flow.get(node.id)?.certain.has(name) === true,
    knowsOptional: declared,
  });
  const keys = correlationRoots(facts);
  const schemas = new Map(
    facts.names.map((name) => {
      const schema = types.variable(name);
      return [name, acceptsAnything(schema) && keys.has(name) ? CORRELATION_KEY : schema] as const;
    }),
  );
  const variables: Variables = {
    ...untypedVariables(facts),
    schemas,
    localsAt: (node) => localSchemas(node, { facts, types }),
    askedOfResult: (node, name) => types.results.get(node.id)?.get(name)?.schema(),
    scopeAt: (node, from) => types.scopeAt(node, from),
  };
  return { variables, types, conflicts: types.conflicts };
}

/** What Zeebe takes as a correlation key. */
const CORRELATION_KEY: Json = { type: ['string', 'number'] };

function correlationRoots({ reads, frames }: VariableFacts): ReadonlySet<string> {
  const keys = reads.filter(({ node, expression }) => correlationKeyOf(node) === expression);
  return new Set(
    keys
      .filter(({ expression }) => expressionPaths(expression).every((path) => path.length === 1))
      .flatMap((site) => processReads(site, frames)),
  );
}

/** Variables that may have values which no writer of the model states; `all` when any step may write any. */
function unsettledNames(
  { reads, frames, process }: VariableFacts,
  flow: DataFlow,
  isAnonymous: (node: FlowNode) => boolean,
): ReadonlySet<string> | 'all' {
  if (flatNodes(process.flowElements.nodes).some(isAnonymous)) {
    return 'all';
  }
  return new Set(
    reads.flatMap((site) =>
      processReads(site, frames).filter(
        (name) => flow.get(site.node.id)?.certain.has(name) !== true,
      ),
    ),
  );
}

/** All nodes of a scope, those of its sub-processes included. */
export function flatNodes(nodes: readonly FlowNode[]): readonly FlowNode[] {
  return nodes.flatMap((node) =>
    'flowElements' in node ? [node, ...flatNodes(node.flowElements.nodes)] : [node],
  );
}

function localSchemas(
  node: FlowNode,
  { facts, types }: { readonly facts: VariableFacts; readonly types: VariableTypes },
): ReadonlyMap<string, Json> {
  const frames = facts.frames.get(node.id);
  // A node that is asked about without its loop is meant before the loop begins.
  const beforeLoop = frames?.rounds.own.length !== 0 && !('loop' in node);
  const frame = beforeLoop ? frames?.around : frames?.inside;
  const found = new Map<string, Json>();
  for (const scoped of frame?.chain ?? []) {
    const local = frame?.find(scoped);
    if (local !== undefined) {
      found.set(scoped, types.local(local));
    }
  }
  return found;
}

/** The schema at a path of names whose first is a variable. */
export function variableSchema(variables: Variables, path: readonly string[]): Json | undefined {
  const [root = '', ...rest] = path;
  const schema = variables.schemas.get(root);
  return schema === undefined ? undefined : schemaAtPath(schema, rest, variables.definitions);
}
