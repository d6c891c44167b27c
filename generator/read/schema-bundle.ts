import type { Diagnostic, Place } from '../../model/index.js';
import { diagnose } from '../codes.js';
import { isList, isRecord, member, type Json, type JsonRecord } from '../json.js';
import { pointerSegment, pointerSegments, type JsonDocument } from './json-document.js';

/** A schema of the bundle under its own name. */
export interface NamedSchema {
  /** Last part of the local reference `<prefix><key>`. */
  readonly key: string;
  readonly schema: Json;
  readonly place: Place;
}

/** A schema somewhere in one of the documents. */
export interface SchemaLocation {
  readonly document: JsonDocument;
  readonly pointer: string;
}

/** How a bundle names what it collects. */
export interface BundleOptions {
  /** Every JSON document of the run by `Source.path`, for references from file to file. */
  readonly documents: ReadonlyMap<string, JsonDocument>;
  /** Where references point in the result: `#/$defs/` or `#/components/schemas/`. */
  readonly prefix: string;
  /** Name of a collected schema, from the last segment of its pointer. */
  readonly keyOf: (segment: string) => string;
}

const SCHEMA_MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const SCHEMAS = new Set(
  (
    'items additionalProperties not if then else contains propertyNames unevaluatedItems ' +
    'unevaluatedProperties'
  ).split(' '),
);
const DROPPED = new Set(['$schema', '$id', '$anchor', '$defs', 'definitions']);

/**
 * Collects schemas from one or more documents into one flat set: every `$ref` of the result points
 * at a schema of the same set. References that lead nowhere become TYPE502 and accept anything.
 */
export class SchemaBundle {
  readonly #options: BundleOptions;
  readonly #byOrigin = new Map<string, string>();
  readonly #named = new Map<string, NamedSchema>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #schemas = new Map<string, Json>();

  constructor(options: BundleOptions) {
    this.#options = options;
  }

  /** What has been collected so far, in the order it was met. */
  get schemas(): readonly NamedSchema[] {
    return [...this.#named.values()];
  }

  /** Schema by key; a live view that also shows what is collected later. */
  get definitions(): ReadonlyMap<string, Json> {
    return this.#schemas;
  }

  /** Faults met so far. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** Collects every schema of the map at `pointer` under its own key, such as `/$defs`. */
  addAll(document: JsonDocument, pointer: string): void {
    const found = valueAt(document.root, pointer);
    for (const key of isRecord(found) ? Object.keys(found) : []) {
      this.#collect({ document, pointer: `${pointer}/${pointerSegment(key)}` });
    }
  }

  /** A copy of the schema at a location whose references are local to this bundle. */
  localise(at: SchemaLocation): Json {
    return this.#schema(valueAt(at.document.root, at.pointer) ?? true, at);
  }

  /** The local reference for a reference written in `document`; undefined when it leads nowhere. */
  resolve(document: JsonDocument, reference: string): string | undefined {
    const target = this.#target(document, reference);
    return target === undefined ? undefined : this.#collect(target);
  }

  #target(document: JsonDocument, reference: string): SchemaLocation | undefined {
    const [file = '', pointer = ''] = reference.split('#', 2);
    const base = document.source.path;
    const other =
      file === '' ? document : this.#options.documents.get(joinPath(base, decodedPath(file)));
    const anchored = pointer !== '' && !pointer.startsWith('/');
    if (other === undefined || anchored || valueAt(other.root, pointer) === undefined) {
      return undefined;
    }
    const normal = pointerSegments(pointer).map((segment) => `/${pointerSegment(segment)}`);
    return { document: other, pointer: normal.join('') };
  }

