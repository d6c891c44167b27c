import type { Process } from '../../model/index.js';
import { placedNodes } from './placed-node.js';

/**
 * For each process, what the processes it calls, and those they call, are made of: equal for two runs in
 * which nothing of that changed. Undefined for a process that leads to a circle of calls, since what is
 * known inside of a circle depends on where it is entered.
 */
export function calledBasis(
  processes: readonly Process[],
): (process: Process) => readonly unknown[] | undefined {
  // The first process of an id is the one that is called.
  const byId = new Map([...processes].reverse().map((process) => [process.id, process]));
  return (process) => {
    const basis: unknown[] = [];
    const done = new Set<string>();
    const open: string[] = [];
    const visit = (id: string): boolean => {
      if (open.includes(id)) {
        return false;
      }
      if (done.has(id)) {
        return true;
      }
      done.add(id);
      const called = byId.get(id);
      basis.push(id, called);
      open.push(id);
      const straight = called === undefined || calledIds(called).every(visit);
      open.pop();
      return straight;
    };
    open.push(process.id);
    return calledIds(process).every(visit) ? basis : undefined;
  };
}

const known = new WeakMap<Process, readonly string[]>();

function calledIds(process: Process): readonly string[] {
  const ids =
    known.get(process) ??
    placedNodes(process).flatMap(({ node }) =>
      node.kind === 'callActivity' && node.calledElement?.processId.isFeel === false
        ? [node.calledElement.processId.text]
        : [],
    );
  known.set(process, ids);
  return ids;
}
