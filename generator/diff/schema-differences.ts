import { schemaType } from '../emit/schema-type.js';
import { compareText, isRecord, member, type Json } from '../json.js';
import { dereference, propertiesOf, typesOf, type SchemaProperty } from '../plan/schema-algebra.js';
import { schemaRelation, type PlacedSchema } from './schema-relation.js';

/** What became of one property of an object schema. */
export type SchemaDifference =
  | { readonly kind: 'added' | 'removed'; readonly required: boolean; readonly type: string }
  | { readonly kind: 'required' | 'optional' }
  | {
      readonly kind: 'widened' | 'narrowed' | 'changed';
      readonly before: string;
      readonly after: string;
    };

/** A difference with the path to it: `order.seats[].row`; empty for the whole. */
export interface PlacedDifference {
  readonly path: string;
  readonly difference: SchemaDifference;
}

const MAX_TYPE_TEXT = 80;
/** Schemas that refer to each other crosswise have more paths than anybody could read. */
const MAX_ENTERED = 5_000;

/**
 * How two schemas differ, property by property: objects and the items of arrays are entered, so that a
 * difference is named where it is. Sorted by path.
 */
export function schemaDifferences(
  before: PlacedSchema,
  after: PlacedSchema,
): readonly PlacedDifference[] {
  return [
    ...differences(before, after, { path: '', open: [], budget: { left: MAX_ENTERED } }),
  ].sort((left, right) => compareText(left.path, right.path));
}

/** A schema as a TypeScript type on one line, cut after `longest` characters. */
export function typeText({ schema }: PlacedSchema, longest = MAX_TYPE_TEXT): string {
  const text = schemaType(schema, { indent: '', anything: 'unknown', nameOf: (key) => key })
    .replace(/\/\*\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

interface At {
  readonly path: string;
  /** Pairs that are being entered: a schema that contains itself is entered once. */
  readonly open: readonly (readonly [Json, Json])[];
  /** How many objects and arrays may still be entered, counted over the whole comparison. */
  readonly budget: { left: number };
}

function differences(
  before: PlacedSchema,
  after: PlacedSchema,
  at: At,
): readonly PlacedDifference[] {
  const pair = [
    dereference(before.schema, before.definitions),
    dereference(after.schema, after.definitions),
  ] as const;
  if (at.open.some(([from, to]) => from === pair[0] && to === pair[1])) {
    return [];
  }
  // An optional property more or less is a difference, although the schemas accept the same values.
  const inner =
    at.budget.left > 0 ? innerDifferences(before, after, { ...at, open: [...at.open, pair] }) : [];
  if (inner.length > 0) {
    return inner;
  }
  const relation = schemaRelation(before, after);
  return relation === 'same'
    ? []
    : [
        {
          path: at.path,
          difference: { kind: relation, before: typeText(before), after: typeText(after) },
        },
      ];
}

function innerDifferences(
  before: PlacedSchema,
  after: PlacedSchema,
  at: At,
): readonly PlacedDifference[] {
  at.budget.left -= 1;
  if (isOnly('object', before) && isOnly('object', after)) {
    return propertyDifferences(before, after, at);
  }
  const from = itemsOf(before);
  const to = itemsOf(after);
  return isOnly('array', before) && isOnly('array', after) && from !== undefined && to !== undefined
    ? differences(from, to, { ...at, path: `${at.path}[]` })
    : [];
}

function propertyDifferences(
  before: PlacedSchema,
  after: PlacedSchema,
  at: At,
): readonly PlacedDifference[] {
  const from = properties(before);
  const to = properties(after);
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((name) => {
    const path = at.path === '' ? name : `${at.path}.${name}`;
    const old = from.get(name);
    const now = to.get(name);
    if (old === undefined || now === undefined) {
      return lone(path, { old, now }, { before, after });
    }
    const presence: readonly PlacedDifference[] =
      old.required === now.required
        ? []
        : [{ path, difference: { kind: now.required ? 'required' : 'optional' } }];
    const values = differences(
      { ...before, schema: old.schema },
      { ...after, schema: now.schema },
      { ...at, path },
    );
    return [...presence, ...values];
  });
}

function lone(
  path: string,
  found: { readonly old: SchemaProperty | undefined; readonly now: SchemaProperty | undefined },
  sides: { readonly before: PlacedSchema; readonly after: PlacedSchema },
): readonly PlacedDifference[] {
  const { old, now } = found;
  const property = now ?? old;
  if (property === undefined) {
    return [];
  }
  const side = now === undefined ? sides.before : sides.after;
  return [
    {
      path,
      difference: {
        kind: now === undefined ? 'removed' : 'added',
        required: property.required,
        type: typeText({ ...side, schema: property.schema }),
      },
    },
  ];
}

/** The last declaration of a property holds; that of any part makes it required. */
function properties({ schema, definitions }: PlacedSchema): ReadonlyMap<string, SchemaProperty> {
  const found = new Map<string, SchemaProperty>();
  for (const property of propertiesOf(schema, definitions)) {
    const required = property.required || (found.get(property.name)?.required ?? false);
    found.set(property.name, { ...property, required });
  }
  return found;
}

function isOnly(type: 'object' | 'array', { schema, definitions }: PlacedSchema): boolean {
  const types = typesOf(dereference(schema, definitions));
  return types.length === 1 && types[0] === type;
}

function itemsOf({ schema, definitions }: PlacedSchema): PlacedSchema | undefined {
  const resolved: Json = dereference(schema, definitions);
  const items = isRecord(resolved) ? member(resolved, 'items') : undefined;
  return items === undefined ? undefined : { schema: items, definitions };
}
