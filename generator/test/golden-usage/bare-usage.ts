/* eslint-disable @typescript-eslint/require-await, @typescript-eslint/no-meaningless-void-operator -- compiled for its types, never run */
/** Code as a user writes it against the golden output of `bare`, a model without any schema. */
import type { ProcessClient } from 'jobwright/runtime/v1';

import type { ApiHandlers } from '../golden/bare/api.gen.js';
import { createApiHandlers, type ApiClient } from '../golden/bare/api-handlers.gen.js';
import type { ErrandHandlers } from '../golden/bare/errand/contract.gen.js';
import { publishDepositPaid, startErrand } from '../golden/bare/errand/messages.gen.js';

export const handlers = {
  'hold-table': async (job, context) => {
    if (job.variables.table === 'none') {
      throw context.error('RestaurantFull', 'no table');
    }
    // @ts-expect-error -- nothing is known of this variable
    void job.variables.table.length;
    return { table: 4 };
  },
  'ask-deposit': async (_job, context) => {
    // @ts-expect-error -- nothing is caught around this task
    const error = () => context.error('RestaurantFull', 'no');
    void error;
    return { depositId: 'd1' };
  },
  'print-voucher': () => Promise.resolve({}),
} satisfies ErrandHandlers;

export function use(client: ProcessClient): readonly Promise<unknown>[] {
  return [
    startErrand(client, { guests: 2 }),
    publishDepositPaid(client, { depositId: 'd1', variables: {} }),
    // @ts-expect-error -- the key is required
    publishDepositPaid(client, { variables: {} }),
  ];
}

/** Ready handlers, one of them written by hand. */
export function api(client: ApiClient): ApiHandlers {
  return {
    ...createApiHandlers(client),
    getErrand: async (request) => ({
      status: 200,
      body: {
        processInstanceKey: request.params.processInstanceKey,
        state: 'COMPLETED',
        hasIncident: false,
        variables: { depositId: 'd1' },
      },
    }),
    // @ts-expect-error -- cancelling answers 204
    cancelErrand: () => Promise.resolve({ status: 202, body: undefined }),
  };
}
