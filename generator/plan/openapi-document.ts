import { compareText, isList, isRecord, member, type Json, type JsonRecord } from '../json.js';
import { pointerSegment, type JsonDocument } from '../read/json-document.js';
import type { SchemaBundle } from '../read/schema-bundle.js';

const ROOT_ORDER =
  'openapi info jsonSchemaDialect servers security tags paths webhooks components'.split(' ');
const COMPONENT_ORDER =
  'schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems'.split(
    ' ',
  );
const ITEM_ORDER =
  'summary description servers parameters get post put patch delete options head trace'.split(' ');
const DEFAULT_SERVERS: Json = [{ url: '/' }];

/**
 * The document as it is published: schemas of other files pulled into `components.schemas`, every
 * reference local, `servers` present, and the members of the root, of `components` and of each path in
 * one order. Paths and component names are sorted by code unit; properties keep the author's order.
 */
export function normaliseDocument(document: JsonDocument, bundle: SchemaBundle): JsonRecord {
  const root = isRecord(document.root) ? document.root : {};
  const walked = new Walk(document, bundle).members(root, '');
  const schemas = bundle.schemas.map(({ key, schema }) => [key, schema] as const);
  return orderDocument(walked, Object.fromEntries(schemas));
}

/** A document with its schemas in place, `servers` present and everything in the order above. */
export function orderDocument(document: JsonRecord, schemas: JsonRecord): JsonRecord {
  const components = member(document, 'components');
  const named = isRecord(components) ? components : {};
  const all = Object.keys(schemas).length === 0 ? named : { ...named, schemas };
  const sorted = Object.fromEntries(
    ordered(all, COMPONENT_ORDER).map(([kind, group]) => [
      kind,
      isRecord(group) ? sortedRecord(group) : group,
    ]),
  );
  const paths = member(document, 'paths');
  const complete: JsonRecord = {
    ...document,
    servers: member(document, 'servers') ?? DEFAULT_SERVERS,
    paths: isRecord(paths)
      ? Object.fromEntries(sortedEntries(paths).map(([path, item]) => [path, orderedItem(item)]))
      : {},
    ...(Object.keys(sorted).length === 0 ? {} : { components: sorted }),
  };
  return Object.fromEntries(ordered(complete, ROOT_ORDER));
}

/** Copies the document; schemas go through the bundle, which makes their references local. */
class Walk {
  readonly #document: JsonDocument;
  readonly #bundle: SchemaBundle;

  constructor(document: JsonDocument, bundle: SchemaBundle) {
    this.#document = document;
    this.#bundle = bundle;
  }

  members(record: JsonRecord, pointer: string): JsonRecord {
    return Object.fromEntries(
      Object.entries(record).map(([key, value]) => [
        key,
        this.#member(key, value, `${pointer}/${pointerSegment(key)}`),
      ]),
    );
  }

  #member(key: string, value: Json, pointer: string): Json {
    if (pointer === '/components/schemas') {
      return {};
    }
    if (key === 'schema') {
      return this.#bundle.localise({ document: this.#document, pointer });
    }
    // Examples are data: whatever stands in them is not ours to resolve.
    return key === 'example' || key === 'examples' || key === 'default'
      ? value
      : this.#value(value, pointer);
  }

  #value(value: Json, pointer: string): Json {
    if (isList(value)) {
      return value.map((item, index) => this.#value(item, `${pointer}/${index}`));
    }
    return isRecord(value) ? this.members(value, pointer) : value;
  }
}

function orderedItem(item: Json): Json {
  return isRecord(item) ? Object.fromEntries(ordered(item, ITEM_ORDER)) : item;
}

function ordered(
  record: JsonRecord,
  order: readonly string[],
): readonly (readonly [string, Json])[] {
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.entries(record).sort(
    ([left], [right]) => rank(left) - rank(right) || compareText(left, right),
  );
}

function sortedRecord(record: JsonRecord): JsonRecord {
  return Object.fromEntries(sortedEntries(record));
}

function sortedEntries(record: JsonRecord): readonly (readonly [string, Json])[] {
  return Object.entries(record).sort(([left], [right]) => compareText(left, right));
}
