import type { Process } from '../../model/index.js';
import { apiChoice } from './derived-exposure.js';
import { propertyOf, type Findings } from './model-context.js';
import { placedNodes } from './placed-node.js';
import type { ApiPlan } from './plan-types.js';

/**
 * Reports `jobwright:api` properties that do not fit an API document: on an element it names an
 * operation of the document or is `none`, on a process it says `none` or `true`.
 */
export function checkOperations(
  processes: readonly Process[],
  { api, findings }: { readonly api: ApiPlan; readonly findings: Findings },
): void {
  const known = new Set(api.operations.map(({ operationId }) => operationId));
  for (const process of processes) {
    const own = process.properties.find(({ name }) => name === 'jobwright:api');
    const choice = apiChoice(own);
    if (own !== undefined && (choice === undefined || 'name' in choice)) {
      findings.add(
        'API607',
        `"${own.value}" on the process "${process.id}" says neither "none" nor "true".`,
        { place: own.place, elementId: process.id },
      );
    }
    for (const { node } of placedNodes(process)) {
      const property = propertyOf(node, 'jobwright:api');
      const named = property?.value.trim() ?? 'none';
      if (property !== undefined && named !== 'none' && !known.has(named)) {
        findings.add(
          'API604',
          `"${node.name ?? node.id}" serves the operation "${property.value}", which the API lacks.`,
          { place: property.place, elementId: node.id },
        );
      }
    }
  }
}
