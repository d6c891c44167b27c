import type { Diagnostic } from '../../model/index.js';
import { compareText } from '../json.js';
import type { PlanOptions } from '../options.js';
import type { Source } from '../source.js';
import { change, breaking, risky, SAFE, type Change, type Compatibility } from './change.js';
import { apiChanges } from './compare-api.js';
import { elementChanges, migrationChanges } from './compare-elements.js';
import { jobChanges, loneJobChanges, type ProcessPair } from './compare-jobs.js';
import { loneMessageChanges, messageChanges } from './compare-messages.js';
import { partChanges } from './compare-parts.js';
import { planMigration } from './migration.js';
import type { ProcessMigration } from './migration-types.js';
import { pairs } from './pair.js';
import { renames } from './rename.js';
import { readSnapshot, type ProcessSide, type Snapshot } from './snapshot.js';

/** What differs between two versions of the sources. */
export interface DiffResult {
  /** Sorted by process (the API last), code, name and kind. */
  readonly changes: readonly Change[];
  /** One for each process that is in both versions and whose model changed, by process id. */
  readonly migrations: readonly ProcessMigration[];
  /** Sources that could not be read, so that what they hold seems to have come or gone. */
  readonly unreadable: readonly {
    readonly side: 'before' | 'after';
    readonly diagnostic: Diagnostic;
  }[];
  /** How many changes of each kind there are. */
  readonly counts: Readonly<Record<Compatibility, number>>;
}

/** `diff` of index.ts. What the models get wrong is `validate`'s to say. */
export async function compareSources(
  before: readonly Source[],
  after: readonly Source[],
  options: PlanOptions,
): Promise<DiffResult> {
  const old = await readSnapshot(before, options);
  const now = await readSnapshot(after, options);
  const served = new Set(now.processes.flatMap(({ plan }) => plan.jobs.map(({ type }) => type)));
  const matched = pairs(old.processes, now.processes, ({ plan }) => plan.id);
  const kept = matched.kept.map((pair) => keptProcess(pair, served));
  const changes = [
    ...matched.added.flatMap((side) => loneProcess(side, { kind: 'added', served })),
    ...matched.removed.flatMap((side) => loneProcess(side, { kind: 'removed', served })),
    ...kept.flatMap(({ changes: found }) => found),
    ...apiChanges(old, now),
  ].sort(compareChanges);
  return {
    changes,
    migrations: kept.flatMap(({ migration }) => migration ?? []),
    unreadable: [...unreadable('before', old), ...unreadable('after', now)],
    counts: countsOf(changes),
  };
}

function keptProcess(
  pair: ProcessPair,
  served: ReadonlySet<string>,
): { readonly changes: readonly Change[]; readonly migration?: ProcessMigration } {
  const found = renames(pair);
  const changes = [
    ...processChanges(pair),
    ...elementChanges(pair, found),
    ...jobChanges(pair, served),
    ...messageChanges(pair),
    ...partChanges(pair),
  ];
  if (pair.before.plan.sha256 === pair.after.plan.sha256) {
    return { changes };
  }
  const migration = planMigration(pair, { renames: found, served });
  return { changes: [...changes, ...migrationChanges(migration)], migration };
}

function processChanges({ before, after }: ProcessPair): readonly Change[] {
  const from = before.plan.versionTag;
  const to = after.plan.versionTag;
  if (from === to) {
    return [];
  }
  // Whoever binds to the old tag goes on calling the old version, until that is deleted.
  return [
    change('DIFF801', from === undefined ? SAFE : risky('calling processes'), {
      kind: 'changed',
      process: after.plan.id,
      name: after.plan.id,
      message: `The process "${after.plan.id}" has the version tag ${to ?? 'none'} instead of ${from ?? 'none'}.`,
      before: before.process.place,
      after: after.process.place,
    }),
  ];
}

function loneProcess(
  side: ProcessSide,
  options: { readonly kind: 'added' | 'removed'; readonly served: ReadonlySet<string> },
): readonly Change[] {
  const { kind } = options;
  const { id } = side.plan;
  return [
    change('DIFF801', kind === 'added' ? SAFE : breaking('calling processes'), {
      kind,
      process: id,
      name: id,
      message: `The process "${id}" is ${kind === 'added' ? 'new' : 'gone'}.`,
      ...(kind === 'added' ? { after: side.process.place } : { before: side.process.place }),
    }),
    ...loneJobChanges(side, options),
    ...loneMessageChanges(side, kind),
  ];
}

function unreadable(side: 'before' | 'after', snapshot: Snapshot): DiffResult['unreadable'] {
  return snapshot.unreadable.map((diagnostic) => ({ side, diagnostic }));
}

function countsOf(changes: readonly Change[]): DiffResult['counts'] {
  const count = (wanted: Compatibility): number =>
    changes.filter(({ compatibility }) => compatibility === wanted).length;
  return { breaking: count('breaking'), risky: count('risky'), safe: count('safe') };
}

function compareChanges(left: Change, right: Change): number {
  // U+FFFF is no character, so it comes after every process id.
  return (
    compareText(left.process ?? '\uffff', right.process ?? '\uffff') ||
    compareText(left.code, right.code) ||
    compareText(left.name, right.name) ||
    compareText(left.kind, right.kind) ||
    compareText(left.message, right.message)
  );
}
