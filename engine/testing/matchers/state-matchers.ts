import type { TestInstanceState } from '../instance-view.js';
import { matcher, type Matcher } from './matcher.js';

function stateMatcher(name: string, expected: TestInstanceState): Matcher {
  return matcher(name, (instance) => ({
    pass: instance.state() === expected,
    expected: () => expected,
    found: () => instance.state(),
  }));
}

/** Where an instance is. */
export const stateMatchers = {
  toBeActive: stateMatcher('toBeActive', 'ACTIVE'),
  toBeCompleted: stateMatcher('toBeCompleted', 'COMPLETED'),
  toBeCanceled: stateMatcher('toBeCanceled', 'TERMINATED'),
};
