import { nodeDisk, type DiskPort } from '../../disk/port.js';

/** The calls that change a disk. */
const CHANGES: ReadonlySet<string> = new Set([
  'chmodSync',
  'copyFileSync',
  'fsync',
  'fsyncSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmdirSync',
  'symlinkSync',
  'unlinkSync',
  'utimesSync',
  'writeSync',
]);

/** A disk that asks before each call that changes it; the first such call is number 1. */
export function watchedDisk(
  before: (call: string, number: number, args: readonly unknown[]) => void,
): DiskPort {
  let number = 0;
  return new Proxy(nodeDisk, {
    get: (target, name) => {
      const call = Reflect.get(target, name) as unknown;
      if (typeof call !== 'function' || !CHANGES.has(String(name))) {
        return call;
      }
      return (...args: readonly unknown[]): unknown => {
        number += 1;
        before(String(name), number, args);
        return Reflect.apply(call, target, args) as unknown;
      };
    },
  });
}
