import type { Place } from '../../model/index.js';
import type { Json } from '../json.js';
import { nullable, objectSchema } from './schema-algebra.js';

/** The kinds of JSON values that FEEL tells apart. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'array' | 'object';

/** Where something is asked of a variable, and in what words. */
export interface Evidence {
  readonly place: Place;
  /** The FEEL text, without the leading `=`. */
  readonly text: string;
  readonly elementId?: string;
}

/** Two expressions that ask for kinds of values that no value has both of. */
export interface DemandConflict {
  readonly path: readonly string[];
  readonly kinds: readonly ValueKind[];
  readonly evidence: Evidence;
  readonly otherKinds: readonly ValueKind[];
  readonly otherEvidence: Evidence;
}

/** What expressions ask of one value: its kind, the properties they read, the items they go over. */
export class Demand {
  readonly #fields = new Map<string, Demand>();
  #item: Demand | undefined;
  #kinds: ReadonlySet<ValueKind> | undefined;
  #because: Evidence | undefined;
  #null = false;
  #maybeList = false;
  #conflict: Omit<DemandConflict, 'path'> | undefined;

  /** Kinds the value can have; undefined when nothing asks for one. */
  get kinds(): ReadonlySet<ValueKind> | undefined {
    return this.#kinds;
  }

  /** Where the kinds come from. */
  get because(): Evidence | undefined {
    return this.#because;
  }

  /** The value is one of these kinds. The first contradiction is kept. */
  restrict(kinds: readonly ValueKind[], evidence: Evidence): void {
    const known = this.#kinds;
    if (known === undefined || this.#because === undefined) {
      this.#kinds = new Set(kinds);
      this.#because = evidence;
      return;
    }
    const both = kinds.filter((kind) => known.has(kind));
    if (both.length === 0) {
      this.#conflict ??= {
        kinds,
        evidence,
        otherKinds: [...known],
        otherEvidence: this.#because,
      };
    } else if (both.length < known.size) {
      this.#kinds = new Set(both);
      this.#because = evidence;
    }
  }

  /** The value is compared with null, so it may be null. */
  allowNull(): void {
    this.#null = true;
  }

  /** What is read of the value by `name`: a property, or that of each item if it is a list. */
  field(name: string): Demand {
    const known = this.#fields.get(name) ?? new Demand();
    this.#fields.set(name, known);
    return known;
  }

  /** What is asked of the items of a list. */
  item(evidence: Evidence): Demand {
    this.restrict(['array'], evidence);
    this.#item ??= new Demand();
    return this.#item;
  }

  /** A list is wanted of a property: so it may be one of each item of a list. */
  leaveOpen(): void {
    this.#maybeList = true;
  }

  /** Takes over what another demand on the same value asks. */
  absorb(other: Demand): void {
    if (other.#kinds !== undefined && other.#because !== undefined) {
      this.restrict([...other.#kinds], other.#because);
    }
    this.#null ||= other.#null;
    this.#maybeList ||= other.#maybeList;
    this.#conflict ??= other.#conflict;
    for (const [name, field] of other.#fields) {
      this.field(name).absorb(field);
    }
    if (other.#item !== undefined) {
      this.#item ??= new Demand();
      this.#item.absorb(other.#item);
    }
  }

  /** Contradictions of this value and of all in it. */
  conflicts(path: readonly string[]): readonly DemandConflict[] {
    return [
      ...(this.#conflict === undefined ? [] : [{ path, ...this.#conflict }]),
      ...[...this.#fields].flatMap(([name, field]) => field.conflicts([...path, name])),
      ...(this.#item?.conflicts(path) ?? []),
    ];
  }

  /** The schema of values that meet the demand; `true` when it asks for nothing, or for too much. */
  schema(): Json {
    const known = this.#conflict === undefined ? this.#known() : true;
    return this.#null ? nullable(known) : known;
  }

  #known(): Json {
    if (this.#kinds?.has('array') === true && this.#kinds.size === 1) {
      return { type: 'array', items: this.#itemSchema() };
    }
    if (this.#fields.size > 0 && (this.#kinds === undefined || this.#kinds.has('object'))) {
      return this.#maybeList ? true : this.#object();
    }
    const types = [...(this.#kinds ?? [])];
    const [only] = types;
    return only === undefined ? true : { type: types.length === 1 ? only : types };
  }

  /** Reading a property of a list reads it of each item. */
  #itemSchema(): Json {
    const item = new Demand();
    if (this.#item !== undefined) {
      item.absorb(this.#item);
    }
    for (const [name] of this.#fields) {
      item.field(name);
    }
    return item.schema();
  }

  #object(): Json {
    const properties = [...this.#fields].map(([name, field]) => ({
      name,
      schema: field.schema(),
      required: false,
    }));
    return objectSchema(properties, { open: true });
  }
}
