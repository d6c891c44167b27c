import { FeelSyntaxError } from './feel-syntax-error.js';

/** What the check needs of a node of the concrete tree. */
interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly children: readonly Node[];
}

/** The part of a node that Camunda 8.6 does not read, though it is FEEL; undefined when it reads all. */
function unreadable(node: Node, text: string): Node | undefined {
  const [first, second, third] = node.children;
  const isTest = (part: Node | undefined): boolean => part?.name === 'SimplePositiveUnaryTest';
  switch (node.name) {
    case 'NumericLiteral':
      return /e/i.test(text.slice(node.from, node.to)) ? node : undefined;
    case 'Comparison':
      if (second?.name !== 'CompareOp') {
        return undefined;
      }
      return [first, third].find((part) => isTest(part) || part?.name === 'Comparison');
    case 'SimplePositiveUnaryTest':
      // A test compares with `<` and `>`; what is equal is written as it is.
      return first?.name === 'CompareOp' && /^!?=/.test(text.slice(first.from, first.to))
        ? node
        : undefined;
    case 'Conjunction':
    case 'Disjunction':
      return [first, third].find((part) => isTest(part) && part?.children[0]?.name === 'CompareOp');
    case 'PathExpression':
      return [first].find(isTest);
    case 'IterationContext':
      return node.children.length === 1 ? [first].find(isTest) : undefined;
    case 'FormalParameter':
      return second;
    case 'InstanceOfExpression': {
      const type = node.children[3]?.children[0];
      return isTest(first)
        ? first
        : type?.name === 'QualifiedName' || type === undefined || type.name === 'SpecialType'
          ? undefined
          : type;
    }
    case 'ArithmeticExpression':
      return first?.name === 'InstanceOfExpression' ? first : undefined;
    default:
      return undefined;
  }
}

/**
 * Throws for what is FEEL but cannot be read by Camunda 8.6, whose broker refuses to deploy it:
 * exponents, chained comparisons, properties of intervals, types of parameters, types of the items of a
 * list.
 * @throws FeelSyntaxError at the part
 */
export function assertReadable(node: Node, text: string): void {
  const wrong = unreadable(node, text);
  if (wrong !== undefined) {
    throw new FeelSyntaxError(
      `Camunda does not read '${text.slice(wrong.from, wrong.to).slice(0, 40)}' here`,
      { text, offset: wrong.from },
    );
  }
}
