import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const GRACE_MS = 10_000;

/** Ends a process that was started here, and waits for it: SIGTERM, and SIGKILL when that does not help. */
export async function stopChild(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  child.kill('SIGTERM');
  const limit = new AbortController();
  const late = delay(GRACE_MS, undefined, { signal: limit.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  limit.abort();
  await late;
}

/** The last characters that a process wrote, for messages about its end. */
export function tailOf(child: ChildProcessWithoutNullStreams): () => string {
  let tail = '';
  const keep = (chunk: Buffer): void => {
    tail = (tail + chunk.toString('utf8')).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return () => tail;
}
