import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Runs a script of Node to its end; resolves to the time from spawn to exit, in ms. */
export function timeToExit(
  command: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [...command], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let talk = '';
  const note = (chunk: Buffer): void => {
    talk += chunk.toString();
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        resolve(performance.now() - start);
      } else {
        reject(new Error(`${command.join(' ')} ended with ${String(code)}: ${talk}`));
      }
    });
  });
}

/** Largest resident set of such a run, in MiB. */
export async function peakMemory(command: readonly string[], cwd: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'jobwright-bench-'));
  try {
    const report = join(folder, 'rss');
    const hook = join(folder, 'hook.mjs');
    writeFileSync(
      hook,
      `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));\n`,
    );
    await timeToExit(['--import', pathToFileURL(hook).href, ...command], { cwd });
    return Number(readFileSync(report, 'utf8')) / 1024;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes of all files below a folder. */
export function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
