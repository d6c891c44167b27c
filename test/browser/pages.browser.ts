import { chromium, type Browser, type Page } from 'playwright-core';
import { createDataDirectory, freePort, startApp, type App } from '../system/app.js';

/** Debian's browser; another one by CHROMIUM. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

describe('the pages, in a real browser', () => {
  let data: Awaited<ReturnType<typeof createDataDirectory>>;
  let app: App;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    data = await createDataDirectory();
    app = await startApp({ dataDirectory: data.path, port: await freePort() });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await data.remove();
  }, 60_000);

  beforeEach(async () => {
    complaints.length = 0;
    page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        complaints.push(message.text());
      }
    });
  });

  afterEach(async () => {
    await page.close();
  });

  async function fillBooking(simulate = ''): Promise<void> {
    await page.goto(`${app.url}/`);
    await page.getByTestId('flight-JW204-TUE').click();
    await page.getByTestId('given-name-0').fill('Ada');
    await page.getByTestId('family-name-0').fill('Lovelace <b>');
    await page.getByTestId('simulate').selectOption(simulate);
  }

  test('a seat is chosen on the map, booked, and the ticket number appears', async () => {
    await fillBooking();
    await page.locator('#seat-mode-choose').check();
    await page.getByTestId('seat-21C').click();
    await page.getByTestId('book').click();

    await page.locator('[data-testid="booking-status"][data-status="CONFIRMED"]').waitFor();
    const facts = await page.getByTestId('booking-facts').innerText();

    expect(facts).toContain('21C');
    expect(facts).toMatch(/\d{13}/);
    expect(complaints).toEqual([]);
  });

  test('a declined payment is told in words, and the seat is free again', async () => {
    await fillBooking('payment-declined');
    await page.getByTestId('book').click();

    await page.locator('[data-testid="booking-status"][data-status="REJECTED"]').waitFor();

    expect((await page.getByTestId('booking').innerText()).toLowerCase()).toContain('declined');
    expect(complaints).toEqual([]);
  });

  test('a booking is cancelled while its payment is silent', async () => {
    await fillBooking('payment-silent');
    await page.getByTestId('book').click();
    await page.getByTestId('cancel-booking').click();

    await page.locator('[data-testid="booking-status"][data-status="CANCELLED"]').waitFor();
    expect(complaints).toEqual([]);
  });

  test('the inspector shows the process instances and their variables', async () => {
    await page.goto(`${app.url}/inspector.html`);
    const row = page.getByTestId('instances').getByText('ticket-booking').first();
    await row.waitFor();
    await row.click();

    await page.getByTestId('variable-bookingId').waitFor();
    expect(complaints).toEqual([]);
  });
});
