import {
  isFeelSyntaxError,
  parseExpression,
  variablePaths,
  type FeelExpression,
} from '../../model/feel/index.js';
import type { Expression } from '../../model/index.js';
import type { Json } from '../json.js';
import { callSchema } from './feel-type-calls.js';
import { arithmeticSchema, BOOLEAN, NUMBER, TEMPORAL } from './feel-type-operators.js';
import { readProperty } from './feel-type-paths.js';
import {
  acceptsAnything,
  anyOf,
  dereference,
  EMPTY_LIST,
  itemsOf,
  nullable,
  typesOf,
  withoutNull,
  type Definitions,
} from './schema-algebra.js';

/** A node of a FEEL syntax tree. */
export type FeelNode = FeelExpression['node'];

/** What an expression can see. */
export interface ExpressionScope {
  readonly definitions: Definitions;
  /** Schema of the value at a path of names; undefined when nothing describes it. */
  readonly schemaAt: (path: readonly string[]) => Json | undefined;
  /** True when the variable is there for certain; else reading it may give null. */
  readonly isCertain: (name: string) => boolean;
  /** True when schemas say which properties can be missing: reading such a one may give null. */
  readonly knowsOptional?: boolean;
}

/**
 * The schema of an expression's value, as far as its text and the variables' schemas tell: literals,
 * paths, also over lists, arithmetic with numbers and times, iterations, filters, contexts and the
 * built-in functions. Dates, times and durations are texts in variables. `true` where nothing is
 * known. A text that is no FEEL is the model rules' business and counts as unknown.
 */
export function expressionSchema(expression: Expression, scope: ExpressionScope): Json {
  if (!expression.isFeel) {
    return { type: 'string', const: expression.text };
  }
  const parsed = parseQuietly(expression);
  return parsed === undefined ? true : nodeSchema(parsed, scope);
}

/** The free variable paths that an expression reads; none for static text and for wrong FEEL. */
export function expressionPaths(expression: Expression): readonly (readonly string[])[] {
  const parsed = expression.isFeel ? parsedExpression(expression) : undefined;
  return parsed === undefined ? [] : variablePaths(parsed);
}

/** The path when the expression is nothing but one: `=order.id` -> `['order', 'id']`. */
export function plainPath(expression: Expression): readonly string[] | undefined {
  const node = parseQuietly(expression);
  return node?.kind === 'reference' ? node.names : undefined;
}

/** The syntax tree of an expression; undefined for static text and for wrong FEEL. */
export function parseQuietly(expression: Expression): FeelNode | undefined {
  return expression.isFeel ? parsedExpression(expression)?.node : undefined;
}

function parsedExpression(expression: Expression): FeelExpression | undefined {
  try {
    return parseExpression(expression.text.slice(1));
  } catch (error) {
    if (isFeelSyntaxError(error)) {
      return undefined;
    }
    throw error;
  }
}

/** The schema of the value of a syntax tree. */
export function nodeSchema(node: FeelNode, scope: ExpressionScope): Json {
  switch (node.kind) {
    case 'null':
      return { type: 'null' };
    case 'boolean':
    case 'comparison':
    case 'inputComparison':
    case 'between':
    case 'in':
    case 'and':
    case 'or':
    case 'some':
    case 'every':
    case 'instanceOf':
      return BOOLEAN;
    case 'number':
      return NUMBER;
    case 'negation':
      return nodeSchema(node.operand, scope) === TEMPORAL ? TEMPORAL : NUMBER;
    case 'string':
      return { type: 'string', const: node.value };
    case 'temporal':
      return TEMPORAL;
    case 'list':
      return node.items.length === 0
        ? EMPTY_LIST
        : { type: 'array', items: anyOf(node.items.map((item) => nodeSchema(item, scope))) };
    case 'context':
      return contextSchema(node, scope);
    case 'reference':
      return referenceSchema(node.names, scope);
    case 'path':
      return readProperty(nodeSchema(node.target, scope), node.name, scope);
    case 'filter':
      return filterSchema(node, scope);
    case 'arithmetic':
      return arithmeticSchema(
        node.operator,
        [node.left, node.right].map((side) => nodeSchema(side, scope)),
        scope.definitions,
      );
    case 'if':
      return anyOf([nodeSchema(node.then, scope), nodeSchema(node.otherwise, scope)]);
    case 'for':
      return forSchema(node, scope);
    case 'call':
      return callSchema(node, { scope, schemaOf: (each) => nodeSchema(each, scope) });
    case 'iteration':
      return { type: 'array', items: NUMBER };
    // Functions and ranges are no JSON; the input of a unary test has no name.
    case 'function':
    case 'interval':
    case 'input':
      return true;
  }
}

function contextSchema(node: Extract<FeelNode, { kind: 'context' }>, scope: ExpressionScope): Json {
  const properties: (readonly [string, Json])[] = [];
  let inner = scope;
  for (const { key, value } of node.entries) {
    const schema = nodeSchema(value, inner);
    properties.push([key, schema]);
    inner = withLocal(inner, key, schema);
  }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: [...new Set(properties.map(([key]) => key))],
  };
}

function referenceSchema(names: readonly string[], scope: ExpressionScope): Json {
  const [root = '', ...rest] = names;
  const variable = scope.schemaAt([root]) ?? true;
  const schema = rest.reduce<Json>((value, name) => readProperty(value, name, scope), variable);
  return scope.isCertain(root) ? schema : nullable(schema);
}

/** `list[1]` is one item or null; `list[condition]` is a list. */
function filterSchema(node: Extract<FeelNode, { kind: 'filter' }>, scope: ExpressionScope): Json {
  const list = nodeSchema(node.target, scope);
  const items = itemsOf(list, scope.definitions);
  const filter = items === undefined ? scope : withLocal(scope, 'item', items);
  const by = withoutNull(dereference(nodeSchema(node.filter, filter), scope.definitions));
  const kinds = typesOf(by);
  if (kinds.length > 0 && kinds.every((kind) => kind === 'number' || kind === 'integer')) {
    return nullable(items ?? true);
  }
  const selects = kinds.length > 0 && kinds.every((kind) => kind === 'boolean');
  const isList = typesOf(dereference(list, scope.definitions)).includes('array');
  return selects && isList ? list : true;
}

function forSchema(node: Extract<FeelNode, { kind: 'for' }>, scope: ExpressionScope): Json {
  let inner = scope;
  for (const { name, list } of node.iterators) {
    const items = itemsOf(nodeSchema(list, inner), scope.definitions) ?? true;
    inner = withLocal(inner, name, items);
  }
  return { type: 'array', items: nodeSchema(node.body, inner) };
}

/** The scope with one more name, which hides a variable of the same name. */
export function withLocal(scope: ExpressionScope, name: string, schema: Json): ExpressionScope {
  return {
    ...scope,
    schemaAt: (path) => {
      const [root, ...rest] = path;
      return root === name && rest.length === 0 ? schema : scope.schemaAt(path);
    },
    isCertain: (asked) => asked === name || scope.isCertain(asked),
  };
}

/** True when a schema says plainly that its values are of these JSON types only. */
export function isOfType(schema: Json, types: readonly string[]): boolean {
  const own = typesOf(schema);
  return !acceptsAnything(schema) && own.length > 0 && own.every((type) => types.includes(type));
}
