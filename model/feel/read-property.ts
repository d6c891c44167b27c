import type { Evaluation } from './evaluation.js';
import { temporalProperty, temporalPropertyNames } from './temporal.js';
import type { FeelContext, FeelValue } from './values.js';
import {
  emptyLiteral,
  FeelRangeValue,
  isContext,
  isList,
  isTemporal,
  renderValue,
} from './values.js';

/** `target.name`; a list gives the property of each item. Missing ones are null with a warning. */
export function readProperty(target: FeelValue, name: string, evaluation: Evaluation): FeelValue {
  if (isList(target)) {
    evaluation.step(target.length);
    return target.map((item) => readProperty(item, name, evaluation));
  }
  if (target === null) {
    return evaluation.warn(
      'NO_CONTEXT_ENTRY_FOUND',
      `No context entry found with key '${name}'. The context is null`,
    );
  }
  if (isContext(target)) {
    return readEntry(target, name, evaluation);
  }
  return otherProperty(target, name, evaluation);
}

function readEntry(target: FeelContext, name: string, evaluation: Evaluation): FeelValue {
  if (Object.hasOwn(target, name)) {
    return target[name] ?? null;
  }
  const keys = Object.keys(target).map((key) => `'${key}'`);
  // Camunda knows that a context is empty only when the expression itself says `{}`.
  const detail =
    target === emptyLiteral ? 'The context is empty' : `Available keys: ${keys.join(', ')}`;
  return evaluation.warn(
    'NO_CONTEXT_ENTRY_FOUND',
    `No context entry found with key '${name}'. ${detail}`,
  );
}

function otherProperty(target: FeelValue, name: string, evaluation: Evaluation): FeelValue {
  const own = isTemporal(target) ? temporalProperty(target, name) : rangeProperty(target, name);
  if (own !== undefined) {
    return own;
  }
  const names = isTemporal(target)
    ? temporalPropertyNames(target)
    : target instanceof FeelRangeValue
      ? RANGE_PROPERTIES
      : [];
  return evaluation.warn(
    'NO_PROPERTY_FOUND',
    `No property found with name '${name}' of value '${renderValue(target)}'. Available properties: ${names.map((each) => `'${each}'`).join(', ')}`,
  );
}

const RANGE_PROPERTIES = ['start', 'end', 'start included', 'end included'];

function rangeProperty(target: FeelValue, name: string): FeelValue | undefined {
  if (!(target instanceof FeelRangeValue)) {
    return undefined;
  }
  switch (name) {
    case 'start':
      return target.start;
    case 'end':
      return target.end;
    case 'start included':
      return target.startIncluded;
    case 'end included':
      return target.endIncluded;
    default:
      return undefined;
  }
}
