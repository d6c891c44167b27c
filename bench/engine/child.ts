import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A process that a bench started. */
export interface Child {
  readonly pid: number;
  /** The first line of its output that `wanted` matches. Rejects when it ends without one. */
  line(wanted: RegExp): Promise<string>;
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<unknown>;
  /** Asks it to end and resolves when it has. */
  stop(): Promise<void>;
}

/** Starts a process; what it says on standard error is shown when it fails. */
export function startChild(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Child {
  const [program = process.execPath, ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seen: string[] = [];
  let talk = '';
  child.stderr.on('data', (chunk: Buffer) => {
    talk = (talk + chunk.toString()).slice(-4_000);
  });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => seen.push(line));
  return {
    pid: child.pid ?? -1,
    ended,
    line: async (wanted) => {
      for (;;) {
        const found = seen.find((line) => wanted.test(line));
        if (found !== undefined) {
          return found;
        }
        const over = await Promise.race([
          once(lines, 'line').then(() => false),
          ended.then(() => true),
        ]);
        if (over && !seen.some((line) => wanted.test(line))) {
          throw new Error(`${command.join(' ')} ended (${String(child.exitCode)}): ${talk}`);
        }
      }
    },
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }
}

/** Milliseconds of CPU a process used so far; NaN where the system does not say. */
export function cpuMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime and stime, in ticks of 10 ms on every Linux that Node runs on.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Resident memory of a process in MB; NaN where the system does not say. */
export function memoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
