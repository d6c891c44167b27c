/** Where in a text something stands, both 1-based. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

interface Token {
  /** `word` is a name or number, `text` a string literal (its raw contents), `mark` one character. */
  readonly kind: 'word' | 'text' | 'mark';
  readonly value: string;
  readonly offset: number;
}

/**
 * The place of a key in a config file, read from its text: JSON, or TypeScript that writes the config
 * as a literal in `defineConfig(...)`, after `export default` or in the first object. The place of the
 * nearest key around it that is found, else the start. It is a look, not a parser: computed keys and
 * spreads are not followed.
 */
export function keyPlace(text: string, path: readonly (string | number)[]): TextPlace {
  const tokens = tokensOf(text);
  let at = startOfConfig(tokens);
  let offset = tokens[at]?.offset ?? 0;
  for (const key of path) {
    const found = step(tokens, at, key);
    if (found === undefined) {
      break;
    }
    offset = tokens[found.key]?.offset ?? offset;
    at = found.value;
  }
  return placeOf(text, offset);
}

/** Line and column of an offset. */
export function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

function startOfConfig(tokens: readonly Token[]): number {
  const is = (index: number, value: string): boolean => tokens[index]?.value === value;
  const call = tokens.findIndex(
    ({ value }, index) => value === 'defineConfig' && is(index + 1, '(') && is(index + 2, '{'),
  );
  if (call >= 0) {
    return call + 2;
  }
  const exported = tokens.findIndex(
    ({ value }, index) => value === 'export' && is(index + 1, 'default') && is(index + 2, '{'),
  );
  return exported >= 0
    ? exported + 2
    : Math.max(
        0,
        tokens.findIndex(({ value }) => value === '{'),
      );
}

/** From the `{` or `[` at `from` to one of its members: the token of its key, and of its value. */
function step(
  tokens: readonly Token[],
  from: number,
  wanted: string | number,
): { readonly key: number; readonly value: number } | undefined {
  const isList = tokens[from]?.value === '[';
  let depth = 0;
  let position = 0;
  let atStart = true;
  for (let index = from + 1; index < tokens.length; index += 1) {
    const { kind, value } = tokens[index] ?? { kind: 'mark', value: '' };
    if (depth === 0 && atStart) {
      if (isList && position === wanted) {
        return { key: index, value: index };
      }
      if (!isList && kind !== 'mark' && value === String(wanted)) {
        return { key: index, value: index + 2 };
      }
      atStart = false;
    }
    if (kind !== 'mark') {
      continue;
    }
    if ('{[('.includes(value)) {
      depth += 1;
    } else if ('}])'.includes(value)) {
      depth -= 1;
      if (depth < 0) {
        return undefined;
      }
    } else if (value === ',' && depth === 0) {
      position += 1;
      atStart = true;
    }
  }
  return undefined;
}

function tokensOf(text: string): readonly Token[] {
  const pattern =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`(?:[^`\\]|\\.)*`|([\p{ID_Start}$_\d][\p{ID_Continue}$.-]*)|([^\s])/gsu;
  return [...text.matchAll(pattern)].flatMap((match): readonly Token[] => {
    const [whole, double, single, word, mark] = match;
    const offset = match.index;
    if (double !== undefined || single !== undefined) {
      return [{ kind: 'text', value: double ?? single ?? '', offset }];
    }
    if (word !== undefined) {
      return [{ kind: 'word', value: word, offset }];
    }
    if (mark !== undefined) {
      return [{ kind: 'mark', value: mark, offset }];
    }
    return whole.startsWith('`') ? [{ kind: 'text', value: whole, offset }] : [];
  });
}
