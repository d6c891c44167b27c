/** Codes of `JournalError`; each is described in docs/errors.md under "Journal errors". */
export const journalErrorCodes = {
  LOCKED: 'Another engine has the folder open.',
  CORRUPT: 'Bytes that were once durable are damaged or missing.',
  FORMAT: 'Another version wrote the folder.',
  WRITE_FAILED: 'The disk refused a write or a sync; nothing later was accepted.',
  CLOSED: 'The journal was used before `recover` or after `close`.',
} as const;

/** One of the codes of `journalErrorCodes`. */
export type JournalErrorCode = keyof typeof journalErrorCodes;

/** Thrown by journals; `path` is the file or folder at fault, `fix` what an operator can do. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;
  readonly path: string;
  /** Where in the file the fault begins, in bytes; absent when it is about the whole of it. */
  readonly offset?: number;
  readonly fix: string;

  constructor(
    fault: {
      readonly code: JournalErrorCode;
      readonly path: string;
      readonly offset?: number;
      readonly message: string;
      readonly fix: string;
    },
    cause?: unknown,
  ) {
    const place = fault.offset === undefined ? fault.path : `${fault.path}, byte ${fault.offset}`;
    super(`${fault.message} (${place})`, cause === undefined ? undefined : { cause });
    this.code = fault.code;
    this.path = fault.path;
    if (fault.offset !== undefined) {
      this.offset = fault.offset;
    }
    this.fix = fault.fix;
  }
}

/** Durable bytes that are damaged or missing. */
export function corrupt(
  fault: { readonly path: string; readonly offset?: number },
  message: string,
): JournalError {
  const fix =
    'nothing was changed: restore the folder from a backup, or move it away to start empty';
  return new JournalError({ ...fault, code: 'CORRUPT', message, fix });
}
