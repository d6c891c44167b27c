import { exitCodes, type ExitCode } from './exit-code.js';

/** What a user reads when a verb cannot go on: what happened, where, why, and what to do. */
export interface CliErrorText {
  /** A code described in docs/errors.md, where there is one. */
  readonly code?: string;
  readonly what: string;
  /** A path, an address, an option; absent when the fault has no place. */
  readonly where?: string;
  readonly why: string;
  readonly fix: string;
}

/**
 * Thrown by a verb for a fault that the user can mend: a wrong option, a port in use, a missing
 * folder. It is printed without a stack and ends the program with `exitCode` (default `usage`).
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly text: CliErrorText;
  readonly exitCode: ExitCode;

  constructor(
    text: CliErrorText,
    options: { readonly exitCode?: ExitCode; readonly cause?: unknown } = {},
  ) {
    super(text.what, options.cause === undefined ? undefined : { cause: options.cause });
    this.text = text;
    this.exitCode = options.exitCode ?? exitCodes.usage;
  }
}

/** Four lines for a terminal; `where` is left out when there is none. */
export function formatCliError(text: CliErrorText): string {
  const code = text.code === undefined ? '' : ` ${text.code}`;
  const where = text.where === undefined ? [] : [`  where: ${text.where}`];
  return [
    `error${code}: ${text.what}`,
    ...where,
    `  why:   ${text.why}`,
    `  fix:   ${text.fix}`,
  ].join('\n');
}

/** True for a `CliError`. */
export function isCliError(error: unknown): error is CliError {
  return error instanceof CliError;
}
