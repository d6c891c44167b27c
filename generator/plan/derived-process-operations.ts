import { isRecord, member, type Json } from '../json.js';
import { isClosed, type Components } from './derived-components.js';
import type { ApiProcess, Exposed, ProcessExposure } from './derived-exposure.js';
import { derivedOperation, parameter, type DerivedOperation } from './derived-operation.js';
import { asciiName, pathSegment } from './openapi-names.js';
import type { MessagePlan, ServedProcess, SignalPlan } from './plan-types.js';
import { objectSchema, propertiesOf } from './schema-algebra.js';
import { referencedKeys } from '../read/schema-bundle.js';

/** Schemas that operations of several processes answer with, each added once. */
export interface SharedAnswers {
  readonly started: () => Json;
  readonly accepted: () => Json;
}

interface Builder {
  readonly exposure: ProcessExposure;
  readonly plan: ApiProcess;
  readonly process: ServedProcess;
  readonly tag: string;
  /** What people call the process. */
  readonly label: string;
  readonly components: Components;
  readonly answers: SharedAnswers;
}

/** The operations of one process: its instances, and the messages and signals that it opens. */
export function processOperations(
  exposure: ProcessExposure,
  tag: string,
  shared: { readonly components: Components; readonly answers: SharedAnswers },
): readonly DerivedOperation[] {
  const { plan } = exposure;
  const builder: Builder = {
    exposure,
    plan,
    process: servedProcess(plan),
    tag,
    label: plan.name ?? plan.id,
    ...shared,
  };
  return [
    ...(exposure.instances ? instanceOperations(builder) : []),
    ...exposure.startMessages.map((exposed) => startMessage(exposed, builder)),
    ...exposure.messages.map((exposed) => message(exposed, builder)),
    ...exposure.signals.map((exposed) => signal(exposed, builder)),
  ];
}

function servedProcess({ id, typeName, valueName, folder }: ApiProcess): ServedProcess {
  return { id, typeName, valueName, folder, path: `/${pathSegment(id)}` };
}

function instanceOperations(builder: Builder): readonly DerivedOperation[] {
  const { exposure } = builder;
  return [
    ...(exposure.start === undefined ? [] : [start(exposure.start, builder)]),
    ...(exposure.startMessage === undefined
      ? []
      : [startByMessage(exposure.startMessage, builder)]),
    status(builder),
    cancel(builder),
    schemaOperation(builder),
  ];
}

function start(exposed: Exposed<undefined>, builder: Builder): DerivedOperation {
  const { plan, process, components, answers, label, tag } = builder;
  const input = components.variablesOf(plan, plan.start?.input ?? true);
  const body =
    member(input, '$ref') === undefined ? components.add(`${plan.typeName}Start`, input) : input;
  return derivedOperation(
    {
      ...exposed,
      method: 'post',
      path: process.path,
      tag,
      summary: `Start ${label}`,
      ...described(
        plan.documentation,
        'The same request with the same key again gives the same answer and starts nothing more.',
      ),
      parameters: [parameter('IdempotencyKey')],
      body,
      status: 202,
      answers: 'The process instance runs.',
      location: true,
      answer: answers.started(),
      problems: ['IDEMPOTENCY_KEY_REUSED'],
      serves: { kind: 'start', process },
    },
    components,
  );
}

function startByMessage(exposed: Exposed<MessagePlan>, builder: Builder): DerivedOperation {
  const { plan, process, components, answers, label, tag } = builder;
  return derivedOperation(
    {
      ...exposed,
      method: 'post',
      path: process.path,
      tag,
      summary: `Start ${label}`,
      ...described(
        plan.documentation,
        'The engine keeps the key: the same request again starts nothing more while the first runs or is kept.',
      ),
      parameters: [parameter('IdempotencyKey')],
      body: payload(exposed.thing, builder),
      status: 202,
      answers: 'The engine has the message that starts the process.',
      answer: answers.accepted(),
      problems: [],
      serves: { kind: 'messageStart', process, message: exposed.thing },
    },
    components,
  );
}

function startMessage(exposed: Exposed<MessagePlan>, builder: Builder): DerivedOperation {
  const { process, components, answers, label, tag } = builder;
  return derivedOperation(
    {
      ...exposed,
      method: 'post',
      path: `${process.path}/messages/${pathSegment(exposed.thing.name)}`,
      tag,
      summary: `Start ${label} by the message ${exposed.thing.name}`,
      ...described(...documentationOf(exposed.thing)),
      parameters: [parameter('IdempotencyKey')],
      body: payload(exposed.thing, builder),
      status: 202,
      answers: 'The engine has the message.',
      answer: answers.accepted(),
      problems: [],
      serves: { kind: 'messageStart', process, message: exposed.thing },
    },
    components,
  );
}

function message(exposed: Exposed<MessagePlan>, builder: Builder): DerivedOperation {
  const { process, components, answers, tag } = builder;
  const { name, correlationKey, correlationText } = exposed.thing;
  const says = correlationText === undefined ? '' : `, what it has as ${correlationText}`;
  return derivedOperation(
    {
      ...exposed,
      method: 'post',
      path: `/messages/${pathSegment(name)}/{correlationKey}`,
      tag,
      summary: `Send the message ${name}`,
      ...described(...documentationOf(exposed.thing)),
      parameters: [
        {
          name: 'correlationKey',
          in: 'path',
          required: true,
          description: `Names the instance that waits${says}.`,
          schema: { type: correlationKey.type },
        },
        parameter('IdempotencyKey'),
      ],
      body: payload(exposed.thing, builder),
      status: 202,
      answers: 'The engine has the message.',
      answer: answers.accepted(),
      problems: [],
      serves: { kind: 'message', process, message: exposed.thing },
    },
    components,
  );
}

