import type { Logger } from '../runtime/v1.js';

/** Something that was opened. */
export interface Opened {
  close(): Promise<unknown>;
}

/** Things that were opened, to be closed in reverse order. */
export interface Closing {
  /** Notes a thing to close and hands it back. */
  add<Thing extends Opened>(thing: Thing): Thing;
  /** The same for a thing that closes in its own way. */
  later(close: () => Promise<unknown> | undefined): void;
  /** Closes all, the last opened first, also when one of them fails. Safe to call twice. */
  close(): Promise<void>;
}

/** A new list of things to close. */
export function createClosing(logger: Logger): Closing {
  const steps: (() => Promise<unknown> | undefined)[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    for (const step of steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        logger.warn({ err: error }, 'a part did not close cleanly');
      }
    }
  };
  return {
    add: (thing) => {
      steps.push(() => thing.close());
      return thing;
    },
    later: (close) => {
      steps.push(close);
    },
    close: () => (closing ??= closeAll()),
  };
}

/** Runs `start`; if it fails, closes what it had opened and throws on. */
export async function closeOnFailure<Result>(
  closing: Closing,
  start: () => Promise<Result>,
): Promise<Result> {
  try {
    return await start();
  } catch (error) {
    await closing.close();
    throw error;
  }
}
