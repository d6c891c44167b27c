import { fileJournal, JournalError, type JournalWarning } from '../../journal/index.js';
import { frameHeaderBytes, isSeal } from '../../journal/batch-frame.js';
import {
  readSegmentHeader,
  scanSegment,
  segmentHeaderBytes,
  segmentNumber,
} from '../../journal/segment.js';
import { snapshotPosition } from '../../journal/snapshot-file.js';
import type { Random } from '../../../test/chaos/random.js';
import { SimulatedDisk } from './simulated-disk.js';
import type { Truth } from './truth.js';

/** What became of damaged copies of a disk. */
export interface DamageReport {
  readonly refused: number;
  readonly repaired: number;
  readonly violations: readonly string[];
}

/**
 * Copies the disk several times, flips a bit or loses a file in the middle of what was acknowledged,
 * and opens it: it must be refused with the file and the byte, or, at the very end of the log, be
 * repaired with a warning.
 */
export async function damageDisk(run: {
  readonly random: Random;
  readonly disk: SimulatedDisk;
  readonly truth: Truth;
}): Promise<DamageReport> {
  const violations: string[] = [];
  let refused = 0;
  let repaired = 0;
  const { random } = run;
  const names = [...run.disk.files.keys()].filter((name) => !name.endsWith('.tmp'));
  for (let round = 0; round < 4; round += 1) {
    const name = random.pick(names);
    const bytes = run.disk.files.get(name)?.bytes ?? Buffer.alloc(0);
    const end = segmentNumber(name) === undefined ? bytes.length : scanSegment(bytes).end;
    const isLoss = random.next() < 0.15 && isMissed(run.disk, name);
    const last = Math.max(end - 1, 0);
    const at = random.integer(0, random.next() < 0.3 ? Math.min(last, segmentHeaderBytes) : last);
    const copy = copyDisk(run, { name, at, isLoss });
    const outcome = await tryOpen(copy);
    const what = `${name} ${isLoss ? 'lost' : `byte ${at} flipped`}`;
    const must = mustRefuse(run, { name, at, isLoss });
    if (outcome.error !== undefined) {
      refused += 1;
      violations.push(...judgeError(outcome.error, { what, name, at, isLoss }));
    } else if (must && !(isLoss && outcome.last === run.truth.last)) {
      violations.push(`${what}: opened up to ${outcome.last} of ${run.truth.last}`);
    } else if (outcome.last < run.truth.last && outcome.warnings.length === 0) {
      violations.push(`${what}: lost records without a word`);
    } else {
      repaired += outcome.warnings.length;
    }
  }
  return { refused, repaired, violations };
}

/**
 * Whether something is left that tells of a lost file: a folder without its only file is a new one, and
 * the last segment is missed by the seal of the one before, which a crash can keep from being written.
 */
function isMissed(disk: SimulatedDisk, name: string): boolean {
  const segments = [...disk.files.keys()].filter((one) => segmentNumber(one) !== undefined).sort();
  const before = segments[segments.indexOf(name) - 1];
  if (segmentNumber(name) === undefined || name !== segments.at(-1) || before === undefined) {
    return segments.some((one) => one !== name);
  }
  const { frames } = scanSegment(disk.files.get(before)?.bytes ?? Buffer.alloc(0));
  return isSeal(frames.at(-1));
}

interface Damage {
  readonly name: string;
  readonly at: number;
  readonly isLoss: boolean;
}

function copyDisk(run: { readonly disk: SimulatedDisk; readonly random: Random }, damage: Damage) {
  const copy = new SimulatedDisk(run.random);
  for (const [name, file] of run.disk.files) {
    if (name !== damage.name || !damage.isLoss) {
      copy.put(name, file.bytes);
    }
  }
  if (!damage.isLoss) {
    copy.files.get(damage.name)?.flip(damage.at, run.random.integer(0, 7));
  }
  return copy;
}

/** True when the log cannot do without what was damaged, and later bytes prove that it was whole. */
function mustRefuse({ disk }: { readonly disk: SimulatedDisk }, damage: Damage): boolean {
  const { name, at, isLoss } = damage;
  const names = [...disk.files.keys()].sort();
  const start = Math.max(0, ...names.map((one) => snapshotPosition(one) ?? 0));
  if (segmentNumber(name) === undefined) {
    // An older snapshot may be left by a crash, unread.
    return snapshotPosition(name) === start;
  }
  const segments = names.filter((one) => segmentNumber(one) !== undefined);
  const before = (one: string): number =>
    readSegmentHeader(disk.files.get(one)?.bytes ?? Buffer.alloc(0))?.previousPosition ?? 0;
  const needed = segments.slice(segments.findLastIndex((one) => before(one) <= start));
  const { frames } = scanSegment(disk.files.get(name)?.bytes ?? Buffer.alloc(0));
  if (name !== needed.at(-1)) {
    // A seal is damaged without harm: the next segment is there.
    const end = frames.findLast((frame) => !isSeal(frame))?.end ?? segmentHeaderBytes;
    return needed.includes(name) && (isLoss || at < end);
  }
  return isLoss || at < (frames.at(-1)?.durableEnd ?? 0);
}

function judgeError(error: unknown, damage: Damage & { readonly what: string }): string[] {
  if (!(error instanceof JournalError) || !['CORRUPT', 'FORMAT'].includes(error.code)) {
    return [`${damage.what}: ${String(error)}`];
  }
  const isNamed = error.path.endsWith(damage.name) || damage.isLoss;
  const isPlaced =
    damage.isLoss || error.offset === undefined || error.offset <= damage.at + frameHeaderBytes;
  return isNamed && isPlaced && error.fix !== '' && error.message.includes(error.path)
    ? []
    : [`${damage.what}: told as ${error.message}`];
}

async function tryOpen(copy: SimulatedDisk): Promise<{
  readonly error?: unknown;
  readonly last: number;
  readonly warnings: readonly JournalWarning[];
}> {
  const warnings: JournalWarning[] = [];
  const journal = fileJournal({
    directory: '/simulated',
    disk: copy.start().disk,
    onWarning: (warning) => warnings.push(warning),
  });
  try {
    const { snapshot, batches } = await journal.recover();
    let last = snapshot?.position ?? 0;
    for await (const batch of batches) {
      last = batch.at(-1)?.position ?? last;
    }
    return { last, warnings };
  } catch (error) {
    return { error, last: 0, warnings };
  } finally {
    await journal.close();
  }
}
