import { readKey } from '../gateway/index.js';
import { HttpFault } from './problem.js';
import type { RestRequest } from './route.js';

const largestKey = 2n ** 63n - 1n;

/** The key in a path parameter; throws `HttpFault` 400 when it is none. */
export function key(params: RestRequest['params'], name: string): number {
  return readKey(name, digits(params, name));
}

/** The key in a path parameter of something that is only looked up; -1 when nothing can have it. */
export function lookupKey(params: RestRequest['params'], name: string): number {
  const number = Number(digits(params, name));
  return Number.isSafeInteger(number) ? number : -1;
}

function digits(params: RestRequest['params'], name: string): string {
  const text = params[name] ?? '';
  if (!/^-?\d{1,19}$/.test(text) || BigInt(text) > largestKey) {
    throw new HttpFault(400, `Failed to convert '${name}' with value: '${text}'`);
  }
  return text;
}
