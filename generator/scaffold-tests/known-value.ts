import type { Expression } from '../../model/index.js';
import type { Json } from '../json.js';
import { Retry } from './open-end.js';
import { TEST_START_MS } from './process-facts.js';
import type { WalkState } from './walk-state.js';
import { referenceOf, valueOf } from './walk-values.js';
import { wantValue } from './want-value.js';

/**
 * The value of an expression; of a variable that nobody has set, `example` is wanted with the start.
 * @throws Retry after it was wanted
 */
export function knownValue(walk: WalkState, expression: Expression, example: Json): Json {
  const value = valueOf(expression, walk.variables.all(), TEST_START_MS + walk.elapsedMs);
  const path = value === null ? referenceOf(expression) : undefined;
  if (path !== undefined && wantValue(walk, { path, value: example }) === 'new') {
    throw new Retry();
  }
  return value;
}
