import { Agent, get } from 'node:http';
import { serveHttp } from '../../index.js';
import { deferred } from '../deferred.js';

describe('serveHttp', () => {
  test('close lets a running request end and takes no new one', async () => {
    const entered = deferred<undefined>();
    const gate = deferred<undefined>();
    const server = await serveHttp(
      (_request, response) => {
        entered.resolve(undefined);
        void gate.promise.then(() => response.end('done'));
      },
      { port: 0 },
    );
    const running = fetch(server.address);
    await entered.promise;

    const closed = server.close({ graceMs: 5_000 });
    await expect(fetch(server.address)).rejects.toThrow();
    gate.resolve(undefined);

    expect(await (await running).text()).toBe('done');
    await closed;
  });

  test('close cuts what does not end within the grace time', async () => {
    const entered = deferred<undefined>();
    const server = await serveHttp(
      () => {
        entered.resolve(undefined);
      },
      { port: 0 },
    );
    const running = fetch(server.address);
    running.catch(() => undefined);
    await entered.promise;

    const started = performance.now();
    await server.close({ graceMs: 50 });

    expect(performance.now() - started).toBeLessThan(2_000);
    await expect(running).rejects.toThrow();
  });

  test('close does not wait for connections that are only kept alive', async () => {
    const server = await serveHttp((_request, response) => response.end('x'), { port: 0 });
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      get(server.address, { agent }, (response) => {
        response.resume().on('end', resolve);
      }).on('error', reject);
    });

    const started = performance.now();
    await server.close({ graceMs: 10_000 });

    expect(performance.now() - started).toBeLessThan(2_000);
    agent.destroy();
  });
});
