import {
  isFeelSyntaxError,
  parseExpression,
  type Expression,
  type FeelNode,
  type FlowNode,
  type SubProcess,
} from '../../model/index.js';
import type { Json } from '../json.js';
import { describeElement, type ProcessContext } from './model-context.js';
import { nestedSchema, type PathSchema } from './nested-schema.js';
import type { ElementName } from './plan-elements.js';
import type { AdHocPlan, ToolPlan } from './plan-types.js';

/** The ad-hoc sub-processes of a process, in document order, with what can be activated in them. */
export function planAdHocs(
  context: ProcessContext,
  names: ReadonlyMap<string, ElementName>,
): readonly AdHocPlan[] {
  return context.nodes.flatMap(({ node }) =>
    node.kind === 'adHocSubProcess'
      ? [
          {
            element: describeElement(node),
            typeName: names.get(node.id)?.typeName ?? node.id,
            tools: toolsOf(node),
          },
        ]
      : [],
  );
}

/** The elements of an ad-hoc sub-process that can be activated: those that nothing leads to. */
export function toolsOf(subProcess: SubProcess): readonly ToolPlan[] {
  const { nodes, flows } = subProcess.flowElements;
  const reached = new Set(flows.map(({ targetRef }) => targetRef));
  return nodes
    .filter((node) => isActivatable(node) && !reached.has(node.id))
    .map((node) => ({ ...describeElement(node), parameters: parametersOf(node) }));
}

function isActivatable(node: FlowNode): boolean {
  if (node.kind === 'boundaryEvent' || node.kind === 'startEvent') {
    return false;
  }
  const eventSubProcess = 'triggeredByEvent' in node && node.triggeredByEvent;
  const handler = 'isForCompensation' in node && node.isForCompensation;
  return !eventSubProcess && !handler;
}

/** JSON Schema of the variables that a tool wants to start with, as its `fromAi` calls state them. */
function parametersOf(node: FlowNode): Json {
  const mappings =
    node.ioMapping === undefined ? [] : [...node.ioMapping.inputs, ...node.ioMapping.outputs];
  const parameters = mappings.flatMap(({ source }) => fromAiCalls(source));
  return nestedSchema(parameters);
}

function fromAiCalls(expression: Expression): readonly PathSchema[] {
  const node = expression.isFeel ? parse(expression.text.slice(1)) : undefined;
  return node === undefined ? [] : calls(node).flatMap((call) => parameterOf(call) ?? []);
}

function parse(text: string): FeelNode | undefined {
  try {
    return parseExpression(text).node;
  } catch (error) {
    if (isFeelSyntaxError(error)) {
      return undefined; // the model rules report it
    }
    throw error;
  }
}

type FeelCall = Extract<FeelNode, { readonly kind: 'call' }>;

/** Every `fromAi` call below a node; trees hold nodes in members and in lists of members. */
function calls(node: FeelNode): readonly FeelCall[] {
  const own = node.kind === 'call' && node.callee === 'fromAi' ? [node] : [];
  return [...own, ...Object.values(node).flatMap(callsInside)];
}

function callsInside(value: unknown): readonly FeelCall[] {
  if (Array.isArray(value)) {
    return value.flatMap(callsInside);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  // Whatever has a `kind` in a tree is a node, but for arguments, which have no `callee` and hold nodes.
  return 'kind' in value && value.kind !== 'positional' && value.kind !== 'named'
    ? calls(value as FeelNode)
    : Object.values(value).flatMap(callsInside);
}

const PARAMETER_NAMES = ['value', 'description', 'type', 'schema', 'options'] as const;

function parameterOf({ args }: FeelCall): PathSchema | undefined {
  const given = new Map(
    args.kind === 'positional'
      ? args.values.map((value, index) => [PARAMETER_NAMES[index] ?? '', value] as const)
      : args.values.map(({ key, value }) => [key, value] as const),
  );
  const value = given.get('value');
  if (value?.kind !== 'reference') {
    return undefined;
  }
  const description = literal(given.get('description'));
  const type = literal(given.get('type'));
  const schema = literal(given.get('schema'));
  const options = literal(given.get('options'));
  return {
    path: value.names,
    schema: {
      ...(typeof description === 'string' ? { description } : {}),
      ...(typeof type === 'string' ? { type } : {}),
      ...(isObject(schema) ? schema : {}),
    },
    required: !(isObject(options) && options.required === false),
  };
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a node that is written out; undefined for one that has to be evaluated. */
function literal(node: FeelNode | undefined): Json | undefined {
  switch (node?.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'number':
    case 'string':
      return node.value;
    case 'list': {
      const items = node.items.map(literal);
      const known = items.filter((item) => item !== undefined);
      return known.length === items.length ? known : undefined;
    }
    case 'context': {
      const entries = node.entries.map(({ key, value }) => [key, literal(value)] as const);
      return entries.some(([, value]) => value === undefined)
        ? undefined
        : (Object.fromEntries(entries) as Json); // none is undefined
    }
    default:
      return undefined;
  }
}
