import { deepStrictEqual } from 'node:assert/strict';

import type { TestIncident, TestInstanceState } from './instance-view.js';

/**
 * Assertions for any test runner. Each throws an `AssertionError` that shows the instance, and
 * returns the instance. With jest or vitest, the matchers of `jobwright/testing/matchers` say more.
 */
export abstract class InstanceAssertions {
  abstract readonly key: number;
  abstract state(): TestInstanceState;
  abstract path(): readonly string[];
  abstract waitingAt(): readonly string[];
  abstract variables(): Readonly<Record<string, unknown>>;
  abstract incidents(): readonly TestIncident[];
  abstract requireElements(elementIds: readonly string[]): void;

  /** Asserts where the instance is. */
  assertState(expected: TestInstanceState): this {
    deepStrictEqual(this.state(), expected, this.#says(`is ${this.state()}, not ${expected}`));
    return this;
  }

  /** Asserts that these elements were completed, in this order; others may lie between. */
  assertPassed(...elementIds: readonly string[]): this {
    const path = this.path();
    let at = 0;
    for (const elementId of elementIds) {
      const found = path.indexOf(elementId, at);
      const what = `did not pass '${elementId}' ${at === 0 ? '' : `after '${path[at - 1] ?? ''}'`}`;
      deepStrictEqual(found >= 0, true, this.#says(`${what}; its path is ${path.join(' > ')}`));
      at = found + 1;
    }
    return this;
  }

  /** Asserts that exactly these elements were completed, in exactly this order. */
  assertPath(...elementIds: readonly string[]): this {
    const path = this.path();
    deepStrictEqual(path, elementIds, this.#says(`took the path ${path.join(' > ')}`));
    return this;
  }

  /** Asserts that no other elements than these were completed. */
  assertPassedOnly(...elementIds: readonly string[]): this {
    const others = this.path().filter((elementId) => !elementIds.includes(elementId));
    deepStrictEqual(others, [], this.#says(`passed ${others.join(', ')}, too`));
    return this;
  }

  /** Asserts that none of these elements was completed. Throws when the process has no such element. */
  assertNotPassed(...elementIds: readonly string[]): this {
    this.requireElements(elementIds);
    const passed = elementIds.filter((elementId) => this.path().includes(elementId));
    deepStrictEqual(passed, [], this.#says(`passed ${passed.join(', ')}`));
    return this;
  }

  /** Asserts that the root scope has these variables with these values; it may have more. */
  assertVariables(expected: Readonly<Record<string, unknown>>): this {
    const all = this.variables();
    const found = Object.fromEntries(Object.keys(expected).map((name) => [name, all[name]]));
    deepStrictEqual(found, { ...expected });
    return this;
  }

  /** Asserts that no incident is open. */
  assertNoIncident(): this {
    const texts = this.incidents().map(
      ({ elementId, errorType, errorMessage }) => `${elementId}: ${errorType}: ${errorMessage}`,
    );
    deepStrictEqual(texts, [], this.#says(`has incidents:\n${texts.join('\n')}`));
    return this;
  }

  #says(text: string): string {
    return `process instance ${this.key} ${text}`;
  }
}
