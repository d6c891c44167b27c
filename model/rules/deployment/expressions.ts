import { newerSince } from '../../platform/features.js';
import { isFeelSyntaxError, parseExpression } from '../../feel/index.js';
import { isFeelText } from '../../read/base-element.js';
import { attributeOf, type XmlElement } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { isEmpty } from './deployment-rule.js';

const reservedWords = [
  'null',
  'true',
  'false',
  'function',
  'if',
  'then',
  'else',
  'for',
  'between',
  'instance',
  'of',
];

/**
 * What a place for an expression accepts. `feel`: FEEL that must be there. `any`: FEEL or static text
 * that must be there. `optional`: FEEL or nothing. `parse`: anything, but FEEL must parse.
 */
type Demand = 'feel' | 'any' | 'optional' | 'parse';

/** The broker's messages about one expression. An empty attribute counts as none. */
export function checkExpression(text: string | undefined, demand: Demand): readonly string[] {
  if (text === undefined) {
    return demand === 'feel' || demand === 'any' ? ['Expected expression but not found.'] : [];
  }
  if (isFeelText(text)) {
    return syntaxError(text.slice(1));
  }
  return demand === 'feel' || demand === 'optional'
    ? [
        `Expected expression but found static value '${text}'. An expression must start with '=' (e.g. '=${text}').`,
      ]
    : [];
}

function syntaxError(expression: string): readonly string[] {
  try {
    parseExpression(expression);
    return [];
  } catch (error) {
    if (!isFeelSyntaxError(error)) {
      throw error;
    }
    return [`failed to parse expression '${expression}': ${leftOver(expression) ?? error.message}`];
  }
}

/** The broker's words when an operand is followed by what cannot go on: `x +`, `iban: "DE456"`. */
function leftOver(expression: string): string | undefined {
  const [whole = '', , operand = '', rest = ''] =
    /^((\w[\w.]*)\s*)(\W[^]*)$/.exec(expression) ?? [];
  const isName = !reservedWords.includes(operand);
  if (whole === '' || !isName || /^[([{]/.test(rest)) {
    return undefined;
  }
  const column = String(expression.length - rest.length + 1);
  return `Expected (binaryComparison | between | instanceOf | in | "and" | "or" | end-of-input):1:${column}, found ${JSON.stringify(rest.slice(0, 10))}`;
}

const filled = (element: XmlElement, attribute: string): string | undefined => {
  const value = attributeOf(element, attribute);
  return isEmpty(value) ? undefined : value;
};

const attributes = (
  element: string,
  demands: Readonly<Record<string, Demand>>,
): DeploymentRule => ({
  code: 'BPMN135',
  stage: 'runtime',
  elements: [element],
  check: (each) =>
    Object.entries(demands).flatMap(([attribute, demand]) =>
      checkExpression(filled(each, attribute), demand),
    ),
});

const text = (element: string, demand: Demand): DeploymentRule => ({
  code: 'BPMN135',
  stage: 'runtime',
  elements: [element],
  check: (each) => checkExpression(each.text, demand),
});

const pathPattern = '[a-zA-Z_][a-zA-Z0-9_]*(\\.[a-zA-Z_][a-zA-Z0-9_]*)*';
const path = new RegExp(`^${pathPattern}$`);

/** A mapping's target is a variable or a path into one. */
function checkPath(target: string | undefined): readonly string[] {
  if (target === undefined) {
    return ['Expected path expression but not found.'];
  }
  if (reservedWords.includes(target)) {
    return [
      `Expected path expression '${target}' but is one of the reserved words (${reservedWords.join(', ')}).`,
    ];
  }
  return path.test(target)
    ? []
    : [`Expected path expression '${target}' but doesn't match the pattern '${pathPattern}'.`];
}

const mapping = (element: string, demand: Demand): DeploymentRule => ({
  code: 'BPMN135',
  stage: 'runtime',
  elements: [element],
  check: (each) => [
    ...checkExpression(filled(each, 'source'), demand),
    ...checkPath(filled(each, 'target')),
  ],
});

/** Expressions in the places where a model may have them. */
export const expressions: readonly DeploymentRule[] = [
  mapping('zeebe:input', 'any'),
  mapping('zeebe:output', 'feel'),
  text('conditionExpression', 'feel'),
  attributes('zeebe:subscription', { correlationKey: 'feel' }),
  attributes('zeebe:loopCharacteristics', { inputCollection: 'feel', outputElement: 'optional' }),
  attributes('zeebe:taskDefinition', { type: 'any', retries: 'parse' }),
  attributes('zeebe:calledElement', { processId: 'any' }),
  attributes('zeebe:calledDecision', { decisionId: 'any' }),
  attributes('zeebe:script', { expression: 'feel' }),
  attributes('message', { name: 'parse' }),
  attributes('signal', { name: 'parse' }),
  {
    ...attributes('zeebe:adHoc', {
      activeElementsCollection: 'optional',
      outputElement: 'optional',
    }),
    since: newerSince('zeebe:adHoc'),
  },
  {
    ...attributes('zeebe:taskListener', { type: 'parse', retries: 'parse' }),
    since: newerSince('zeebe:taskListeners'),
  },
  {
    code: 'BPMN135',
    stage: 'runtime',
    since: newerSince('conditionalEventDefinition'),
    elements: ['condition'],
    // That an empty one is missing, a rule of its own says.
    check: ({ text: condition }) => (condition === '' ? [] : checkExpression(condition, 'feel')),
  },
  {
    ...attributes('zeebe:jobPriorityDefinition', { priority: 'parse' }),
    since: newerSince('zeebe:jobPriorityDefinition'),
  },
  {
    ...attributes('zeebe:calledElement', { businessId: 'parse' }),
    since: newerSince('zeebe:calledElement businessId'),
  },
];

const timerExpression: DeploymentRule = {
  code: 'BPMN135',
  stage: 'runtime',
  elements: ['timerEventDefinition'],
  check: (timer) =>
    timer.children
      .filter(({ name }) => ['timeDate', 'timeDuration', 'timeCycle'].includes(name))
      .flatMap((child) => checkExpression(child.text, 'parse')),
};

const completionCondition: DeploymentRule = {
  code: 'BPMN135',
  stage: 'runtime',
  elements: ['multiInstanceLoopCharacteristics'],
  check: (loop) =>
    loop.children
      .filter(({ name }) => name === 'completionCondition')
      .flatMap((condition) => checkExpression(condition.text, 'parse')),
};

const adHocCompletion: DeploymentRule = {
  ...completionCondition,
  since: newerSince('adHocSubProcess completionCondition'),
  elements: ['adHocSubProcess'],
};

/** A list as the engine splits it: quoted or plain items, none of them empty. */
const commaSeparated = /^\s*(?:"[^"]*"|[^\s",][^",]*)\s*(?:,\s*(?:"[^"]*"|[^\s",][^",]*)\s*)*$/;
/** ISO 8601 with an offset; seconds and a zone id may follow. */
const zonedDateTime =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2}){0,2})(?:\[[\w/+-]+\])?$/;

