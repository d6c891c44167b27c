import type { FeelNode } from '../../model/feel/index.js';
import type { Json } from '../json.js';
import { argumentNodes, calledName, type FeelCall } from './feel-type-nodes.js';
import { BOOLEAN, INTEGER, NUMBER, STRING, TEMPORAL } from './feel-type-operators.js';
import { readProperty, type PathScope } from './feel-type-paths.js';
import {
  anyOf,
  dereference,
  itemsOf,
  objectSchema,
  propertiesOf,
  typesOf,
  withoutNull,
  type SchemaProperty,
} from './schema-algebra.js';

/** What the schema of a call's result is made from. */
export interface CallContext {
  readonly scope: PathScope;
  readonly schemaOf: (node: FeelNode) => Json;
}

const SIMPLE_RESULTS: ReadonlyMap<string, Json> = new Map([
  ...named('count|floor|ceiling|string length|week of year|day of year', INTEGER),
  ...named('abs|decimal|exp|log|modulo|number|product|random number|sqrt|stddev|sum|mean', NUMBER),
  ...named('median|round up|round down|round half up|round half down|unix timestamp', NUMBER),
  ...named('date|date and time|duration|time|now|today|years and months duration', TEMPORAL),
  ...named('last day of month', TEMPORAL),
  ...named('day of week|month of year|lower case|upper case|replace|string format', STRING),
  ...named('string|string join|substring|substring after|substring before|trim|uuid', STRING),
  ...named('to base64|to json', STRING),
  ...named('is blank|contains|starts with|ends with|matches|boolean|is|and|or', BOOLEAN),
  ...named('all|any|even|odd|is defined|is empty|list contains|not|before|after', BOOLEAN),
  ...named('meets|met by|overlaps|overlaps before|overlaps after|finishes', BOOLEAN),
  ...named('finished by|starts|started by|includes|during|coincides', BOOLEAN),
  ...named('split|extract', { type: 'array', items: STRING }),
  ...named('index of', { type: 'array', items: INTEGER }),
]);

/** Functions whose result is one of the items of their list. */
const ITEM_FUNCTIONS = new Set(['min', 'max']);
/** Functions whose result is a list like their first argument. */
const LIST_FUNCTIONS = new Set(
  'reverse|sort|distinct values|duplicate values|sublist|remove|mode|list replace'.split('|'),
);

/** The schema of what a built-in function returns; `true` for other functions. */
export function callSchema(call: FeelCall, context: CallContext): Json {
  const name = calledName(call);
  const simple = SIMPLE_RESULTS.get(name);
  if (simple !== undefined) {
    return simple;
  }
  const args = argumentNodes(call.args, PARAMETERS[name]);
  const schemas = args.map((node) => (node === undefined ? true : context.schemaOf(node)));
  return listResult(name, schemas, context) ?? contextResult(name, args, context) ?? true;
}

/** Names of the parameters of functions that can be called with named arguments and matter here. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  'get value': ['context', 'key'],
  'context put': ['context', 'key', 'value'],
  'get entries': ['context'],
  'get or else': ['value', 'default'],
  'insert before': ['list', 'position', 'newItem'],
};

function listResult(name: string, args: readonly Json[], context: CallContext): Json | undefined {
  const { definitions } = context.scope;
  const [first = true, ...rest] = args;
  const items = (list: Json): Json => itemsOf(list, definitions) ?? true;
  const isList = (schema: Json): boolean =>
    typesOf(dereference(schema, definitions)).includes('array');
  if (ITEM_FUNCTIONS.has(name)) {
    return rest.length > 0 ? anyOf(args) : isList(first) ? items(first) : true;
  }
  if (LIST_FUNCTIONS.has(name)) {
    return isList(first) ? first : { type: 'array' };
  }
  switch (name) {
    case 'append':
      return { type: 'array', items: anyOf([items(first), ...rest]) };
    case 'insert before':
      return { type: 'array', items: anyOf([items(first), args[2] ?? true]) };
    case 'concatenate':
    case 'union':
      return { type: 'array', items: anyOf(args.map(items)) };
    case 'flatten':
      return { type: 'array', items: flatItems(items(first), context, 0) };
    case 'partition':
      return { type: 'array', items: isList(first) ? first : { type: 'array' } };
    default:
      return undefined;
  }
}

function flatItems(item: Json, context: CallContext, depth: number): Json {
  const inner = itemsOf(item, context.scope.definitions);
  return inner === undefined || depth > 20 ? item : flatItems(inner, context, depth + 1);
}

function contextResult(
  name: string,
  args: readonly (FeelNode | undefined)[],
  context: CallContext,
): Json | undefined {
  const [first, second, third] = args;
  const schema = (node: FeelNode | undefined): Json =>
    node === undefined ? true : context.schemaOf(node);
  switch (name) {
    case 'get value':
      return second?.kind === 'string'
        ? readProperty(schema(first), second.value, context.scope)
        : true;
    case 'get entries': {
      const { definitions } = context.scope;
      const values = propertiesOf(schema(first), definitions).map((each) => each.schema);
      return { type: 'array', items: entrySchema(values.length === 0 ? true : anyOf(values)) };
    }
    case 'context put':
      return second?.kind === 'string'
        ? merged([schema(first), single(second.value, schema(third))], context)
        : { type: 'object' };
    case 'context merge':
      return contextMerge(args, context);
    case 'context':
      return { type: 'object' };
    case 'get or else':
      return anyOf([withoutNull(schema(first)), schema(second)]);
    case 'assert':
      return schema(first);
    default:
      return undefined;
  }
}

function entrySchema(value: Json): Json {
  return objectSchema(
    [
      { name: 'key', schema: STRING, required: true },
      { name: 'value', schema: value, required: true },
    ],
    { open: false },
  );
}

function single(name: string, schema: Json): Json {
  return objectSchema([{ name, schema, required: true }], { open: false });
}

function contextMerge(args: readonly (FeelNode | undefined)[], context: CallContext): Json {
  const [first] = args;
  const contexts = args.length === 1 && first?.kind === 'list' ? first.items : args;
  const schemas = contexts.map((node) => (node === undefined ? true : context.schemaOf(node)));
  return merged(schemas, context);
}

/** The object that has the properties of all; the later ones win. Open when one is not fully known. */
function merged(schemas: readonly Json[], context: CallContext): Json {
  const properties = new Map<string, SchemaProperty>();
  for (const property of schemas.flatMap((each) => propertiesOf(each, context.scope.definitions))) {
    const before = properties.get(property.name);
    const kept = before === undefined || property.required ? [] : [before.schema];
    properties.set(property.name, {
      name: property.name,
      schema: anyOf([...kept, property.schema]),
      required: property.required || before?.required === true,
    });
  }
  const open = schemas.some(
    (each) => typesOf(dereference(each, context.scope.definitions)).join() !== 'object',
  );
  return objectSchema([...properties.values()], { open });
}

function named(list: string, schema: Json): readonly (readonly [string, Json])[] {
  return list.split('|').map((name) => [name, schema] as const);
}
