import { pathToFileURL } from 'node:url';

import { expect } from 'expect';

import { Harness, type RegisteredTest } from './harness.js';
import type { Answer, Request, TestCoverage } from './messages.js';

/** Arguments: the bundle, and a mutant to switch on before the bundle is imported (0 for none). */
const [, , bundle = '', atImport = '0'] = process.argv;
const harness = new Harness();
harness.install(expect);
const importReached = new Set<number>();
harness.switch.active = Number(atImport);
harness.switch.reached = (id) => importReached.add(id);

function answer(message: Answer): void {
  process.send?.(message);
}

async function failure(test: RegisteredTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

async function cover(): Promise<void> {
  const tests: TestCoverage[] = [];
  for (const test of harness.tests) {
    const reached = new Set<number>();
    harness.switch.reached = (id) => reached.add(id);
    const start = performance.now();
    const error = await failure(test);
    tests.push({
      test: test.id,
      file: test.file,
      title: test.title,
      ms: performance.now() - start,
      mutants: [...reached],
      ...(error === undefined ? {} : { error }),
    });
  }
  harness.switch.reached = () => undefined;
  answer({ kind: 'covered', tests, atImport: [...importReached] });
}

async function tryMutant(mutant: number, tests: readonly number[]): Promise<void> {
  harness.switch.active = mutant;
  harness.switch.reached = () => undefined;
  let killedBy: string | undefined;
  for (const id of tests) {
    const test = harness.tests[id];
    if (test !== undefined && (await failure(test)) !== undefined) {
      killedBy = `${test.file}: ${test.title}`;
      break;
    }
  }
  harness.switch.active = 0;
  answer({ kind: 'tried', mutant, killedBy });
}

process.on('message', (request: Request) => {
  void (request.kind === 'cover' ? cover() : tryMutant(request.mutant, request.tests));
});
process.on('disconnect', () => {
  void harness.close().finally(() => process.exit());
});
// A broken import or a stray rejection under a mutant is a failed test; the parent sees the exit.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);

try {
  await import(pathToFileURL(bundle).href);
  answer({ kind: 'ready' });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
  process.exit(1);
}