  #collect(at: SchemaLocation): string {
    const origin = `${at.document.source.path}#${at.pointer}`;
    const known = this.#byOrigin.get(origin);
    if (known !== undefined) {
      return known;
    }
    const segment = pointerSegments(at.pointer).at(-1) ?? 'Root';
    const place = at.document.placeOf(at.pointer);
    const key = this.#freeKey(segment, place);
    const reference = `${this.#options.prefix}${pointerSegment(key)}`;
    this.#byOrigin.set(origin, reference);
    // The entry stands before its schema is walked, so that recursive schemas end.
    this.#named.set(key, { key, schema: true, place });
    const schema = this.localise(at);
    this.#named.set(key, { key, schema, place });
    this.#schemas.set(key, schema);
    return reference;
  }

  #freeKey(segment: string, place: Place): string {
    const key = this.#options.keyOf(segment);
    const taken = this.#named.get(key);
    if (taken === undefined) {
      return key;
    }
    const other = `${taken.place.file}:${taken.place.line}:${taken.place.column}`;
    this.#diagnostics.push(
      diagnose(
        'NAME201',
        `The schema "${segment}" and the one at ${other} are both named ${key}.`,
        {
          place,
        },
      ),
    );
    let number = 2;
    while (this.#named.has(`${key}${number}`)) {
      number += 1;
    }
    return `${key}${number}`;
  }

  #schema(schema: Json, at: SchemaLocation): Json {
    if (!isRecord(schema)) {
      return schema === false ? false : true;
    }
    const entries = Object.entries(schema)
      .filter(([key]) => !DROPPED.has(key))
      .map(([key, value]): readonly [string, Json] => [key, this.#keyword(key, value, at)]);
    return Object.fromEntries(entries);
  }

  #keyword(key: string, value: Json, at: SchemaLocation): Json {
    const pointer = `${at.pointer}/${pointerSegment(key)}`;
    const inner = (item: Json, name: string): Json =>
      this.#schema(item, { document: at.document, pointer: `${pointer}/${pointerSegment(name)}` });
    if (key === '$ref' && typeof value === 'string') {
      return this.#reference(value, { document: at.document, pointer });
    }
    if (SCHEMA_MAPS.has(key) && isRecord(value)) {
      const items = Object.entries(value).map(([name, item]) => [name, inner(item, name)] as const);
      return Object.fromEntries(items);
    }
    if (SCHEMA_LISTS.has(key) && isList(value)) {
      return value.map((item, index) => inner(item, String(index)));
    }
    return SCHEMAS.has(key) ? this.#schema(value, { document: at.document, pointer }) : value;
  }

  #reference(reference: string, at: SchemaLocation): Json {
    const local = this.resolve(at.document, reference);
    if (local !== undefined) {
      return local;
    }
    const place = at.document.placeOf(at.pointer);
    this.#diagnostics.push(
      diagnose('TYPE502', `The reference "${reference}" leads nowhere.`, { place }),
    );
    return `${this.#options.prefix}Unresolved`;
  }
}

/** A path with its `%xx` resolved; as it is where they are malformed. */
function decodedPath(file: string): string {
  try {
    return decodeURI(file);
  } catch {
    return file;
  }
}

/** The value at an RFC 6901 pointer, or undefined. */
export function valueAt(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const segment of pointerSegments(pointer)) {
    value = isList(value) ? value[Number(segment)] : member(value, segment);
  }
  return value;
}

/** `models/a.bpmn` and `../b.json` -> `b.json`: a path relative to the file it is written in. */
export function joinPath(file: string, relative: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') {
      parts.pop();
    } else if (part !== '.' && part !== '') {
      parts.push(part);
    }
  }
  return parts.join('/');
}

/** A schema without what only people read: title, description, examples, comments. */
export function withoutAnnotations(schema: Json): Json {
  if (!isRecord(schema)) {
    return schema;
  }
  const kept = Object.entries(schema).filter(([key]) => !ANNOTATIONS.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutInnerAnnotations(key, value)]));
}

const ANNOTATIONS = new Set(
  '$comment title description examples example default deprecated readOnly writeOnly'.split(' '),
);

function withoutInnerAnnotations(key: string, value: Json): Json {
  if (SCHEMA_MAPS.has(key) && isRecord(value)) {
    return mapRecord(value, withoutAnnotations);
  }
  if (SCHEMA_LISTS.has(key) && isList(value)) {
    return value.map(withoutAnnotations);
  }
  return SCHEMAS.has(key) ? withoutAnnotations(value) : value;
}

function mapRecord(record: JsonRecord, change: (value: Json) => Json): JsonRecord {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Keys of all schemas that `schema` refers to, directly or through others. */
export function referencedKeys(schema: Json, all: ReadonlyMap<string, Json>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: Json): void => {
    if (isList(value)) {
      value.forEach(visit);
    } else if (isRecord(value)) {
      for (const [key, item] of Object.entries(value)) {
        const target = key === '$ref' && typeof item === 'string' ? referenceKey(item) : undefined;
        if (target === undefined) {
          visit(item);
        } else if (!found.has(target)) {
          found.add(target);
          visit(all.get(target) ?? true);
        }
      }
    }
  };
  visit(schema);
  return found;
}

/** `#/$defs/Seat` -> `Seat`. */
export function referenceKey(reference: string): string {
  return pointerSegments(reference.slice(reference.indexOf('#') + 1)).at(-1) ?? '';
}
