import type { EngineRecord, Journal } from '../../../engine/index.js';
import { Engine } from '../../../engine/index.js';
import { openEmbeddedEngine } from '../engines/embedded-engine.js';
import { caseDifference } from './case-difference.js';
import { freeCase, scriptedCase } from './case-script.js';
import { emitCase } from './emit-process.js';
import { growCase } from './grow-process.js';
import type { Client, PlayedCase } from './play-batch.js';
import { playBatch } from './play-batch.js';
import { rounds } from './rounds.js';

const FIRST_SEED = 1000;
const seeds = Array.from({ length: 20 }, (_, i) => FIRST_SEED + i);

/** A journal that holds what an engine wrote, as text would hold it. */
function written(batches: readonly (readonly EngineRecord[])[]): Journal {
  const kept = JSON.parse(JSON.stringify(batches)) as readonly (readonly EngineRecord[])[];
  async function* read(): AsyncGenerator<readonly EngineRecord[]> {
    yield* await Promise.resolve(kept);
  }
  return {
    recover: () => Promise.resolve({ batches: read() }),
    append: () => Promise.resolve(),
    snapshot: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** A case that is left in the middle, so that the state has much in it. */
function leftRunning(seed: number): PlayedCase {
  const played = freeCase(growCase(seed));
  const client: Client = (view, when) =>
    when.turn === rounds.steps ? undefined : played.client(view, when);
  return { ...played, client, rounds: 3 };
}

const plain = (state: object): unknown => JSON.parse(JSON.stringify(state));

describe('random processes', () => {
  test('follow from their seed', () => {
    expect(emitCase(growCase(7))).toEqual(emitCase(growCase(7)));
    expect(emitCase(growCase(7))).not.toEqual(emitCase(growCase(8)));
  });

  test(`run without a defect, and replaying their journal gives the same state (seeds from ${FIRST_SEED})`, async () => {
    const defects: unknown[] = [];
    const batches: (readonly EngineRecord[])[] = [];
    const open: { engine?: Engine } = {};
    const engine = await openEmbeddedEngine({
      onError: (error) => defects.push(error),
      onOpen: (opened) => {
        open.engine = opened;
        opened.onRecords((batch) => batches.push(batch));
      },
    });
    try {
      const runs = await playBatch(engine, seeds.map(leftRunning));
      expect(defects).toEqual([]);
      expect(runs.every(({ answers }) => answers[0]?.status === 'OK')).toBe(true);
      expect(runs.flatMap(({ records }) => records).length).toBeGreaterThan(1_000);
      const again = await Engine.open({ journal: written(batches) });
      try {
        expect(plain(again.dumpState())).toEqual(plain(open.engine?.dumpState() ?? {}));
      } finally {
        await again.close();
      }
    } finally {
      await engine.close();
    }
  }, 120_000);

  test('end the same when their steps are made again', async () => {
    const plans = seeds.slice(0, 8).map(growCase);
    const first = await openEmbeddedEngine();
    const runs = await playBatch(first, plans.map(freeCase)).finally(() => first.close());
    const second = await openEmbeddedEngine();
    const scripts = plans.map((plan, i) => scriptedCase(plan, runs[i]?.steps ?? []));
    const again = await playBatch(second, scripts).finally(() => second.close());
    expect(runs.map((run, i) => caseDifference(run, again[i]!))).toEqual(
      plans.map(() => undefined),
    );
  }, 120_000);
});
