import { writeSync } from 'node:fs';

import { changeOutput } from '../../disk/output-folder.js';
import { watchedDisk } from './stopping-port.js';

/**
 * Run as a process of its own: changes an output folder and is killed before the given call. With
 * `in-place`, the disk refuses to rename the folder.
 */
const [, , out = '', stopAt = '0', mode = 'swap', change = '{}'] = process.argv;
const { write, remove } = JSON.parse(change) as {
  readonly write: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
};
let calls = 0;
const port = watchedDisk((call, number, args) => {
  calls = number;
  if (number === Number(stopAt)) {
    process.kill(process.pid, 'SIGKILL');
  }
  if (mode === 'in-place' && call === 'renameSync' && args[0] === out) {
    throw Object.assign(new Error('EBUSY'), { code: 'EBUSY', syscall: 'rename' });
  }
});
await changeOutput(
  out,
  [],
  () => ({ write: new Map(Object.entries(write)), remove: new Set(remove) }),
  { port },
);
writeSync(1, String(calls));
