/**
 * What `jobwright` exits with: `ok` all went well, `findings` the input has faults or the output is
 * stale, `usage` the command line or the environment is wrong, `crash` a defect of ours,
 * `interrupted` a second signal forced the end.
 */
export const exitCodes = { ok: 0, findings: 1, usage: 2, crash: 70, interrupted: 130 } as const;

/** One of the numbers in `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
