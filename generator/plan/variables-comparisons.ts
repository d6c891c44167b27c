import type { FeelNode } from '../../model/feel/index.js';
import type { Json } from '../json.js';
import { argumentNodes } from './feel-type-nodes.js';
import { expressionSchema, parseQuietly, type ExpressionScope } from './feel-type.js';
import { areDisjoint, kindOf, kindsOfSchema, kindsText, listedValues } from './schema-kinds.js';
import { schemaAtPath } from './schema-algebra.js';
import type { VariableReport } from './variables-report.js';
import type { ReadSite } from './variables-reads.js';

/** Comparisons with values that a variable never has, and expressions of a kind their place does not take. */
export function reportComparisons(report: VariableReport): void {
  for (const site of report.facts.reads) {
    const node = parseQuietly(site.expression);
    if (node !== undefined) {
      const scope = report.typed.variables.scopeAt(site.node, site.from);
      comparisonsIn(node).forEach((comparison) => {
        reportComparison(comparison, { report, site, scope });
      });
      reportKind(site, { report, scope });
    }
  }
}

/** A path that is compared with values written out. */
interface Comparison {
  readonly path: readonly string[];
  readonly values: readonly Json[];
}

interface Place {
  readonly report: VariableReport;
  readonly site: ReadSite;
  readonly scope: ExpressionScope;
}

function reportComparison({ path, values }: Comparison, { report, site, scope }: Place): void {
  const { definitions } = scope;
  const [root = '', ...rest] = path;
  const variable = scope.schemaAt([root]);
  const schema = variable === undefined ? undefined : schemaAtPath(variable, rest, definitions);
  if (schema === undefined) {
    return;
  }
  const listed = listedValues(schema, definitions);
  // Where the type itself comes from what expressions ask, they have been compared already.
  const stated = report.facts.documentSchemas.has(root)
    ? kindsOfSchema(schema, definitions)
    : undefined;
  for (const value of values) {
    const wrongKind = areDisjoint(stated, new Set([kindOf(value)]));
    if (wrongKind || (listed !== undefined && listed.length > 0 && !listed.includes(value))) {
      const nearest = listed === undefined ? undefined : nearestOf(value, listed);
      const can =
        listed === undefined || wrongKind
          ? `which is ${kindsText(stated ?? [])}`
          : `which can only be ${listed.map((each) => JSON.stringify(each)).join(', ')}`;
      report.findings.add(
        'TYPE510',
        `"${site.expression.text.slice(1).trim()}" compares "${path.join('.')}" with ${JSON.stringify(value)}, ${can}.`,
        {
          place: site.expression.place,
          elementId: site.node.id,
          ...(nearest === undefined
            ? {}
            : { fix: `write ${JSON.stringify(nearest)} if that is meant` }),
        },
      );
    }
  }
}

function reportKind(site: ReadSite, { report, scope }: Omit<Place, 'site'>): void {
  if (site.expected.length === 0) {
    return;
  }
  const kinds = kindsOfSchema(expressionSchema(site.expression, scope), scope.definitions);
  if (kinds !== undefined && areDisjoint(kinds, new Set(site.expected))) {
    report.findings.add(
      'TYPE511',
      `${site.what.slice(0, 1).toUpperCase()}${site.what.slice(1)} gives ${kindsText(kinds)}, but ${kindsText(site.expected)} is needed.`,
      { place: site.expression.place, elementId: site.node.id },
    );
  }
}

/** Every comparison of a path with literals in an expression; not those inside of filters and iterations. */
function comparisonsIn(node: FeelNode): readonly Comparison[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return [...comparisonsIn(node.left), ...comparisonsIn(node.right)];
    case 'if':
      return [node.condition, node.then, node.otherwise].flatMap(comparisonsIn);
    case 'call':
      return argumentNodes(node.args).flatMap((each) =>
        each === undefined ? [] : comparisonsIn(each),
      );
    case 'comparison':
      return node.operator === '=' || node.operator === '!='
        ? [...compared(node.left, [node.right]), ...compared(node.right, [node.left])]
        : [];
    case 'in':
      return compared(
        node.value,
        node.tests.flatMap((test) => (test.kind === 'list' ? test.items : [test])),
      );
    default:
      return [];
  }
}

function compared(path: FeelNode, values: readonly FeelNode[]): readonly Comparison[] {
  const literals = values.flatMap((value): readonly Json[] =>
    value.kind === 'string' || value.kind === 'number' || value.kind === 'boolean'
      ? [value.value]
      : [],
  );
  return path.kind === 'reference' && literals.length > 0
    ? [{ path: path.names, values: literals }]
    : [];
}

/** The value that is nearest to a text by letters, when it is near. */
export function nearestOf(value: Json, candidates: readonly Json[]): string | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  const ranked = candidates
    .filter((each) => typeof each === 'string')
    .map((each) => ({ each, steps: editDistance(value.toLowerCase(), each.toLowerCase()) }))
    .sort((left, right) => left.steps - right.steps);
  const [best] = ranked;
  return best !== undefined && best.steps <= Math.max(1, value.length / 3) ? best.each : undefined;
}

/** How many letters have to be added, left out or replaced. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
