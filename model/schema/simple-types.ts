/** Colons and leading digits are what people get wrong; letters are any of Unicode. */
const ncName = /^[\p{L}_][\p{L}\p{M}\p{N}._\u00b7-]*$/u;
const integer = /^[+-]?\d+$/;
const double = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NaN)$/;

/**
 * What is wrong with a value of a simple type, in the words of the broker's schema validator;
 * undefined when nothing is. `type` is a name of XML Schema or the values of an enumeration, with commas.
 */
export function simpleTypeProblem(
  written: string,
  type: string,
  namespaces: ReadonlyMap<string, string>,
): string | undefined {
  const value = written.trim();
  const name = type === 'ID' || type === 'IDREF' ? 'NCName' : type === 'int' ? 'integer' : type;
  switch (type) {
    case '':
      return undefined;
    case 'boolean':
      return ['true', 'false', '1', '0'].includes(value) ? undefined : invalid(value, name);
    case 'ID':
    case 'IDREF':
      return ncName.test(value) ? undefined : invalid(value, name);
    case 'integer':
    case 'int':
      return integer.test(value) ? undefined : invalid(value, name);
    case 'double':
      return double.test(value) ? undefined : invalid(value, name);
    case 'QName':
      return qNameProblem(value, namespaces);
    default:
      return type.split(',').includes(written)
        ? undefined
        : `cvc-enumeration-valid: Value '${written}' is not facet-valid with respect to enumeration '[${type.split(',').join(', ')}]'. It must be a value from the enumeration.`;
  }
}

function qNameProblem(value: string, namespaces: ReadonlyMap<string, string>): string | undefined {
  const [first = '', second, ...more] = value.split(':');
  if (!ncName.test(first) || (second !== undefined && !ncName.test(second)) || more.length > 0) {
    return invalid(value, 'QName');
  }
  return second === undefined || namespaces.has(first)
    ? undefined
    : `UndeclaredPrefix: Cannot resolve '${value}' as a QName: the prefix '${first}' is not declared.`;
}

function invalid(value: string, type: string): string {
  return `cvc-datatype-valid.1.2.1: '${value}' is not a valid value for '${type}'.`;
}
