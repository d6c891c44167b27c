/** Jobs remembered at most; the oldest is forgotten first, and then starts at the shortest wait. */
const MAX_JOBS = 10_000;

/**
 * Counts failures by job, because the engine tells how many retries are left and not how many were
 * made, and exponential backoff needs the latter.
 */
export class FailureCounter {
  readonly #counts = new Map<string, number>();

  /** Counts one more failure and returns how many there were. */
  add(jobKey: string): number {
    const count = (this.#counts.get(jobKey) ?? 0) + 1;
    this.#counts.delete(jobKey);
    this.#counts.set(jobKey, count);
    if (this.#counts.size > MAX_JOBS) {
      const oldest = this.#counts.keys().next();
      if (oldest.done !== true) {
        this.#counts.delete(oldest.value);
      }
    }
    return count;
  }

  /** The job is answered for good. */
  forget(jobKey: string): void {
    this.#counts.delete(jobKey);
  }
}
