import type { PartName } from '../../cli/stack/part.js';
import { findViolations } from '../chaos/invariants.js';
import { bookMany, endsOf, settleAll } from './bookings.js';
import { openStack, type StackUnderTest } from './stack-under-test.js';

/** Bookings that are under way when a part is killed. */
const IN_FLIGHT = 20;

describe('a part of the stack that is killed with -9 in mid-flight', () => {
  let stack: StackUnderTest;

  beforeAll(async () => {
    // Longer than any outage here: a payment that is late is not what these tests are about.
    stack = await openStack({ PAYMENT_TIMEOUT: 'PT5M' });
  }, 120_000);

  /** Everybody but the part that died must have lived through it. */
  async function expectOthersUntouched(
    part: PartName,
    before: Awaited<ReturnType<StackUnderTest['pids']>>,
  ): Promise<void> {
    const after = await stack.pids();
    expect({ ...after, [part]: 0 }).toEqual({ ...before, [part]: 0 });
    expect(after[part]).not.toBe(before[part]);
  }

  async function expectAllEnd(part: PartName, ids: readonly string[]): Promise<void> {
    const views = await settleAll(stack.client, ids);
    process.stdout.write(`${part} killed: ${endsOf(views)}\n`);
    expect(views).toHaveLength(ids.length);
    expect(views.filter(({ status }) => status !== 'CONFIRMED')).toEqual([]);
    expect(await findViolations(stack.databaseUrl, views)).toEqual([]);
  }

  test.each<PartName>(['worker', 'rabbitmq', 'camunda'])(
    '%s: 100 bookings are accepted while it is down, and none is lost when it is back',
    async (part) => {
      const pids = await stack.pids();
      const inFlight = await bookMany(stack.client, IN_FLIGHT);
      await stack.kill(part);
      const whileDown = await bookMany(stack.client, 100);
      await stack.up();

      await expectAllEnd(part, [...inFlight, ...whileDown]);
      await expectOthersUntouched(part, pids);
    },
    300_000,
  );

  test.each<PartName>(['postgres', 'booking', 'payments'])(
    '%s: what was accepted ends when it is back',
    async (part) => {
      const pids = await stack.pids();
      const inFlight = await bookMany(stack.client, IN_FLIGHT);
      await stack.kill(part);
      await stack.up();

      await expectAllEnd(part, inFlight);
      await expectOthersUntouched(part, pids);
    },
    300_000,
  );
});
