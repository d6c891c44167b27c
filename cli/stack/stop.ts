import { setTimeout as sleep } from 'node:timers/promises';
import { stackParts } from './description.js';
import type { StackPart } from './part.js';
import { runs, type StackProcess, type StackState } from './state.js';

/** How long a part may take to end by itself. */
const GRACE_MS = 20_000;

/** PostgreSQL waits for its clients at SIGTERM, and not at SIGINT. */
const gentle = (part: StackPart): NodeJS.Signals =>
  part.name === 'postgres' ? 'SIGINT' : 'SIGTERM';

/**
 * Stops what a stack started, by process id, last needed first; what does not end in 20 s is killed.
 * Calls `note` for each part that ran.
 */
export async function stopProcesses(
  processes: StackState['processes'],
  note: (line: string) => void,
): Promise<void> {
  for (const part of [...stackParts].reverse()) {
    const started = processes[part.name] ?? [];
    for (const [index, one] of started.entries()) {
      if (await runs(one)) {
        const killed = await stopProcess(one, gentle(part));
        if (index === 0) {
          note(`${part.name} ${killed ? 'did not end and was killed' : 'stopped'}`);
        }
      }
    }
  }
}

/** Stops one process; true when it had to be killed. */
async function stopProcess(one: StackProcess, signal: NodeJS.Signals): Promise<boolean> {
  send(one.pid, signal);
  const giveUpAt = Date.now() + GRACE_MS;
  while (await runs(one)) {
    if (Date.now() > giveUpAt) {
      send(one.pid, 'SIGKILL');
      return true;
    }
    await sleep(50);
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone between the look and the signal: what we wanted.
  }
}
