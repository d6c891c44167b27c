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
import { embeddedForms } from './form-sources.js';
import { isAnonymous, writesOf } from './node-writes.js';
import { placedNodes, type PlacedNode } from './placed-node.js';
import type { JobElement, ThrowableErrors } from './plan-types.js';
import { objectSchema } from './schema-algebra.js';
import { reportVariables } from './variables-findings.js';
import {
  typedVariables,
  untypedVariables,
  variableFacts,
  type Variables,
  type VariableSources,
} from './variables.js';

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
  /** Schemas that properties (`jobwright:payload`, `jobwright:schema`) and start forms state, by node id. */
  readonly payloads: ReadonlyMap<string, Json>;
  /** Error codes that every call of the process catches, where only calls start it. */
  readonly caughtByCallers: ThrowableErrors;
  readonly findings: Findings;
}

/** Works out the variables of a process, their types and how they flow. */
export function processContext(
  parts: Pick<ProcessContext, 'model' | 'source' | 'process' | 'findings'>,
  sources: VariableSources,
): ProcessContext {
  const { process, findings, source } = parts;
  const nodes = placedNodes(process);
  const facts = variableFacts(process, nodes, {
    source,
    sources: { ...sources, embedded: embeddedForms(process, findings) },
    unresolved: (property) => {
      findings.add('TYPE503', `The schema "${property.value}" is none that is generated here.`, {
        place: property.place,
      });
    },
  });
  const untyped = untypedVariables(facts);
  const topLevel = new Set(process.flowElements.nodes);
  const resultOf = (node: FlowNode): Json | undefined =>
    facts.results.get(node.id)?.schema ??
    (isNoneStart(node)
      ? topLevel.has(node)
        ? presumedInput(process, untyped)
        : objectSchema([], { open: false })
      : undefined);
  const flow = dataFlow(process, (node) =>
    writesOf(node, { variables: untyped, payloadOf: resultOf }),
  );
  const typed = typedVariables(facts, flow, (node) =>
    isAnonymous(node, (each) => facts.results.has(each.id)),
  );
  findings.list.push(...facts.bundle.diagnostics);
  reportVariables({ findings, facts, flow, typed, known: sources.known });
  const starts = new Set(process.flowElements.nodes.filter(isNoneStart).map(({ id }) => id));
  const payloads = new Map(
    [...facts.results].flatMap(([id, { schema, source: stated }]) =>
      stated === 'payload' || (stated === 'form' && starts.has(id)) ? [[id, schema] as const] : [],
    ),
  );
  return {
    ...parts,
    nodes,
    variables: typed.variables,
    flow,
    payloads,
    caughtByCallers: sources.known?.caughtByCallers(process.id) ?? [],
  };
}

/**
 * What a none start event takes when neither a schema nor a form says so: the variables that nothing
 * in the model writes. They are required when the schema document requires them.
 */
export function presumedInput(_process: Process, variables: Variables): Json {
  const { declared, schemas, required, written } = variables;
  const properties = [...schemas]
    .filter(([name]) => !declared || required.has(name) || !written.has(name))
    .map(([name, schema]) => ({ name, schema, required: required.has(name) }));
  return objectSchema(properties, { open: !declared });
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
