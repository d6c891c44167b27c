import type { Diagnostic } from '../../model/diagnostic.js';
import type { CliErrorText } from '../cli-error.js';
import type { ExitCode } from '../exit-code.js';

/** How results are printed: for people, for programs, for GitHub's checks, for code scanning. */
export const reporters = ['pretty', 'json', 'github', 'sarif'] as const;

/** One of `reporters`. */
export type Reporter = (typeof reporters)[number];

/** A file and what became of it, or what is wrong with it. */
export interface ReportedFile {
  readonly file: string;
  /** `written`, `deleted`, `created`, `stale`, ... */
  readonly state: string;
  /** The job type that a handler file is for. */
  readonly jobType?: string;
}

/** What a run has to say, whatever prints it. */
export interface RunReport {
  readonly diagnostics: readonly Diagnostic[];
  /** Remarks that are no findings. */
  readonly notes: readonly string[];
  readonly files: readonly ReportedFile[];
  /** One line without a duration, for people. */
  readonly summary: string;
  /** Texts for people after all else: unified diffs, what a verb tells beside findings. */
  readonly diffs: readonly string[];
  /** What a verb gives programs beside findings: members of the object that `json` prints. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A report with all that a reporter needs to print it. */
export interface FinishedReport extends RunReport {
  /** The verb that ran. */
  readonly verb: string;
  readonly exitCode: ExitCode;
  /** Version of the package. */
  readonly version: string;
  /** What kept the run from its end: a wrong command line, a missing folder. */
  readonly error?: CliErrorText & { readonly code?: string };
}

/** The text of a source file as the run saw it, or undefined when there is none. */
export type SourceText = (file: string) => string | undefined;

/**
 * Where docs say more about a code, from the root of the package; undefined for a code of a plugin,
 * which ours do not describe.
 */
export function docsLink(code: string): string | undefined {
  const page = code.startsWith('DIFF') ? 'diff' : 'errors';
  return code.includes('-') ? undefined : `docs/${page}.md#${code.toLowerCase()}`;
}

/** How many diagnostics of each severity there are. */
export function countSeverities(
  diagnostics: readonly Diagnostic[],
): Readonly<Record<Diagnostic['severity'], number>> {
  const count = (wanted: Diagnostic['severity']): number =>
    diagnostics.filter(({ severity }) => severity === wanted).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}
