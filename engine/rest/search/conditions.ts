import { GatewayError } from '../../gateway/index.js';

/**
 * Whether a value fulfils a filter: a value to equal, or an object of operators `$eq $neq $in $notIn
 * $exists $like $gt $gte $lt $lte`. Of a list one item must. Null is no condition.
 */
export function fulfils(value: unknown, condition: unknown): boolean {
  if (condition === undefined || condition === null) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.some((one) => fulfils(one, condition));
  }
  if (typeof condition !== 'object') {
    return equal(value, condition);
  }
  return Object.entries(condition).every(([operator, operand]: [string, unknown]) =>
    operatorHolds(value, operator, operand),
  );
}

function operatorHolds(value: unknown, operator: string, operand: unknown): boolean {
  const isThere = value !== null && value !== undefined;
  switch (operator) {
    case '$eq':
      return equal(value, operand);
    case '$neq':
      return !equal(value, operand);
    case '$in':
      return listOf(operand).some((one) => equal(value, one));
    case '$notIn':
      return !listOf(operand).some((one) => equal(value, one));
    case '$exists':
      return isThere === operand;
    case '$like':
      return typeof value === 'string' && isLike(value, String(operand));
    case '$gt':
      return isThere && compare(value, operand) > 0;
    case '$gte':
      return isThere && compare(value, operand) >= 0;
    case '$lt':
      return isThere && compare(value, operand) < 0;
    case '$lte':
      return isThere && compare(value, operand) <= 0;
    default:
      throw new GatewayError(
        'INVALID_ARGUMENT',
        `Request property [${operator.slice(0, 200)}] cannot be parsed`,
        'Bad Request',
      );
  }
}

function listOf(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}

/** Keys may be asked for as numbers though they are shown as text; dates in any zone. */
function equal(value: unknown, expected: unknown): boolean {
  return (
    value === expected ||
    (typeof expected === 'number' && value === String(expected)) ||
    (timeOf(value) !== undefined && timeOf(value) === timeOf(expected))
  );
}

/** `*` is any text, `?` any character, behind `\` they are themselves; no pattern can take long. */
function isLike(value: string, pattern: string): boolean {
  const wanted = [...pattern.matchAll(/\\([*?\\])|[^]/g)].map(([all, escaped]) => ({
    character: escaped ?? all,
    isWild: escaped === undefined && (all === '*' || all === '?'),
  }));
  const isAny = (index: number): boolean =>
    wanted[index]?.isWild === true && wanted[index].character === '*';
  let at = 0;
  let index = 0;
  let star: { readonly index: number; at: number } | undefined;
  while (at < value.length) {
    const one = wanted[index];
    if (isAny(index)) {
      star = { index, at };
      index += 1;
    } else if (one !== undefined && (one.isWild || one.character === value[at])) {
      index += 1;
      at += 1;
    } else if (star !== undefined) {
      star.at += 1;
      at = star.at;
      index = star.index + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(index).every((_one, offset) => isAny(index + offset));
}

/** Numbers, keys (text of digits) and dates by value, other text by code unit; what is missing comes first. */
export function compare(a: unknown, b: unknown): number {
  const [left, right] = [rank(a), rank(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rank(value: unknown): string | number {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return padded(String(value));
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const time = timeOf(text);
  return time === undefined ? padded(text) : padded(String(time));
}

function padded(text: string): string {
  return /^\d{1,19}$/.test(text) ? text.padStart(19, '0') : text;
}

function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]{5,18}(Z|[+-]\d\d:\d\d)$/.test(value)) {
    return undefined;
  }
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
