import type { ReadInstance } from '../read-instance.js';
import { isTestInstance } from '../test-instance.js';

/** What jest and vitest give a matcher as `this`, as far as it is used. */
export interface MatcherContext {
  readonly isNot?: boolean;
  readonly promise?: string;
  readonly customTesters?: readonly unknown[];
  readonly equals: (one: unknown, other: unknown, testers?: readonly unknown[]) => boolean;
  readonly utils: {
    readonly matcherHint: (
      name: string,
      received?: string,
      expected?: string,
      options?: object,
    ) => string;
    readonly printExpected: (value: unknown) => string;
    readonly printReceived: (value: unknown) => string;
    readonly iterableEquality?: unknown;
  };
}

/** What a matcher answers. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What was found out about an instance. */
export interface Finding {
  readonly pass: boolean;
  /** What is expected, as it follows on `Expected: `, made when it is shown. */
  readonly expected: () => string;
  /** What there is instead. */
  readonly found: () => string;
}

/** What looks at an instance; `equals` and the printing are the test runner's. */
export type Look<Arguments extends readonly unknown[]> = (
  instance: ReadInstance,
  runner: Runner,
  ...expected: Arguments
) => Finding;

/** The test runner's ways to compare and print. */
export interface Runner {
  /** Deep equality that knows asymmetric matchers. */
  readonly equals: (found: unknown, expected: unknown) => boolean;
  readonly printExpected: (value: unknown) => string;
  readonly printReceived: (value: unknown) => string;
}

/** A matcher as `expect.extend` takes it. */
export type Matcher = (
  this: MatcherContext,
  received: unknown,
  ...expected: readonly unknown[]
) => MatcherResult | Promise<MatcherResult>;

/** Makes a matcher: reads the instance, and writes the message where it fails. */
export function matcher<Arguments extends readonly unknown[]>(
  name: string,
  look: Look<Arguments>,
): Matcher {
  return function (received, ...expected) {
    const { equals, utils, customTesters = [] } = this;
    const testers = [
      ...customTesters,
      ...(utils.iterableEquality === undefined ? [] : [utils.iterableEquality]),
    ];
    const runner: Runner = {
      equals: (found, wanted) => equals(found, wanted, testers),
      printExpected: (value) => utils.printExpected(value),
      printReceived: (value) => utils.printReceived(value),
    };
    const { isNot = false, promise = '' } = this;
    const hint = (): string =>
      utils.matcherHint(name, 'instance', expected.map(shownArgument).join(', '), {
        isNot,
        promise,
      });
    const match = (instance: unknown): MatcherResult => {
      if (!isTestInstance(instance)) {
        throw new TypeError(
          `${hint()}\n\nA process instance of jobwright/testing is expected: what startInstance or lastInstance gives.\n` +
            `Received: ${utils.printReceived(instance)}`,
        );
      }
      // The types of the arguments are those that `ProcessMatchers` has for the name.
      const finding = look(instance, runner, ...(expected as unknown as Arguments));
      return {
        pass: finding.pass,
        message: () => `${hint()}\n\n${text(instance, finding, isNot)}`,
      };
    };
    return isPromise(received) ? received.then(match) : match(received);
  };
}

function text(instance: ReadInstance, finding: Finding, isNot: boolean): string {
  return [
    `Expected: ${isNot ? 'not ' : ''}${finding.expected()}`,
    `Found:    ${finding.found()}`,
    '',
    instance.describe(),
  ].join('\n');
}

function shownArgument(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? '…'
    : value === undefined
      ? 'undefined'
      : JSON.stringify(value);
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** Whether a text fits: it contains a text, matches a pattern, or equals by an asymmetric matcher. */
export function textFits(found: string, expected: unknown, runner: Runner): boolean {
  return typeof expected === 'string'
    ? found.includes(expected)
    : expected instanceof RegExp
      ? expected.test(found)
      : runner.equals(found, expected);
}

/** Whether each field that is expected equals what there is. */
export function fieldsFit(found: object, expected: object, runner: Runner): boolean {
  return Object.entries(expected).every(
    ([name, value]) =>
      // A field that is not there is undefined.
      value === undefined || runner.equals((found as Record<string, unknown>)[name], value),
  );
}
