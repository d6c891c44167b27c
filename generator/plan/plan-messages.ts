import type { EventDefinition, Expression, FlowNode, Message, Signal } from '../../model/index.js';
import { compareText, type Json } from '../json.js';
import { durationMs } from './duration.js';
import { expressionPaths, plainPath } from './feel-type.js';
import { mappingsOf, outputSchema } from './job-io.js';
import { describeElement, propertyOf, type ProcessContext } from './model-context.js';
import { typeNameOf, valueNameOf } from './names.js';
import type { PlacedNode } from './placed-node.js';
import { givenName } from './plan-elements.js';
import type {
  ConditionalStartPlan,
  CorrelationKeyPlan,
  MessagePlan,
  SignalPlan,
} from './plan-types.js';
import {
  allOf,
  dereference,
  objectSchema,
  propertiesOf,
  typesOf,
  type Definitions,
  type SchemaProperty,
} from './schema-algebra.js';
import { variableSchema } from './variables.js';

/** TTL of a message whose model sets none: one hour. */
const DEFAULT_TTL_MS = 3_600_000;
/** Names that the argument of a publish function has already. */
const TAKEN_ARGUMENTS = new Set(['variables', 'messageId', 'timeToLiveMs']);

interface MessageUse {
  readonly message: Message;
  readonly placed: PlacedNode;
  /** A message start event of the process itself needs no correlation key. */
  readonly startsProcess: boolean;
}

interface SignalUse {
  readonly signal: Signal;
  readonly placed: PlacedNode;
}

/** The messages a process catches, by name. Elements that wait for one message share its function. */
export function planMessages(context: ProcessContext): readonly MessagePlan[] {
  const byName = new Map<string, MessageUse[]>();
  for (const use of context.nodes.flatMap((placed) => messageUses(placed, context))) {
    const name = use.message.name ?? '';
    const known = byName.get(name);
    if (known === undefined) {
      byName.set(name, [use]);
    } else {
      known.push(use);
    }
  }
  return [...byName]
    .sort(([left], [right]) => compareText(left, right))
    .map(([name, uses]) => planMessage(name, uses, context));
}

/** The signals a process catches, by name. */
export function planSignals(context: ProcessContext): readonly SignalPlan[] {
  const byName = new Map<string, SignalUse[]>();
  for (const placed of context.nodes) {
    const signal = caughtSignal(placed.node);
    const name = signal === undefined ? undefined : signalName(placed.node, signal, context);
    if (signal !== undefined && name !== undefined) {
      byName.set(name, [...(byName.get(name) ?? []), { signal, placed }]);
    }
  }
  return [...byName]
    .sort(([left], [right]) => compareText(left, right))
    .map(([name, uses]) => ({
      name,
      typeName: typeNameOf(uses.flatMap(({ signal }) => givenName(signal) ?? [])[0] ?? name),
      elements: uses.map(({ placed }) => describeElement(placed.node)),
      payload: allOf(uses.map(({ placed }) => payloadOf(placed, context))),
    }));
}

/** The conditional start events of the process itself, in document order. */
export function planConditionalStarts(context: ProcessContext): readonly ConditionalStartPlan[] {
  return context.process.flowElements.nodes.flatMap((node) => {
    const condition =
      node.kind === 'startEvent'
        ? node.eventDefinitions.find(({ kind }) => kind === 'conditional')
        : undefined;
    if (condition?.kind !== 'conditional' || condition.condition === undefined) {
      return [];
    }
    const declared = context.payloads.get(node.id);
    return [
      {
        element: describeElement(node),
        condition: condition.condition.text,
        input: declared ?? conditionInput(condition.condition, context),
      },
    ];
  });
}

/** What a condition reads has to be given; whatever else is given becomes variables too. */
function conditionInput(condition: Expression, { variables }: ProcessContext): Json {
  const names = [...new Set(expressionPaths(condition).map(([root = '']) => root))];
  const read = names.map((name) => ({
    name,
    schema: variables.schemas.get(name) ?? true,
    required: true,
  }));
  const others = [...variables.schemas]
    .filter(([name]) => !names.includes(name))
    .map(([name, schema]) => ({ name, schema, required: false }));
  return objectSchema([...read, ...others], { open: !variables.declared });
}

