import { deepStrictEqual } from 'node:assert/strict';

import type { EngineRecord } from '../records/record.js';
import type { IncidentValue, ProcessInstanceValue, VariableValue } from '../records/values.js';

/** Where a process instance is. */
export type TestInstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

/** One process instance, read from the records. The `assert*` methods throw an `AssertionError`. */
export class TestInstance {
  readonly key: number;
  readonly #records: () => readonly EngineRecord[];

  /** Made by the test engine. @internal */
  constructor(key: number, records: () => readonly EngineRecord[]) {
    this.key = key;
    this.#records = records;
  }

  /** Where the instance is now. */
  state(): TestInstanceState {
    const last = this.#elementEvents().findLast(({ record }) => record.key === this.key);
    return last?.record.intent === 'ELEMENT_COMPLETED'
      ? 'COMPLETED'
      : last?.record.intent === 'ELEMENT_TERMINATED'
        ? 'TERMINATED'
        : 'ACTIVE';
  }

  /** Ids of the elements that were completed, in order; the process itself is left out. */
  path(): readonly string[] {
    return this.#elementIds('ELEMENT_COMPLETED');
  }

  /** Ids of the elements where tokens are now, in the order they came there. */
  waitingAt(): readonly string[] {
    const open = new Map<number, string>();
    for (const { record, value } of this.#elementEvents()) {
      if (record.intent === 'ELEMENT_ACTIVATED' && value.bpmnElementType !== 'PROCESS') {
        open.set(record.key, value.elementId);
      } else if (/^ELEMENT_(COMPLETED|TERMINATED)$/.test(record.intent)) {
        open.delete(record.key);
      }
    }
    return [...open.values()];
  }

  /** The variables of the instance's root scope. */
  variables(): Readonly<Record<string, unknown>> {
    const variables: Record<string, unknown> = {};
    for (const { value } of this.#events('VARIABLE')) {
      if (value.scopeKey === this.key) {
        Object.defineProperty(variables, value.name, {
          value: JSON.parse(value.value),
          enumerable: true,
          configurable: true,
        });
      }
    }
    return variables;
  }

  /** Unresolved incidents. */
  incidents(): readonly (IncidentValue & { readonly key: number })[] {
    const open = new Map<number, IncidentValue & { readonly key: number }>();
    for (const { record, value } of this.#events('INCIDENT')) {
      if (record.intent === 'CREATED') {
        open.set(record.key, { ...value, key: record.key });
      } else if (record.intent === 'RESOLVED') {
        open.delete(record.key);
      }
    }
    return [...open.values()];
  }

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

  /** Asserts that none of these elements was completed. */
  assertNotPassed(...elementIds: readonly string[]): this {
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

  #elementIds(intent: string): readonly string[] {
    return this.#elementEvents()
      .filter(
        ({ record, value }) => record.intent === intent && value.bpmnElementType !== 'PROCESS',
      )
      .map(({ value }) => value.elementId);
  }

  #elementEvents(): readonly Seen<'PROCESS_INSTANCE'>[] {
    return this.#events('PROCESS_INSTANCE');
  }

  #events<Type extends keyof Values>(valueType: Type): readonly Seen<Type>[] {
    return (
      this.#records()
        .filter((record) => record.recordType === 'EVENT' && record.valueType === valueType)
        // A record's value has the shape that its value type names.
        .map((record) => ({ record, value: record.value as Values[Type] }))
        .filter(({ value }) => value.processInstanceKey === this.key)
    );
  }
}

interface Values {
  readonly PROCESS_INSTANCE: ProcessInstanceValue;
  readonly VARIABLE: VariableValue;
  readonly INCIDENT: IncidentValue;
}

interface Seen<Type extends keyof Values> {
  readonly record: EngineRecord;
  readonly value: Values[Type];
}
