import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that runs in an image's file system. */
export interface Container {
  /** Lines it wrote, standard error included. */
  readonly lines: readonly string[];
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  /** Asks it to stop and resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Runs a program in an image's file system: read-only, not root, with nothing of this environment. */
export function runContainer(
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Container {
  const script = new URL('../../images/run.sh', import.meta.url).pathname;
  const child: ChildProcess = spawn(script, [root, '/usr/local/bin/node', ...args], {
    env: { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) {
      createInterface({ input: stream }).on('line', (text) => lines.push(text));
    }
  }
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return {
    lines,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
