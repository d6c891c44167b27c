import { connect, createServer, type Server, type Socket } from 'node:net';
import { silentLogger } from '../../../../runtime/index.js';
import { eventually } from '../../../test/eventually.js';
import { openAmqpBus } from '../../amqp/amqp-bus.js';
import type { QueueDefinition } from '../../index.js';
import { describeBusContract } from '../contract.js';
import { startBroker, type Broker } from './broker.js';

/** Stands between client and broker, so that a test can cut every connection at once. */
interface Proxy {
  readonly port: number;
  cut(): void;
  close(): Promise<void>;
}

let broker: Broker;
let proxy: Proxy;

beforeAll(async () => {
  broker = await startBroker();
  proxy = await startProxy(new URL(broker.url));
}, 90_000);
afterAll(async () => {
  await proxy.close();
  await broker.close();
}, 30_000);

function proxied(): string {
  const url = new URL(broker.url);
  url.host = `127.0.0.1:${proxy.port}`;
  return url.toString();
}

describeBusContract('RabbitMQ', () => ({
  open: () => openAmqpBus({ url: proxied(), name: 'test', logger: silentLogger }),
  cutConnections: () => {
    proxy.cut();
    return Promise.resolve();
  },
}));

describe('the RabbitMQ bus, beyond the contract', () => {
  const queue: QueueDefinition<{ readonly n: number }> = {
    name: `restart-${process.pid}-${Date.now()}`,
    deliveryLimit: 20,
    retryDelaysMs: [100],
    parse: (body) => body as { n: number },
  };

  test('confirmed messages outlive a broker that is killed, and both ends find it again', async () => {
    if (broker.restart === undefined) {
      return;
    }
    const bus = await openAmqpBus({ url: broker.url, name: 'test', logger: silentLogger });
    try {
      const before = Array.from({ length: 50 }, (_, n) => ({ id: `m${n}`, body: { n } }));
      await bus.publish(queue, before);
      await broker.restart();
      const received = new Set<number>();
      await bus.consume(queue, {
        handle: ({ body }) => {
          received.add(body.n);
          return Promise.resolve();
        },
      });
      await eventually(() => bus.publish(queue, [{ id: 'last', body: { n: 50 } }]), 30_000);
      await eventually(() => {
        expect(received.size).toBe(51);
      }, 30_000);
    } finally {
      await bus.close();
    }
  }, 120_000);

  test('says how many consumers a queue has, over all processes', async () => {
    const counted = { ...queue, name: `${queue.name}-counted` };
    const handle = (): Promise<void> => Promise.resolve();
    const bus = await openAmqpBus({ url: broker.url, name: 'test', logger: silentLogger });
    const other = await openAmqpBus({ url: broker.url, name: 'test', logger: silentLogger });
    try {
      await bus.consume(counted, { handle });
      await other.consume(counted, { handle });
      await eventually(async () => {
        expect(await bus.depth(counted)).toEqual({ waiting: 0, dead: 0, consumers: 2 });
      }, 10_000);
    } finally {
      await other.close();
      await bus.close();
    }
  }, 30_000);

  test('opening does not wait for a broker that is away, publishing says so within 6 s', async () => {
    const bus = await openAmqpBus({
      url: 'amqp://127.0.0.1:1',
      name: 'test',
      logger: silentLogger,
    });
    const started = performance.now();
    await expect(bus.publish(queue, [{ id: 'a', body: { n: 1 } }])).rejects.toThrow(
      'the broker is not connected',
    );
    expect(performance.now() - started).toBeLessThan(6_000);
    await bus.close();
  });
});

async function startProxy(target: URL): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
    }
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const cut = (): void => {
    sockets.forEach((socket) => {
      socket.resetAndDestroy();
    });
  };
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    cut,
    close: async () => {
      cut();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
