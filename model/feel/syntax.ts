import { parser, trackVariables } from 'lezer-feel';
import type { FeelArguments, FeelContextEntry, FeelIterator, FeelNode } from './ast.js';
import { FeelSyntaxError } from './feel-syntax-error.js';
import { parseDecimal, toDouble } from './decimal.js';
import { assertReadable } from './camunda-syntax.js';
import { hideWords } from './hidden-words.js';
import { unescapeString } from './unescape-string.js';

/** Longest expression that is parsed, in UTF-16 code units. */
export const MAX_EXPRESSION_LENGTH = 64_000;
/** Deepest nesting of an expression. */
const MAX_DEPTH = 200;

/** A node of the concrete tree with the parts that carry meaning. */
export interface Concrete {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly children: readonly Concrete[];
}

/** Function names that hold a reserved word: the tokenizer must be told about them. */
const KNOWN_NAMES = { 'get or else': null, 'day of week': null, 'day of year': null };

const parsers = {
  Expression: configured('Expression'),
  UnaryTests: configured('UnaryTests'),
};

function configured(top: 'Expression' | 'UnaryTests') {
  return parser.configure({
    top,
    dialect: 'camunda',
    contextTracker: trackVariables(KNOWN_NAMES),
  });
}

/** Refuses brackets and signs that are nested too deeply before they are parsed: that alone would take long. */
function refuseDeepBrackets(text: string): void {
  if (/(?:-\s*){200}/.test(text)) {
    throw tooDeep(text, 0);
  }
  let depth = 0;
  for (const [found] of text.matchAll(/"(?:[^"\\]|\\[^])*"?|[([{]|[)\]}]/g)) {
    if (/^[([{]$/.test(found)) {
      depth += 1;
    } else if (/^[)\]}]$/.test(found)) {
      depth -= 1;
    }
    if (depth > MAX_DEPTH) {
      throw tooDeep(text, 0);
    }
  }
}

function tooDeep(text: string, offset: number): FeelSyntaxError {
  return new FeelSyntaxError(`the expression is nested deeper than ${MAX_DEPTH} levels`, {
    text,
    offset,
  });
}

/**
 * Reads a text into the concrete tree of lezer-feel, without comments.
 * @throws FeelSyntaxError when the text has an error, is too long or nested too deeply.
 */
export function readConcrete(text: string, top: 'Expression' | 'UnaryTests'): Concrete {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new FeelSyntaxError(
      `the expression is longer than ${MAX_EXPRESSION_LENGTH} characters; move the logic into a decision table or a worker`,
      { text, offset: MAX_EXPRESSION_LENGTH },
    );
  }
  refuseDeepBrackets(text);
  const stack: { name: string; from: number; to: number; children: Concrete[] }[] = [
    { name: 'root', from: 0, to: text.length, children: [] },
  ];
  parsers[top].parse(hideWords(text)).iterate({
    enter(node) {
      if (node.type.isError) {
        throw unexpected(text, node.from);
      }
      if (node.type.isSkipped) {
        return false;
      }
      if (stack.length > MAX_DEPTH) {
        throw tooDeep(text, node.from);
      }
      stack.push({ name: node.name, from: node.from, to: node.to, children: [] });
      return true;
    },
    leave(node) {
      if (node.type.isSkipped) {
        return;
      }
      const done = stack.pop();
      if (done !== undefined) {
        stack.at(-1)?.children.push(done);
      }
    },
  });
  const tree = stack[0]?.children[0];
  if (tree === undefined) {
    throw unexpected(text, 0);
  }
  return tree;
}

function unexpected(text: string, offset: number): FeelSyntaxError {
  const rest = text.slice(offset).trim();
  const found = rest === '' ? 'the end of the expression' : `'${rest.slice(0, 20)}'`;
  return new FeelSyntaxError(`unexpected ${found} at character ${offset + 1}`, { text, offset });
}

