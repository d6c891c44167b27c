import { fork, type ChildProcess } from 'node:child_process';

import type { BundleFiles } from './bundle.js';
import type { Answer, Request } from './messages.js';

const START_LIMIT_MS = 60_000;

/** How the tests took a mutant. */
export type Verdict = 'killed' | 'timeout' | 'survived';

/** One worker process, started again after a mutant that hung or broke it. */
export class Judge {
  readonly #files: BundleFiles;
  #child: ChildProcess | undefined;

  constructor(files: BundleFiles) {
    this.#files = files;
  }

  /** Runs the unchanged tests once and tells what each reached. */
  async cover(): Promise<Extract<Answer, { kind: 'covered' }>> {
    const child = await this.#ready();
    const answer = await ask(child, { kind: 'cover' }, 600_000);
    if (answer?.kind !== 'covered') {
      throw new Error('the tests do not end, or the process that runs them broke');
    }
    return answer;
  }

  /** Runs tests against a mutant of running code. */
  async judge(mutant: number, tests: readonly number[], limitMs: number): Promise<Verdict> {
    const child = await this.#ready();
    const answer = await ask(child, { kind: 'try', mutant, tests }, limitMs);
    if (answer?.kind === 'tried') {
      return answer.killedBy === undefined ? 'survived' : 'killed';
    }
    const broke = child.exitCode !== null;
    this.close();
    return broke ? 'killed' : 'timeout';
  }

  /** Runs tests against a mutant of code that runs while files are imported. */
  async judgeImport(mutant: number, tests: readonly number[], limitMs: number): Promise<Verdict> {
    const child = start(this.#files, mutant);
    try {
      if ((await next(child, START_LIMIT_MS))?.kind !== 'ready') {
        return 'killed';
      }
      const answer = await ask(child, { kind: 'try', mutant, tests }, limitMs);
      return answer?.kind === 'tried' && answer.killedBy === undefined ? 'survived' : 'killed';
    } finally {
      child.kill('SIGKILL');
    }
  }

  /** Ends the process. */
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #ready(): Promise<ChildProcess> {
    if (this.#child === undefined) {
      this.#child = start(this.#files, 0);
      if ((await next(this.#child, START_LIMIT_MS))?.kind !== 'ready') {
        throw new Error('the tests cannot be loaded');
      }
    }
    return this.#child;
  }
}

function start({ worker, tests }: BundleFiles, mutant: number): ChildProcess {
  return fork(worker, [tests, String(mutant)], {
    // Not the parent's: the bundle needs no loader.
    execArgv: [],
    stdio: ['ignore', 'ignore', mutant === 0 ? 'inherit' : 'ignore', 'ipc'],
  });
}

function ask(child: ChildProcess, request: Request, limitMs: number): Promise<Answer | undefined> {
  child.send(request);
  return next(child, limitMs);
}

/** The next answer; undefined when the process ends or the time runs out. */
function next(child: ChildProcess, limitMs: number): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const settle = (answer?: Answer): void => {
      clearTimeout(timer);
      child.off('message', settle);
      child.off('exit', onExit);
      resolve(answer);
    };
    const onExit = (): void => {
      settle();
    };
    const timer = setTimeout(settle, limitMs);
    child.on('message', settle);
    child.on('exit', onExit);
  });
}
