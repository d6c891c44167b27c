import type { Json } from '../json.js';
import type { DataFlow } from './data-flow.js';
import { objectSchema } from './schema-algebra.js';
import type { Variables } from './variables.js';

/**
 * The variables of a process when it ends: required what every way to an end writes. Open when no
 * schema document says which there are.
 */
export function processResult(context: {
  readonly variables: Variables;
  readonly flow: DataFlow;
}): Json {
  const { schemas, declared } = context.variables;
  const { certain, possible } = context.flow.atEnd;
  const properties = [...schemas]
    .filter(([name]) => !declared || possible.has(name))
    .map(([name, schema]) => ({ name, schema, required: certain.has(name) }));
  return objectSchema(properties, { open: !declared });
}
