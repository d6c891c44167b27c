import { dereference } from '../plan/schema-algebra.js';
import type { MessagePlan, ProcessPlan, SignalPlan, StartPlan } from '../plan/plan-types.js';
import { isRecord, sameJson, type Json } from '../json.js';
import { typeOf } from './contract.js';
import { elementDoc, emitModule, type EmitOptions } from './module.js';
import { union } from './schema-type.js';
import { docComment, propertyAccess, stringLiteral } from './text.js';

/** `messages.gen.ts`: one typed function for each message, signal and direct start of a process. */
export function emitMessages(plan: ProcessPlan, options: EmitOptions): string {
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: [
      'ConditionClient',
      'JsonObject',
      'JsonValue',
      'ProcessClient',
      'PublishedMessage',
    ],
    contractTypes: contractTypes(plan),
    blocks: [
      ...plan.messages.flatMap((message) => [
        messageType(message, plan),
        publishFunction(message, plan),
      ]),
      ...plan.signals.map((signal) => broadcastFunction(signal, plan)),
      plan.start === undefined ? '' : startFunction(plan.start, plan),
      conditionsFunction(plan),
    ],
  });
}

/** Types of the contract that other files of a process may need. */
export function contractTypes(plan: ProcessPlan): readonly string[] {
  const own = ['Result', 'StartInput', 'Variables'].map((suffix) => `${plan.typeName}${suffix}`);
  return [...plan.types.map(({ name }) => name), ...own];
}

/** A message that only starts processes needs no correlation key; its id makes it safe to repeat. */
function isFreeStart(message: MessagePlan): boolean {
  return (
    message.startsProcess &&
    message.correlationKey.kind === 'argument' &&
    message.correlationText === undefined &&
    message.correlationTexts.length === 0
  );
}

const ID_DOC = 'Publishing twice with one id is a no-op. Default: the correlation key.';

function messageType(message: MessagePlan, plan: ProcessPlan): string {
  const { correlationKey, timeToLiveMs } = message;
  const free = isFreeStart(message);
  const member = (name: string, type: string, doc: string): string =>
    `${docComment([doc], { indent: '  ' })}  readonly ${name}: ${type};\n`;
  const common = [
    correlationKey.kind === 'payload' || free
      ? ''
      : member(correlationKey.name, correlationKey.type, keyDoc(message)),
    `  readonly variables: ${payloadType(message.payload, plan, '  ')};\n`,
    free ? '' : member('messageId?', 'string', ID_DOC),
    member(
      'timeToLiveMs?',
      'number',
      `How long the engine keeps the message, in ms. Default: ${timeToLiveMs}.`,
    ),
  ].join('');
  const doc = docComment([`The message "${message.name}", ready to publish.`]);
  const name = `${message.typeName}Message`;
  return free
    ? [
        `${doc}export type ${name} = {\n${common}} & ${name}Identity;\n\n`,
        docComment([
          'What keeps a repeated publication from starting a second instance: a message id, a correlation key (while an instance with the key runs, no second one starts), or both.',
        ]),
        `export type ${name}Identity =\n`,
        '  | { readonly messageId: string; readonly correlationKey?: string }\n',
        '  | { readonly correlationKey: string; readonly messageId?: string };\n',
      ].join('')
    : `${doc}export interface ${name} {\n${common}}\n`;
}

function keyDoc(message: MessagePlan): string {
  if (message.correlationTexts.length > 0) {
    const texts = message.correlationTexts.map((text) => `\`${text}\``).join(', ');
    return `Correlation key: what the waiting instance has as one of ${texts}.`;
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

function keyExpression(message: MessagePlan): string {
  const { correlationKey } = message;
  if (isFreeStart(message)) {
    return "message.correlationKey ?? ''";
  }
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
    `  variables: ${plan.typeName}StartInput,\n`,
    '): Promise<{ readonly processInstanceKey: string; readonly processVersion: number }> {\n',
    `  return client.createProcessInstance({ processId: ${stringLiteral(plan.id)}, variables });\n}\n`,
  ].join('');
}

/** One function for all conditional starts: the engine evaluates every condition at once. */
function conditionsFunction(plan: ProcessPlan): string {
  const starts = plan.conditionalStarts;
  if (starts.length === 0) {
    return '';
  }
  const doc = elementDoc(
    [
      `Has the conditions evaluated that start the process "${plan.id}" (Camunda 8.9): ${starts.map(({ condition }) => condition).join(', ')}. Conditions of other processes are evaluated too, unless \`processDefinitionKey\` names this one.`,
      ...starts.map(({ element }) => element.documentation),
    ],
    { model: plan.model, elementIds: starts.map(({ element }) => element.id) },
  );
  const types = starts.map(({ input }) => payloadType(input, plan, '  '));
  return [
    doc,
    `export function evaluate${plan.typeName}Conditions(\n`,
    '  client: ConditionClient,\n',
    `  variables: ${union(types)},\n`,
    '  processDefinitionKey?: string,\n',
    "): ReturnType<ConditionClient['evaluateConditions']> {\n",
    '  return client.evaluateConditions({\n',
    '    variables,\n',
    '    ...(processDefinitionKey === undefined ? {} : { processDefinitionKey }),\n',
    '  });\n}\n',
  ].join('');
}

/** Variables are JSON objects; a payload that is only known to be one stays open. */
export function payloadType(payload: Json, plan: ProcessPlan, indent: string): string {
  if (sameJson(payload, plan.variables)) {
    return `${plan.typeName}Variables`;
  }
  const definitions = new Map(plan.types.map(({ name, schema }) => [name, schema]));
  const known = isRecord(dereference(payload, definitions));
  return known ? typeOf(payload, plan, 'JsonValue', indent) : 'JsonObject';
}
