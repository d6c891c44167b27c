import { isList, isRecord, member, sameJson, type Json, type JsonRecord } from '../json.js';
import { pointerSegment } from '../read/json-document.js';
import { referencedKeys, referenceKey } from '../read/schema-bundle.js';
import { asciiName } from './openapi-names.js';
import type { NamedType } from './plan-types.js';
import { dereference, objectSchema } from './schema-algebra.js';

/** What schemas belong to: a process, or whatever else has named types of its own. */
export interface SchemaOwner {
  readonly id: string;
  readonly typeName: string;
  readonly types: readonly NamedType[];
}

const PREFIX = '#/components/schemas/';

/**
 * The schemas of a derived API under names that are unique over all processes. Schemas of two processes
 * that are alike share an entry; of those that only share a name, the later takes its process's name
 * along.
 */
export class Components {
  readonly #schemas = new Map<string, Json>();
  /** The same as a record, until the next one is added. */
  #record: JsonRecord | undefined;
  /** Key of a schema of a process in here, by `<process> <name>`. */
  readonly #keys = new Map<string, string>();
  /** Key of a schema of a process by its text and that of all it refers to. */
  readonly #origins = new Map<string, string>();

  /** Every schema by its key, in the order in which it was added. */
  get schemas(): JsonRecord {
    this.#record ??= Object.fromEntries(this.#schemas);
    return this.#record;
  }

  /** Adds a schema whose references are of this document; answers a reference to it. */
  add(name: string, schema: Json): JsonRecord {
    const key = this.#free(asciiName(name));
    this.#set(key, schema);
    return { $ref: `${PREFIX}${pointerSegment(key)}` };
  }

  /** A schema of a process with its references turned into ones of this document. */
  schemaOf(plan: SchemaOwner, schema: Json): Json {
    if (isList(schema)) {
      return schema.map((item) => this.schemaOf(plan, item));
    }
    if (!isRecord(schema)) {
      return schema;
    }
    const entries = Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? this.#reference(plan, referenceKey(value))
        : isData(key)
          ? value
          : this.schemaOf(plan, value),
    ]);
    return Object.fromEntries(entries) as JsonRecord;
  }

  /** Like `schemaOf`, for variables: what is not known to be an object is an open one. */
  variablesOf(plan: SchemaOwner, schema: Json): Json {
    const definitions = new Map(plan.types.map(({ name, schema: type }) => [name, type]));
    return isRecord(dereference(schema, definitions))
      ? this.schemaOf(plan, schema)
      : objectSchema([], { open: true });
  }

  #reference(plan: SchemaOwner, name: string): string {
    const known = this.#keys.get(`${plan.id} ${name}`);
    if (known !== undefined) {
      return `${PREFIX}${pointerSegment(known)}`;
    }
    const types = new Map(plan.types.map((type) => [type.name, type.schema]));
    const schema = types.get(name) ?? true;
    const origin = JSON.stringify(
      [name, ...referencedKeys(schema, types)].map((key) => [key, types.get(key) ?? true]),
    );
    const wanted = asciiName(name);
    const same = this.#origins.get(origin);
    const key = same ?? this.#free(wanted, asciiName(`${plan.typeName}${name}`));
    this.#keys.set(`${plan.id} ${name}`, key);
    if (same === undefined) {
      this.#origins.set(origin, key);
      // The entry stands before its schema is walked, so that recursive schemas end.
      this.#set(key, true);
      this.#set(key, this.schemaOf(plan, schema));
    }
    return `${PREFIX}${pointerSegment(key)}`;
  }

  #set(key: string, schema: Json): void {
    this.#schemas.set(key, schema);
    this.#record = undefined;
  }

  #free(...names: readonly string[]): string {
    const free = names.find((name) => !this.#schemas.has(name));
    if (free !== undefined) {
      return free;
    }
    const last = names.at(-1) ?? '';
    let number = 2;
    while (this.#schemas.has(`${last}${number}`)) {
      number += 1;
    }
    return `${last}${number}`;
  }
}

/** Members of a schema that hold values, not schemas. */
function isData(key: string): boolean {
  return ['const', 'enum', 'default', 'example', 'examples'].includes(key);
}

/** True when `schema` describes objects whose every property is known by name. */
export function isClosed(schema: Json): boolean {
  return (
    isRecord(member(schema, 'properties')) &&
    !sameJson(member(schema, 'additionalProperties') ?? false, true)
  );
}
