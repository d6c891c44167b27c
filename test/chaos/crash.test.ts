import { runCrash } from './crash-run.js';

describe('kill -9 while bookings run', () => {
  test('every accepted booking ends, no seat is sold twice, nobody pays twice', async () => {
    const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000_000);
    const lines: string[] = [`CRASH_SEED=${seed}`];

    const report = await runCrash({
      seed,
      bookings: 40,
      kills: 2,
      log: (line) => {
        lines.push(line);
      },
    });

    expect({ lines, violations: report.violations }).toEqual({ lines, violations: [] });
    expect(report.accepted).toBeGreaterThan(20);
    expect(report.byStatus.CONFIRMED).toBeGreaterThan(5);
  }, 240_000);
});
