import {
  isFeelSyntaxError,
  parseExpression,
  variablePaths,
  type FeelExpression,
} from '../../model/feel/index.js';
import type { Expression } from '../../model/index.js';
import type { Json } from '../json.js';
import {
  acceptsAnything,
  anyOf,
  itemsOf,
  nullable,
  typesOf,
  dereference,
  type Definitions,
} from './schema-algebra.js';

type FeelNode = FeelExpression['node'];

/** What an expression can see. */
export interface ExpressionScope {
  readonly definitions: Definitions;
  /** Schema of the value at a path of names; undefined when nothing describes it. */
  readonly schemaAt: (path: readonly string[]) => Json | undefined;
  /** True when the variable is there for certain; else reading it may give null. */
  readonly isCertain: (name: string) => boolean;
}

const NUMBER = { type: 'number' };
const STRING = { type: 'string' };
const BOOLEAN = { type: 'boolean' };

const SCALAR_FUNCTIONS: ReadonlyMap<string, Json> = new Map([
  ...names('count|floor|ceiling|string length|week of year|day of year', { type: 'integer' }),
  ...names('abs|decimal|exp|log|modulo|number|product|random number|sqrt|stddev|sum|mean', NUMBER),
  ...names('median|round up|round down|round half up|round half down', NUMBER),
  ...names('date|date and time|duration|time|now|today|years and months duration', STRING),
  ...names('day of week|month of year|last day of month|lower case|upper case|replace', STRING),
  ...names('string|string join|substring|substring after|substring before|trim|uuid', STRING),
  ...names('to base64|is blank|contains|starts with|ends with|matches', BOOLEAN),
  ...names('all|any|even|odd|is defined|is empty|list contains|not|before|after', BOOLEAN),
]);

/** Functions whose result is one of the items of their list. */
const ITEM_FUNCTIONS = new Set(['min', 'max']);
/** Functions whose result is a list like their first argument. */
const LIST_FUNCTIONS = new Set(['reverse', 'sort', 'distinct values', 'sublist', 'remove']);

/**
 * The schema of an expression's value, as far as its text and the variables' schemas tell: static text,
 * literals, paths, arithmetic, comparisons, `if`, lists, contexts and the common functions. `true`
 * where they do not. A text that is no FEEL is the model rules' business and counts as unknown.
 */
export function expressionSchema(expression: Expression, scope: ExpressionScope): Json {
  if (!expression.isFeel) {
    return { type: 'string', const: expression.text };
  }
  const parsed = parseQuietly(expression);
  if (parsed === undefined) {
    return true;
  }
  return nodeSchema(parsed.node, scope);
}

/** The free variable paths that an expression reads; none for static text and for wrong FEEL. */
export function expressionPaths(expression: Expression): readonly (readonly string[])[] {
  const parsed = expression.isFeel ? parseQuietly(expression) : undefined;
  return parsed === undefined ? [] : variablePaths(parsed);
}

/** The path when the expression is nothing but one: `=order.id` -> `['order', 'id']`. */
export function plainPath(expression: Expression): readonly string[] | undefined {
  const node = expression.isFeel ? parseQuietly(expression)?.node : undefined;
  return node?.kind === 'reference' ? node.names : undefined;
}

function parseQuietly(expression: Expression): FeelExpression | undefined {
  try {
    return parseExpression(expression.text.slice(1));
  } catch (error) {
    if (isFeelSyntaxError(error)) {
      return undefined;
    }
    throw error;
  }
}

function nodeSchema(node: FeelNode, scope: ExpressionScope): Json {
  switch (node.kind) {
    case 'null':
      return { type: 'null' };
    case 'boolean':
    case 'comparison':
    case 'between':
    case 'in':
    case 'and':
    case 'or':
    case 'some':
    case 'every':
    case 'instanceOf':
      return BOOLEAN;
    case 'number':
    case 'negation':
      return NUMBER;
    case 'string':
      return { type: 'string', const: node.value };
    case 'temporal':
      return STRING;
    case 'list':
      return { type: 'array', items: anyOf(node.items.map((item) => nodeSchema(item, scope))) };
    case 'context':
      return contextSchema(node, scope);
    case 'reference':
      return referenceSchema(node.names, scope);
    case 'filter':
      return filterSchema(node, scope);
    case 'arithmetic':
      return arithmeticSchema(node, scope);
    case 'if':
      return anyOf([nodeSchema(node.then, scope), nodeSchema(node.otherwise, scope)]);
    case 'for':
      return { type: 'array' };
    case 'call':
      return callSchema(node, scope);
    default:
      return true;
  }
}

function contextSchema(node: Extract<FeelNode, { kind: 'context' }>, scope: ExpressionScope): Json {
  const properties = node.entries.map(
    (entry) => [entry.key, nodeSchema(entry.value, scope)] as const,
  );
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: properties.map(([key]) => key),
  };
}

function referenceSchema(names: readonly string[], scope: ExpressionScope): Json {
  const schema = scope.schemaAt(names) ?? true;
  const [root = ''] = names;
  return scope.isCertain(root) ? schema : nullable(schema);
}

/** `list[1]` is one item or null; `list[condition]` is a list. */
function filterSchema(node: Extract<FeelNode, { kind: 'filter' }>, scope: ExpressionScope): Json {
  const list = nodeSchema(node.target, scope);
  const position = node.filter.kind === 'number' || node.filter.kind === 'negation';
  if (position) {
    return nullable(itemsOf(list, scope.definitions) ?? true);
  }
  return typesOf(dereference(list, scope.definitions)).includes('array') ? list : true;
}

function arithmeticSchema(
  node: Extract<FeelNode, { kind: 'arithmetic' }>,
  scope: ExpressionScope,
): Json {
  const sides = [node.left, node.right].map((side) =>
    dereference(nodeSchema(side, scope), scope.definitions),
  );
  if (sides.every((side) => isOfType(side, ['number', 'integer', 'null']))) {
    return NUMBER;
  }
  const text = sides.some((side) => isOfType(side, ['string']));
  return node.operator === '+' && text ? STRING : true;
}

function callSchema(node: Extract<FeelNode, { kind: 'call' }>, scope: ExpressionScope): Json {
  const [first] = node.args.kind === 'positional' ? node.args.values : [];
  const argument = first === undefined ? true : nodeSchema(first, scope);
  const name = typeof node.callee === 'string' ? node.callee : calleeName(node.callee);
  if (ITEM_FUNCTIONS.has(name)) {
    return itemsOf(argument, scope.definitions) ?? argument;
  }
  if (LIST_FUNCTIONS.has(name)) {
    return argument;
  }
  return SCALAR_FUNCTIONS.get(name) ?? true;
}

function calleeName(node: FeelNode): string {
  return node.kind === 'reference' ? node.names.join(' ') : '';
}

function isOfType(schema: Json, types: readonly string[]): boolean {
  const own = typesOf(schema);
  return !acceptsAnything(schema) && own.length > 0 && own.every((type) => types.includes(type));
}

function names(list: string, schema: Json): readonly (readonly [string, Json])[] {
  return list.split('|').map((name) => [name, schema] as const);
}
