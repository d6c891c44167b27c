import type { EngineRecord } from '../records/record.js';
import type { EngineState } from './engine-state.js';

/** Written into every snapshot; a snapshot of another format is refused. */
const formatVersion = 1;

interface Snapshot {
  readonly format: number;
  readonly lastPosition: number;
  readonly lastKey: number;
  readonly backlog: readonly EngineRecord[];
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}

/** Thrown when a snapshot cannot be read: it was written by another version or is damaged. */
export class SnapshotUnreadable extends Error {
  override readonly name = 'SnapshotUnreadable';
}

/**
 * The whole state as plain JSON-able data. Rows are shared, not copied: they never change. Equal
 * states give equal dumps.
 */
export function dumpState(state: EngineState): object {
  const snapshot: Snapshot = {
    format: formatVersion,
    lastPosition: state.lastPosition,
    lastKey: state.lastKey,
    backlog: state.backlog.list(),
    tables: Object.fromEntries(state.tables.map((table) => [table.name, table.dump()])),
  };
  return snapshot;
}

function isSnapshot(value: unknown): value is Snapshot {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value.format === formatVersion &&
    'tables' in value
  );
}

/** Fills an empty state. Throws `SnapshotUnreadable` on anything `dumpState` did not write. */
export function restoreState(state: EngineState, value: unknown): void {
  if (!isSnapshot(value)) {
    throw new SnapshotUnreadable(
      `The engine's snapshot has another format than ${String(formatVersion)}. ` +
        'Start the engine version that wrote it, or move the data folder away to begin anew.',
    );
  }
  state.lastPosition = value.lastPosition;
  state.lastKey = value.lastKey;
  for (const command of value.backlog) {
    state.backlog.push(command);
  }
  for (const table of state.tables) {
    table.restore(value.tables[table.name] ?? []);
  }
}
