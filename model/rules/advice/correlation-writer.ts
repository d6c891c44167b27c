import { diagnose } from '../../codes.js';
import { isFeelSyntaxError, parseExpression, variablePaths } from '../../feel/index.js';
import { flowNodes } from '../../flow-scopes.js';
import type { Expression, FlowNode, Message, Process } from '../../types.js';
import type { AdviceRule } from './advice-rule.js';

/**
 * A message finds its instance by a variable. If no mapping, script, decision or schema says where
 * that variable comes from, a worker that forgets it, or spells it otherwise, leaves the instance
 * waiting for ever.
 */
export const correlationWriter: AdviceRule = (model, context) =>
  model.processes
    .filter(({ isExecutable }) => isExecutable)
    .flatMap((process) => {
      const written = writtenVariables(process, context.declaredVariables);
      return written === 'unknown'
        ? []
        : keysOf(process).flatMap(({ node, message, key }) =>
            rootVariables(key)
              .filter((variable) => !written.has(variable))
              .map((variable) =>
                diagnose('BPMN154', {
                  place: key.place,
                  elementId: message.id,
                  values: { variable, message: message.name ?? message.id, element: node.id },
                }),
              ),
          );
    });

interface Key {
  readonly node: FlowNode;
  readonly message: Message;
  readonly key: Expression;
}

function keysOf(process: Process): readonly Key[] {
  const seen = new Set<Message>();
  return flowNodes(process).flatMap((node) =>
    messagesOf(node, process)
      .filter((message) => !seen.has(message))
      .flatMap((message) => {
        seen.add(message);
        return message.correlationKey === undefined
          ? []
          : [{ node, message, key: message.correlationKey }];
      }),
  );
}

function messagesOf(node: FlowNode, process: Process): readonly Message[] {
  if (node.kind === 'receiveTask') {
    return node.message === undefined ? [] : [node.message];
  }
  if (!('eventDefinitions' in node) || node.kind === 'endEvent') {
    return [];
  }
  // The start of a process needs no key; the start of an event sub-process does.
  if (node.kind === 'startEvent' && process.flowElements.nodes.includes(node)) {
    return [];
  }
  return node.eventDefinitions.flatMap((definition) =>
    definition.kind === 'message' && definition.message !== undefined ? [definition.message] : [],
  );
}

function rootVariables(key: Expression): readonly string[] {
  if (!key.isFeel) {
    return [];
  }
  try {
    const paths = variablePaths(parseExpression(key.text.slice(1)));
    return [...new Set(paths.flatMap(([root]) => root ?? []))];
  } catch (error) {
    if (!isFeelSyntaxError(error)) {
      throw error;
    }
    return [];
  }
}

/**
 * Variables that the model says are written. `unknown` when a start event names a payload or a form:
 * then the schema, which is not at hand, may declare any.
 */
function writtenVariables(
  process: Process,
  declared: ReadonlySet<string> | undefined,
): ReadonlySet<string> | 'unknown' {
  const hasPayload = process.flowElements.nodes.some(
    (node) =>
      node.kind === 'startEvent' &&
      (node.formId !== undefined ||
        node.properties.some(({ name }) => name === 'jobwright:payload')),
  );
  if (hasPayload && declared === undefined) {
    return 'unknown';
  }
  return new Set([...(declared ?? []), ...flowNodes(process).flatMap(writesOf)]);
}

function writesOf(node: FlowNode): readonly string[] {
  const mapped = (node.ioMapping?.outputs ?? []).map(({ target }) => target.split('.')[0] ?? '');
  const result =
    node.kind === 'scriptTask'
      ? node.script?.resultVariable
      : node.kind === 'businessRuleTask'
        ? node.calledDecision?.resultVariable
        : undefined;
  const collected = 'loop' in node ? node.loop.outputCollection : undefined;
  const local = (node.ioMapping?.inputs ?? []).map(({ target }) => target.split('.')[0] ?? '');
  return [...mapped, ...local, ...[result, collected].filter((each) => each !== undefined)];
}
