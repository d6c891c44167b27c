import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ExitCode } from '../exit-code.js';
import { runCli } from '../run-cli.js';
import type { VerbContext } from '../verb.js';

/** The repository. */
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** What a run of the command line in this process gave. */
export interface FakeRun {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with a clock that moves 1 ms at each look. */
export async function runFake(
  argv: readonly string[],
  context: Partial<VerbContext> = {},
): Promise<FakeRun> {
  const out: string[] = [];
  const err: string[] = [];
  let time = 0;
  const code = await runCli(argv, {
    version: '1.2.3',
    context: {
      out: (line) => out.push(`${line}\n`),
      err: (line) => err.push(`${line}\n`),
      env: {},
      cwd: REPOSITORY,
      now: () => (time += 1),
      ...context,
    },
  });
  return { code, out: out.join(''), err: err.join('') };
}

/** A folder of its own to run in. */
export interface Workspace {
  readonly path: string;
  readonly write: (file: string, text: string) => void;
  readonly read: (file: string) => string;
  readonly remove: () => void;
}

/** A fresh folder, with a copy of a fixture folder of this room in `models` when one is named. */
export function workspace(fixture?: string): Workspace {
  const path = mkdtempSync(join(tmpdir(), 'jobwright-cli-'));
  if (fixture !== undefined) {
    const from = fileURLToPath(new URL(`fixtures/${fixture}`, import.meta.url));
    cpSync(from, join(path, 'models'), { recursive: true });
  }
  return {
    path,
    write: (file, text) => {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    read: (file) => readFileSync(join(path, file), 'utf8'),
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
