import { runQueue } from '../../project/run-queue.js';

const until = async (test: () => boolean, what: string): Promise<void> => {
  const end = performance.now() + 20_000;
  while (!test()) {
    if (performance.now() > end) {
      throw new Error(`waited in vain for ${what}`);
    }
    await new Promise((next) => setTimeout(next, 10));
  }
};

describe('runQueue', () => {
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((next) => setTimeout(next, milliseconds));

  test('joins changes close to each other into one run', async () => {
    let runs = 0;
    const queue = runQueue(() => {
      runs += 1;
      return Promise.resolve();
    }, 30);
    queue.changed();
    queue.changed();
    await wait(10);
    queue.changed();
    expect(runs).toBe(0);
    await until(() => runs > 0, 'a run');
    await wait(60);
    expect(runs).toBe(1);
    await queue.close();
  });

  test('runs once more for any number of changes during a run, and never two at once', async () => {
    const ends: (() => void)[] = [];
    const queue = runQueue(
      () =>
        new Promise((end) =>
          ends.push(() => {
            end();
          }),
        ),
      0,
    );
    queue.changed();
    await until(() => ends.length === 1, 'the first run');
    queue.changed();
    await wait(20);
    queue.changed();
    await wait(20);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await until(() => ends.length === 2, 'the second run');
    ends[1]?.();
    await wait(20);
    expect(ends).toHaveLength(2);
    await queue.close();
  });

  test('lets the run under way end when it is closed, and starts no other', async () => {
    const ends: (() => void)[] = [];
    const queue = runQueue(
      () =>
        new Promise((end) =>
          ends.push(() => {
            end();
          }),
        ),
      0,
    );
    queue.changed();
    await until(() => ends.length === 1, 'a run');
    queue.changed();
    await wait(20);
    let closed = false;
    const closing = queue.close().then(() => {
      closed = true;
    });
    await wait(10);
    expect(closed).toBe(false);
    ends[0]?.();
    await closing;
    queue.changed();
    await wait(20);
    expect(ends).toHaveLength(1);
  });
});
