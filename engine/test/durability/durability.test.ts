import { plantedFaults } from './planted-faults.js';
import { runSeed } from './run-seed.js';

const firstSeed = Number(process.env.DURABILITY_SEED ?? Date.now() % 1_000_000_000);
/** Most seeds that a planted fault may take to be found. */
const patience = 300;

describe('an engine on a disk that loses power, tears writes and refuses them', () => {
  test('loses no acknowledged command and applies none twice, over a hundred seeds', async () => {
    const bad: string[] = [];
    const sum = { crashes: 0, refusedWrites: 0, answered: 0, refused: 0 };
    for (let seed = firstSeed; seed < firstSeed + 100; seed += 1) {
      const report = await runSeed(seed);
      sum.crashes += report.crashes;
      sum.refusedWrites += report.refusedWrites;
      sum.answered += report.answered;
      sum.refused += report.damaged.refused;
      bad.push(...report.violations.map((text) => `DURABILITY_SEED=${seed}: ${text}`));
    }
    expect(bad).toEqual([]);
    // then it was not for want of trouble
    expect(sum.crashes).toBeGreaterThan(80);
    expect(sum.refusedWrites).toBeGreaterThan(10);
    expect(sum.answered).toBeGreaterThan(500);
    expect(sum.refused).toBeGreaterThan(100);
  }, 180_000);

  test.each(Object.entries(plantedFaults))(
    'is found out when %s',
    async (_name, fault) => {
      let found: readonly string[] = [];
      for (let seed = 1; found.length === 0 && seed <= patience; seed += 1) {
        found = (await runSeed(seed, fault)).violations;
      }
      expect(found).not.toEqual([]);
    },
    180_000,
  );
});
