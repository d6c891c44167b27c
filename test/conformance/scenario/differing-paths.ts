import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../trace.js';

const SHOWN = 8;

/** Where two JSON values part, as lines `path: expected … but was …`; at most a few. */
export function differingPaths(expected: unknown, actual: unknown): readonly string[] {
  const lines = walk(expected, actual, '');
  return lines.length > SHOWN
    ? [...lines.slice(0, SHOWN), `and ${String(lines.length - SHOWN)} more`]
    : lines;
}

function walk(expected: unknown, actual: unknown, path: string): readonly string[] {
  if (isDeepStrictEqual(expected, actual)) {
    return [];
  }
  if (isObject(expected) && isObject(actual)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return names.flatMap((name) => walk(expected[name], actual[name], `${path}/${name}`));
  }
  const shown = (value: unknown): string =>
    value === undefined ? 'nothing' : JSON.stringify(value);
  return [`${path === '' ? '/' : path}: expected ${shown(expected)} but was ${shown(actual)}`];
}
