import { ControlledClock, Engine, type Journal } from '../../index.js';
import { fileJournal, JournalError, type Disk, type FsyncMode } from '../../journal/index.js';
import { Random } from '../../../test/chaos/random.js';
import { damageDisk } from './damage.js';
import { Shop } from './shop.js';
import { SimulatedDisk, type Life, type Mishap } from './simulated-disk.js';
import { Truth, watched } from './truth.js';

/** A fault that a test plants between the engine and its log, or between the log and the disk. */
export interface PlantedFault {
  readonly journal?: (journal: Journal) => Journal;
  readonly disk?: (disk: Disk) => Disk;
}

/** What one seed saw. It is good when `violations` is empty. */
export interface SeedReport {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly crashes: number;
  readonly refusedWrites: number;
  readonly answered: number;
  readonly records: number;
  /** Damaged copies of the disk that were refused, or repaired with a warning. */
  readonly damaged: { readonly refused: number; readonly repaired: number };
}

/** Where the simulated disk has the journal. */
export const folder = '/simulated';

interface Run {
  readonly random: Random;
  readonly disk: SimulatedDisk;
  readonly truth: Truth;
  readonly shop: Shop;
  readonly clock: ControlledClock;
  readonly fault: PlantedFault;
  readonly fsync: FsyncMode;
  readonly segmentBytes: number;
}

/**
 * One run: an engine with clients on a simulated disk, over several lives that end by a power cut, a
 * kill, a refused write or a clean close, at a random operation of the disk. Every opening is
 * compared with what was asked of the journal before.
 */
export async function runSeed(seed: number, fault: PlantedFault = {}): Promise<SeedReport> {
  const random = new Random(seed);
  const truth = new Truth();
  const clock = new ControlledClock();
  const run: Run = {
    random,
    disk: new SimulatedDisk(random),
    truth,
    clock,
    shop: new Shop(random, truth, clock),
    fault,
    fsync: random.pick(['always', 'always', 'always', 'off']),
    segmentBytes: random.pick([2_000, 10_000, 50_000]),
  };
  const lives = random.integer(3, 6);
  const theme = random.pick(['any', 'any', 'any', 'refused syncs'] as const);
  let crashes = 0;
  let refusedWrites = 0;
  try {
    for (let life = 0; life < lives && truth.violations.length === 0; life += 1) {
      const mishap = theme === 'any' ? pickMishap(random) : pickRefusedSync(random, life);
      const end = await liveOnce(run, mishap);
      crashes += end === 'dead' ? 1 : 0;
      refusedWrites += end === 'failed' ? 1 : 0;
    }
    await liveOnce(run, undefined, true);
    run.shop.judge();
  } catch (error) {
    truth.violations.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const sound = truth.violations.length === 0;
  const damaged = sound ? await damageDisk(run) : { refused: 0, repaired: 0, violations: [] };
  return {
    seed,
    violations: [...truth.violations, ...damaged.violations],
    crashes,
    refusedWrites,
    answered: run.shop.answered,
    records: truth.last,
    damaged,
  };
}

function pickMishap(random: Random): Mishap | undefined {
  const at = random.pick([random.integer(1, 25), random.integer(1, 150), random.integer(1, 600)]);
  const kind = random.pick(['crash', 'crash', 'crash', 'error', 'error', 'none'] as const);
  if (kind === 'none') {
    return undefined;
  }
  if (kind === 'error') {
    const ofSyncs = random.next() < 0.6;
    return {
      kind,
      at: ofSyncs ? random.integer(1, 60) : at,
      code: random.pick(['EIO', 'ENOSPC']),
      ofSyncs,
    };
  }
  return {
    kind,
    at,
    phase: random.pick(['before', 'in', 'after']),
    how: random.pick(['power', 'power', 'kill']),
  };
}

/** By turns a refused sync, after which the process starts again, and a power cut. */
function pickRefusedSync(random: Random, life: number): Mishap {
  return life % 2 === 0
    ? { kind: 'error', at: random.integer(1, 12), code: 'EIO', ofSyncs: true }
    : { kind: 'crash', at: random.integer(20, 90), phase: 'after', how: 'power' };
}

type End = 'dead' | 'failed' | 'closed';

async function liveOnce(run: Run, mishap: Mishap | undefined, isLast = false): Promise<End> {
  const { disk, random, truth } = run;
  const life = disk.start(mishap);
  truth.mayLose = truth.mayLose || (run.fsync !== 'always' && truth.acknowledged > 0);
  const end = await Promise.race([life.dead, live(run, life, { mishap, isLast })]);
  if (end !== 'dead' && !isLast && random.next() < 0.5) {
    // The machine goes down after its process.
    disk.crash(random.pick(['power', 'power', 'kill']));
  }
  if (end === 'closed') {
    truth.mayLose = false;
  }
  return end;
}

async function live(
  run: Run,
  life: Life,
  plan: { readonly mishap: Mishap | undefined; readonly isLast: boolean },
): Promise<End> {
  const { random, truth, shop } = run;
  const refuses = plan.mishap?.kind === 'error';
  const defects: unknown[] = [];
  let engine: Engine;
  try {
    engine = await open(run, life, defects);
  } catch (error) {
    if (refuses && isSystemError(error)) {
      return 'failed';
    }
    throw error;
  }
  truth.mayLose = run.fsync !== 'always';
  shop.begin(truth.acknowledged, life.isAlive);
  engine.onRecords((records) => {
    if (life.isAlive()) {
      truth.acknowledged = Math.max(truth.acknowledged, records.at(-1)?.position ?? 0);
    }
  });
  await truth.compareState(() => engine.dumpState(), 'after opening', life.isAlive);
  let works = true;
  const rounds = random.integer(1, 8);
  for (let round = 0; works && round < rounds; round += 1) {
    const acts = Array.from({ length: random.integer(1, 6) }, () => shop.act(engine));
    works = (await Promise.all(acts)).every((open) => open);
    if (random.next() < 0.3) {
      await engine.idle();
    }
  }
  if (plan.isLast) {
    await shop.settle(engine);
  }
  if (works) {
    if (plan.isLast || random.next() < 0.7) {
      await engine.idle();
    }
    await truth.compareState(() => engine.dumpState(), 'before closing', life.isAlive);
  }
  if (plan.isLast && random.next() < 0.7) {
    // As a process that was killed leaves it: with batches behind the snapshot.
    run.disk.crash('kill');
    return 'dead';
  }
  if (!plan.isLast && random.next() < (refuses ? 0.6 : 0.2)) {
    run.disk.crash('power');
    return 'dead';
  }
  const closed = await engine.close().then(
    () => works,
    (error: unknown) => {
      if (refuses) {
        return false;
      }
      throw error;
    },
  );
  if (life.isAlive() && !refuses && defects.length > 0) {
    throw new Error(`defects: ${defects.map(String).join(', ')}`);
  }
  return closed ? 'closed' : 'failed';
}

function open(run: Run, life: Life, defects: unknown[]): Promise<Engine> {
  const { fault, fsync, segmentBytes, truth, clock, random } = run;
  const disk = fault.disk?.(life.disk) ?? life.disk;
  const options = { directory: folder, disk, fsync, segmentBytes };
  const journal = watched(fileJournal(options), truth, life.isAlive);
  return Engine.open({
    journal: fault.journal?.(journal) ?? journal,
    clock,
    snapshotEvery: random.pick([20, 60, 200]),
    onError: (error) => defects.push(error),
  });
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && !(error instanceof JournalError) && 'code' in error;
}
