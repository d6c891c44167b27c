import { showValue } from '../instance-report.js';
import type { ReadInstance } from '../read-instance.js';
import { fieldsFit, matcher, textFits } from './matcher.js';
import type { ExpectedIncident, VariableScope } from './process-matchers.js';

/** Variables and incidents. */
export const dataMatchers = {
  toHaveVariable: matcher<readonly [string, unknown?, VariableScope?]>(
    'toHaveVariable',
    (instance, runner, name, ...rest) => {
      const [value, scope = {}] = rest;
      const found = variablesOf(instance, scope);
      const isThere = Object.hasOwn(found, name);
      const where = scope.at === undefined ? '' : ` at ${instance.nameOf(scope.at)}`;
      return {
        // `undefined` is no JSON value: it stands for any value.
        pass: isThere && (value === undefined || runner.equals(found[name], value)),
        expected: () =>
          value === undefined
            ? `variable '${name}'${where}`
            : `variable '${name}'${where} = ${runner.printExpected(value)}`,
        found: () =>
          isThere
            ? `'${name}' = ${runner.printReceived(found[name])}`
            : `no variable '${name}'${where}; ${elsewhere(instance, name)}`,
      };
    },
  ),

  toHaveVariables: matcher<readonly [Readonly<Record<string, unknown>>, VariableScope?]>(
    'toHaveVariables',
    (instance, runner, expected, scope = {}) => {
      const found = variablesOf(instance, scope);
      const names = Object.keys(expected);
      const differing = names.filter(
        (name) => !Object.hasOwn(found, name) || !runner.equals(found[name], expected[name]),
      );
      const pick = (from: Readonly<Record<string, unknown>>, some: readonly string[]) =>
        Object.fromEntries(
          some.filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]),
        );
      const where = scope.at === undefined ? '' : ` at ${instance.nameOf(scope.at)}`;
      return {
        pass: differing.length === 0,
        expected: () =>
          `variables${where} ${runner.printExpected(pick(expected, differing.length > 0 ? differing : names))}`,
        found: () =>
          differing.length === 0
            ? runner.printReceived(pick(found, names))
            : `${runner.printReceived(pick(found, differing))}${missing(found, differing)}`,
      };
    },
  ),

  toHaveIncident: matcher<readonly [ExpectedIncident?]>(
    'toHaveIncident',
    (instance, runner, expected = {}) => {
      const { message, ...fields } = expected;
      if (typeof fields.elementId === 'string') {
        instance.requireElements([fields.elementId]);
      }
      const incidents = instance.incidents();
      return {
        pass: incidents.some(
          (incident) =>
            fieldsFit(incident, fields, runner) &&
            (message === undefined || textFits(incident.errorMessage, message, runner)),
        ),
        expected: () =>
          Object.keys(expected).length === 0
            ? 'an incident'
            : `an incident ${runner.printExpected(expected)}`,
        found: () => incidentsText(instance),
      };
    },
  ),

  toHaveNoIncidents: matcher('toHaveNoIncidents', (instance) => ({
    pass: instance.incidents().length === 0,
    expected: () => 'no incidents',
    found: () => incidentsText(instance),
  })),
};

function variablesOf(
  instance: ReadInstance,
  scope: VariableScope,
): Readonly<Record<string, unknown>> {
  if (scope.at !== undefined) {
    instance.requireElements([scope.at]);
  }
  return instance.variables(scope);
}

/** Where else a variable of this name is: a frequent mistake is to look in the wrong scope. */
function elsewhere(instance: ReadInstance, name: string): string {
  const root = instance.variables();
  if (Object.hasOwn(root, name)) {
    return `the root scope has it: ${showValue(root[name])}`;
  }
  const ids = new Set(instance.elements().map(({ elementId }) => elementId));
  const at = [...ids].filter(
    (id) => id !== instance.processId && Object.hasOwn(instance.variables({ at: id }), name),
  );
  return at.length === 0
    ? `there are ${Object.keys(root).join(', ') || 'none'}`
    : `it is local to ${at.join(', ')}: give { at: '${at[0] ?? ''}' }`;
}

function missing(found: object, names: readonly string[]): string {
  const gone = names.filter((name) => !Object.hasOwn(found, name));
  return gone.length === 0 ? '' : `; there is no ${gone.join(', ')}`;
}

function incidentsText(instance: ReadInstance): string {
  const texts = instance
    .incidents()
    .map(
      ({ elementId, errorType, errorMessage }) =>
        `${instance.nameOf(elementId)}: ${errorType}: ${errorMessage}`,
    );
  return texts.length === 0 ? 'no incidents' : texts.join('\n          ');
}
