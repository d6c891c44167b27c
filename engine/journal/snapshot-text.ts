import { crc32 } from 'node:zlib';

/** Rows that are made into text at once: little enough to keep nobody waiting. */
const rowsInLine = 128;

/** What a snapshot may hold: plain data, in which `tables` can be long. */
interface Tabled {
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * A snapshot as lines, made one by one as they are asked for: first what is not in `tables`, then the
 * tables' rows in pieces, then how many lines there were. Each line is a CRC-32 in hex, a blank and
 * JSON.
 */
export function* snapshotLines(state: unknown): Generator<string> {
  const { tables, ...head } = isTabled(state) ? state : { tables: {}, state };
  let lines = 0;
  const line = (value: unknown): string => {
    lines += 1;
    const json = JSON.stringify(value);
    return `${sum(Buffer.from(json, 'utf8'))} ${json}\n`;
  };
  yield line(isTabled(state) ? { head } : head);
  for (const [name, rows] of Object.entries(tables)) {
    for (let at = 0; at === 0 || at < rows.length; at += rowsInLine) {
      yield line({ table: name, rows: rows.slice(at, at + rowsInLine) });
    }
  }
  yield line({ lines });
}

/** What is wrong with the text of a snapshot, and from which byte on. */
export interface SnapshotFault {
  readonly fault: string;
  readonly offset: number;
}

/** Reads back what `snapshotLines` wrote. */
export function parseSnapshot(bytes: Buffer): { readonly state: unknown } | SnapshotFault {
  const tables: Record<string, unknown[]> = {};
  let first: Line | undefined;
  let lines = 0;
  for (let at = 0, end; at < bytes.length; at = end + 1) {
    end = bytes.indexOf(10, at);
    const json = bytes.subarray(at + 9, end < 0 ? at + 9 : end);
    if (end < 0 || bytes.toString('latin1', at, at + 9) !== `${sum(json)} `) {
      return { fault: 'a line does not fit its checksum', offset: at };
    }
    // The checksum says that `snapshotLines` wrote it.
    const line = JSON.parse(json.toString('utf8')) as Line;
    if (line.lines !== undefined) {
      return line.lines === lines && end + 1 === bytes.length && first !== undefined
        ? { state: 'head' in first ? { ...first.head, tables } : first.state }
        : { fault: `it has ${lines} lines instead of ${line.lines}`, offset: at };
    }
    first ??= line;
    lines += 1;
    if (line.table !== undefined) {
      const rows = (tables[line.table] ??= []);
      for (const row of line.rows ?? []) {
        rows.push(row);
      }
    }
  }
  return { fault: 'its end is missing', offset: bytes.length };
}

interface Line {
  readonly head?: object;
  readonly state?: unknown;
  readonly table?: string;
  readonly rows?: readonly unknown[];
  readonly lines?: number;
}

function isTabled(state: unknown): state is Tabled {
  return typeof state === 'object' && state !== null && 'tables' in state;
}

function sum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
