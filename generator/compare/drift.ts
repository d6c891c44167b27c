import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../codes.js';
import type { Change } from './compare.js';

/** The finding a change amounts to for `check`; undefined for an unchanged file. */
export function driftDiagnostic(
  change: Change,
  display: (path: string) => string,
): Diagnostic | undefined {
  const file = display(change.path);
  const at = { place: { file, line: 1, column: 1 } };
  switch (change.kind) {
    case 'unchanged':
      return undefined;
    case 'missing':
      return diagnose('FILE302', `"${file}" is missing.`, at);
    case 'stale':
      return diagnose('FILE301', `"${file}" no longer fits its sources.`, at);
    case 'edited':
      return diagnose('FILE304', `"${file}" was edited by hand.`, at);
    case 'orphan':
      return change.edited
        ? diagnose('FILE303', `"${file}" has no source any more and was edited by hand.`, {
            ...at,
            fix: 'save the edit elsewhere and delete the file, or run `jobwright generate --force`',
          })
        : diagnose('FILE303', `"${file}" has no source any more.`, at);
    case 'foreign':
    case 'link':
      return blockDiagnostic(change, display);
    case 'stray':
      return change.generated
        ? diagnose('FILE309', `"${file}" is generated, but by no source that is here.`, at)
        : diagnose('FILE308', `"${file}" was not written by the generator.`, at);
  }
}

/** The finding of what keeps a file from being written; undefined for every other change. */
export function blockDiagnostic(
  change: Change,
  display: (path: string) => string,
): Diagnostic | undefined {
  if (change.kind !== 'foreign' && change.kind !== 'link') {
    return undefined;
  }
  const file = display(change.at);
  const at = { place: { file, line: 1, column: 1 } };
  const wanted = change.at === change.path ? '' : ` It is in the way of "${display(change.path)}".`;
  return change.kind === 'link'
    ? diagnose('FILE311', `"${file}" is a link.${wanted}`, at)
    : diagnose('FILE305', `"${file}" was not written by the generator.${wanted}`, at);
}

/** The finding of an orphan that `generate` does not delete; undefined for every other change. */
export function keptDiagnostic(
  change: Change,
  display: (path: string) => string,
): Diagnostic | undefined {
  if (change.kind !== 'orphan' || !change.edited) {
    return undefined;
  }
  const file = display(change.path);
  return diagnose(
    'FILE310',
    `"${file}" has no source any more, but was edited by hand: it stays.`,
    {
      place: { file, line: 1, column: 1 },
    },
  );
}
