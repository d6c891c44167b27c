import { dataMatchers } from './data-matchers.js';
import type { Matcher } from './matcher.js';
import { pathMatchers } from './path-matchers.js';
import type { ProcessMatchers } from './process-matchers.js';
import { stateMatchers } from './state-matchers.js';
import { waitMatchers } from './wait-matchers.js';

const matchers: Readonly<Record<keyof ProcessMatchers<void>, Matcher>> = {
  ...stateMatchers,
  ...pathMatchers,
  ...dataMatchers,
  ...waitMatchers,
};

/**
 * Adds the matchers of process instances to an `expect` of jest or vitest that is imported. Where
 * `expect` is global, importing `jobwright/testing/matchers` does it.
 */
export function installMatchers(expect: {
  // Each runner has a type of its own for what it takes.
  readonly extend: (matchers: never) => unknown;
}): void {
  expect.extend(matchers as never);
}
