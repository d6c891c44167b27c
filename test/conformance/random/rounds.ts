/**
 * Time in a random run goes in rounds of ten minutes. Clients act at the beginning of a round; then
 * the clock moves in three strides, and what falls due in each is of one kind: retry back-offs (two
 * minutes), then time-outs of jobs (four minutes), then timers (nine minutes, 18:30 or 27:45, so that
 * those of different rounds do not meet). A real
 * broker looks for each kind on its own beat, so the order of different kinds that are due together
 * is chance there. The clock of a real broker runs on meanwhile: the strides leave room for that.
 */
export const rounds = {
  /** How many there are. */
  count: 8,
  /** Steps of a client in one round at most. */
  steps: 4,
  /** Where the strides of a round end, milliseconds from its beginning. */
  strides: [3 * 60_000, 5 * 60_000, 10 * 60_000],
  /** How long a round is, milliseconds. */
  length: 10 * 60_000,
} as const;

/** Back-off of failed jobs, milliseconds. */
export const backoffMs = 2 * 60_000;
/** Time-out of a job that is to time out, milliseconds. */
export const shortTimeoutMs = 4 * 60_000;
/** Time-out of a job that is not to time out, milliseconds. */
export const longTimeoutMs = 100 * 60 * 60_000;
/** How long messages are kept, milliseconds; 0 is not at all. */
export const keepMs = [0, 0, 60_000, 26 * 60_000, 3_600_000] as const;
