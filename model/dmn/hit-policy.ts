import type { FeelValue } from '../feel/index.js';
import { isNumber, renderValue, sumOf, toDouble, toJson } from '../feel/index.js';
import type { DecisionTable, TableOutput } from './types.js';

/** The outputs of one matching rule, in the order of the columns. */
type Row = readonly FeelValue[];

type Folded =
  | { readonly kind: 'output'; readonly output: FeelValue }
  | { readonly kind: 'failure'; readonly message: string };

/**
 * Folds the outputs of the matching rules (at least one) into the result of the table, DMN 1.3
 * section 8.2.10. A table with one output gives values, with several it gives contexts.
 */
export function applyHitPolicy(table: DecisionTable, rows: readonly Row[]): Folded {
  const single = (list: readonly Row[]): Folded => output(rowValue(table.outputs, list[0] ?? []));
  const several = (list: readonly Row[]): Folded =>
    output(list.map((row) => rowValue(table.outputs, row)));
  switch (table.hitPolicy) {
    case 'FIRST':
      return single(rows);
    case 'UNIQUE':
      return rows.length === 1
        ? single(rows)
        : failure("multiple values aren't allowed for UNIQUE hit policy", table, rows);
    case 'ANY':
      return new Set(rows.map((row) => JSON.stringify(row.map(toJson)))).size === 1
        ? single(rows)
        : failure("different values aren't allowed for ANY hit policy", table, rows);
    case 'PRIORITY':
      return single(byPriority(table.outputs, rows));
    case 'OUTPUT ORDER':
      return several(byPriority(table.outputs, rows));
    case 'RULE ORDER':
      return several(rows);
    case 'COLLECT':
      return table.aggregation === undefined ? several(rows) : aggregate(table, rows);
  }
}

function output(value: FeelValue): Folded {
  return { kind: 'output', output: value };
}

function failure(reason: string, table: DecisionTable, rows: readonly Row[]): Folded {
  const maps = rows.map((row) => {
    const entries = table.outputs.map(({ name }, i) => `${name} -> ${renderValue(row[i] ?? null)}`);
    return `Map(${entries.join(', ')})`;
  });
  const found = `List(${maps.join(', ')})`;
  return { kind: 'failure', message: `${reason}. found: '${found}'` };
}

function rowValue(outputs: readonly TableOutput[], row: Row): FeelValue {
  return outputs.length === 1 ? (row[0] ?? null) : rowContext(outputs, row);
}

function rowContext(outputs: readonly TableOutput[], row: Row): FeelValue {
  return Object.fromEntries(outputs.map((column, i) => [column.name, row[i] ?? null]));
}

function aggregate(table: DecisionTable, rows: readonly Row[]): Folded {
  if (table.aggregation === 'COUNT') {
    return output(rows.length);
  }
  if (table.outputs.length > 1) {
    return failure("multiple values aren't allowed", table, rows);
  }
  const values = rows.map((row) => row[0] ?? null);
  const wrong = values.find((value) => !isNumber(value));
  if (wrong !== undefined) {
    return { kind: 'failure', message: `expected number but found '${renderValue(wrong)}'` };
  }
  const numbers = values.filter(isNumber);
  const [first = 0] = numbers;
  switch (table.aggregation) {
    case 'MIN':
      return output(numbers.reduce((a, b) => (toDouble(b) < toDouble(a) ? b : a), first));
    case 'MAX':
      return output(numbers.reduce((a, b) => (toDouble(b) > toDouble(a) ? b : a), first));
    default:
      return output(sumOf(numbers));
  }
}

/** Stable sort by the place of each value in its column's allowed values; unlisted ones last. */
function byPriority(outputs: readonly TableOutput[], rows: readonly Row[]): readonly Row[] {
  const lists = outputs.map((each) => listedValues(each.allowedValues ?? ''));
  const rank = (row: Row): readonly number[] =>
    lists.map((list, i) => {
      const value = row[i] ?? null;
      const at = list.indexOf(typeof value === 'string' ? value : renderValue(value));
      return at < 0 ? list.length : at;
    });
  return rows
    .map((row) => ({ row, rank: rank(row) }))
    .sort((a, b) => {
      const first = a.rank.findIndex((each, i) => each !== b.rank[i]);
      return first < 0 ? 0 : (a.rank[first] ?? 0) - (b.rank[first] ?? 0);
    })
    .map(({ row }) => row);
}

/** The values of `"a", "b", 3`; commas inside quotes do not part them. */
function listedValues(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([^,\s][^,]*)/g)].map(
    (match) => match[1] ?? (match[2] ?? '').trim(),
  );
}
