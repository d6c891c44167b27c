import type {
  BaseElement,
  BpmnModel,
  Diagnostic,
  ExtensionProperty,
  FlowNode,
  Process,
} from '../../model/index.js';
import { diagnose, type GeneratorCode } from '../codes.js';
import type { Json } from '../json.js';
import type { Source } from '../source.js';
import { dataFlow, type DataFlow } from './data-flow.js';
import { writesOf } from './node-writes.js';
import { placedNodes, type PlacedNode } from './placed-node.js';
import type { JobElement } from './plan-types.js';
import { objectSchema } from './schema-algebra.js';
import { readVariables, type Variables, type VariableSources } from './variables.js';

/** Where findings about a model are collected while it is planned. */
export class Findings {
  readonly list: Diagnostic[] = [];

  add(code: GeneratorCode, message: string, at: Parameters<typeof diagnose>[2]): void {
    this.list.push(diagnose(code, message, at));
  }
}

/** Everything the planning of one process works from. */
export interface ProcessContext {
  readonly model: BpmnModel;
  readonly source: Source;
  readonly process: Process;
  readonly nodes: readonly PlacedNode[];
  readonly variables: Variables;
  readonly flow: DataFlow;
  /** Schema of `jobwright:payload`, by node id. */
  readonly payloads: ReadonlyMap<string, Json>;
  readonly findings: Findings;
}

/** Resolves payloads and data flow of a process. */
export function processContext(
  parts: Pick<ProcessContext, 'model' | 'source' | 'process' | 'findings'>,
  sources: VariableSources,
): ProcessContext {
  const { process, findings } = parts;
  const nodes = placedNodes(process);
  const variables = readVariables(process, sources);
  const payloads = new Map<string, Json>();
  for (const { node } of nodes) {
    const property = propertyOf(node, 'jobwright:payload');
    const schema = property === undefined ? undefined : payloadSchema(property, parts, variables);
    if (schema !== undefined) {
      payloads.set(node.id, schema);
    }
  }
  const topLevel = new Set(process.flowElements.nodes);
  const payloadOf = (node: FlowNode): Json | undefined =>
    payloads.get(node.id) ?? (isNoneStart(node) ? startInput(node, topLevel.has(node)) : undefined);
  const startInput = (_node: FlowNode, top: boolean): Json =>
    top ? presumedInput(process, variables) : objectSchema([], { open: false });
  const flow = dataFlow(process, (node) => writesOf(node, { variables, payloadOf }));
  findings.list.push(...variables.bundle.diagnostics);
  return { ...parts, nodes, variables, flow, payloads };
}

/**
 * What a none start event takes when no payload says so: the variables that no step's mappings write.
 * They are required when the schema document requires them.
 */
export function presumedInput(process: Process, variables: Variables): Json {
  const written = new Set(
    placedNodes(process).flatMap(({ node }) =>
      (node.ioMapping?.outputs ?? []).map(({ target }) => target.split('.')[0]),
    ),
  );
  const properties = [...variables.schemas]
    .filter(([name]) => !variables.declared || variables.required.has(name) || !written.has(name))
    .map(([name, schema]) => ({ name, schema, required: variables.required.has(name) }));
  return objectSchema(properties, { open: !variables.declared });
}

/** A start event without any definition: the process is started by id. */
export function isNoneStart(node: FlowNode): boolean {
  return node.kind === 'startEvent' && node.eventDefinitions.length === 0;
}

/** The extension property `name` of a node. */
export function propertyOf(node: FlowNode, name: string): ExtensionProperty | undefined {
  return node.properties.find((property) => property.name === name);
}

/** What doc comments say of an element. */
export function describeElement(node: BaseElement): JobElement {
  return {
    id: node.id,
    ...(node.name === undefined ? {} : { name: node.name }),
    ...(node.documentation === undefined ? {} : { documentation: node.documentation }),
  };
}

/** `model.schema.json#/$defs/X`, relative to the model; `#/$defs/X` means the schema beside it. */
function payloadSchema(
  property: ExtensionProperty,
  parts: Pick<ProcessContext, 'source' | 'findings'>,
  variables: Variables,
): Json | undefined {
  const reference = property.value.trim();
  const beside = reference.startsWith('#') ? variables.document : undefined;
  const anchor = beside ?? { source: parts.source, root: null, placeOf: () => property.place };
  const local =
    reference.startsWith('#') && beside === undefined
      ? undefined
      : variables.bundle.resolve(anchor, reference);
  if (local === undefined) {
    parts.findings.add(
      'TYPE503',
      `The payload "${property.value}" is no schema that is generated here.`,
      {
        place: property.place,
      },
    );
    return undefined;
  }
  return { $ref: local };
}
