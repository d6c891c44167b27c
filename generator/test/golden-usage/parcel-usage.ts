/* eslint-disable @typescript-eslint/require-await, @typescript-eslint/no-meaningless-void-operator -- compiled for its types, never run */
/**
 * Code as a user writes it against the golden output of `parcel`. It is compiled, not run: what is
 * right must compile, and each `@ts-expect-error` line must be refused.
 */
import { nonRetryable, type ProcessClient } from 'jobwright/runtime/v1';

import type { ApiHandlers } from '../golden/parcel/api.gen.js';
import type {
  ParcelHandlers,
  Piece,
  WeighParcelInput,
} from '../golden/parcel/parcel/contract.gen.js';
import type { parcelJobs } from '../golden/parcel/parcel/jobs.gen.js';
import { parcelProcess } from '../golden/parcel/parcel/jobs.gen.js';
import {
  broadcastDepotOpened,
  publishParcelHandedIn,
  publishParcelSigned,
} from '../golden/parcel/parcel/messages.gen.js';
import { startParcelRecount } from '../golden/parcel/parcel-recount/messages.gen.js';

const piece: Piece = { name: 'box', value: null, holds: [{ name: 'vase', value: 12 }] };

export const handlers = {
  'weigh-parcel': async (job, context) => {
    const { pieces, unit, address, lane } = job.variables;
    const header: 'north' = job.headers.hall;
    if (pieces > 3) {
      throw context.error(
        'TOO_HEAVY',
        `${String(pieces)} ${unit} in ${header} for ${address.country}`,
      );
    }
    if (lane === 'slow') {
      // @ts-expect-error -- the model does not catch this code around the task
      throw context.error('LOST', 'no');
    }
    // @ts-expect-error -- only mapped variables are there
    void job.variables.receiver;
    return { weight: 12, scales: { id: 's1' } };
  },
  scan: async (job) => {
    // @ts-expect-error -- one of the two elements can give null
    void job.variables.piece.name;
    return { barcode: job.variables.piece?.name ?? '00000000' };
  },
  'file-receipt': async (job, context) => {
    const { weight, price, doorCode } = job.variables;
    if (doorCode === undefined) {
      throw context.error('ANY_CODE', 'everything is caught');
    }
    // @ts-expect-error -- written on some ways only
    void job.variables.doorCode.length;
    return { signedBy: `${price.label} ${String(weight)}` };
  },
} satisfies ParcelHandlers;

// @ts-expect-error -- two handlers are missing
export const missing = { scan: handlers.scan } satisfies ParcelHandlers;

export const surplus = {
  ...handlers,
  // @ts-expect-error -- no task has this job type
  'burn-parcel': () => Promise.reject(nonRetryable('no')),
} satisfies ParcelHandlers;

export const wrongOutput = {
  ...handlers,
  // @ts-expect-error -- weight is a number and scales are missing
  'weigh-parcel': async () => ({ weight: 'heavy' }),
} satisfies ParcelHandlers;

export function publishAll(client: ProcessClient): readonly Promise<unknown>[] {
  const handedIn = {
    parcelId: 'b1',
    goods: [piece],
    receiver: { postcode: '1012', country: 'NL' as const },
  };
  return [
    publishParcelHandedIn(client, { correlationKey: 'b1', variables: handedIn }),
    publishParcelSigned(client, {
      orderNumber: 7,
      variables: { signedBy: 'Ada' },
      messageId: 'signed-7',
      timeToLiveMs: 1,
    }),
    // @ts-expect-error -- the key is the order's number
    publishParcelSigned(client, { orderNumber: '7', variables: { signedBy: 'Ada' } }),
    // @ts-expect-error -- a start message needs an explicit key
    publishParcelHandedIn(client, { variables: handedIn }),
    broadcastDepotOpened(client, { lane: 'fast' }),
    startParcelRecount(client, { shelf: 3 }),
    // @ts-expect-error -- the payload schema requires the shelf
    startParcelRecount(client, { reason: 'theft' }),
  ];
}

export const api: ApiHandlers = {
  getParcel: async (request) =>
    request.query.fields?.includes('route') === true
      ? { status: 304, body: undefined }
      : { status: 200, body: { parcelId: request.params.parcelId, piece } },
  handInParcel: async (request) => ({
    status: 202,
    headers: { Location: `/parcels/${request.body.parcelId}` },
    body: { id: request.headers['idempotency-key'] },
  }),
  streamEvents: async () => ({
    status: 200,
    body: (async function* () {
      yield await Promise.resolve({ event: 'scanned', data: { at: 1 } });
    })(),
  }),
};

export const wrongApi: ApiHandlers = {
  ...api,
  // @ts-expect-error -- 201 is not declared
  handInParcel: async () => ({ status: 201, body: { id: 'x' } }),
};

/** Descriptors are keyed by exactly the job types of the contract. */
export const keys: readonly (keyof typeof parcelJobs)[] = ['file-receipt', 'scan', 'weigh-parcel'];
export const model: string = parcelProcess.sha256;
export type Unit = WeighParcelInput['unit'] extends 'kilogram' ? true : never;
export const unit: Unit = true;