const userTaskValue = (
  element: string,
  names: readonly string[],
  demand: { readonly accepts: (value: string) => boolean; readonly message: string },
): DeploymentRule => ({
  code: 'BPMN137',
  stage: 'runtime',
  elements: [element],
  check: (each) =>
    names.flatMap((name) => {
      const value = filled(each, name);
      if (value === undefined || isFeelText(value)) {
        return checkExpression(value, 'parse');
      }
      return demand.accepts(value) ? [] : [`${demand.message}, but found '${value}'.`];
    }),
});

const dateTime = {
  accepts: (value: string) => zonedDateTime.test(value),
  message: "Expected static value to be a valid DateTime String, e.g. '2023-03-02T15:35+02:00'",
};
const list = {
  accepts: (value: string) => commaSeparated.test(value),
  message: "Expected static value to be a list of comma-separated values, e.g. 'a,b,c'",
};
const wholeNumber = {
  accepts: (value: string) => /^[+-]?\d+$/.test(value),
  message: 'Expected static value to be a valid Number between 0 and 100',
};

/** What a user task says about people, dates and priority. */
export const userTaskValues: readonly DeploymentRule[] = [
  userTaskValue('zeebe:assignmentDefinition', ['assignee'], { accepts: () => true, message: '' }),
  userTaskValue('zeebe:assignmentDefinition', ['candidateGroups', 'candidateUsers'], list),
  userTaskValue('zeebe:taskSchedule', ['dueDate', 'followUpDate'], dateTime),
  userTaskValue('zeebe:priorityDefinition', ['priority'], wholeNumber),
  completionCondition,
  adHocCompletion,
  timerExpression,
];
