import { dereference } from '../plan/schema-algebra.js';
import type { MessagePlan, ProcessPlan, SignalPlan, StartPlan } from '../plan/plan-types.js';
import { isRecord, sameJson, type Json } from '../json.js';
import { typeOf } from './contract.js';
import { elementDoc, emitModule, type EmitOptions } from './module.js';
import { docComment, propertyAccess, stringLiteral } from './text.js';

/** `messages.gen.ts`: one typed function for each message, signal and direct start of a process. */
export function emitMessages(plan: ProcessPlan, options: EmitOptions): string {
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: ['JsonObject', 'JsonValue', 'ProcessClient', 'PublishedMessage'],
    contractTypes: [...plan.types.map(({ name }) => name), `${plan.typeName}Variables`],
    blocks: [
      ...plan.messages.flatMap((message) => [
        messageType(message, plan),
        publishFunction(message, plan),
      ]),
      ...plan.signals.map((signal) => broadcastFunction(signal, plan)),
      plan.start === undefined ? '' : startFunction(plan.start, plan),
    ],
  });
}

function messageType(message: MessagePlan, plan: ProcessPlan): string {
  const { correlationKey, timeToLiveMs } = message;
  const key =
    correlationKey.kind === 'payload'
      ? ''
      : `${docComment([keyDoc(message)], { indent: '  ' })}  readonly ${correlationKey.name}: ${correlationKey.type};\n`;
  return [
    docComment([`The message "${message.name}", ready to publish.`]),
    `export interface ${message.typeName}Message {\n`,
    key,
    `  readonly variables: ${payloadType(message.payload, plan, '  ')};\n`,
    docComment(['Publishing twice with one id is a no-op. Default: the correlation key.'], {
      indent: '  ',
    }),
    '  readonly messageId?: string;\n',
    docComment([`How long the engine keeps the message, in ms. Default: ${timeToLiveMs}.`], {
      indent: '  ',
    }),
    '  readonly timeToLiveMs?: number;\n}\n',
  ].join('');
}

function keyDoc(message: MessagePlan): string {
  if (message.startsProcess) {
    return 'Correlation key: while an instance with this key runs, no second one starts.';
  }
  return message.correlationText === undefined
    ? 'Correlation key.'
    : `Correlation key: what the waiting instance has as \`${message.correlationText}\`.`;
}

function publishFunction(message: MessagePlan, plan: ProcessPlan): string {
  const does = message.startsProcess
    ? `Publishes "${message.name}", which starts the process "${plan.id}".`
    : `Publishes "${message.name}" to the instance that waits for it.`;
  const doc = elementDoc([does, ...message.elements.map(({ documentation }) => documentation)], {
    model: plan.model,
    elementIds: message.elements.map(({ id }) => id),
  });
  return [
    doc,
    `export function publish${message.typeName}(\n`,
    '  client: ProcessClient,\n',
    `  message: ${message.typeName}Message,\n`,
    '): Promise<PublishedMessage> {\n',
    `  const correlationKey = ${keyExpression(message)};\n`,
    '  return client.publishMessage({\n',
    `    name: ${stringLiteral(message.name)},\n`,
    '    correlationKey,\n',
    '    messageId: message.messageId ?? correlationKey,\n',
    `    timeToLiveMs: message.timeToLiveMs ?? ${message.timeToLiveMs},\n`,
    '    variables: message.variables,\n',
    '  });\n}\n',
  ].join('');
}

function keyExpression({ correlationKey }: MessagePlan): string {
  const value =
    correlationKey.kind === 'payload'
      ? correlationKey.path.reduce(propertyAccess, 'message.variables')
      : propertyAccess('message', correlationKey.name);
  return correlationKey.type === 'number' ? `String(${value})` : value;
}

function broadcastFunction(signal: SignalPlan, plan: ProcessPlan): string {
  const doc = elementDoc(
    [`Broadcasts the signal "${signal.name}" to everything that waits for it.`],
    {
      model: plan.model,
      elementIds: signal.elements.map(({ id }) => id),
    },
  );
  return [
    doc,
    `export function broadcast${signal.typeName}(\n`,
    '  client: ProcessClient,\n',
    `  variables: ${payloadType(signal.payload, plan, '  ')},\n`,
    '): Promise<void> {\n',
    `  return client.broadcastSignal({ name: ${stringLiteral(signal.name)}, variables });\n}\n`,
  ].join('');
}

function startFunction(start: StartPlan, plan: ProcessPlan): string {
  const doc = elementDoc(
    [
      `Starts an instance of the process "${plan.id}". A call that is repeated after a lost answer can start a second one.`,
      start.element.documentation,
    ],
    { model: plan.model, elementIds: [start.element.id] },
  );
  return [
    doc,
    `export function start${plan.typeName}(\n`,
    '  client: ProcessClient,\n',
    `  variables: ${payloadType(start.input, plan, '  ')},\n`,
    '): Promise<{ readonly processInstanceKey: string; readonly processVersion: number }> {\n',
    `  return client.createProcessInstance({ processId: ${stringLiteral(plan.id)}, variables });\n}\n`,
  ].join('');
}

/** Variables are JSON objects; a payload that is only known to be one stays open. */
function payloadType(payload: Json, plan: ProcessPlan, indent: string): string {
  if (sameJson(payload, plan.variables)) {
    return `${plan.typeName}Variables`;
  }
  const definitions = new Map(plan.types.map(({ name, schema }) => [name, schema]));
  const known = isRecord(dereference(payload, definitions));
  return known ? typeOf(payload, plan, 'JsonValue', indent) : 'JsonObject';
}
