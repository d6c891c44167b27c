/** A flag that `jobwright` does not have, and what stands in its place. */
export interface RetiredFlag {
  /** Without dashes. */
  readonly flag: string;
  /** What to write instead, as a sentence goes on after `use`: `--out DIR`. */
  readonly heir: string;
  /** The version that dropped the flag; absent for a flag that only other generators have. */
  readonly since?: string;
}

/**
 * A flag is never dropped without a line here, so that a script of old is told what to write now.
 * Habits from other generators stand here, too. `--help` shows none of them.
 */
export const retiredFlags: readonly RetiredFlag[] = [
  { flag: 'output', heir: '--out DIR' },
  { flag: 'format', heir: '--reporter NAME' },
  { flag: 'strict', heir: '--max-warnings 0' },
  { flag: 'watch', heir: 'the verb: `jobwright watch`' },
  { flag: 'check', heir: 'the verb: `jobwright check`' },
];