/** Turns concrete nodes of one text into {@link FeelNode}s. */
export class TreeReader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads any node that stands for a value. */
  node(concrete: Concrete): FeelNode {
    assertReadable(concrete, this.#text);
    return Object.freeze(this.#read(concrete));
  }

  #read(c: Concrete): FeelNode {
    switch (c.name) {
      case 'null':
        return { kind: 'null' };
      case 'BooleanLiteral':
        return { kind: 'boolean', value: this.#source(c) === 'true' };
      case 'NumericLiteral':
        return this.#number(c);
      case 'StringLiteral':
        return { kind: 'string', value: unescapeString(this.#source(c)) };
      case 'VariableName':
        return { kind: 'reference', names: [this.#variable(c)] };
      case '?':
        return { kind: 'input' };
      case 'List':
        return { kind: 'list', items: this.#inner(c).map((item) => this.node(item)) };
      case 'Context':
        return { kind: 'context', entries: this.#inner(c).map((entry) => this.#entry(entry)) };
      case 'ParenthesizedExpression':
        return this.node(this.#child(c, 1));
      case 'Expression':
      case 'PositiveUnaryTest':
      case 'FunctionBody':
        return this.node(this.#child(c, 0));
      default:
        return this.#readOperator(c);
    }
  }

  #number(c: Concrete): FeelNode {
    const exact = parseDecimal(this.#source(c).replace(/\s/g, '')) ?? Number.NaN;
    const value = toDouble(exact);
    return typeof exact === 'number' ? { kind: 'number', value } : { kind: 'number', value, exact };
  }

  #readOperator(c: Concrete): FeelNode {
    switch (c.name) {
      case 'ArithmeticExpression':
        return this.#arithmetic(c);
      case 'Comparison':
        return this.#comparison(c);
      case 'Conjunction':
        return { kind: 'and', left: this.#nodeAt(c, 0), right: this.#nodeAt(c, 2) };
      case 'Disjunction':
        return { kind: 'or', left: this.#nodeAt(c, 0), right: this.#nodeAt(c, 2) };
      case 'PathExpression':
        return this.#path(c);
      case 'FilterExpression':
        return { kind: 'filter', target: this.#nodeAt(c, 0), filter: this.#nodeAt(c, 2) };
      case 'SimplePositiveUnaryTest':
        return c.children.length === 1 ? this.#nodeAt(c, 0) : this.#inputComparison(c);
      case 'Interval':
        return this.#interval(c);
      case 'IterationContext':
        return c.children.length === 1
          ? this.#nodeAt(c, 0)
          : { kind: 'iteration', from: this.#nodeAt(c, 0), to: this.#nodeAt(c, 2) };
      default:
        return this.#readStructure(c);
    }
  }

  #readStructure(c: Concrete): FeelNode {
    switch (c.name) {
      case 'IfExpression':
        return {
          kind: 'if',
          condition: this.#nodeAt(c, 1),
          then: this.#nodeAt(c, 3),
          otherwise: this.#nodeAt(c, 5),
        };
      case 'ForExpression':
        return { kind: 'for', iterators: this.#iterators(c), body: this.#nodeAt(c, 3) };
      case 'QuantifiedExpression':
        return {
          kind: this.#child(c, 0).name === 'some' ? 'some' : 'every',
          iterators: this.#iterators(c),
          body: this.#nodeAt(c, 3),
        };
      case 'InstanceOfExpression':
        return {
          kind: 'instanceOf',
          value: this.#nodeAt(c, 0),
          type: this.#source(this.#child(c, 3)).replace(/\s+/g, ' '),
        };
      case 'DateTimeLiteral':
        return this.#dateTimeLiteral(c);
      case 'FunctionInvocation':
        return this.#call(c);
      case 'FunctionDefinition':
        return this.#functionDefinition(c);
      default:
        throw new FeelSyntaxError(`'${this.#source(c)}' is not supported here`, {
          text: this.#text,
          offset: c.from,
        });
    }
  }

  #arithmetic(c: Concrete): FeelNode {
    if (c.children.length === 2) {
      return { kind: 'negation', operand: this.#nodeAt(c, 1) };
    }
    const operator = this.#source(this.#child(c, 1));
    switch (operator) {
      case '+':
      case '-':
      case '*':
      case '/':
      case '**':
        return {
          kind: 'arithmetic',
          operator,
          left: this.#nodeAt(c, 0),
          right: this.#nodeAt(c, 2),
        };
      default:
        throw unexpected(this.#text, this.#child(c, 1).from);
    }
  }

  #comparison(c: Concrete): FeelNode {
    const operator = this.#child(c, 1);
    if (operator.name === 'between') {
      return {
        kind: 'between',
        value: this.#nodeAt(c, 0),
        low: this.#nodeAt(c, 2),
        high: this.#nodeAt(c, 4),
      };
    }
    if (operator.name === 'in') {
      const tests = c.children.find((child) => child.name === 'PositiveUnaryTests');
      return {
        kind: 'in',
        value: this.#nodeAt(c, 0),
        tests: (tests?.children ?? [this.#child(c, 2)]).map((test) => this.node(test)),
      };
    }
    return {
      kind: 'comparison',
      operator: this.#compareOperator(operator),
      left: this.#nodeAt(c, 0),
      right: this.#nodeAt(c, 2),
    };
  }

  #compareOperator(c: Concrete) {
    const operator = this.#source(c);
    switch (operator) {
      case '=':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return operator;
      default:
        throw unexpected(this.#text, c.from);
    }
  }

  #inputComparison(c: Concrete): FeelNode {
    return {
      kind: 'inputComparison',
      operator: this.#compareOperator(this.#child(c, 0)),
      operand: this.#nodeAt(c, 1),
    };
  }

  #interval(c: Concrete): FeelNode {
    return {
      kind: 'interval',
      startIncluded: this.#child(c, 0).name === '[',
      start: this.#nodeAt(c, 1),
      end: this.#nodeAt(c, 3),
      endIncluded: this.#child(c, 4).name === ']',
    };
  }

  #path(c: Concrete): FeelNode {
    const target = this.#nodeAt(c, 0);
    const property = this.#child(c, 2);
    // The one property of FEEL's own types that has a space.
    const isTimeOffset = this.#name(property) === 'time offset';
    const name = isTimeOffset ? 'time offset' : this.#variable(property);
    return target.kind === 'reference'
      ? { kind: 'reference', names: [...target.names, name] }
      : { kind: 'path', target, name };
  }

  #dateTimeLiteral(c: Concrete): FeelNode {
    const first = this.#child(c, 0);
    if (first.name === 'AtLiteral') {
      return { kind: 'temporal', text: unescapeString(this.#source(this.#child(first, 0))) };
    }
    return { kind: 'call', callee: this.#name(first), args: this.#arguments(c) };
  }

  /**
   * Camunda calls functions by a name or a path of names, nothing else. It takes the first two or three
   * letters of `order(1)` and `android(1)` for an operator.
   */
  #call(c: Concrete): FeelNode {
    const callee = this.#child(c, 0);
    const isNamed = callee.name === 'SpecialFunctionName' || isPathOfNames(callee);
    if (!isNamed || /^(?:and|or)\w/.test(this.#source(callee))) {
      const found = JSON.stringify(this.#text.slice(callee.to, callee.to + 10));
      throw new FeelSyntaxError(
        `Expected (binaryComparison | between | instanceOf | in | "and" | "or" | end-of-input):1:${String(callee.to + 1)}, found ${found}`,
        { text: this.#text, offset: callee.to },
      );
    }
    return { kind: 'call', callee: this.#callee(callee), args: this.#arguments(c) };
  }

  #callee(c: Concrete): string | FeelNode {
    return c.name === 'VariableName' || c.name === 'SpecialFunctionName'
      ? this.#name(c)
      : this.node(c);
  }

  #arguments(c: Concrete): FeelArguments {
    const list = this.#child(c, 2);
    if (list.name === 'NamedParameters') {
      const values = list.children.map((p) => ({
        key: this.#name(this.#child(p, 0)),
        value: this.#nodeAt(p, 1),
      }));
      return { kind: 'named', values };
    }
    return {
      kind: 'positional',
      values: list.name === 'PositionalParameters' ? list.children.map((p) => this.node(p)) : [],
    };
  }

  #functionDefinition(c: Concrete): FeelNode {
    const formal = c.children.find((child) => child.name === 'FormalParameters');
    const body = c.children.at(-1);
    if (body === undefined || c.children.some((child) => child.name === 'external')) {
      throw new FeelSyntaxError('external functions are not supported', {
        text: this.#text,
        offset: c.from,
      });
    }
    const parameters = (formal?.children ?? []).map((p) => {
      assertReadable(p, this.#text);
      return this.#name(this.#child(p, 0));
    });
    return { kind: 'function', parameters, body: this.node(body) };
  }

  #entry(c: Concrete): FeelContextEntry {
    const key = this.#child(this.#child(c, 0), 0);
    return {
      key: key.name === 'StringLiteral' ? unescapeString(this.#source(key)) : this.#name(key),
      value: this.#nodeAt(c, 1),
    };
  }

  #iterators(c: Concrete): readonly FeelIterator[] {
    return this.#child(c, 1).children.map((each) => ({
      name: this.#name(this.#child(each, 0)),
      list: this.#nodeAt(each, 2),
    }));
  }

  /** A variable is one word, or any text between backticks. */
  #variable(c: Concrete): string {
    if (c.children.length > 1) {
      throw new FeelSyntaxError(
        `a name with spaces needs backticks: \`${this.#name(c)}\` instead of ${this.#name(c)}`,
        { text: this.#text, offset: c.from },
      );
    }
    return this.#name(c);
  }

  #name(c: Concrete): string {
    const source = this.#source(c).replace(/\s+/g, ' ');
    return source.startsWith('`') ? source.replaceAll('`', '') : source;
  }

  #inner(c: Concrete): readonly Concrete[] {
    return c.children.slice(1, -1);
  }

  #nodeAt(c: Concrete, index: number): FeelNode {
    return this.node(this.#child(c, index));
  }

  #child(c: Concrete, index: number): Concrete {
    const child = c.children[index];
    if (child === undefined) {
      throw unexpected(this.#text, c.to);
    }
    return child;
  }

  #source(c: Concrete): string {
    return this.#text.slice(c.from, c.to);
  }
}

function isPathOfNames(c: Concrete): boolean {
  return c.name === 'PathExpression'
    ? c.children.every((child) => ['.', 'PathName'].includes(child.name) || isPathOfNames(child))
    : c.name === 'VariableName';
}
