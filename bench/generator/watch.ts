import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';

/** The pause that `watch` waits for further changes before it starts, in ms. */
export const DEBOUNCE_MS = 50;
const LIMIT_MS = 60_000;

/**
 * Starts `jobwright watch`, changes one model `times` times and resolves to the times in ms from each
 * write to the moment its generated file is there, the debounce taken off.
 */
export async function timesInWatch(options: {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly model: string;
  readonly generated: string;
  readonly times: number;
}): Promise<readonly number[]> {
  const child = spawn(process.execPath, [...options.command], {
    cwd: options.cwd,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  try {
    await until(() => textOf(options.generated) !== '');
    // The first run is done; the watchers need a moment to be in place.
    await pause(1_000);
    const found: number[] = [];
    for (let round = 0; round < options.times; round += 1) {
      const before = textOf(options.generated);
      const changed = readFileSync(options.model, 'utf8').replace(
        /Do step 0[^"]*"/,
        `Do step 0 as of round ${String(round)}"`,
      );
      const start = performance.now();
      writeFileSync(options.model, changed);
      await until(() => textOf(options.generated) !== before);
      found.push(performance.now() - start - DEBOUNCE_MS);
      await pause(300);
    }
    return found;
  } finally {
    child.kill('SIGINT');
    await once(child, 'exit');
  }
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!holds()) {
    if (performance.now() > end) {
      throw new Error('jobwright watch did not write within a minute');
    }
    await pause(1);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
