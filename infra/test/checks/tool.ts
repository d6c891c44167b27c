import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The checkout. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What a program said and how it ended. */
export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and answers its output, however it ends; throws if it cannot be started. */
export async function runProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ToolResult> {
  const { PATH = '', HOME = '' } = process.env;
  try {
    const options = { cwd: root, env: { PATH, HOME, ...env }, maxBuffer: 64 * 1024 ** 2 };
    return { code: 0, ...(await run(file, [...args], options)) };
  } catch (error) {
    // What execFile throws when the program ran and did not end with 0.
    const { code, stdout, stderr } = error as Partial<ToolResult>;
    if (typeof code !== 'number' || stdout === undefined || stderr === undefined) {
      throw error;
    }
    return { code, stdout, stderr };
  }
}

let folder: Promise<string> | undefined;

/** The folder of the pinned tools, installed when they are not there yet. */
export function toolFolder(): Promise<string> {
  folder ??= run(`${root}.ci/install-infra-tools`).then(({ stdout }) => stdout.trim());
  return folder;
}

/** Runs one of the pinned tools. */
export async function runTool(name: string, ...args: readonly string[]): Promise<ToolResult> {
  const bin = await toolFolder();
  return runProgram(`${bin}/${name}`, args, {
    PATH: [bin, process.env.PATH].join(delimiter),
    // Neither looks for new versions nor tells anybody anything.
    CHECKOV_SKIP_DOWNLOAD: 'true',
    BC_SKIP_MAPPING: 'TRUE',
  });
}