function signal(exposed: Exposed<SignalPlan>, builder: Builder): DerivedOperation {
  const { process, components, tag, plan } = builder;
  return derivedOperation(
    {
      ...exposed,
      method: 'post',
      path: `/signals/${pathSegment(exposed.thing.name)}`,
      tag,
      summary: `Broadcast the signal ${exposed.thing.name}`,
      ...described(...documentationOf(exposed.thing)),
      parameters: [parameter('OptionalIdempotencyKey')],
      body: components.variablesOf(plan, exposed.thing.payload),
      status: 202,
      answers: 'The engine has the signal.',
      problems: ['IDEMPOTENCY_KEY_REUSED'],
      serves: { kind: 'signal', process, signal: exposed.thing },
    },
    components,
  );
}

function status(builder: Builder): DerivedOperation {
  const { plan, process, components, label, tag, exposure } = builder;
  const variables = components.add(
    `${plan.typeName}Variables`,
    components.variablesOf(plan, optionalVariables(plan)),
  );
  const text = { type: 'string', format: 'date-time' };
  const answer = components.add(`${plan.typeName}Instance`, {
    description: `A process instance of ${label}.`,
    type: 'object',
    properties: {
      processInstanceKey: { description: 'A decimal number.', type: 'string' },
      state: { type: 'string', enum: ['ACTIVE', 'COMPLETED', 'TERMINATED'] },
      hasIncident: { description: 'True while it is stuck.', type: 'boolean' },
      startedAt: text,
      endedAt: { description: 'Absent while it runs.', ...text },
      variables,
    },
    required: ['processInstanceKey', 'state', 'hasIncident', 'variables'],
  });
  const names = isClosed(plan.variables)
    ? { variables: propertiesOf(plan.variables, new Map()).map(({ name }) => name) }
    : {};
  return derivedOperation(
    {
      operationId: asciiName(`get${plan.typeName}`),
      elementIds: [plan.id],
      place: exposure.place,
      method: 'get',
      path: `${process.path}/{processInstanceKey}`,
      tag,
      summary: `Look at an instance of ${label}`,
      description: 'Where the instance is and what its variables hold.',
      parameters: [parameter('ProcessInstanceKey')],
      status: 200,
      answers: 'The instance as it stands.',
      answer,
      problems: ['PROCESS_INSTANCE_NOT_FOUND', 'NOT_SUPPORTED'],
      serves: { kind: 'status', process, ...names },
    },
    components,
  );
}

function cancel(builder: Builder): DerivedOperation {
  const { plan, process, components, label, tag, exposure } = builder;
  return derivedOperation(
    {
      operationId: asciiName(`cancel${plan.typeName}`),
      elementIds: [plan.id],
      place: exposure.place,
      method: 'delete',
      path: `${process.path}/{processInstanceKey}`,
      tag,
      summary: `Cancel an instance of ${label}`,
      description: 'Ends the instance where it stands. Nothing is compensated.',
      parameters: [parameter('ProcessInstanceKey')],
      status: 204,
      answers: 'The instance is terminated.',
      problems: ['PROCESS_INSTANCE_NOT_FOUND', 'PROCESS_INSTANCE_ENDED', 'NOT_SUPPORTED'],
      serves: { kind: 'cancel', process },
    },
    components,
  );
}

function schemaOperation(builder: Builder): DerivedOperation {
  const { plan, process, components, label, tag, exposure } = builder;
  return derivedOperation(
    {
      operationId: asciiName(`get${plan.typeName}Schema`),
      elementIds: [plan.id],
      place: exposure.place,
      method: 'get',
      path: `${process.path}/schema`,
      tag,
      summary: `Show the schema of ${label}`,
      description: 'JSON Schema (2020-12) of what starting takes, or of the variables.',
      status: 200,
      answers: 'The schema.',
      answer: { type: 'object', additionalProperties: true },
      problems: [],
      serves: { kind: 'schema', process, schema: wholeSchema(exposure) },
    },
    components,
  );
}

/** A schema that stands alone, with all that it refers to in `$defs`. */
function wholeSchema({ plan, start, startMessage }: ProcessExposure): Json {
  const schema =
    start === undefined ? (startMessage?.thing.payload ?? plan.variables) : plan.start?.input;
  const types = new Map(plan.types.map(({ name, schema: type }) => [name, type]));
  const used = referencedKeys(schema ?? true, types);
  const definitions = [...types].filter(([name]) => used.has(name));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: plan.name ?? plan.id,
    ...(isRecord(schema) ? schema : {}),
    ...(definitions.length === 0 ? {} : { $defs: Object.fromEntries(definitions) }),
  };
}

/** A running instance need not have any of its variables yet. */
function optionalVariables({ variables }: ApiProcess): Json {
  const open = !isClosed(variables);
  return objectSchema(
    propertiesOf(variables, new Map()).map((property) => ({ ...property, required: false })),
    { open },
  );
}

function payload({ payload: schema }: MessagePlan, { plan, components }: Builder): Json {
  return components.variablesOf(plan, schema);
}

function documentationOf({ elements }: MessagePlan | SignalPlan): readonly (string | undefined)[] {
  return [...new Set(elements.map(({ documentation }) => documentation))];
}

function described(...texts: readonly (string | undefined)[]): { readonly description?: string } {
  const said = texts.filter((text) => text !== undefined && text.trim() !== '');
  return said.length === 0 ? {} : { description: said.join('\n\n') };
}
