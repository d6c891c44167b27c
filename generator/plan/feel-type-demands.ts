import type { FeelNode } from '../../model/feel/index.js';
import { Demand, type Evidence, type ValueKind } from './feel-type-demand.js';
import { argumentNodes, calledName, type FeelCall } from './feel-type-nodes.js';
import { nodeSchema, type ExpressionScope } from './feel-type.js';
import { typesOf } from './schema-algebra.js';

/** What to know of the place an expression stands at. */
export interface DemandContext {
  readonly evidence: Evidence;
  /** The demand on a variable; undefined for names that are no variables there. */
  readonly demandOn: (name: string) => Demand | undefined;
}

/** What is wanted of the value of a node. */
type Want = (demand: Demand) => void;

/** Nothing is known of variables here, so only what the text itself says counts. */
const TEXT_ONLY: ExpressionScope = {
  definitions: new Map(),
  schemaAt: () => undefined,
  isCertain: () => true,
};

/**
 * Notes what an expression asks of the variables it reads: numbers for arithmetic and `<`, the kind of
 * the literal they are compared with, lists to go over, properties to read, what functions take. A
 * variable whose kind the expression itself asks for (`instance of`) is left alone.
 */
export function collectDemands(
  node: FeelNode,
  context: DemandContext,
  expected: readonly ValueKind[] = [],
): void {
  const asked = testedNames(node);
  const demandOn = (name: string): Demand | undefined =>
    asked.has(name) ? undefined : context.demandOn(name);
  new Collector({ ...context, demandOn }).visit(node, kindWant(expected, context.evidence));
}

function kindWant(kinds: readonly ValueKind[], evidence: Evidence): Want | undefined {
  return kinds.length === 0
    ? undefined
    : (demand) => {
        demand.restrict(kinds, evidence);
      };
}

class Collector {
  readonly #context: DemandContext;

  constructor(context: DemandContext) {
    this.#context = context;
  }

