import { requireDocument } from '../gateway/index.js';
import type { Variables } from '../records/values.js';

/**
 * Variables as a client would send them: what JSON leaves of an object. Dates become text, functions
 * and undefined fields go. Throws when it is no object.
 */
export function document(variables: object): Variables {
  return requireDocument('variables', JSON.parse(JSON.stringify(variables)));
}
