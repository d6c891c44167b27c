import { targets, type Target } from '../../generator/config/config.js';
import { reporters, type Reporter } from '../report/report.js';
import type { Level } from './settings.js';

const LEVELS = ['off', 'info', 'warning', 'error'] as const;

/** A value of a setting that was read from text, or why the text is none. */
export type Read<Value> =
  | { readonly value: Value; readonly why?: undefined }
  | { readonly value?: undefined; readonly why: string };

/** A path, a specifier: anything but nothing. */
export function readText(text: string): Read<string> {
  return text.trim() === '' ? { why: 'it is empty' } : { value: text };
}

/** Texts with commas between them. */
export function readTexts(text: string): Read<readonly string[]> {
  const parts = text.split(',').map((part) => part.trim());
  return parts.includes('') ? { why: 'one of its paths is empty' } : { value: parts };
}

/** `true` or `false`. */
export function readBoolean(text: string): Read<boolean> {
  return text === 'true' || text === 'false'
    ? { value: text === 'true' }
    : { why: 'it is neither true nor false' };
}

/** A whole number from 0. */
export function readCount(text: string): Read<number> {
  return /^\d{1,9}$/.test(text.trim())
    ? { value: Number(text) }
    : { why: 'it is no whole number from 0' };
}

/** A Camunda version that models can be judged for. */
export function readTarget(text: string): Read<Target> {
  const found = targets.find((target) => target === text);
  return found === undefined ? { why: `it is none of ${targets.join(', ')}` } : { value: found };
}

/** How results are printed. */
export function readReporter(text: string): Read<Reporter> {
  const found = reporters.find((reporter) => reporter === text);
  return found === undefined ? { why: `it is none of ${reporters.join(', ')}` } : { value: found };
}

/** `CODE=LEVEL`, several with commas between them. Whether there is such a code is judged elsewhere. */
export function readRules(text: string): Read<Readonly<Record<string, Level>>> {
  const rules: Record<string, Level> = {};
  for (const part of text.split(',').map((entry) => entry.trim())) {
    const [code = '', wanted = ''] = part.split('=');
    const level = LEVELS.find((known) => known === wanted);
    if (code === '' || level === undefined) {
      return { why: `"${part}" is not CODE=LEVEL with one of the levels ${LEVELS.join(', ')}` };
    }
    rules[code] = level;
  }
  return { value: rules };
}
