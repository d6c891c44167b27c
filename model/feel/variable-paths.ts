import { assertNever } from './assert-never.js';
import type { FeelArguments, FeelIterator, FeelNode } from './ast.js';
import type { FeelExpression } from './parse.js';

/**
 * The variables an expression reads, each as a path: `order.total + x` reads `['order','total']` and
 * `['x']`. Names that the expression binds itself (`for`, `some`, `every`, function parameters, keys
 * of an enclosing context) are left out, and so are bare names inside a filter, which may mean a
 * property of the item. Sorted, without duplicates.
 */
export function variablePaths(expression: FeelExpression): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  collect(expression.node, new Set(), (names) => found.set(JSON.stringify(names), names));
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, names]) => names);
}

type Report = (names: readonly string[]) => void;
type Bound = ReadonlySet<string> | 'all';

function collect(node: FeelNode, bound: Bound, report: Report): void {
  const visit = (child: FeelNode): void => {
    collect(child, bound, report);
  };
  switch (node.kind) {
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'temporal':
    case 'input':
      return;
    case 'reference':
      if (bound !== 'all' && !bound.has(node.names[0] ?? '')) {
        report(node.names);
      }
      return;
    case 'list':
      node.items.forEach(visit);
      return;
    case 'context': {
      let inner = bound;
      for (const entry of node.entries) {
        collect(entry.value, inner, report);
        inner = bind(inner, [entry.key]);
      }
      return;
    }
    case 'path':
      visit(node.target);
      return;
    case 'filter':
      visit(node.target);
      collectFilter(node.filter, bound, report);
      return;
    case 'negation':
    case 'inputComparison':
      visit(node.operand);
      return;
    case 'arithmetic':
    case 'comparison':
    case 'and':
    case 'or':
      visit(node.left);
      visit(node.right);
      return;
    default:
      collectStructure(node, bound, report);
  }
}

type Structure = Extract<
  FeelNode,
  {
    kind:
      | 'between'
      | 'in'
      | 'if'
      | 'for'
      | 'some'
      | 'every'
      | 'instanceOf'
      | 'call'
      | 'function'
      | 'interval'
      | 'iteration';
  }
>;

function collectStructure(node: Structure, bound: Bound, report: Report): void {
  const visit = (child: FeelNode): void => {
    collect(child, bound, report);
  };
  switch (node.kind) {
    case 'between':
      [node.value, node.low, node.high].forEach(visit);
      return;
    case 'in':
      [node.value, ...node.tests].forEach(visit);
      return;
    case 'if':
      [node.condition, node.then, node.otherwise].forEach(visit);
      return;
    case 'for':
    case 'some':
    case 'every':
      collect(
        node.body,
        bind(collectIterators(node.iterators, bound, report), ['partial']),
        report,
      );
      return;
    case 'instanceOf':
      visit(node.value);
      return;
    case 'call':
      if (typeof node.callee !== 'string') {
        visit(node.callee);
      }
      argumentNodes(node.args).forEach(visit);
      return;
    case 'function':
      collect(node.body, bind(bound, node.parameters), report);
      return;
    case 'interval':
      visit(node.start);
      visit(node.end);
      return;
    case 'iteration':
      visit(node.from);
      visit(node.to);
      return;
    default:
      assertNever(node);
  }
}

/** A filter that is a plain reference is an index read from a variable: `seats[position]`. */
function collectFilter(filter: FeelNode, bound: Bound, report: Report): void {
  if (filter.kind === 'reference') {
    collect(filter, bind(bound, ['item']), report);
    return;
  }
  collect(filter, 'all', report);
}

function collectIterators(iterators: readonly FeelIterator[], bound: Bound, report: Report): Bound {
  let inner = bound;
  for (const iterator of iterators) {
    collect(iterator.list, inner, report);
    inner = bind(inner, [iterator.name]);
  }
  return inner;
}

function bind(bound: Bound, names: readonly string[]): Bound {
  return bound === 'all' ? bound : new Set([...bound, ...names]);
}

function argumentNodes(args: FeelArguments): readonly FeelNode[] {
  return args.kind === 'positional' ? args.values : args.values.map((each) => each.value);
}
