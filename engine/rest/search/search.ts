import { z } from 'zod';

import { GatewayError } from '../../gateway/index.js';
import { checkBody } from '../request-body.js';
import { compare, fulfils } from './conditions.js';
import type { Searchable, SearchItem } from './search-item.js';

/** Most items of one page. */
const largestPage = 10_000;
/** Items of a page when nothing else is asked for. */
const usualPage = 100;

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
    .max(20)
    .nullish(),
  page: z
    .object({
      from: z.number().int().min(0).nullish(),
      limit: z.number().int().min(0).max(largestPage).nullish(),
      after: z.string().nullish(),
      before: z.string().nullish(),
    })
    .nullish(),
});

/** A checked search. */
export type Search = z.infer<typeof searchBody>;

/** Checks the body of a search; none is a search for everything. Refuses fields that it does not know. */
export function readSearch(body: unknown): Search {
  const known = Object.keys(searchBody.shape);
  const unknown =
    typeof body === 'object' && body !== null
      ? Object.keys(body).find((name) => !known.includes(name))
      : undefined;
  if (unknown !== undefined) {
    throw unreadable(unknown);
  }
  return checkBody(searchBody, body);
}

function unreadable(property: string): GatewayError {
  const text = `Request property [${property.slice(0, 200)}] cannot be parsed`;
  return new GatewayError('INVALID_ARGUMENT', text, 'Bad Request');
}

/** What a search needs to know of the things it looks through. */
type Kind = Pick<Searchable, 'fields' | 'filters' | 'keyField'>;

/**
 * Filters, sorts and cuts out a page: `from` and `limit`, or `after` or `before` a cursor that an
 * earlier page gave. See `fulfils` for filters; `$or` holds alternatives. Sorting ends with the key,
 * so that pages never overlap.
 */
export function search(items: readonly SearchItem[], kind: Kind, query: Search): object {
  const order = sortOrder(kind, query.sort ?? []);
  const matches = filterOf(kind, query.filter ?? {}, 'filter');
  const found = items.filter(matches).sort((a, b) => compareBy(order, a, b));
  const page = cutOut(found, order, query.page);
  const cursorOf = (item: SearchItem | undefined): string | null =>
    item === undefined ? null : encodeCursor(order.map(({ field }) => item[field] ?? null));
  return {
    items: page,
    page: {
      totalItems: found.length,
      hasMoreTotalItems: false,
      startCursor: cursorOf(page[0]),
      endCursor: cursorOf(page.at(-1)),
    },
  };
}

/** The items that a filter leaves, for operations on many things at once. */
export function filtered(
  items: readonly SearchItem[],
  kind: Kind,
  filter: Readonly<Record<string, unknown>>,
): readonly SearchItem[] {
  return items.filter(filterOf(kind, filter, 'filter'));
}

function filterOf(
  kind: Kind,
  filter: Readonly<Record<string, unknown>>,
  place: string,
): (item: SearchItem) => boolean {
  const conditions = Object.entries(filter).map(([name, condition]) => {
    if (name === '$or' && place === 'filter' && Array.isArray(condition)) {
      const alternatives = condition.map((one: unknown) =>
        filterOf(kind, requireObject(one), 'filter.$or'),
      );
      return (item: SearchItem) => alternatives.some((matches) => matches(item));
    }
    const own = kind.filters?.[name];
    if (own !== undefined && Object.hasOwn(kind.filters ?? {}, name)) {
      return (item: SearchItem) => condition === null || own(item, condition);
    }
    if (!kind.fields.includes(name)) {
      throw unreadable(`${place}.${name}`);
    }
    return (item: SearchItem) => fulfils(item[name], condition);
  });
  return (item) => conditions.every((holds) => holds(item));
}

function requireObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable('filter.$or');
  }
  return Object.fromEntries(Object.entries(value));
}

interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

function sortOrder(kind: Kind, sort: NonNullable<Search['sort']>): readonly SortKey[] {
  const wanted = sort.map(({ field, order }) => {
    if (!kind.fields.includes(field)) {
      throw new GatewayError(
        'INVALID_ARGUMENT',
        `Unexpected value '${field.slice(0, 200)}' for enum field 'field'. Use any of the following values: [${kind.fields.join(', ')}]`,
        'Bad Request',
      );
    }
    return { field, descending: order?.toUpperCase() === 'DESC' };
  });
  return [...wanted, { field: kind.keyField, descending: false }];
}

function compareBy(order: readonly SortKey[], a: SearchItem, b: SearchItem): number {
  for (const { field, descending } of order) {
    const result = compare(a[field], b[field]);
    if (result !== 0) {
      return descending ? -result : result;
    }
  }
  return 0;
}

function cutOut(
  found: readonly SearchItem[],
  order: readonly SortKey[],
  page: Search['page'],
): readonly SearchItem[] {
  const limit = page?.limit ?? usualPage;
  const { after, before } = page ?? {};
  if (typeof after === 'string') {
    const edge = decodeCursor(after, order);
    const from = found.findIndex((item) => compareBy(order, item, edge) > 0);
    return from < 0 ? [] : found.slice(from, from + limit);
  }
  if (typeof before === 'string') {
    const edge = decodeCursor(before, order);
    const first = found.findIndex((item) => compareBy(order, item, edge) >= 0);
    const until = first < 0 ? found.length : first;
    return found.slice(Math.max(until - limit, 0), until);
  }
  const from = page?.from ?? 0;
  return found.slice(from, from + limit);
}

function encodeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64');
}

function decodeCursor(cursor: string, order: readonly SortKey[]): SearchItem {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    if (Array.isArray(values) && values.length === order.length) {
      return Object.fromEntries(order.map(({ field }, index) => [field, values[index] as unknown]));
    }
  } catch {
    // It is no cursor of ours either.
  }
  throw new GatewayError(
    'INVALID_ARGUMENT',
    'The cursor is not one that a search with this order has given',
  );
}
