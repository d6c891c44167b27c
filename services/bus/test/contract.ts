import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../test/eventually.js';
import {
  RejectedMessageError,
  type IncomingMessage,
  type MessageBus,
  type QueueDefinition,
} from '../index.js';

/** How a suite gets an adapter, and how it makes the consumer's process die. */
export interface BusUnderTest {
  /** A bus with a connection of its own. The suite closes it. */
  open(): Promise<MessageBus>;
  /** Cuts the connections of every bus opened so far, as a crash or a network fault would. */
  cutConnections(): Promise<void>;
}

type Text = Readonly<{ text: string }>;

function queueFor(options: Partial<QueueDefinition<Text>> = {}): QueueDefinition<Text> {
  return {
    name: `test-${randomUUID()}`,
    deliveryLimit: 3,
    retryDelaysMs: [100, 200],
    parse: (body) => {
      if (typeof body === 'object' && body !== null && 'text' in body) {
        return { text: String(body.text) };
      }
      throw new Error('"text" is missing');
    },
    ...options,
  };
}

/** What every adapter of the bus promises. */
export function describeBusContract(name: string, underTest: () => BusUnderTest): void {
  describe(`the ${name} bus`, () => {
    const open: MessageBus[] = [];
    const openBus = async (): Promise<MessageBus> => {
      const bus = await underTest().open();
      open.push(bus);
      return bus;
    };
    afterEach(async () => {
      await Promise.all(open.splice(0).map((bus) => bus.close()));
    });

    test('delivers what was published, with its id and body, and then forgets it', async () => {
      const [bus, queue] = [await openBus(), queueFor()];
      await bus.publish(queue, [
        { id: 'a', body: { text: 'one' } },
        { id: 'b', body: { text: 'zwei ✓ "\\' } },
      ]);
      const received: IncomingMessage<Text>[] = [];
      await bus.consume(queue, {
        handle: (message) => {
          received.push(message);
          return Promise.resolve();
        },
      });
      await eventually(() => {
        expect(received).toHaveLength(2);
      });
      expect(received.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        { id: 'a', body: { text: 'one' }, attempt: 1 },
        { id: 'b', body: { text: 'zwei ✓ "\\' }, attempt: 1 },
      ]);
      await eventually(async () => {
        expect(await bus.depth(queue)).toMatchObject({ waiting: 0, dead: 0 });
      });
    });

    test('holds messages for a consumer that starts later, on another connection', async () => {
      const [sender, receiver, queue] = [await openBus(), await openBus(), queueFor()];
      await sender.publish(queue, [{ id: 'a', body: { text: 'kept' } }]);
      await eventually(async () => {
        expect(await sender.depth(queue)).toMatchObject({ waiting: 1, dead: 0 });
      });
      const received: string[] = [];
      await receiver.consume(queue, {
        handle: ({ body }) => {
          received.push(body.text);
          return Promise.resolve();
        },
      });
      await eventually(() => {
        expect(received).toEqual(['kept']);
      });
    });

    test('wakes a waiting consumer at once', async () => {
      const [sender, receiver, queue] = [await openBus(), await openBus(), queueFor()];
      let arrived = 0;
      await receiver.consume(queue, {
        handle: () => {
          arrived = performance.now();
          return Promise.resolve();
        },
      });
      await sender.publish(queue, [{ id: 'warm', body: { text: '' } }]);
      await eventually(() => {
        expect(arrived).toBeGreaterThan(0);
      });
      await sleep(150);
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        arrived = 0;
        const sent = performance.now();
        await sender.publish(queue, [{ id: `m${round}`, body: { text: '' } }]);
        await eventually(() => {
          expect(arrived).toBeGreaterThan(0);
        });
        times.push(arrived - sent);
      }
      // A poll would take half a second on average.
      expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(100);
    });

    test('delivers again after a delay when the handler throws, and counts', async () => {
      const [bus, queue] = [await openBus(), queueFor()];
      const tries: { attempt: number; at: number }[] = [];
      await bus.consume(queue, {
        handle: ({ attempt }) => {
          tries.push({ attempt, at: performance.now() });
          return attempt < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
        },
      });
      await bus.publish(queue, [{ id: 'a', body: { text: 'again' } }]);
      await eventually(() => {
        expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      });
      expect(tries[1]!.at - tries[0]!.at).toBeGreaterThan(90);
      expect(tries[2]!.at - tries[1]!.at).toBeGreaterThan(190);
      await eventually(async () => {
        expect(await bus.depth(queue)).toMatchObject({ waiting: 0, dead: 0 });
      });
    });

    test('gives a message up after the delivery limit, and its neighbours are not held up', async () => {
      const [bus, queue] = [await openBus(), queueFor({ deliveryLimit: 3 })];
      const tries: string[] = [];
      const dead: string[] = [];
      await bus.consume(queue, {
        concurrency: 1,
        handle: ({ id }) => {
          tries.push(id);
          return id === 'poison' ? Promise.reject(new Error('never')) : Promise.resolve();
        },
        onDeadLetter: (id) => dead.push(id),
      });
      await bus.publish(queue, [
        { id: 'poison', body: { text: '' } },
        { id: 'good', body: { text: '' } },
      ]);
      await eventually(async () => {
        expect(await bus.depth(queue)).toMatchObject({ waiting: 0, dead: 1 });
      });
      expect(tries.filter((id) => id === 'poison')).toHaveLength(3);
      expect(tries.indexOf('good')).toBeLessThan(tries.lastIndexOf('poison'));
      expect(dead).toEqual(['poison']);
    });

    test('dead-letters at once what is malformed or rejected', async () => {
      const [bus, queue] = [await openBus(), queueFor({ deliveryLimit: 5 })];
      let tries = 0;
      await bus.consume(queue, {
        handle: () => {
          tries += 1;
          return Promise.reject(new RejectedMessageError('unknown booking'));
        },
      });
      const loose: QueueDefinition<Record<string, string>> = {
        ...queue,
        parse: () => ({}),
      };
      await bus.publish(loose, [{ id: 'malformed', body: { other: '1' } }]);
      await bus.publish(queue, [{ id: 'rejected', body: { text: '' } }]);
      await eventually(async () => {
        expect(await bus.depth(queue)).toMatchObject({ waiting: 0, dead: 2 });
      });
      expect(tries).toBe(1);
    });

    test('has no more messages in hand than asked for', async () => {
      const [bus, queue] = [await openBus(), queueFor()];
      let inHand = 0;
      let most = 0;
      let done = 0;
      await bus.consume(queue, {
        concurrency: 3,
        handle: async () => {
          inHand += 1;
          most = Math.max(most, inHand);
          await sleep(20);
          inHand -= 1;
          done += 1;
        },
      });
      await bus.publish(
        queue,
        Array.from({ length: 20 }, (_, index) => ({ id: `m${index}`, body: { text: '' } })),
      );
      await eventually(() => {
        expect(done).toBe(20);
      });
      expect(most).toBe(3);
    });

    test('two consumers share a queue without taking a message twice', async () => {
      const [first, second, queue] = [await openBus(), await openBus(), queueFor()];
      const taken: string[] = [];
      for (const bus of [first, second]) {
        await bus.consume(queue, {
          handle: async ({ id }) => {
            await sleep(1);
            taken.push(id);
          },
        });
      }
      const ids = Array.from({ length: 200 }, (_, index) => `m${index}`);
      await first.publish(
        queue,
        ids.map((id) => ({ id, body: { text: '' } })),
      );
      await eventually(() => {
        expect(taken).toHaveLength(200);
      });
      expect(new Set(taken)).toEqual(new Set(ids));
    });

    test('closing waits for the message in hand', async () => {
      const [bus, queue] = [await openBus(), queueFor()];
      let state = 'idle';
      const consumer = await bus.consume(queue, {
        handle: async () => {
          state = 'started';
          await sleep(200);
          state = 'done';
        },
      });
      await bus.publish(queue, [{ id: 'a', body: { text: '' } }]);
      await eventually(() => {
        expect(state).toBe('started');
      });
      await consumer.close();
      expect(state).toBe('done');
      await bus.publish(queue, [{ id: 'b', body: { text: '' } }]);
      await sleep(200);
      expect(await bus.depth(queue)).toMatchObject({ waiting: 1, dead: 0 });
    });

    test('after a lost connection unanswered messages come again and both ends go on', async () => {
      const [bus, queue] = [await openBus(), queueFor({ deliveryLimit: 20 })];
      const handled = new Map<string, number>();
      await bus.consume(queue, {
        handle: async ({ id }) => {
          await sleep(30);
          handled.set(id, (handled.get(id) ?? 0) + 1);
        },
      });
      const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
      for (const [index, id] of ids.entries()) {
        if (index === 20 || index === 40) {
          await underTest().cutConnections();
        }
        await eventually(() => bus.publish(queue, [{ id, body: { text: '' } }]), 15_000);
      }
      await eventually(() => {
        expect([...handled.keys()].toSorted()).toEqual(ids.toSorted());
      }, 20_000);
      await eventually(async () => {
        expect(await bus.depth(queue)).toMatchObject({ waiting: 0, dead: 0 });
      }, 20_000);
    });
  });
}
