/** Comparisons and what is left when they do not hold. */
const opposites: ReadonlyMap<string, string> = new Map([
  ['=', '!='],
  ['!=', '='],
  ['<', '>='],
  ['>=', '<'],
  ['>', '<='],
  ['<=', '>'],
]);

/**
 * True when one of the conditions is seen to hold whatever the variables are: one is `true`, or two are
 * opposites in form (`x` and `not(x)`, `x = true` and `x = false`, `a < b` and `a >= b`). Variables that
 * are null are left out of account, as people do.
 */
export function coverAll(conditions: readonly string[]): boolean {
  const all = new Set(conditions.map(withoutParentheses));
  return [...all].some(
    (condition) => condition === 'true' || oppositesOf(condition).some((each) => all.has(each)),
  );
}

function oppositesOf(condition: string): readonly string[] {
  const negated = /^not ?\((.*)\)$/.exec(condition)?.[1];
  const [, left = '', operator = '', right = ''] =
    /^([^=<>!]+?) ?(=|!=|<=|>=|<|>) ?([^=<>!]+)$/.exec(condition) ?? [];
  const opposite = opposites.get(operator);
  return [
    ...(negated === undefined ? [] : [withoutParentheses(negated)]),
    ...(opposite === undefined
      ? [`${condition} = false`, `${condition}=false`]
      : spellings(left, opposite, right)),
    ...(operator === '=' && right === 'true'
      ? [left, ...spellings(left, '=', 'false')]
      : operator === '=' && right === 'false'
        ? [left, ...spellings(left, '=', 'true')]
        : []),
  ];
}

function spellings(left: string, operator: string, right: string): readonly string[] {
  return [`${left} ${operator} ${right}`, `${left}${operator}${right}`];
}

/** `(a > b)` -> `a > b`, when the outer parentheses are a pair. */
function withoutParentheses(text: string): string {
  const inner = /^\((.*)\)$/.exec(text.trim())?.[1];
  return inner === undefined || /[()]/.test(inner) ? text.trim() : inner.trim();
}
