import type { FileJournal } from '../journal/index.js';
import { JournalError } from '../journal/index.js';
import type { EngineRecord, Journal, RecoveredJournal } from '../records/record.js';
import type { History } from './history.js';

const reader = 'history';
/** Least number of records between two times that the history is stored, closing aside. */
const storeEvery = 200_000;
/** As many for each instance in it: to read 100 records back takes about as long as to store one instance. */
const storeEveryPerInstance = 100;

/**
 * A journal that keeps the history in step with the engine: it hears of what is read back, and is
 * stored beside each snapshot, so that what ended before the snapshot is still found after a restart.
 * A stored history that is damaged is left out, with a word to `onError`.
 */
export function withHistory(
  journal: FileJournal,
  history: History,
  onError: (error: unknown) => void,
): Journal {
  let stored = 0;
  const store = async (): Promise<void> => {
    // What the engine has in its state already may reach the history a little later.
    const { position } = history;
    if (position > stored) {
      await journal.storeHistory(position, history.dump());
      stored = position;
      journal.keepAfter(reader, position);
    }
  };
  return {
    recover: async () => {
      const recovered = await journal.recover();
      stored = await restore(journal, { history, onError, recovered });
      journal.keepAfter(reader, stored);
      return { ...recovered, batches: heard(recovered.batches, history) };
    },
    append: (batch) => journal.append(batch),
    snapshot: async (position, state) => {
      // A large history is stored the more seldom: each time is as much work as it is large.
      if (position - stored >= Math.max(storeEvery, storeEveryPerInstance * history.size)) {
        await store();
      }
      await journal.snapshot(position, state);
    },
    close: async () => {
      await store().catch(onError);
      await journal.close();
    },
  };
}

async function restore(
  journal: FileJournal,
  context: {
    readonly history: History;
    readonly onError: (error: unknown) => void;
    readonly recovered: RecoveredJournal;
  },
): Promise<number> {
  const { history, onError, recovered } = context;
  const start = recovered.snapshot?.position ?? 0;
  let isKnown = true;
  try {
    const stored = await journal.readHistory();
    isKnown = stored !== undefined;
    history.restore(stored?.state);
    if (history.position < start) {
      for await (const batch of journal.read(history.position)) {
        history.apply(batch);
        if (history.position >= start) {
          break;
        }
      }
    }
  } catch (error) {
    if (!(error instanceof JournalError)) {
      throw error;
    }
    if (isKnown) {
      onError(error);
    }
    // Without a stored history, the log need not reach back to the beginning.
    return start;
  }
  return history.position;
}

async function* heard(
  batches: AsyncIterable<readonly EngineRecord[]>,
  history: History,
): AsyncGenerator<readonly EngineRecord[]> {
  for await (const batch of batches) {
    history.apply(batch);
    yield batch;
  }
}
