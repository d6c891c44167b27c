import type { History } from '../exporters/history.js';
import { GatewayError, type Operations } from '../gateway/index.js';
import { z } from 'zod';
import { checkBody } from './request-body.js';
import { route, type Route } from './route.js';
import { processInstances } from './search/instance-searches.js';
import { ModelNameReader } from './search/model-names.js';
import { filtered, search } from './search/search.js';
import type { SearchItem } from './search/search-item.js';

const batchBody = z.object({ filter: z.record(z.string(), z.unknown()) });
/** Batch operations that are remembered. */
const keptBatches = 1000;

/** Cancelling many process instances at once. It is done when the call is answered; batches are not kept over a restart. */
export function batchRoutes(operations: Operations, history: History): readonly Route[] {
  const instances = processInstances({ history, names: new ModelNameReader() });
  const batches = new Map<string, SearchItem>();
  return [
    route('POST', 'process-instances/cancellation', async (request) => {
      const { filter } = checkBody(batchBody, await request.json());
      const found = filtered(await instances.items(undefined), instances, filter);
      const running = found.filter(({ state }) => state === 'ACTIVE');
      const startDate = new Date().toISOString();
      const outcomes = await Promise.allSettled(
        running.map((item) => operations.cancelInstance(Number(item.processInstanceKey))),
      );
      const failed = outcomes.filter(({ status }) => status === 'rejected').length;
      const batchOperationKey = crypto.randomUUID();
      const batchOperationType = 'CANCEL_PROCESS_INSTANCE';
      batches.set(batchOperationKey, {
        batchOperationKey,
        batchOperationType,
        state: failed === 0 ? 'COMPLETED' : 'PARTIALLY_COMPLETED',
        startDate,
        endDate: new Date().toISOString(),
        operationsTotalCount: outcomes.length,
        operationsFailedCount: failed,
        operationsCompletedCount: outcomes.length - failed,
        errors: [],
      });
      const [oldest] = batches.keys();
      if (batches.size > keptBatches && oldest !== undefined) {
        batches.delete(oldest);
      }
      return { body: { batchOperationKey, batchOperationType } };
    }),
    route('GET', 'batch-operations/{batchOperationKey}', ({ params }) => {
      const key = params.batchOperationKey ?? '';
      const found = batches.get(key);
      return found === undefined
        ? Promise.reject(
            new GatewayError('NOT_FOUND', `Batch Operation with key '${key}' not found`),
          )
        : Promise.resolve({ body: found });
    }),
    ...nothingThere,
  ];
}

/** Things that an engine without a login has none of. */
const nothingThere: readonly Route[] = [
  'groups',
  'roles',
  'users',
  'tenants',
  'mapping-rules',
  'authorizations',
].map((path) =>
  route('POST', `${path}/search`, () =>
    Promise.resolve({ body: search([], { fields: [], keyField: 'key' }, {}) }),
  ),
);
