import { z } from 'zod';

import { GatewayError } from '../gateway/index.js';
import { checkBody } from './request-body.js';

/** A found item: plain values by the names that filters and sorting use. */
export type SearchItem = Readonly<Record<string, unknown>>;

const searchBody = z.object({
  filter: z.record(z.string(), z.unknown()).nullish(),
  sort: z
    .array(
      z.object({
        field: z.string(),
        order: z
          .string()
          .regex(/^(asc|desc)$/i, 'must be ASC or DESC')
          .nullish(),
      }),
    )
    .nullish(),
  page: z
    .object({
      from: z.number().int().min(0).nullish(),
      limit: z.number().int().min(0).max(10_000).nullish(),
    })
    .nullish(),
});

/** A checked search. */
export type Search = z.infer<typeof searchBody>;

/** Checks the body of a search; none is a search for everything. */
export function readSearch(body: unknown): Search {
  return checkBody(searchBody, body);
}

/**
 * Filters, sorts and cuts out a page (100 items unless asked otherwise). A filter is a value to equal
 * or an object of operators: `$eq $neq $in $notIn $exists $like $gt $gte $lt $lte`. Fields are those
 * in `fields`; others are refused with `INVALID_ARGUMENT`.
 */
export function search(
  items: readonly SearchItem[],
  query: { readonly search: Search; readonly fields: readonly string[] },
): object {
  const { filter, sort, page } = query.search;
  const conditions = Object.entries(filter ?? {});
  const order = sort ?? [];
  for (const name of [...conditions.map(([field]) => field), ...order.map(({ field }) => field)]) {
    if (!query.fields.includes(name)) {
      throw new GatewayError(
        'INVALID_ARGUMENT',
        `Unknown field '${name}'. The fields are: ${query.fields.join(', ')}`,
      );
    }
  }
  const found = items.filter((item) =>
    conditions.every(([field, condition]) => matches(item[field], condition)),
  );
  const sorted = found.sort((a, b) => compareBy(order, a, b));
  const from = page?.from ?? 0;
  return {
    items: sorted.slice(from, from + (page?.limit ?? 100)),
    page: {
      totalItems: sorted.length,
      hasMoreTotalItems: false,
      startCursor: null,
      endCursor: null,
    },
  };
}

function matches(value: unknown, condition: unknown): boolean {
  if (condition === undefined || condition === null) {
    return true;
  }
  if (typeof condition !== 'object') {
    return equal(value, condition);
  }
  return Object.entries(condition).every(([operator, operand]: [string, unknown]) =>
    operatorHolds(value, operator, operand),
  );
}

function operatorHolds(value: unknown, operator: string, operand: unknown): boolean {
  switch (operator) {
    case '$eq':
      return equal(value, operand);
    case '$neq':
      return !equal(value, operand);
    case '$in':
      return listOf(operand).some((one) => equal(value, one));
    case '$notIn':
      return !listOf(operand).some((one) => equal(value, one));
    case '$exists':
      return (value !== null && value !== undefined) === operand;
    case '$like':
      return typeof value === 'string' && isLike(value, String(operand));
    case '$gt':
      return compare(value, operand) > 0;
    case '$gte':
      return compare(value, operand) >= 0;
    case '$lt':
      return compare(value, operand) < 0;
    case '$lte':
      return compare(value, operand) <= 0;
    default:
      throw new GatewayError('INVALID_ARGUMENT', `Unknown filter operator '${operator}'`);
  }
}

function listOf(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}

/** Keys may be asked for as numbers though they are shown as text. */
function equal(value: unknown, expected: unknown): boolean {
  return value === expected || (typeof expected === 'number' && value === String(expected));
}

/** `*` is any text, `?` any character; compared piece by piece, so no pattern can take long. */
function isLike(value: string, pattern: string): boolean {
  let at = 0;
  let star: { readonly pattern: number; value: number } | undefined;
  let index = 0;
  while (at < value.length) {
    const wanted = pattern[index];
    if (wanted === '*') {
      star = { pattern: index, value: at };
      index += 1;
    } else if (wanted === '?' || wanted === value[at]) {
      index += 1;
      at += 1;
    } else if (star !== undefined) {
      star.value += 1;
      at = star.value;
      index = star.pattern + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(index));
}

function compareBy(order: NonNullable<Search['sort']>, a: SearchItem, b: SearchItem): number {
  for (const { field, order: direction } of order) {
    const result = compare(a[field], b[field]);
    if (result !== 0) {
      return direction?.toUpperCase() === 'DESC' ? -result : result;
    }
  }
  return 0;
}

/** Numbers by value, keys (text of digits) too, other text by code unit; what is missing comes first. */
function compare(a: unknown, b: unknown): number {
  const [left, right] = [rank(a), rank(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rank(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^\d{1,19}$/.test(text) ? text.padStart(19, '0') : text;
}
