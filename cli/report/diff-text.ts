import type { Change, ElementMigration, ProcessMigration } from '../../generator/diff/index.js';
import type { DiffProjectResult } from '../../generator/project/diff-project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { formatPlace } from '../../model/place.js';
import { docsLink } from './report.js';

/** What `jobwright diff` prints for people: changes, then what becomes of running instances. */
export function diffText(
  result: Pick<DiffProjectResult, 'changes' | 'migrations'>,
): readonly string[] {
  return [...result.changes.map(changeText), ...result.migrations.map(migrationText)];
}

/** `HEAD` with the commit it means, or a path. */
export function beforeText({ before }: DiffProjectResult): string {
  return before.kind === 'git' ? `${before.ref} (${before.commit.slice(0, 12)})` : before.path;
}

const SEVERITIES = { breaking: 'error', risky: 'warning', safe: 'info' } as const;

/**
 * Changes as diagnostics, for reporters that know nothing else. What is gone stands at its old line of
 * the file that it was in.
 */
export function diffDiagnostics({ changes, before }: DiffProjectResult): readonly Diagnostic[] {
  const prefix = before.kind === 'git' ? `${before.ref}:` : '';
  return changes.flatMap((change) => {
    const place = change.after ?? change.before;
    if (place === undefined) {
      return [];
    }
    const file = place.file.startsWith(prefix) ? place.file.slice(prefix.length) : place.file;
    return [
      {
        code: change.code,
        severity: SEVERITIES[change.compatibility],
        message: withParties(change),
        fix: change.fix ?? 'nothing has to be done',
        place: { ...place, file },
      },
    ];
  });
}

function changeText(change: Change): string {
  const { code, compatibility, before, after, fix } = change;
  const place = after ?? before;
  const where = place === undefined ? '' : `${formatPlace(place)} `;
  return [
    `${where}${compatibility} ${code}: ${withParties(change)}`,
    ...(after === undefined || before === undefined ? [] : [`  was:  ${formatPlace(before)}`]),
    ...(fix === undefined ? [] : [`  fix:  ${fix}`, `  docs: ${docsLink(code) ?? ''}`]),
  ].join('\n');
}

function withParties({ message, breaks, compatibility }: Change): string {
  const verb = compatibility === 'breaking' ? 'Breaks' : 'May break';
  return breaks.length === 0 ? message : `${message} ${verb}: ${breaks.join(', ')}.`;
}

function migrationText(migration: ProcessMigration): string {
  const { process, elements, subscriptions, oldJobTypes, mappingInstructions } = migration;
  const able = elements.filter(({ migrates }) => migrates).length;
  const changed = subscriptions.filter(({ fate, note }) => fate !== 'kept' || note.includes(';'));
  return [
    `running instances of ${process}: ${String(able)} of ${String(elements.length)} elements that an instance can wait at migrate`,
    ...elements.flatMap(elementText),
    ...changed.map(({ elementId, fate, note }) => `  ${elementId}: subscription ${fate}: ${note}`),
    ...(oldJobTypes.length === 0
      ? []
      : [`  job types that instances of the old version still need: ${oldJobTypes.join(', ')}`]),
    `  mappingInstructions: ${JSON.stringify(mappingInstructions)}`,
  ].join('\n');
}

function elementText({ elementId, reason, notes }: ElementMigration): readonly string[] {
  return [
    ...(reason === undefined ? [] : [`  ${elementId}: does not migrate: ${reason}`]),
    ...notes.map((note) => `  ${elementId}: migrates, but ${note}`),
  ];
}
