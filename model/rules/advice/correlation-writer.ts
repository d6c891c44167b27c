import { diagnose } from '../../codes.js';
import { isFeelSyntaxError, parseExpression, variablePaths } from '../../feel/index.js';
import { flowNodes } from '../../flow-scopes.js';
import type { Expression, FlowNode, Message, Process } from '../../types.js';
import type { AdviceRule } from './advice-rule.js';
import { executableProcesses } from './scope-graph.js';
import { writtenVariables } from './written-variables.js';

/**
 * A message finds its instance by a variable. If no mapping, script, decision or schema says where
 * that variable comes from, a worker that forgets it, or spells it otherwise, leaves the instance
 * waiting for ever.
 */
export const correlationWriter: AdviceRule = (model, context) =>
  executableProcesses(model).flatMap((process) => {
    const keys = keysOf(process);
    const written = keys.length === 0 ? 'unknown' : writtenVariables(process, context);
    return written === 'unknown'
      ? []
      : keys.flatMap(({ node, message, key }) =>
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
  // The start of a process needs no key; the start of an event sub-process does.
  const starts = new Set(process.flowElements.nodes.filter(({ kind }) => kind === 'startEvent'));
  return flowNodes(process)
    .filter((node) => !starts.has(node))
    .flatMap((node) =>
      messagesOf(node)
        .filter((message) => !seen.has(message))
        .flatMap((message) => {
          seen.add(message);
          return message.correlationKey === undefined
            ? []
            : [{ node, message, key: message.correlationKey }];
        }),
    );
}

function messagesOf(node: FlowNode): readonly Message[] {
  switch (node.kind) {
    case 'receiveTask':
      return node.message === undefined ? [] : [node.message];
    case 'startEvent':
    case 'intermediateCatchEvent':
    case 'boundaryEvent':
      return node.eventDefinitions.flatMap((definition) =>
        definition.kind === 'message' && definition.message !== undefined
          ? [definition.message]
          : [],
      );
    default:
      return [];
  }
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
