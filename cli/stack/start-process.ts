import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from '../cli-error.js';
import { processOf, type StackProcess } from './state.js';

/** What to run as a part of the stack. */
export interface ProcessOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** File that gets all it writes; emptied first. */
  readonly log: string;
}

/**
 * Starts a process that outlives this one and hears no Ctrl-C of its terminal.
 * @throws CliError when the program cannot be run at all
 */
export async function startProcess(options: ProcessOptions): Promise<StackProcess> {
  await mkdir(dirname(options.log), { recursive: true });
  const log = await open(options.log, 'w', 0o600);
  try {
    const child = spawn(options.program, [...options.args], {
      env: options.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => {
        resolve(child.pid ?? 0);
      });
    });
    child.unref();
    return await processOf(pid);
  } catch (cause) {
    throw new CliError(
      {
        what: 'a part of the stack cannot be run',
        where: options.program,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'see that the program is installed and may be run',
      },
      { cause },
    );
  } finally {
    await log.close();
  }
}

/** The last lines of a log, for messages about the end of a process. */
export async function tailOf(log: string, lines = 12): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trimEnd().slice(-6_000).split('\n').slice(-lines).join('\n         ');
}
