import type { FeelValue } from '../values.js';
import { renderValue, isList } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';
import { overload } from './builtin.js';

/** Longest regular expression and longest text it is run over, against runaway matching. */
const MAX_PATTERN_LENGTH = 1_000;
const MAX_MATCHED_LENGTH = 100_000;

/** Functions over strings. Positions count Unicode characters from 1, from the end when negative. */
export const stringFunctions: Readonly<Record<string, Overloads>> = {
  substring: [
    overload(['string', 'start position'], ([text = null, start = null]) => substring(text, start)),
    overload(['string', 'start position', 'length'], ([text = null, start = null, length = null]) =>
      substring(text, start, length),
    ),
  ],
  'string length': [text(['string'], ([s = '']) => Array.from(s).length)],
  'upper case': [text(['string'], ([s = '']) => s.toUpperCase())],
  'lower case': [text(['string'], ([s = '']) => s.toLowerCase())],
  trim: [text(['string'], ([s = '']) => s.trim())],
  'is blank': [text(['string'], ([s = '']) => s.trim() === '')],
  'substring before': [
    text(['string', 'match'], ([s = '', match = '']) => {
      const at = s.indexOf(match);
      return at > 0 ? s.slice(0, at) : '';
    }),
  ],
  'substring after': [
    text(['string', 'match'], ([s = '', match = '']) => {
      const at = s.indexOf(match);
      return at >= 0 ? s.slice(at + match.length) : '';
    }),
  ],
  contains: [text(['string', 'match'], ([s = '', match = '']) => s.includes(match))],
  'starts with': [text(['string', 'match'], ([s = '', match = '']) => s.startsWith(match))],
  'ends with': [text(['string', 'match'], ([s = '', match = '']) => s.endsWith(match))],
  matches: [
    text(['input', 'pattern'], ([s = '', pattern = '']) => regExp(s, pattern)?.test(s)),
    text(['input', 'pattern', 'flags'], ([s = '', pattern = '', flags = '']) =>
      regExp(s, pattern, flags)?.test(s),
    ),
  ],
  replace: [
    text(['input', 'pattern', 'replacement'], ([s = '', pattern = '', by = '']) =>
      replace(s, by, regExp(s, pattern, 'g')),
    ),
    text(
      ['input', 'pattern', 'replacement', 'flags'],
      ([s = '', pattern = '', by = '', flags = '']) =>
        replace(s, by, regExp(s, pattern, `${flags}g`)),
    ),
  ],
  split: [
    text(['string', 'delimiter'], ([s = '', delimiter = '']) => {
      const pattern = regExp(s, delimiter);
      return pattern === undefined ? undefined : s.split(pattern);
    }),
  ],
  extract: [
    text(['input', 'pattern'], ([s = '', pattern = '']) => {
      const found = regExp(s, pattern, 'g');
      return found === undefined ? undefined : (s.match(found) ?? []);
    }),
  ],
  'to base64': [text(['value'], ([s = '']) => Buffer.from(s, 'utf8').toString('base64'))],
  'string format': [
    overload(['template', 'values'], ([template = null, values = null]) =>
      typeof template === 'string' && isList(values) ? format(template, values) : undefined,
    ),
  ],
};

function text(
  parameters: readonly string[],
  compute: (texts: readonly string[]) => FeelValue | undefined,
): Builtin {
  return overload(parameters, (args) => {
    const texts = args.filter((arg) => typeof arg === 'string');
    return texts.length === parameters.length ? compute(texts) : undefined;
  });
}

function substring(s: FeelValue, start: FeelValue, length?: FeelValue): string | undefined {
  if (typeof s !== 'string' || typeof start !== 'number') {
    return undefined;
  }
  const characters = Array.from(s);
  const whole = Math.trunc(start);
  const from = Math.max(0, whole > 0 ? whole - 1 : characters.length + whole);
  if (length === undefined) {
    return characters.slice(from).join('');
  }
  return typeof length === 'number'
    ? characters.slice(from, from + Math.max(0, Math.trunc(length))).join('')
    : undefined;
}

/** The pattern of an expression, or undefined when it is no regular expression or too large. */
function regExp(input: string, pattern: string, flags = ''): RegExp | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH || input.length > MAX_MATCHED_LENGTH) {
    return undefined;
  }
  const known = [...new Set(flags)].filter((flag) => 'gims'.includes(flag)).join('');
  const source = flags.includes('x') ? pattern.replace(/\s+/g, '') : pattern;
  try {
    return new RegExp(source, `${known}u`);
  } catch {
    return undefined;
  }
}

function replace(s: string, by: string, pattern: RegExp | undefined): string | undefined {
  // Java writes the whole match as $0, JavaScript as $&.
  return pattern === undefined ? undefined : s.replace(pattern, by.replaceAll('$0', '$$&'));
}

function format(template: string, values: readonly FeelValue[]): string {
  let next = 0;
  return template.replace(/%s/g, () => {
    const value = values[next++] ?? null;
    return typeof value === 'string' ? value : renderValue(value);
  });
}
