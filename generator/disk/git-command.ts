import { spawn } from 'node:child_process';

import { GeneratorError } from '../errors.js';

/** What git is run with: it neither asks, nor locks, nor fetches what a partial clone lacks. */
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' };
/** Models are texts that people draw; more than this in one answer is no set of models. */
const MAX_BYTES = 256 * 1024 * 1024;

/** How a git command ended. */
export interface GitAnswer {
  readonly exitCode: number;
  readonly output: Buffer;
  /** What git said on standard error, trimmed. */
  readonly complaint: string;
}

/**
 * Runs git in a folder with the arguments as given: no shell reads them.
 * @throws GeneratorError CONF428 when git cannot be started or answers without end
 */
export function runGit(
  folder: string,
  args: readonly string[],
  input?: string,
): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--literal-pathspecs', ...args], {
      cwd: folder,
      env: { ...process.env, ...QUIET },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const output: Buffer[] = [];
    const complaint: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      output.push(chunk);
      if (bytes > MAX_BYTES) {
        child.kill();
        reject(gitError(`it answered with more than ${MAX_BYTES} bytes`, folder));
      }
    });
    child.stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
    child.on('error', (cause) => {
      reject(gitError(`it cannot be started: ${cause.message}`, folder, cause));
    });
    child.on('close', (exitCode) => {
      resolve({
        exitCode: exitCode ?? -1,
        output: Buffer.concat(output),
        complaint: Buffer.concat(complaint).toString('utf8').trim(),
      });
    });
    // A child that died early closes its input; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** The error of a git that does not do what it was asked. */
export function gitError(reason: string, folder: string, cause?: unknown): GeneratorError {
  return new GeneratorError(
    'CONF428',
    {
      message: `git cannot read the older sources: ${reason}`,
      where: folder,
      fix: 'run it inside a git repository, with git installed, or give a file or folder to compare with',
    },
    { cause },
  );
}
