import ts from 'typescript';

/** One small change of a file: what stands between `start` and `end` becomes `replacement`. */
export interface Mutation {
  readonly mutator: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '==': ['!='],
  '!=': ['=='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
};
const ARITHMETIC: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
};
const LOGICAL: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '??': '&&' };
/** Method calls: another method in its place, or undefined to leave the call out. */
const METHODS: ReadonlyMap<string, string | undefined> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['toUpperCase', 'toLowerCase'],
  ['toLowerCase', 'toUpperCase'],
  ['min', 'max'],
  ['max', 'min'],
  ['filter', undefined],
  ['sort', undefined],
  ['reverse', undefined],
  ['slice', undefined],
  ['trim', undefined],
  ['concat', undefined],
]);

/**
 * Every change that is tried in a file, in the order of the text: the usual set of mutation testing
 * (conditions, comparisons, logic, arithmetic, literals, lists, objects, blocks, methods, arrow bodies).
 * Types, imports, property names and comments are left alone.
 */
export function mutationsOf(file: ts.SourceFile): readonly Mutation[] {
  const found: Mutation[] = [];
  const visit = (node: ts.Node): void => {
    if (isLeftAlone(node)) {
      return;
    }
    found.push(...mutationsAt(node, file));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found.sort((left, right) => left.start - right.start || right.end - left.end);
}

function isLeftAlone(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function mutationsAt(node: ts.Node, file: ts.SourceFile): readonly Mutation[] {
  const change = (mutator: string, replacement: string, of: ts.Node = node): Mutation => ({
    mutator,
    start: of.getStart(file),
    end: of.getEnd(),
    replacement,
  });
  if (ts.isBinaryExpression(node)) {
    return binaryMutations(node, file).map((text) => change('operator', text));
  }
  if (ts.isIfStatement(node) || ts.isWhileStatement(node)) {
    return ['true', 'false'].map((text) => change('condition', text, node.expression));
  }
  if (ts.isConditionalExpression(node)) {
    return ['true', 'false'].map((text) => change('condition', text, node.condition));
  }
  if (ts.isPrefixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.ExclamationToken
      ? [change('negation', node.operand.getText(file))]
      : [];
  }
  if (ts.isCallExpression(node)) {
    return callMutations(node, file).map((text) => change('method', text));
  }
  if (ts.isArrowFunction(node)) {
    return ts.isBlock(node.body) ? [] : [change('arrow', '(() => undefined)')];
  }
  if (ts.isBlock(node)) {
    return node.statements.length > 0 && isBodyThatMayBeEmpty(node) ? [change('block', '{}')] : [];
  }
  return literalMutations(node).map((text) => change('literal', text));
}

function binaryMutations(node: ts.BinaryExpression, file: ts.SourceFile): readonly string[] {
  const operator = node.operatorToken.getText(file);
  const [left, right] = [node.left.getText(file), node.right.getText(file)];
  const comparisons = COMPARISONS[operator];
  if (comparisons !== undefined) {
    return [...comparisons.map((other) => `${left} ${other} ${right}`), 'true', 'false'];
  }
  const logical = LOGICAL[operator];
  if (logical !== undefined) {
    const whole = operator === '??' ? [] : ['true', 'false'];
    return [`(${left}) ${logical} (${right})`, ...whole];
  }
  const arithmetic = ARITHMETIC[operator];
  return arithmetic === undefined ? [] : [`${left} ${arithmetic} ${right}`];
}

function callMutations(node: ts.CallExpression, file: ts.SourceFile): readonly string[] {
  const callee = node.expression;
  // In the middle of an optional chain a call cannot be set apart without breaking the chain.
  const inChain = ts.isOptionalChain(node) && ts.isOptionalChain(node.parent);
  if (inChain || !ts.isPropertyAccessExpression(callee) || !METHODS.has(callee.name.text)) {
    return [];
  }
  const target = callee.expression.getText(file);
  const other = METHODS.get(callee.name.text);
  const args = node.arguments.map((each) => each.getText(file)).join(', ');
  return [other === undefined ? target : `${target}${access(callee)}${other}(${args})`];
}

function access(callee: ts.PropertyAccessExpression): string {
  return callee.questionDotToken === undefined ? '.' : '?.';
}

function literalMutations(node: ts.Node): readonly string[] {
  if (node.kind === ts.SyntaxKind.TrueKeyword) {
    return ['false'];
  }
  if (node.kind === ts.SyntaxKind.FalseKeyword) {
    return ['true'];
  }
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return isName(node) ? [] : [node.text === '' ? "'mutated'" : "''"];
  }
  if (ts.isTemplateExpression(node)) {
    return ts.isTaggedTemplateExpression(node.parent) ? [] : ["''"];
  }
  if (ts.isArrayLiteralExpression(node)) {
    return isPattern(node) ? [] : [node.elements.length === 0 ? "['mutated']" : '[]'];
  }
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.length === 0 || isPattern(node) ? [] : ['({})'];
  }
  return [];
}

/** A text that names a property or a module is no value. */
function isName(node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword) ||
    ts.isExpressionStatement(parent) ||
    ts.isTaggedTemplateExpression(parent)
  );
}

/** The left side of an assignment takes things apart and is no value. */
function isPattern(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isBinaryExpression(parent)
    ? parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    : ts.isForOfStatement(parent) && parent.initializer === node;
}

/** Bodies of functions, branches and loops; a constructor's must call `super`. */
function isBodyThatMayBeEmpty(node: ts.Block): boolean {
  return !ts.isConstructorDeclaration(node.parent) && !ts.isTryStatement(node.parent);
}
