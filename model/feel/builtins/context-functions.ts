import type { FeelContext, FeelValue } from '../values.js';
import { inFeelOrder } from '../context-order.js';
import { isContext, isList, setEntry } from '../values.js';
import type { Overloads } from './builtin.js';
import { overList, overload } from './builtin.js';

const getEntries = (context: FeelValue): FeelValue | undefined =>
  isContext(context) ? Object.entries(context).map(([key, value]) => ({ key, value })) : undefined;

const contextPut: Overloads = [
  overload(['context', 'key', 'value'], ([context = null, key = null, value = null]) =>
    putAt(context, isList(key) ? key : [key], value),
  ),
  overload(['context', 'keys', 'value'], ([context = null, keys = null, value = null]) =>
    isList(keys) ? putAt(context, keys, value) : undefined,
  ),
];
const contextMerge: Overloads = [overList('contexts', (contexts) => merge(contexts))];

/** Functions over contexts. */
export const contextFunctions: Readonly<Record<string, Overloads>> = {
  'get entries': [
    overload(['context'], ([context = null]) => getEntries(context)),
    overload(['m'], ([context = null]) => getEntries(context)),
  ],
  'get value': ['context', 'm'].map((parameter) =>
    overload([parameter, 'key'], ([context = null, key = null]) => {
      if (!isContext(context)) {
        return undefined;
      }
      if (typeof key === 'string') {
        return own(context, key);
      }
      return isList(key) ? getByPath(context, key) : undefined;
    }),
  ),
  'context put': contextPut,
  put: contextPut,
  'context merge': contextMerge,
  'put all': contextMerge,
  context: [overload(['entries'], ([entries = null]) => fromEntries(entries))],
};

function own(context: FeelContext, key: string): FeelValue {
  return Object.hasOwn(context, key) ? (context[key] ?? null) : null;
}

function getByPath(context: FeelContext, keys: readonly FeelValue[]): FeelValue | undefined {
  let value: FeelValue = context;
  for (const key of keys) {
    if (typeof key !== 'string') {
      return null;
    }
    value = isContext(value) ? own(value, key) : null;
  }
  return keys.length === 0 ? null : value;
}

/** Copies of contexts keep the place of a replaced key; what is no context on the way is replaced. */
function putAt(
  context: FeelValue,
  keys: readonly FeelValue[],
  value: FeelValue,
): FeelContext | null | undefined {
  const [key, ...rest] = keys;
  if (keys.length === 0 && isContext(context)) {
    return null;
  }
  if (!isContext(context) || typeof key !== 'string') {
    return undefined;
  }
  const copy = { ...context };
  const existing = own(context, key);
  const inner = rest.length === 0 ? value : putAt(isContext(existing) ? existing : {}, rest, value);
  if (inner === undefined) {
    return undefined;
  }
  setEntry(copy, key, inner);
  return inFeelOrder(copy);
}

function merge(contexts: readonly FeelValue[]): FeelContext | null {
  const merged: Record<string, FeelValue> = {};
  for (const context of contexts) {
    if (!isContext(context)) {
      return null;
    }
    for (const [key, value] of Object.entries(context)) {
      setEntry(merged, key, value);
    }
  }
  return inFeelOrder(merged);
}

function fromEntries(entries: FeelValue): FeelContext | null {
  if (!isList(entries)) {
    return null;
  }
  const context: Record<string, FeelValue> = {};
  for (const entry of entries) {
    const key = isContext(entry) ? own(entry, 'key') : null;
    if (!isContext(entry) || typeof key !== 'string' || !Object.hasOwn(entry, 'value')) {
      return null;
    }
    setEntry(context, key, own(entry, 'value'));
  }
  return inFeelOrder(context);
}
