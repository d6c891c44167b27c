import { randomUUID } from 'node:crypto';
import { silentLogger } from '../../../runtime/index.js';
import { openPool, type Pool } from '../../database/index.js';
import type { PaymentRequest } from '../../queues.js';
import { startTestPostgres, type TestPostgres } from '../../test/postgres.js';
import { carryOut } from '../provider.js';

let postgres: TestPostgres;
let pool: Pool;

beforeAll(async () => {
  postgres = await startTestPostgres();
  pool = openPool({
    url: await postgres.createDatabase(),
    name: 'payments test',
    logger: silentLogger,
  });
});
afterAll(async () => {
  await pool.end();
  await postgres.close();
});

interface Asked {
  readonly charge: PaymentRequest;
  readonly refund: PaymentRequest;
  readonly id: string;
}

function ask(token: string): Asked {
  const bookingId = randomUUID();
  const id = `pay-${bookingId}`;
  return {
    id,
    charge: {
      kind: 'charge',
      paymentRequestId: id,
      bookingId,
      amount: 12_000,
      currency: 'EUR',
      token,
    },
    refund: { kind: 'refund', paymentRequestId: id, bookingId },
  };
}

async function answers(id: string): Promise<readonly unknown[]> {
  const { rows } = await pool.query<{ status: string }>(
    `SELECT body->>'status' AS status FROM payments.outbox WHERE key = $1 ORDER BY id`,
    [id],
  );
  return rows.map((row) => row.status);
}

async function ledger(id: string): Promise<readonly number[]> {
  const { rows } = await pool.query<{ amount: string }>(
    `SELECT amount FROM payments.ledger WHERE payment_request_id = $1 ORDER BY kind`,
    [id],
  );
  return rows.map((row) => Number(row.amount));
}

test('a charge that comes five times at once is charged once and answered each time', async () => {
  const { id, charge } = ask('tok_visa');
  await Promise.all(Array.from({ length: 5 }, () => carryOut(pool, charge)));
  expect(await ledger(id)).toEqual([12_000]);
  expect(await answers(id)).toEqual(Array.from({ length: 5 }, () => 'APPROVED'));
});

test('a refund that comes before its charge voids it: the charge is never made', async () => {
  const { id, charge, refund } = ask('tok_visa');
  await carryOut(pool, refund);
  await carryOut(pool, charge);
  await carryOut(pool, charge);
  expect(await ledger(id)).toEqual([]);
  expect(await answers(id)).toEqual(['NOTHING_CHARGED', 'DECLINED', 'DECLINED']);
});

test('charge and refund at the same moment leave nothing charged, in either order', async () => {
  for (let round = 0; round < 20; round += 1) {
    const { id, charge, refund } = ask('tok_visa');
    await Promise.all([carryOut(pool, charge), carryOut(pool, refund), carryOut(pool, refund)]);
    const sum = (await ledger(id)).reduce((total, amount) => total + amount, 0);
    expect(sum).toBe(0);
  }
});

test('a declined charge is not charged, and refunding it finds nothing', async () => {
  for (const token of ['tok_declined', 'tok_unheard_of']) {
    const { id, charge, refund } = ask(token);
    await carryOut(pool, charge);
    await carryOut(pool, refund);
    expect(await ledger(id)).toEqual([]);
    expect(await answers(id)).toEqual(['DECLINED', 'NOTHING_CHARGED']);
  }
});

test('the silent token is charged without a word, and its refund gives the money back', async () => {
  const { id, charge, refund } = ask('tok_silent');
  await carryOut(pool, charge);
  expect(await answers(id)).toEqual([]);
  await carryOut(pool, refund);
  await carryOut(pool, refund);
  expect(await ledger(id)).toEqual([12_000, -12_000]);
  expect(await answers(id)).toEqual(['REFUNDED', 'REFUNDED']);
});
