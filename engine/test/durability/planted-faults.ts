import type { EngineRecord, Journal } from '../../index.js';
import type { Disk, DiskFile } from '../../journal/index.js';
import { segmentNumber } from '../../journal/segment.js';
import { mendChecksums } from './mend-checksums.js';
import type { PlantedFault } from './run-seed.js';

type Batch = readonly EngineRecord[];

/** A disk whose files behave as `change` has it; `path` is the file's. */
function withFiles(change: (file: DiskFile, path: string) => Partial<DiskFile>): PlantedFault {
  return {
    disk: (disk) => ({
      ...disk,
      open: async (path, mode) => {
        const file = await disk.open(path, mode);
        return { ...handle(file), ...change(file, path) };
      },
    }),
  };
}

function withDisk(change: (disk: Disk) => Partial<Disk>): PlantedFault {
  return { disk: (disk) => ({ ...disk, ...change(disk) }) };
}

function withJournal(change: (journal: Journal) => Partial<Journal>): PlantedFault {
  return { journal: (journal) => ({ ...methods(journal), ...change(journal) }) };
}

/** Changes batches and the snapshot's state on their way from the log to the engine. */
function onReplay(change: {
  readonly batch?: (batch: Batch) => Batch;
  readonly state?: (state: StoredState) => StoredState;
}): PlantedFault {
  return withJournal((journal) => ({
    recover: async () => {
      const { snapshot, batches } = await journal.recover();
      const { batch = (same) => same, state = (same) => same } = change;
      return {
        ...(snapshot === undefined
          ? {}
          : // Only the engine's own snapshots come this way.
            { snapshot: { ...snapshot, state: state(snapshot.state as StoredState) } }),
        batches: mapped(batches, batch),
      };
    },
  }));
}

interface StoredState {
  readonly lastKey: number;
  readonly backlog: readonly unknown[];
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}

async function* mapped(
  batches: AsyncIterable<Batch>,
  change: (batch: Batch) => Batch,
): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    yield change(batch);
  }
}

function without(table: string): (state: StoredState) => StoredState {
  return (state) => ({ ...state, tables: { ...state.tables, [table]: [] } });
}

/** Makes nothing of the events of a value type. */
function silence(valueType: string): (batch: Batch) => Batch {
  return (batch) =>
    batch.map((record) =>
      record.valueType === valueType ? { ...record, valueType: 'SILENCED' } : record,
    );
}

function handle(file: DiskFile): DiskFile {
  return {
    read: (position, length) => file.read(position, length),
    write: (bytes, position) => file.write(bytes, position),
    truncate: (length) => file.truncate(length),
    sync: () => file.sync(),
    syncData: () => file.syncData(),
    close: () => file.close(),
  };
}

function methods(journal: Journal): Journal {
  return {
    recover: () => journal.recover(),
    append: (batch) => journal.append(batch),
    snapshot: (position, state) => journal.snapshot(position, state),
    close: () => journal.close(),
  };
}

const nothing = (): Promise<void> => Promise.resolve();

/** Faults that the run must find, each a mistake that somebody could make in the product. */
export const plantedFaults: Readonly<Record<string, PlantedFault>> = {
  'a batch is not synced': withFiles(() => ({ syncData: nothing })),
  'a failed sync is taken for a good one': withFiles((file) => ({
    syncData: () => file.syncData().catch(() => undefined),
  })),
  'a batch is acknowledged before its sync': withJournal((journal) => ({
    append: (batch) => {
      journal.append(batch).catch(() => undefined);
      return Promise.resolve();
    },
  })),
  'the folder is not synced after a segment or a snapshot is made': withDisk(() => ({
    syncFolder: nothing,
  })),
  'a snapshot is written under its own name instead of renamed': withDisk((disk) => ({
    open: (path, mode) => disk.open(path.replace(/\.tmp$/, ''), mode),
    rename: nothing,
  })),
  'a snapshot is not synced before its rename': withFiles((_file, path) =>
    path.endsWith('.tmp') ? { sync: nothing } : {},
  ),
  'the position of a snapshot is off by one': withJournal((journal) => ({
    snapshot: (position, state) => journal.snapshot(position + 1, state),
  })),
  'segments are deleted before the snapshot is there': withDisk((disk) => ({
    open: async (path, mode) => {
      const folder = path.slice(0, path.lastIndexOf('/'));
      const names = path.endsWith('.tmp') ? await disk.list(folder) : [];
      const segments = names.filter((name) => segmentNumber(name) !== undefined).sort();
      for (const name of segments.slice(0, -1)) {
        await disk.remove(`${folder}/${name}`);
      }
      return disk.open(path, mode);
    },
  })),
  'checksums are not looked at': withDisk((disk) => ({
    readFile: async (path) => mendChecksums(path, await disk.readFile(path)),
  })),
  'what comes next is written behind the torn end of the log': {
    disk: (disk) => ({
      ...disk,
      open: async (path, mode) => {
        const file = await disk.open(path, mode);
        if (mode !== 'change') {
          return file;
        }
        const { length } = await disk.readFile(path);
        const isTorn = length % (1024 * 1024) !== 0;
        let shift = 0;
        return {
          ...handle(file),
          truncate: (end) => {
            const isFirst = shift === 0 && isTorn;
            shift = isFirst ? length - end : shift;
            return isFirst ? Promise.resolve() : file.truncate(end + shift);
          },
          write: (bytes, position) => file.write(bytes, position + shift),
        };
      },
    }),
  },
  'what a failed sync left unsynced is trusted after a restart': {
    disk: (disk) => ({
      ...disk,
      open: async (path, mode) => {
        const file = await disk.open(path, mode);
        let isFirst = mode === 'change';
        const write = (bytes: Buffer, position: number): Promise<void> => {
          const isSkipped = isFirst;
          isFirst = false;
          return isSkipped ? Promise.resolve() : file.write(bytes, position);
        };
        return { ...handle(file), write };
      },
    }),
  },
  'events are applied twice on replay': onReplay({ batch: (batch) => [...batch, ...batch] }),
  'variables are not applied on replay': onReplay({ batch: silence('VARIABLE') }),
  'timers are lost with a restart': onReplay({
    batch: silence('TIMER'),
    state: without('timers'),
  }),
  'ids of messages are forgotten with a restart': onReplay({ state: without('messages') }),
  'activated jobs are forgotten with a restart': onReplay({ batch: silence('JOB_BATCH') }),
  'the key generator is not restored': onReplay({
    state: (state) => ({ ...state, lastKey: 2 ** 51 }),
  }),
  'the backlog is not restored': onReplay({ state: (state) => ({ ...state, backlog: [] }) }),
};
