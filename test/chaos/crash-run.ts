import { createDataDirectory, freePort, startApp, type App } from '../system/app.js';
import { BookingClient, type BookingView } from '../system/booking-client.js';
import { findViolations } from './invariants.js';
import { waitUntilQuiet } from './quiet.js';
import { Random } from './random.js';
import { carryOut, delay, planBookings, settle, type Outcome } from './workload.js';

/** What a crash run does. */
export interface CrashOptions {
  readonly seed: number;
  readonly bookings: number;
  /** How often the process is killed with -9 while bookings run. */
  readonly kills: number;
  readonly log: (line: string) => void;
  /** How long all bookings may take to end after the last restart. */
  readonly settleMs?: number;
}

/** What a crash run saw. It is good when `violations` is empty. */
export interface CrashReport {
  readonly seed: number;
  readonly accepted: number;
  readonly refused: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/**
 * Books while the one process of `npm start` is killed with -9 at random moments and started again,
 * then compares what customers were told with what the databases hold.
 */
export async function runCrash(options: CrashOptions): Promise<CrashReport> {
  const random = new Random(options.seed);
  const data = await createDataDirectory();
  const port = await freePort();
  let app: App | undefined;
  try {
    const plans = planBookings(random, options.bookings);
    app = await startApp({ dataDirectory: data.path, port });
    const client = new BookingClient(app.url);
    const running = book(client, plans, random);
    for (let kill = 0; kill < options.kills; kill += 1) {
      await delay(random.integer(50, 900));
      await app.kill();
      app = await startApp({ dataDirectory: data.path, port });
      options.log(`  killed, back after ${(app.readyAfterMs / 1000).toFixed(2)} s`);
    }
    const outcomes = await running;
    return await judge(options, { app, client, outcomes });
  } finally {
    await app?.stop();
    await data.remove();
  }
}

async function book(
  client: BookingClient,
  plans: ReturnType<typeof planBookings>,
  random: Random,
): Promise<readonly Outcome[]> {
  const pauses = plans.map(() => random.integer(0, 1500));
  return Promise.all(
    plans.map(async (planned, index) => {
      await delay(pauses[index] ?? 0);
      return carryOut(planned, client, 60_000);
    }),
  );
}

async function judge(
  options: CrashOptions,
  run: {
    readonly app: App;
    readonly client: BookingClient;
    readonly outcomes: readonly Outcome[];
  },
): Promise<CrashReport> {
  const ids = run.outcomes.flatMap((outcome) => outcome.bookingId ?? []);
  const settleMs = options.settleMs ?? 90_000;
  await Promise.all(ids.map((id) => settle(id, run.client, settleMs)));
  await waitUntilQuiet(run.app.addresses, settleMs);
  const views: readonly BookingView[] = await Promise.all(
    ids.map(async (id) => (await run.client.get(id)).body),
  );
  const byStatus: Record<string, number> = {};
  for (const view of views) {
    const name = view.reason === null ? view.status : `${view.status} ${view.reason}`;
    byStatus[name] = (byStatus[name] ?? 0) + 1;
  }
  return {
    seed: options.seed,
    accepted: ids.length,
    refused: run.outcomes.length - ids.length,
    byStatus,
    violations: await findViolations(run.app.addresses.database, views),
  };
}