function planMessage(
  name: string,
  uses: readonly MessageUse[],
  context: ProcessContext,
): MessagePlan {
  const payload = allOf(uses.map(({ placed }) => payloadOf(placed, context)));
  const texts = [...new Set(uses.flatMap(({ message }) => message.correlationKey?.text ?? []))];
  const [text] = texts;
  const called = uses.flatMap(({ message }) => givenName(message) ?? [])[0] ?? name;
  const expression = uses.find(({ message }) => message.correlationKey !== undefined)?.message
    .correlationKey;
  return {
    name,
    typeName: typeNameOf(called),
    elements: uses.map(({ placed }) => describeElement(placed.node)),
    startsProcess: uses.some(({ startsProcess }) => startsProcess),
    payload,
    correlationKey: correlationKey(texts.length === 1 ? expression : undefined, payload, context),
    ...(texts.length === 1 && text !== undefined ? { correlationText: text } : {}),
    correlationTexts: texts.length > 1 ? texts : [],
    timeToLiveMs: Math.max(...uses.map(({ placed }) => timeToLive(placed.node, context))),
  };
}

/**
 * The key as the model names it: taken from the payload when that is sure to carry it under the same
 * path, else an argument named after the path. Keys are strings or numbers in Zeebe.
 */
function correlationKey(
  expression: Expression | undefined,
  payload: Json,
  { variables }: ProcessContext,
): CorrelationKeyPlan {
  const path = expression === undefined ? undefined : plainPath(expression);
  if (path === undefined) {
    return { kind: 'argument', name: 'correlationKey', type: 'string' };
  }
  const carried = requiredAtPath(payload, path, variables.definitions);
  const schema = carried ?? variableSchema(variables, path);
  const types = schema === undefined ? [] : typesOf(dereference(schema, variables.definitions));
  const numeric =
    types.length > 0 && types.every((type) => type === 'number' || type === 'integer');
  const type = numeric ? 'number' : 'string';
  const textual = types.length === 1 && types[0] === 'string';
  if (carried !== undefined && (numeric || textual)) {
    return { kind: 'payload', path, type };
  }
  const name = valueNameOf(path.join(' '));
  return { kind: 'argument', name: TAKEN_ARGUMENTS.has(name) ? 'correlationKey' : name, type };
}

function requiredAtPath(
  schema: Json,
  path: readonly string[],
  definitions: Definitions,
): Json | undefined {
  let current: Json | undefined = schema;
  for (const name of path) {
    const found: SchemaProperty | undefined =
      current === undefined
        ? undefined
        : propertiesOf(current, definitions).find((property) => property.name === name);
    current = found?.required === true ? found.schema : undefined;
  }
  return current;
}

function payloadOf({ node }: PlacedNode, context: ProcessContext): Json {
  const declared = context.payloads.get(node.id);
  if (declared !== undefined) {
    return declared;
  }
  const before = context.flow.get(node.id) ?? { certain: new Set(), possible: new Set() };
  return outputSchema({ node, mappings: mappingsOf(node), variables: context.variables, before });
}

function messageUses(placed: PlacedNode, context: ProcessContext): readonly MessageUse[] {
  const { node, scope } = placed;
  const message = caughtMessage(node);
  if (message?.name === undefined) {
    return [];
  }
  if (message.name.startsWith('=')) {
    reportDynamicName(node, message, context);
    return [];
  }
  return [
    { message, placed, startsProcess: node.kind === 'startEvent' && scope.parent === undefined },
  ];
}

function caughtMessage(node: FlowNode): Message | undefined {
  if (node.kind === 'receiveTask') {
    return node.message;
  }
  return catchDefinitions(node).find((definition) => definition.kind === 'message')?.message;
}

function caughtSignal(node: FlowNode): Signal | undefined {
  return catchDefinitions(node).find((definition) => definition.kind === 'signal')?.signal;
}

function signalName(node: FlowNode, signal: Signal, context: ProcessContext): string | undefined {
  const name = signal.signalName;
  if (name?.isFeel === true) {
    reportDynamicName(node, signal, context);
    return undefined;
  }
  return name?.text;
}

function catchDefinitions(node: FlowNode): readonly EventDefinition[] {
  const catches =
    node.kind === 'startEvent' ||
    node.kind === 'intermediateCatchEvent' ||
    node.kind === 'boundaryEvent';
  return catches ? node.eventDefinitions : [];
}

function reportDynamicName(node: FlowNode, named: Message | Signal, context: ProcessContext): void {
  context.findings.add(
    'NAME203',
    `"${node.name ?? node.id}" waits for a name that is an expression, so there is no typed function to publish it.`,
    { place: named.place, elementId: node.id },
  );
}

function timeToLive(node: FlowNode, { findings }: ProcessContext): number {
  const property = propertyOf(node, 'jobwright:ttl');
  if (property === undefined) {
    return DEFAULT_TTL_MS;
  }
  const found = durationMs(property.value.trim());
  if (found === undefined) {
    findings.add(
      'TYPE505',
      `The time to live "${property.value}" is no duration of fixed length.`,
      {
        place: property.place,
        elementId: node.id,
      },
    );
  }
  return found ?? DEFAULT_TTL_MS;
}
