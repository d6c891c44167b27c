import type { TraceRecord } from './trace.js';
import { isObject } from './trace.js';

/** The first key a broker can make: partition 1, counter 0. Process data hardly reaches it. */
const FIRST_KEY = 2 ** 51;
/** Fields that hold absolute times. A time is only compared as being set. */
const TIME_FIELDS = new Set([
  'dueDate',
  'deadline',
  'recurringTime',
  'timestamp',
  'evaluatedAt',
  'creationTimestamp',
]);
/** Fields that only newer or other brokers write, or that name build products. */
const IGNORED_FIELDS = new Set(['checksum', 'operationReference', 'requestId', 'requestStreamId']);

/** A record without what may differ between two runs of the same thing. */
export interface NormalRecord {
  readonly recordType: string;
  readonly valueType: string;
  readonly intent: string;
  readonly key: unknown;
  readonly value: unknown;
  readonly rejectionType: string;
  readonly rejectionReason: string;
}

/**
 * Makes two streams comparable: keys become `#n` by first appearance (also inside texts), definition
 * versions become `v1`, `v2` by first appearance, absolute times become `time`, JSON texts of
 * variables are parsed, and the variables that one merge writes are put in the order of their names.
 */
export function normalize(records: readonly TraceRecord[]): readonly NormalRecord[] {
  const rename = new Renaming();
  return sortMerges(records).map((record) => ({
    recordType: record.recordType,
    valueType: record.valueType,
    intent: record.intent,
    key: rename.key(record.key),
    value: normalizeValue(record, rename),
    rejectionType: record.rejectionType,
    rejectionReason: rename.text(record.rejectionReason),
  }));
}

/** Makes any JSON comparable as records are: keys, versions and times by what they are, not by number. */
export function normalizeJson(json: unknown): unknown {
  return new Renaming().value(json);
}

function normalizeValue(record: TraceRecord, rename: Renaming): unknown {
  const value = rename.value(visibleValue(record));
  if (record.valueType !== 'VARIABLE' || !isObject(value)) {
    return value;
  }
  return { ...value, value: parseVariable(record.value.value) };
}

/** Recordings leave out which variables a JOB_BATCH asks for. */
function visibleValue(record: TraceRecord): Readonly<Record<string, unknown>> {
  if (record.valueType !== 'JOB_BATCH') {
    return record.value;
  }
  return Object.fromEntries(Object.entries(record.value).filter(([name]) => name !== 'variables'));
}

/** The text of a variable holds JSON; key order in it is a hash order. */
function parseVariable(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}

/** Names keys and versions by first appearance. */
class Renaming {
  readonly #keys = new Map<number, string>();
  readonly #versions = new Map<string, string>();

  key(key: number): unknown {
    if (!Number.isSafeInteger(key) || key < FIRST_KEY) {
      return key;
    }
    const known = this.#keys.get(key) ?? `#${String(this.#keys.size + 1)}`;
    this.#keys.set(key, known);
    return known;
  }

  text(text: string): string {
    return text.replace(/\b\d{16}\b/g, (digits) => String(this.key(Number(digits))));
  }

  value(value: unknown, field = ''): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.value(item, field));
    }
    if (isObject(value)) {
      const entries = Object.entries(value)
        .filter(([name]) => !IGNORED_FIELDS.has(name))
        // The order of fields must not decide which key is seen first.
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(
        entries.map(([name, each]) => [name, this.#field(name, each, value)]),
      );
    }
    if (typeof value === 'number') {
      return this.key(value);
    }
    return typeof value === 'string' ? this.text(value) : value;
  }

  #field(name: string, value: unknown, owner: Readonly<Record<string, unknown>>): unknown {
    // Clients get times as texts of digits.
    if (TIME_FIELDS.has(name) && (typeof value === 'number' || /^\d+$/.test(String(value)))) {
      return Number(value) > 0 ? 'time' : value;
    }
    if (/^(version|.*Version)$/.test(name) && typeof value === 'number' && value > 0) {
      return this.#version(value, `${name}\0${String(owner.bpmnProcessId ?? owner.decisionId)}`);
    }
    return this.value(value, name);
  }

  #version(version: number, of: string): string {
    const kind = `${of.slice(of.indexOf('\0'))}\0`;
    const seen = [...this.#versions.keys()].filter((each) => each.startsWith(kind)).length;
    const id = `${kind}${String(version)}`;
    const known = this.#versions.get(id) ?? `v${String(seen + 1)}`;
    this.#versions.set(id, known);
    return known;
  }
}

/**
 * FEEL contexts have hash order, so the variables of one merge into one scope are sorted, together with
 * those of a merge right after it: where one ends cannot be seen. What changes twice stays in order.
 */
function sortMerges(records: readonly TraceRecord[]): readonly TraceRecord[] {
  const sorted: TraceRecord[] = [];
  let merge: TraceRecord[] = [];
  const flush = (): void => {
    sorted.push(...merge.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)));
    merge = [];
  };
  for (const record of records) {
    const last = merge.at(-1);
    const isVariable = record.valueType === 'VARIABLE' && record.recordType === 'EVENT';
    if (last !== undefined && (!isVariable || !isSameMerge(last, record))) {
      flush();
    }
    if (isVariable) {
      merge.push(record);
    } else {
      sorted.push(record);
    }
  }
  flush();
  return sorted;
}

function isSameMerge(last: TraceRecord, next: TraceRecord): boolean {
  return (
    last.value.scopeKey === next.value.scopeKey &&
    last.sourceRecordPosition === next.sourceRecordPosition
  );
}

function nameOf(record: TraceRecord): string {
  const name = record.value.name;
  return typeof name === 'string' ? name : '';
}
