import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findViolations } from '../chaos/invariants.js';
import { bookingBody } from '../system/booking-client.js';
import { OperateApi } from './operate.js';
import { openStack, type StackUnderTest } from './stack-under-test.js';

/** Debian's browser; another one by CHROMIUM. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** The pictures of docs/operations.md are taken with UPDATE_IMAGES=1. */
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** A fault outside of the process: the database refuses tickets of one family. */
const PRINTER_FAULT = `
  CREATE OR REPLACE FUNCTION inventory.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ticket printer is out of paper'; END $$;
  CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON inventory.ticket
    FOR EACH ROW WHEN (NEW.family_name = 'Paperless') EXECUTE FUNCTION inventory.refuse();`;
const PRINTER_MENDED = 'DROP TRIGGER refuse ON inventory.ticket; DROP FUNCTION inventory.refuse();';

describe('Operate', () => {
  let stack: StackUnderTest;
  let operate: OperateApi;
  let browser: Browser;
  let page: Page;
  const bookings: Record<'running' | 'completed' | 'cancelled' | 'incident', string> = {
    running: '',
    completed: '',
    cancelled: '',
    incident: '',
  };
  const keys = { running: 0, completed: 0, cancelled: 0, incident: 0 };

  async function book(body: object): Promise<string> {
    const answer = await stack.client.book(bookingBody(body));
    expect(answer.status).toBe(202);
    return answer.body.bookingId;
  }

  async function runSql(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: stack.databaseUrl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  async function photograph(name: string): Promise<void> {
    if (process.env.UPDATE_IMAGES === '1') {
      await mkdir(images, { recursive: true });
      await page.screenshot({ path: join(images, `operate-${name}.png`) });
    }
  }

  beforeAll(async () => {
    stack = await openStack({ PAYMENT_TIMEOUT: 'PT5M' });
    operate = await OperateApi.login(stack.operateUrl);
    await runSql(PRINTER_FAULT);
    bookings.incident = await book({
      passengers: [{ givenName: 'Ada', familyName: 'Paperless' }],
    });
    bookings.running = await book({ simulate: 'payment-silent' });
    bookings.cancelled = await book({ simulate: 'payment-silent' });
    bookings.completed = await book({});
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    page.setDefaultTimeout(60_000);
    await page.goto(stack.operateUrl);
    await page.locator('input[name=username]').fill('demo');
    await page.locator('input[name=password]').fill('demo');
    await page.locator('button[type=submit]').click();
    await page.waitForURL((url) => !url.pathname.includes('login'));
    for (const name of ['incident', 'running', 'cancelled', 'completed'] as const) {
      keys[name] = await operate.instanceOf(bookings[name]);
    }
  }, 240_000);

  afterAll(async () => {
    await browser.close();
  });

  test('shows a booking that waits as running, with its id and data, in its API and its page', async () => {
    expect(
      await operate.instanceWhen(keys.running, ({ state }) => state === 'ACTIVE'),
    ).toMatchObject({
      bpmnProcessId: 'ticket-booking',
      incident: false,
    });
    await page.goto(`${stack.operateUrl}/processes/${String(keys.running)}`);
    await page.getByTestId('ACTIVE-icon').first().waitFor();

    expect(await page.getByTestId('variable-bookingId').innerText()).toContain(bookings.running);
    expect(await page.getByTestId('variable-paymentRequestId').innerText()).toContain('pay-');
    await page.getByText('Await payment').first().waitFor();
    await photograph('running');
  }, 120_000);

  test('shows a booking that ended as completed', async () => {
    await operate.instanceWhen(keys.completed, ({ state }) => state === 'COMPLETED');
    await page.goto(`${stack.operateUrl}/processes/${String(keys.completed)}`);
    await page.getByTestId('COMPLETED-icon').first().waitFor();

    expect(await page.getByTestId('variable-ticketNumbers').innerText()).toMatch(/\d{13}/);
    await photograph('completed');
  }, 120_000);

  test('shows an instance that an operator ended there as cancelled', async () => {
    await page.goto(`${stack.operateUrl}/processes/${String(keys.cancelled)}`);
    await page.getByTestId('cancel-operation').click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await operate.instanceWhen(keys.cancelled, ({ state }) => state === 'CANCELED');
    await page.reload();
    await page.getByTestId('CANCELED-icon').first().waitFor();
    await photograph('cancelled');
  }, 120_000);

  test('shows a job that failed for good as an incident that says what is wrong', async () => {
    const [incident] = await operate.incidentsOf(keys.incident);
    expect(incident).toMatchObject({
      type: 'JOB_NO_RETRIES',
      message: expect.stringContaining('the ticket printer is out of paper') as string,
    });
    expect((await stack.client.get(bookings.incident)).body.status).toBe('PENDING');
    await page.goto(`${stack.operateUrl}/processes/${String(keys.incident)}`);
    await page.getByTestId('incidents-banner').click();
    await page.getByText('the ticket printer is out of paper').first().waitFor();
    await photograph('incident');
    await page.goto(
      `${stack.operateUrl}/processes?active=true&incidents=true&completed=true&canceled=true`,
    );
    await page.getByTestId(`INCIDENT-icon-${String(keys.incident)}`).waitFor();
    await page.getByTestId(`ACTIVE-icon-${String(keys.running)}`).waitFor();
    await page.getByTestId(`COMPLETED-icon-${String(keys.completed)}`).waitFor();
    await page.getByTestId(`CANCELED-icon-${String(keys.cancelled)}`).waitFor();
    await photograph('instances');
  }, 180_000);

  test('an incident is resolved there once its cause is mended, and the booking is confirmed', async () => {
    await operate.incidentsOf(keys.incident);
    await runSql(PRINTER_MENDED);
    await page.goto(`${stack.operateUrl}/processes/${String(keys.incident)}`);
    await page.getByTestId('retry-operation').click();
    const booking = await stack.client.untilFinal(bookings.incident, 60_000);

    expect(booking.status).toBe('CONFIRMED');
    expect(await findViolations(stack.databaseUrl, [booking])).toEqual([]);
    await operate.instanceWhen(
      keys.incident,
      (instance) => instance.state === 'COMPLETED' && instance.incident !== true,
    );
  }, 180_000);

  test('the customer’s cancellation ends a running instance through its drawn path', async () => {
    expect((await stack.client.cancel(bookings.running)).status).toBe(202);
    const booking = await stack.client.untilFinal(bookings.running, 60_000);

    expect(booking.status).toBe('CANCELLED');
    expect(await findViolations(stack.databaseUrl, [booking])).toEqual([]);
    await operate.instanceWhen(keys.running, ({ state }) => state === 'COMPLETED');
  }, 120_000);
});
