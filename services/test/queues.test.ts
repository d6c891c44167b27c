import { readFileSync } from 'node:fs';

import { bookingEvents, paymentRequests, paymentResults } from '../queues.js';

interface Documented {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly components: {
    readonly messages: Readonly<
      Record<string, { readonly name: string; readonly examples: readonly { payload: object }[] }>
    >;
  };
}

const document = JSON.parse(
  readFileSync(new URL('../../generated/asyncapi.json', import.meta.url), 'utf8'),
) as Documented;
const queues = [bookingEvents, paymentRequests, paymentResults];

describe('the queues of the services', () => {
  test('are the channels of the AsyncAPI document', () => {
    expect(queues.map(({ name }) => name)).toEqual(
      Object.values(document.channels).map(({ address }) => address),
    );
  });

  test.each(queues.map((queue) => [queue.name, queue] as const))(
    '%s takes in what the document shows, and nothing with a surplus member',
    (name, queue) => {
      const message = Object.values(document.components.messages).find(
        (each) => each.name === name,
      );
      const payloads = (message?.examples ?? []).map(({ payload }) => payload);
      expect(payloads).toHaveLength(1);
      for (const payload of payloads) {
        expect(queue.parse(payload)).toEqual(payload);
        expect(() => queue.parse({ ...payload, surplus: 1 })).toThrow();
      }
    },
  );
});
