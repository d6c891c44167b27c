import type { Decision, ItemDefinition } from '../../model/dmn/index.js';
import type { Json } from '../json.js';
import { parseQuietly } from './feel-type.js';
import { objectSchema } from './schema-algebra.js';
import { kindOf } from './schema-kinds.js';

/** JSON types of DMN's `typeRef`s; dates, times and durations are ISO 8601 strings in variables. */
const TYPES: Readonly<Record<string, Json>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  long: { type: 'integer' },
  double: { type: 'number' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string' },
  dateTime: { type: 'string' },
  'date and time': { type: 'string' },
  dayTimeDuration: { type: 'string' },
  'days and time duration': { type: 'string' },
  yearMonthDuration: { type: 'string' },
  'years and months duration': { type: 'string' },
  context: { type: 'object' },
  list: { type: 'array' },
};
const MAX_DEPTH = 10;

/** The schema of a DMN type, one of the model's own included; anything where there is none. */
export function typeSchema(
  typeRef: string | undefined,
  types: readonly ItemDefinition[] = [],
  depth = 0,
): Json {
  // Older models name their own types with the prefix of the file.
  const name = typeRef?.replace(/^feel:/, '');
  if (name === undefined || depth > MAX_DEPTH) {
    return true;
  }
  const own = types.find((each) => each.name === name);
  if (own !== undefined) {
    return itemSchema(own, types, depth + 1);
  }
  return Object.hasOwn(TYPES, name) ? (TYPES[name] ?? true) : true;
}

function itemSchema(item: ItemDefinition, types: readonly ItemDefinition[], depth: number): Json {
  const listed = literalSchema(item.allowedValues);
  const one: Json =
    item.components.length > 0 && depth <= MAX_DEPTH
      ? objectSchema(
          item.components.map((each) => ({
            name: each.name,
            schema: itemSchema(each, types, depth + 1),
            required: true,
          })),
          { open: false },
        )
      : (listed ?? typeSchema(item.typeRef, types, depth));
  return item.isCollection ? { type: 'array', items: one } : one;
}

/** `"a","b"` as the list of its values; undefined for other unary tests. */
export function literalSchema(allowedValues: string | undefined): Json | undefined {
  if (allowedValues === undefined) {
    return undefined;
  }
  const place = { file: '', line: 1, column: 1 };
  const node = parseQuietly({ text: `=[${allowedValues}]`, isFeel: true, place });
  const items = node?.kind === 'list' ? node.items : [];
  const values = items.flatMap((item) =>
    item.kind === 'string' || item.kind === 'number' ? [item.value] : [],
  );
  const kinds = new Set(values.map(kindOf));
  const [kind] = kinds;
  return values.length === 0 || values.length < items.length || kinds.size > 1 || kind === undefined
    ? undefined
    : { type: kind, enum: [...new Set(values)] };
}

/** The schema that a decision's model states for one of its values. */
export function statedSchema(
  value: { readonly typeRef?: string; readonly allowedValues?: string },
  decision: Decision,
): Json {
  return literalSchema(value.allowedValues) ?? typeSchema(value.typeRef, decision.types);
}
