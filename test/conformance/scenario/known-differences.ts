import { readFileSync } from 'node:fs';

/** A case or scenario that is known to differ, and why. */
export interface KnownDifference {
  readonly name: string;
  /** The version it differs from, for a scenario; recorded cases have none. */
  readonly against?: string;
  readonly levels: readonly string[];
  readonly reason: string;
}

/** All known differences. */
export function knownDifferences(): readonly KnownDifference[] {
  const text = readFileSync(new URL('../known-differences.json', import.meta.url), 'utf8');
  // The file is ours; its shape is checked by a test.
  return JSON.parse(text) as readonly KnownDifference[];
}
