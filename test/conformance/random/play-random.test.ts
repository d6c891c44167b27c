import { openEmbeddedEngine } from '../engines/embedded-engine.js';
import type { JudgedEngine } from '../engines/judged-engine.js';
import { playRandom } from './play-random.js';

const SEED = 1000;
const COUNT = 4;

/** A judge that says of every variable that it is something else. */
async function openLiar(): Promise<JudgedEngine> {
  const engine = await openEmbeddedEngine();
  return {
    ...engine,
    records: (mark) =>
      engine
        .records(mark)
        .map((record) =>
          record.valueType === 'VARIABLE'
            ? { ...record, value: { ...record.value, value: '"a lie"' } }
            : record,
        ),
  };
}

/** Opens judges: liars first, as many as told, honest ones after. Every batch gets another. */
function judges(liars: number): () => Promise<JudgedEngine> {
  let opened = 0;
  return async () => {
    opened += 1;
    return opened <= liars ? openLiar() : openEmbeddedEngine();
  };
}

describe('random processes played on two engines', () => {
  test('are equal on one and the same engine', async () => {
    const outcome = await playRandom(judges(0), { count: COUNT, seed: SEED });
    expect(outcome).toMatchObject({ played: COUNT, equal: COUNT, different: [], unsteady: [] });
  }, 120_000);

  test('are different when the judge says so every time', async () => {
    const outcome = await playRandom(judges(Infinity), { count: COUNT, seed: SEED });
    expect(outcome.different.map(({ seed }) => seed)).toContain(SEED);
    expect(outcome.equal + outcome.different.length).toBe(COUNT);
    expect(outcome.unsteady).toEqual([]);
  }, 120_000);

  test('are equal when the judge says so the second time, which is told', async () => {
    const outcome = await playRandom(judges(1), { count: COUNT, seed: SEED, casesEach: 1 });
    expect(outcome).toMatchObject({ equal: COUNT, different: [] });
    expect(outcome.unsteady).toContain(SEED);
  }, 120_000);

  test('are counted apart when they are known to differ, and told of when they do not', async () => {
    const known = new Map([[SEED, 'decimals' as const]]);
    const options = { count: 1, seed: SEED, known };
    const differs = await playRandom(judges(Infinity), options);
    expect(differs).toMatchObject({
      equal: 0,
      different: [],
      known: [{ seed: SEED, reason: 'decimals' }],
      unexpected: [],
    });
    const equals = await playRandom(judges(0), options);
    expect(equals).toMatchObject({ equal: 1, known: [], unexpected: [SEED] });
  }, 120_000);
});
