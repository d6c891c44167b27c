import { isList, isRecord, member, sameJson, stringsMember, type Json } from '../json.js';
import { acceptsAnything, dereference, typesOf, type Definitions } from '../plan/schema-algebra.js';
import { withoutAnnotations } from '../read/schema-bundle.js';
import { valueFits } from './value-fits.js';

/** A schema with the definitions that its references mean. */
export interface PlacedSchema {
  readonly schema: Json;
  readonly definitions: Definitions;
}

/** How the values that two schemas accept compare, the newer seen from the older. */
export type SchemaRelation = 'same' | 'widened' | 'narrowed' | 'changed';

/** Compares two schemas by the values they accept; what cannot be decided counts as `changed`. */
export function schemaRelation(before: PlacedSchema, after: PlacedSchema): SchemaRelation {
  const grows = accepts(after, before);
  const shrinks = accepts(before, after);
  if (grows && shrinks) {
    return 'same';
  }
  return grows ? 'widened' : shrinks ? 'narrowed' : 'changed';
}

/**
 * True when `wide` surely accepts every value that `narrow` accepts. Properties that a schema does not
 * mention are taken not to be there, unless it says `additionalProperties`.
 */
export function accepts(wide: PlacedSchema, narrow: PlacedSchema): boolean {
  return new Acceptance(wide.definitions, narrow.definitions).holds(wide.schema, narrow.schema);
}

/** More steps than any schema of variables takes; beyond them nothing is claimed. */
const MAX_STEPS = 20_000;
const ALL_TYPES = ['null', 'boolean', 'object', 'array', 'number', 'string'];
/** Keywords compared by name; every other keyword of `wide` has to stand in `narrow` just so. */
const COMPARED = new Set(
  'type properties required additionalProperties items minItems maxItems minProperties maxProperties minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength'.split(
    ' ',
  ),
);
const LOWER_BOUNDS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER_BOUNDS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

class Acceptance {
  readonly #wideDefinitions: Definitions;
  readonly #narrowDefinitions: Definitions;
  /** Pairs under comparison: a recursive schema is taken to hold where it meets itself again. */
  readonly #open: (readonly [Json, Json])[] = [];
  #steps = 0;

  constructor(wideDefinitions: Definitions, narrowDefinitions: Definitions) {
    this.#wideDefinitions = wideDefinitions;
    this.#narrowDefinitions = narrowDefinitions;
  }

  holds(givenWide: Json, givenNarrow: Json): boolean {
    const wide = dereference(givenWide, this.#wideDefinitions);
    const narrow = dereference(givenNarrow, this.#narrowDefinitions);
    if (narrow === false || acceptsAnything(wide)) {
      return true;
    }
    if (wide === false || acceptsAnything(narrow)) {
      return false;
    }
    if (this.#open.some(([first, second]) => first === wide && second === narrow)) {
      return true;
    }
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) {
      return false;
    }
    this.#open.push([wide, narrow]);
    const result = this.#compare(withoutAnnotations(wide), withoutAnnotations(narrow));
    this.#open.pop();
    return result;
  }

  #compare(wide: Json, narrow: Json): boolean {
    const choices = branchesOf(narrow);
    if (choices !== undefined) {
      return choices.every((choice) => this.holds(wide, choice));
    }
    const values = valuesOf(narrow);
    if (values !== undefined) {
      return values.every((value) => valueFits(value, wide, this.#wideDefinitions));
    }
    const types = typesOf(narrow);
    if (types.length > 1 && isRecord(narrow)) {
      return types.every((type) => this.holds(wide, { ...narrow, type }));
    }
    const wideChoices = branchesOf(wide);
    if (wideChoices !== undefined) {
      const beside = without(without(wide, 'anyOf'), 'oneOf');
      return this.holds(beside, narrow) && wideChoices.some((choice) => this.holds(choice, narrow));
    }
    const wideParts = member(wide, 'allOf');
    if (isList(wideParts)) {
      return [without(wide, 'allOf'), ...wideParts].every((part) => this.holds(part, narrow));
    }
    const parts = member(narrow, 'allOf');
    if (isList(parts)) {
      return [without(narrow, 'allOf'), ...parts].some((part) => this.holds(wide, part));
    }
    return valuesOf(wide) === undefined && this.#structure(wide, narrow);
  }

  #structure(wide: Json, narrow: Json): boolean {
    return (
      typesFit(wide, narrow) &&
      boundsFit(wide, narrow) &&
      othersFit(wide, narrow) &&
      this.#objectFits(wide, narrow) &&
      this.#itemsFit(wide, narrow)
    );
  }

  #objectFits(wide: Json, narrow: Json): boolean {
    const required = new Set(stringsMember(narrow, 'required'));
    const declared = member(narrow, 'properties');
    const narrowProperties = isRecord(declared) ? declared : {};
    const wideProperties = member(wide, 'properties');
    const rest = member(wide, 'additionalProperties');
    const known = isRecord(wideProperties) ? wideProperties : {};
    const narrowRest = member(narrow, 'additionalProperties');
    return (
      stringsMember(wide, 'required').every((name) => required.has(name)) &&
      Object.entries(narrowProperties).every(([name, schema]) => {
        const target = Object.hasOwn(known, name) ? known[name] : rest;
        return target === undefined || this.holds(target, schema);
      }) &&
      (rest === undefined || narrowRest === undefined || this.holds(rest, narrowRest))
    );
  }

  #itemsFit(wide: Json, narrow: Json): boolean {
    const items = member(wide, 'items');
    const isArray = typesOf(narrow).includes('array');
    return items === undefined || !isArray || this.holds(items, member(narrow, 'items') ?? true);
  }
}

function typesFit(wide: Json, narrow: Json): boolean {
  const allowed = typesOf(wide);
  const given = typesOf(narrow).length === 0 ? ALL_TYPES : typesOf(narrow);
  return (
    allowed.length === 0 ||
    given.every(
      (type) => allowed.includes(type) || (type === 'integer' && allowed.includes('number')),
    )
  );
}

function boundsFit(wide: Json, narrow: Json): boolean {
  const compare = (key: string, fits: (limit: number, own: number) => boolean): boolean => {
    const limit = member(wide, key);
    const own = member(narrow, key);
    return typeof limit !== 'number' || (typeof own === 'number' && fits(limit, own));
  };
  return (
    LOWER_BOUNDS.every((key) => compare(key, (limit, own) => own >= limit)) &&
    UPPER_BOUNDS.every((key) => compare(key, (limit, own) => own <= limit))
  );
}

function othersFit(wide: Json, narrow: Json): boolean {
  return (
    !isRecord(wide) ||
    Object.entries(wide).every(
      ([key, value]) => COMPARED.has(key) || sameJson(value, member(narrow, key) ?? null),
    )
  );
}

function branchesOf(schema: Json): readonly Json[] | undefined {
  const branches = member(schema, 'anyOf') ?? member(schema, 'oneOf');
  return isList(branches) ? branches : undefined;
}

function valuesOf(schema: Json): readonly Json[] | undefined {
  const only = member(schema, 'const');
  const values = member(schema, 'enum');
  return only === undefined ? (isList(values) ? values : undefined) : [only];
}

function without(schema: Json, key: string): Json {
  const kept = isRecord(schema) ? Object.entries(schema).filter(([name]) => name !== key) : [];
  return Object.fromEntries(kept);
}