  /** Goes over a node whose value has to be what `want` says. */
  visit(node: FeelNode | undefined, want?: Want): void {
    switch (node?.kind) {
      case 'reference':
        this.#reference(node.names, want);
        return;
      case 'path':
        this.visit(node.target, (demand) => {
          const field = demand.field(node.name);
          want?.(field);
        });
        return;
      case 'filter':
        this.#filter(node, want);
        return;
      case 'negation':
        this.visit(node.operand, this.#kind('number'));
        return;
      case 'arithmetic':
        this.#arithmetic(node);
        return;
      case 'comparison':
        this.#comparison(node.operator, node.left, node.right);
        return;
      case 'between':
        this.#comparison('<', node.value, node.low);
        this.#comparison('<', node.value, node.high);
        return;
      case 'in':
        this.#in(node);
        return;
      case 'and':
      case 'or':
        this.visit(node.left, this.#kind('boolean'));
        this.visit(node.right, this.#kind('boolean'));
        return;
      case 'if':
        this.visit(node.condition, this.#kind('boolean'));
        this.visit(node.then, want);
        this.visit(node.otherwise, want);
        return;
      case 'for':
      case 'some':
      case 'every':
        this.#iterate(node);
        return;
      case 'list':
        node.items.forEach((item) => {
          this.visit(item);
        });
        return;
      case 'context':
        this.#entries(node);
        return;
      case 'call':
        this.#call(node, want);
        return;
      default:
        // Literals ask for nothing; functions and tests are about names of their own.
        return;
    }
  }

  #kind(...kinds: readonly ValueKind[]): Want | undefined {
    return kindWant(kinds, this.#context.evidence);
  }

  #reference(names: readonly string[], want: Want | undefined, open = false): void {
    const [root = '', ...rest] = names;
    const variable = this.#context.demandOn(root);
    if (variable === undefined) {
      return;
    }
    const owners = [variable];
    for (const name of rest) {
      owners.push((owners.at(-1) ?? variable).field(name));
    }
    const leaf = owners.at(-1) ?? variable;
    want?.(leaf);
    if (open) {
      owners.at(-2)?.leaveOpen();
    }
  }

  #filter(node: Extract<FeelNode, { kind: 'filter' }>, want: Want | undefined): void {
    const { evidence } = this.#context;
    this.visit(node.target, (demand) => {
      const item = demand.item(evidence);
      if (node.filter.kind === 'number' || node.filter.kind === 'negation') {
        want?.(item);
      }
      // Bare names in a filter may be properties of the item; only `item.x` is told.
      this.#bound({ item }).visit(node.filter);
    });
  }

  /** A collector that knows only these names. */
  #bound(names: Readonly<Record<string, Demand>>): Collector {
    return new Collector({
      ...this.#context,
      demandOn: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
    });
  }

  #arithmetic(node: Extract<FeelNode, { kind: 'arithmetic' }>): void {
    const { left, right, operator } = node;
    const sides = [left, right].map(kindsOf);
    const [ofLeft = [], ofRight = []] = sides;
    const numeric =
      (operator === '*' || operator === '**') && !isTemporal(left) && !isTemporal(right);
    this.visit(left, this.#operand(numeric, ofRight, right, operator));
    this.visit(right, this.#operand(numeric, ofLeft, left, operator));
  }

  /** The other side of `+`, `-` and `/` tells what this side has to be. */
  #operand(
    numeric: boolean,
    otherKinds: readonly ValueKind[],
    other: FeelNode,
    operator: string,
  ): Want | undefined {
    const [kind] = otherKinds;
    if (numeric || (kind === 'number' && operator !== '/' && !isTemporal(other))) {
      return this.#kind('number');
    }
    return operator === '+' && kind === 'string' && !isTemporal(other)
      ? this.#kind('string')
      : undefined;
  }

  #comparison(operator: string, left: FeelNode, right: FeelNode): void {
    const equality = operator === '=' || operator === '!=';
    for (const [side, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const [kind] = isTemporal(other) ? [] : kindsOf(other);
      const ordered = equality || kind === 'number' || kind === 'string';
      this.visit(
        side,
        other.kind === 'null'
          ? (demand) => {
              demand.allowNull();
            }
          : kind === undefined || !ordered
            ? undefined
            : this.#kind(kind),
      );
    }
  }

  #in(node: Extract<FeelNode, { kind: 'in' }>): void {
    const kinds = node.tests.map(testKind);
    const [kind] = kinds;
    const all = kind !== undefined && kinds.every((each) => each === kind);
    this.visit(node.value, all ? this.#kind(kind) : undefined);
    const single = node.tests.length === 1 ? node.tests[0] : undefined;
    if (single?.kind === 'reference') {
      this.visit(single);
    }
  }

  #iterate(node: Extract<FeelNode, { kind: 'for' | 'some' | 'every' }>): void {
    let inside = new Collector(this.#context);
    const items: (readonly [FeelNode, Demand])[] = [];
    for (const { name, list } of node.iterators) {
      const item = new Demand();
      items.push([list, item]);
      inside = inside.#with(name, item);
    }
    inside.#with('partial', new Demand()).visit(node.body);
    // A later list may read an item of an earlier one, so the last comes first.
    for (const [at, [list, item]] of [...items.entries()].reverse()) {
      const before = node.iterators
        .slice(0, at)
        .reduce<Collector>(
          (collector, { name }, index) => collector.#with(name, items[index]?.[1] ?? new Demand()),
          new Collector(this.#context),
        );
      before.visit(list, (demand) => {
        demand.item(this.#context.evidence).absorb(item);
      });
    }
  }

  #with(name: string, own: Demand): Collector {
    const { demandOn } = this.#context;
    return new Collector({
      ...this.#context,
      demandOn: (asked) => (asked === name ? own : demandOn(asked)),
    });
  }

  #entries(node: Extract<FeelNode, { kind: 'context' }>): void {
    let inside = new Collector(this.#context);
    for (const { key, value } of node.entries) {
      inside.visit(value);
      inside = inside.#with(key, new Demand());
    }
  }

  /** `sum(items.price)`: the prices of a list of items, or a list of prices; neither is certain. */
  #ofItems(node: FeelNode): boolean {
    if (node.kind === 'reference' && node.names.length > 1) {
      this.#reference(node.names, undefined, true);
      return true;
    }
    return false;
  }

  #call(call: FeelCall, want: Want | undefined): void {
    const name = calledName(call);
    const args = argumentNodes(call.args);
    const kinds = call.args.kind === 'positional' ? parameterKinds(name, args.length) : [];
    args.forEach((node, at) => {
      const [kind] = kinds[at] ?? [];
      if (kind === 'array' && node !== undefined && this.#ofItems(node)) {
        return;
      }
      const optional = name === 'get or else' && at === 0;
      this.visit(
        node,
        optional ? nullAnd(want) : kind === undefined ? undefined : this.#kind(kind),
      );
    });
  }
}

