import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import type { StackPart } from './part.js';
import type { StackState } from './state.js';

const ANSWER_LIMIT_MS = 5_000;

/** True when a part can be used; its log is looked at when the process says so itself. */
export async function isHealthy(part: StackPart, state: StackState, log: string): Promise<boolean> {
  const { health } = part;
  if (health.kind === 'process') {
    const text = await readFile(log, 'utf8').catch(() => '');
    return text.includes('"msg":"ready"');
  }
  const port = state.ports[health.port] ?? 0;
  return health.kind === 'http' ? answers(port, health.path) : accepts(port);
}

async function answers(port: number, path: string): Promise<boolean> {
  try {
    const { ok, body } = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}

/** True when something takes connections on a loopback port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(ANSWER_LIMIT_MS, () => {
      end(false);
    });
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
  });
}

/** Asks until `ready` says true: true then, false after `seconds` or when `alive` says false. */
export async function until(
  ready: () => Promise<boolean>,
  limits: { readonly seconds: number; readonly alive: () => Promise<boolean> },
): Promise<boolean> {
  const giveUpAt = Date.now() + limits.seconds * 1_000;
  for (;;) {
    if (await ready()) {
      return true;
    }
    if (Date.now() > giveUpAt || !(await limits.alive())) {
      return false;
    }
    await sleep(200);
  }
}
