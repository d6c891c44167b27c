/**
 * `LOCKED` another engine has the folder open. `CORRUPT` bytes that were once durable are damaged or
 * missing. `WRITE_FAILED` the disk refused a write or a sync; nothing later was accepted.
 * `CLOSED` the journal was used before `recover` or after `close`.
 */
export type JournalErrorCode = 'LOCKED' | 'CORRUPT' | 'WRITE_FAILED' | 'CLOSED';

/** Thrown by journals; `path` is the file or folder at fault, `fix` what an operator can do. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;
  readonly path: string;
  readonly fix: string;

  constructor(
    fault: {
      readonly code: JournalErrorCode;
      readonly path: string;
      readonly message: string;
      readonly fix: string;
    },
    cause?: unknown,
  ) {
    super(`${fault.message} (${fault.path})`, cause === undefined ? undefined : { cause });
    this.code = fault.code;
    this.path = fault.path;
    this.fix = fault.fix;
  }
}
