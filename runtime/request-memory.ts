import { fingerprint } from './api/idempotency.js';
import { ApiProblem } from './v1.js';
import type { RequestMemory } from './v1.js';

/** Bounds of a request memory. */
export interface RequestMemoryOptions {
  /** How long an answer is kept, in ms. @default 86400000 */
  readonly keepMs?: number;
  /** Answers kept at most; the oldest go first. @default 10000 */
  readonly limit?: number;
  /** Milliseconds that only grow; for tests. */
  readonly now?: () => number;
}

interface Remembered {
  readonly fingerprint: string;
  readonly answer: Promise<unknown>;
  readonly at: number;
}

/**
 * A request memory of this process: it forgets with it, and other processes do not share it. Give the
 * process a message start event, or keep keys in a database, where a repeated start must be caught
 * across restarts.
 */
export function createRequestMemory(options: RequestMemoryOptions = {}): RequestMemory {
  const { keepMs = 86_400_000, limit = 10_000, now = () => performance.now() } = options;
  const remembered = new Map<string, Remembered>();
  const forgetOld = (): void => {
    for (const [id, { at }] of remembered) {
      if (now() - at < keepMs) {
        return;
      }
      remembered.delete(id);
    }
  };
  const makeRoom = (): void => {
    for (const id of remembered.keys()) {
      if (remembered.size < limit) {
        return;
      }
      remembered.delete(id);
    }
  };
  return {
    once: async <Answer>(
      request: Parameters<RequestMemory['once']>[0],
      act: () => Promise<Answer>,
    ): Promise<Answer> => {
      forgetOld();
      const id = JSON.stringify([request.scope, request.key]);
      const print = fingerprint(request.content);
      const known = remembered.get(id);
      if (known === undefined) {
        makeRoom();
        const entry = { fingerprint: print, answer: act(), at: now() };
        remembered.set(id, entry);
        entry.answer.catch(() => {
          if (remembered.get(id) === entry) {
            remembered.delete(id);
          }
        });
        return entry.answer;
      }
      if (known.fingerprint !== print) {
        throw new ApiProblem(
          'IDEMPOTENCY_KEY_REUSED',
          'The Idempotency-Key came with another request before; use a new one.',
        );
      }
      // What is kept under a scope and key was made by the same operation.
      return known.answer as Promise<Answer>;
    },
  };
}