function nullAnd(want: Want | undefined): Want {
  return (demand) => {
    want?.(demand);
    demand.allowNull();
  };
}

/** What functions take, in order; `*` asks for nothing. */
const PARAMETERS: Readonly<Record<string, string>> = {
  substring: 'string number number',
  'string length': 'string',
  'upper case': 'string',
  'lower case': 'string',
  'substring before': 'string string',
  'substring after': 'string string',
  replace: 'string string string string',
  contains: 'string string',
  'starts with': 'string string',
  'ends with': 'string string',
  matches: 'string string string',
  split: 'string string',
  extract: 'string string',
  trim: 'string',
  'is blank': 'string',
  'to base64': 'string',
  'from json': 'string',
  'string join': 'array string',
  count: 'array',
  'list contains': 'array *',
  append: 'array *',
  sublist: 'array number number',
  'insert before': 'array number *',
  remove: 'array number',
  reverse: 'array',
  'index of': 'array *',
  'distinct values': 'array',
  'duplicate values': 'array',
  flatten: 'array',
  sort: 'array *',
  partition: 'array number',
  'is empty': 'array',
  floor: 'number number',
  ceiling: 'number number',
  'round up': 'number number',
  'round down': 'number number',
  'round half up': 'number number',
  'round half down': 'number number',
  decimal: 'number number',
  modulo: 'number number',
  sqrt: 'number',
  log: 'number',
  exp: 'number',
  odd: 'number',
  even: 'number',
  not: 'boolean',
};
/** Functions of one list, or of any number of values. */
const OVER_LIST = new Set('min max sum product mean median stddev mode all any'.split(' '));

function parameterKinds(name: string, count: number): readonly (readonly ValueKind[])[] {
  if (OVER_LIST.has(name)) {
    return count === 1 ? [['array']] : [];
  }
  const words = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name]?.split(' ') : undefined;
  return (words ?? []).map((word) => VALUE_KINDS.filter((kind) => kind === word));
}

const VALUE_KINDS: readonly ValueKind[] = ['string', 'number', 'boolean', 'array', 'object'];

/** The kinds that the text of a node shows its value to have; none when it does not. */
function kindsOf(node: FeelNode): readonly ValueKind[] {
  const types = typesOf(nodeSchema(node, TEXT_ONLY));
  const kinds = types.map((type) => (type === 'integer' ? 'number' : type));
  return kinds.length === 1 ? VALUE_KINDS.filter((kind) => kind === kinds[0]) : [];
}

/** Dates, times and durations compare and compute by rules of their own. */
function isTemporal(node: FeelNode): boolean {
  return node.kind === 'temporal' || (node.kind === 'call' && TEMPORAL_CALLS.has(calledName(node)))
    ? true
    : node.kind === 'arithmetic' && (isTemporal(node.left) || isTemporal(node.right));
}

const TEMPORAL_CALLS = new Set(
  'date|time|date and time|duration|years and months duration|now|today|last day of month'.split(
    '|',
  ),
);

function testKind(test: FeelNode): ValueKind | undefined {
  if (test.kind === 'inputComparison') {
    return isTemporal(test.operand) ? undefined : kindsOf(test.operand)[0];
  }
  if (test.kind === 'interval') {
    const [start, end] = [test.start, test.end].map((side) => kindsOf(side)[0]);
    return start === end && !isTemporal(test.start) ? start : undefined;
  }
  const [kind] = isTemporal(test) ? [] : kindsOf(test);
  return kind === 'array' ? undefined : kind;
}

/** Roots that the expression asks for their type, so that it can cope with several. */
function testedNames(node: FeelNode): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (typeof value === 'object' && value !== null) {
      if ('kind' in value && value.kind === 'instanceOf' && 'value' in value) {
        rootsIn(value.value).forEach((name) => found.add(name));
      }
      Object.values(value).forEach(visit);
    }
  };
  visit(node);
  return found;
}

function rootsIn(value: unknown): readonly string[] {
  const isReference =
    typeof value === 'object' && value !== null && 'names' in value && Array.isArray(value.names);
  const names: readonly unknown[] = isReference ? (value.names as readonly unknown[]) : []; // checked above
  return names.slice(0, 1).flatMap((name) => (typeof name === 'string' ? [name] : []));
}
