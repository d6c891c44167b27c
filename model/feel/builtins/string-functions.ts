import { isNumber, toWhole } from '../decimal.js';
import { FeelFailure, type Evaluation } from '../evaluation.js';
import type { FeelValue } from '../values.js';
import type { Builtin, Overloads } from './builtin.js';
import { boundedMatch } from './bounded-match.js';
import { overload, since, Unfit } from './builtin.js';

/** Longest regular expression and longest text it is run over, against runaway matching. */
const MAX_PATTERN_LENGTH = 1_000;
const MAX_MATCHED_LENGTH = 100_000;

/** Functions over strings. Positions count UTF-16 units from 1, from the end when negative. */
export const stringFunctions: Readonly<Record<string, Overloads>> = {
  substring: [
    overload(['string', 'start position'], ([text = null, start = null]) => substring(text, start)),
    overload(['string', 'start position', 'length'], ([text = null, start = null, length = null]) =>
      substring(text, start, length),
    ),
  ],
  'string length': [text(['string'], ([s = '']) => s.length)],
  'upper case': [text(['string'], ([s = '']) => s.toUpperCase())],
  'lower case': [text(['string'], ([s = '']) => s.toLowerCase())],
  trim: [text(['string'], ([s = '']) => s.trim())],
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
    text(['input', 'pattern'], ([s = '', pattern = ''], evaluation) =>
      matches(s, { pattern, flags: '' }, evaluation),
    ),
    text(['input', 'pattern', 'flags'], ([s = '', pattern = '', flags = ''], evaluation) =>
      matches(s, { pattern, flags }, evaluation),
    ),
  ],
  replace: [
    text(['input', 'pattern', 'replacement'], ([s = '', pattern = '', by = ''], evaluation) =>
      replace(s, { pattern, by, flags: '' }, evaluation),
    ),
    text(
      ['input', 'pattern', 'replacement', 'flags'],
      ([s = '', pattern = '', by = '', flags = ''], evaluation) =>
        replace(s, { pattern, by, flags }, evaluation),
    ),
  ],
  split: [
    text(['string', 'delimiter'], ([s = '', delimiter = ''], evaluation) => {
      const pattern = regExp(s, delimiter);
      return pattern === undefined
        ? new Unfit(`Invalid pattern for delimiter '${delimiter}'`)
        : boundedMatch(evaluation, pattern, s, () => split(s, pattern, delimiter));
    }),
  ],
  extract: [
    text(['input', 'pattern'], ([s = '', pattern = ''], evaluation) => {
      const found = regExp(s, pattern, 'g');
      return found === undefined
        ? invalid(pattern)
        : boundedMatch(evaluation, found, s, () => [...(s.match(found) ?? [])]);
    }),
  ],
  'to base64': [text(['value'], ([s = '']) => Buffer.from(s, 'utf8').toString('base64'))],
  ...since('8.7', { 'is blank': [text(['string'], ([s = '']) => s.trim() === '')] }),
};

function text(
  parameters: readonly string[],
  compute: (texts: readonly string[], evaluation: Evaluation) => FeelValue | Unfit | undefined,
): Builtin {
  return overload(parameters, (args, evaluation) => {
    const texts = args.filter((arg) => typeof arg === 'string');
    return texts.length === parameters.length ? compute(texts, evaluation) : undefined;
  });
}

/** Fails as Java does when the part begins or ends outside of the text. */
function substring(s: FeelValue, start: FeelValue, length?: FeelValue): string | undefined {
  if (typeof s !== 'string' || !isNumber(start)) {
    return undefined;
  }
  const whole = toWhole(start);
  const from = whole > 0 ? whole - 1 : s.length + whole;
  if (length !== undefined && !isNumber(length)) {
    return undefined;
  }
  const end = length === undefined ? s.length : from + toWhole(length);
  const to = Math.min(end, s.length);
  if (from < 0 || from > to) {
    throw new FeelFailure(
      `java.lang.StringIndexOutOfBoundsException: Range [${from}, ${to}) out of bounds for length ${s.length}`,
      'exception',
    );
  }
  // Half of a character outside of the basic plane has no form in UTF-8.
  return s.slice(from, to).replace(/\p{Surrogate}/gu, '?');
}

function matches(
  s: string,
  { pattern, flags }: { readonly pattern: string; readonly flags: string },
  evaluation: Evaluation,
): boolean | Unfit {
  const found = regExp(s, pattern, flags);
  return found === undefined
    ? invalid(pattern)
    : boundedMatch(evaluation, found, s, () => found.test(s));
}

function invalid(pattern: string): Unfit {
  return new Unfit(`Invalid pattern '${pattern}'`);
}

/** Between every two characters, an empty delimiter also splits off the end. */
function split(s: string, pattern: RegExp, delimiter: string): string[] {
  const parts = s.split(pattern);
  return delimiter === '' && s !== '' ? [...parts, ''] : parts;
}

/** The pattern of an expression, or undefined when it is no regular expression or too large. */
function regExp(input: string, pattern: string, flags = ''): RegExp | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH || input.length > MAX_MATCHED_LENGTH) {
    return undefined;
  }
  // Java writes flags into the pattern, too.
  const [, inline = '', rest = pattern] = /^\(\?([imsx]+)\)(.*)$/s.exec(pattern) ?? [];
  const all = flags + inline;
  const known = [...new Set(all)].filter((flag) => 'gims'.includes(flag)).join('');
  const source = all.includes('x') ? rest.replace(/\s+/g, '') : rest;
  try {
    return new RegExp(source, `${known}u`);
  } catch {
    return undefined;
  }
}

/** Replaces with Java's `$1`, `${name}` and backslashes. */
function replace(
  s: string,
  { pattern, by, flags }: { readonly pattern: string; readonly by: string; readonly flags: string },
  evaluation: Evaluation,
): string | Unfit {
  const found = regExp(s, pattern, `${flags}g`);
  if (found === undefined) {
    return invalid(pattern);
  }
  const missing: string[] = [];
  const result = boundedMatch(evaluation, found, s, () => s.replace(found, substitute));
  return missing.length === 0 ? result : invalid(pattern);

  function substitute(...match: unknown[]): string {
    const groups = match.slice(0, groupCount(match));
    const named = match.at(-1);
    return by.replace(
      /\\(.)|\$(?:(\d)|\{(\w+)\})/gs,
      (_, escaped?: string, digit?: string, name?: string) => {
        if (escaped !== undefined) {
          return escaped;
        }
        if (name !== undefined && typeof named === 'object' && named !== null && name in named) {
          return String(Reflect.get(named, name) ?? '');
        }
        const group = groups[Number(digit)];
        if (digit === undefined || Number(digit) >= groups.length) {
          missing.push(name ?? digit ?? '');
        }
        return typeof group === 'string' ? group : '';
      },
    );
  }
}

/** Number of groups of a match, the whole one included: they end before the place of the match. */
function groupCount(match: readonly unknown[]): number {
  return match.findIndex((part) => typeof part === 'number');
}
