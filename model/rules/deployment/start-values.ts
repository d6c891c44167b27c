import {
  evaluate,
  isFeelSyntaxError,
  parseExpression,
  unexpectedTypeMessage,
  type FeelResult,
} from '../../feel/index.js';
import { isFeelText } from '../../read/base-element.js';
import { attributeOf, type XmlElement } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { eventDefinitions, type ElementGraph } from './element-graph.js';
import { checkTimer } from './timer-values.js';

/** Events whose timer the engine computes while it deploys: there are no variables yet. */
function isProcessStart(event: XmlElement): boolean {
  return event.name === 'startEvent' && event.parent?.name === 'process';
}

/** What an expression yields without variables; undefined when it does not parse. */
function constantOf(expression: string): FeelResult | undefined {
  try {
    return evaluate(parseExpression(expression), {});
  } catch (error) {
    if (!isFeelSyntaxError(error)) {
      throw error;
    }
    return undefined;
  }
}

const timers = [
  { element: 'timeDate', kind: 'date', types: ['DATE_TIME', 'STRING'] },
  { element: 'timeDuration', kind: 'duration', types: ['DURATION', 'PERIOD', 'STRING'] },
  { element: 'timeCycle', kind: 'cycle', types: ['STRING'] },
] as const;

/** A timer that can be computed at deployment must be one. */
export const timerValue: DeploymentRule = {
  code: 'BPMN129',
  stage: 'runtime',
  elements: ['startEvent', 'intermediateCatchEvent', 'boundaryEvent'],
  check: (event) =>
    eventDefinitions(event).flatMap((definition) =>
      timers.flatMap(({ element, kind, types }) => {
        const written = definition.children.find(({ name }) => name === element);
        const problem = written && timerProblem(written.text, { event, kind, types });
        return problem === undefined ? [] : [`Invalid timer ${kind} expression (${problem})`];
      }),
    ),
};

function timerProblem(
  text: string,
  timer: {
    readonly event: XmlElement;
    readonly kind: 'date' | 'duration' | 'cycle';
    readonly types: readonly string[];
  },
): string | undefined {
  if (!isFeelText(text)) {
    return checkTimer(timer.kind, text);
  }
  const expression = text.slice(1).trim();
  const result = isProcessStart(timer.event) ? constantOf(expression) : undefined;
  if (result === undefined) {
    return undefined;
  }
  if (!timer.types.includes(result.type)) {
    return unexpectedTypeMessage(expression, timer.types, result);
  }
  return typeof result.value === 'string'
    ? checkTimer(timer.kind, result.value, expression)
    : undefined;
}

/** A process subscribes to its start message or signal at deployment, so the name must be known. */
export const startName: DeploymentRule = {
  code: 'BPMN125',
  stage: 'runtime',
  elements: ['startEvent'],
  check: (event, graph) =>
    isProcessStart(event)
      ? [...nameProblem(event, 'message', graph), ...nameProblem(event, 'signal', graph)]
      : [],
};

function nameProblem(
  event: XmlElement,
  kind: 'message' | 'signal',
  graph: ElementGraph,
): readonly string[] {
  return eventDefinitions(event)
    .filter(({ name }) => name === `${kind}EventDefinition`)
    .flatMap((definition) => {
      const target = graph.referenced(definition, `${kind}Ref`);
      const name = (target && attributeOf(target, 'name')) ?? '';
      const result = isFeelText(name) ? constantOf(name.slice(1).trim()) : undefined;
      return result === undefined || result.type === 'STRING'
        ? []
        : [
            `Expected constant expression of type String for ${kind} name '${name}', but was ${result.type}`,
          ];
    });
}
