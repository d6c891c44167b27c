import { pathText } from '../instance-report.js';
import type { ReadInstance } from '../read-instance.js';
import { matcher } from './matcher.js';

/** What an instance passed, and where it is. */
export const pathMatchers = {
  toHavePassed: matcher<readonly string[]>('toHavePassed', (instance, _runner, ...elementIds) => {
    instance.requireElements(elementIds);
    const missing = firstMissing(instance.path(), elementIds);
    return {
      pass: missing === undefined,
      expected: () => `passed ${named(instance, elementIds)}${inOrder(elementIds)}`,
      found: () =>
        missing === undefined ? 'passed' : whatIsMissing(instance, elementIds, missing),
    };
  }),

  toHavePassedExactly: matcher<readonly string[]>(
    'toHavePassedExactly',
    (instance, runner, ...elementIds) => {
      instance.requireElements(elementIds);
      const path = instance.path();
      const at = elementIds.findIndex((elementId, place) => path[place] !== elementId);
      const place = at < 0 ? elementIds.length : at;
      return {
        pass: runner.equals([...path], [...elementIds]),
        expected: () => `path ${named(instance, elementIds)}`,
        found: () =>
          `path ${named(instance, path)}\n          they part at step ${place + 1}: ` +
          `${elementIds[place] ?? 'the end'} is expected, ${path[place] ?? 'the end'} came`,
      };
    },
  ),

  toHavePassedNoneOf: matcher<readonly string[]>(
    'toHavePassedNoneOf',
    (instance, _runner, ...elementIds) => {
      instance.requireElements(elementIds);
      const passed = elementIds.filter((elementId) => instance.path().includes(elementId));
      return {
        pass: passed.length === 0,
        expected: () => `passed none of ${named(instance, elementIds)}`,
        found: () => (passed.length === 0 ? 'passed none' : `passed ${named(instance, passed)}`),
      };
    },
  ),

  toHavePassedTimes: matcher<readonly [string, number]>(
    'toHavePassedTimes',
    (instance, _runner, elementId, times) => {
      instance.requireElements([elementId]);
      const found = instance.path().filter((id) => id === elementId).length;
      return {
        pass: found === times,
        expected: () => `passed ${instance.nameOf(elementId)} ${times} times`,
        found: () => `${found} times`,
      };
    },
  ),

  toBeWaitingAt: matcher<readonly string[]>('toBeWaitingAt', (instance, _runner, ...elementIds) => {
    instance.requireElements(elementIds);
    const waitingAt = instance.waitingAt();
    const missing = elementIds.filter((elementId) => !waitingAt.includes(elementId));
    return {
      pass: missing.length === 0,
      expected: () => `waiting at ${named(instance, elementIds)}`,
      found: () => whereItWaits(instance),
    };
  }),

  toBeWaitingAtExactly: matcher<readonly string[]>(
    'toBeWaitingAtExactly',
    (instance, runner, ...elementIds) => {
      instance.requireElements(elementIds);
      // A multi-instance activity is there as often as it has inner instances.
      const waitingAt = [...new Set(instance.waitingAt())];
      return {
        pass: runner.equals(waitingAt.sort(), [...new Set(elementIds)].sort()),
        expected: () => `waiting at ${named(instance, elementIds)} and nowhere else`,
        found: () => whereItWaits(instance),
      };
    },
  ),

  toHaveCalled: matcher<readonly [string]>('toHaveCalled', (instance, _runner, processId) => {
    const called = instance.children().map((child) => child.processId);
    return {
      pass: called.includes(processId),
      expected: () => `called '${processId}'`,
      found: () => (called.length === 0 ? 'called nothing' : `called ${called.join(', ')}`),
    };
  }),
};

/** Place of the first expected element that does not come in its turn. */
function firstMissing(path: readonly string[], expected: readonly string[]): number | undefined {
  let from = 0;
  for (const [place, elementId] of expected.entries()) {
    const at = path.indexOf(elementId, from);
    if (at < 0) {
      return place;
    }
    from = at + 1;
  }
  return undefined;
}

function whatIsMissing(
  instance: ReadInstance,
  elementIds: readonly string[],
  missing: number,
): string {
  const elementId = elementIds[missing] ?? '';
  const shown = instance.nameOf(elementId);
  const visits = instance.elements().filter((visit) => visit.elementId === elementId);
  const before = missing > 0 ? ` after ${instance.nameOf(elementIds[missing - 1] ?? '')}` : '';
  if (instance.path().includes(elementId)) {
    return `${shown} was passed, but not${before}`;
  }
  const state = visits.at(-1)?.state;
  return state === 'ACTIVE'
    ? `${shown} was reached, and waits`
    : state === 'TERMINATED'
      ? `${shown} was reached, and left by an event before it was completed`
      : `${shown} was never reached`;
}

function whereItWaits(instance: ReadInstance): string {
  const waitingAt = instance.waitingAt();
  return waitingAt.length > 0
    ? `waiting at ${named(instance, waitingAt)}`
    : `waiting nowhere: the instance is ${instance.state()}`;
}

function named(instance: ReadInstance, elementIds: readonly string[]): string {
  return elementIds.length === 0
    ? 'nothing'
    : pathText(elementIds.map((elementId) => instance.nameOf(elementId)));
}

function inOrder(elementIds: readonly string[]): string {
  return elementIds.length > 1 ? ', in this order' : '';
}
