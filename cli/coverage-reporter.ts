/**
 * `jobwright/testing/coverage`: a reporter for jest and for vitest that collects which elements and
 * sequence flows of each process the tests pass, and draws them on the diagrams.
 */
import { resolve } from 'node:path';

import { removeCollected } from './coverage/collected.js';
import {
  collectingFolder,
  defaultDirectory,
  writeCoverage,
  type CoverageOptions,
} from './coverage/write-coverage.js';

export type { CoverageOptions } from './coverage/write-coverage.js';
export type { CoverageReport, ProcessCoverage } from '../engine/testing/coverage/report.js';

/** What vitest gives a reporter at the start, as far as it is used. */
interface VitestContext {
  readonly config?: { readonly root?: string };
}

/**
 * The reporter. jest: `reporters: ['default', ['jobwright/testing/coverage', options]]`; vitest the
 * same below `test`. A process below `min` fails the run.
 */
export default class ProcessCoverageReporter {
  readonly #options: CoverageOptions;
  #root: string;
  #error: Error | undefined;

  /** jest gives its own config first, then the options; vitest the options alone. */
  constructor(first?: object, ...rest: readonly unknown[]) {
    const isJest = rest.length > 0;
    // What the user wrote in the config of the test runner.
    this.#options = (isJest ? rest[0] : first) ?? {};
    const root = isJest && first !== undefined && 'rootDir' in first ? first.rootDir : undefined;
    this.#root = typeof root === 'string' ? root : process.cwd();
  }

  /** vitest, before everything. */
  async onInit(context?: VitestContext): Promise<void> {
    this.#root = context?.config?.root ?? this.#root;
    await this.#begin();
  }

  /** jest, before the tests. */
  async onRunStart(): Promise<void> {
    await this.#begin();
  }

  /** jest, after the tests. */
  async onRunComplete(): Promise<void> {
    await this.#end();
  }

  /** vitest, after the tests. */
  async onTestRunEnd(): Promise<void> {
    await this.#end();
    if (this.#error !== undefined) {
      process.exitCode = 1;
    }
  }

  /** jest: an error fails the run. */
  getLastError(): Error | undefined {
    return this.#error;
  }

  async #begin(): Promise<void> {
    this.#error = undefined;
    await removeCollected(this.#raw());
    // Test processes that start from now on inherit it.
    process.env.JOBWRIGHT_COVERAGE = this.#raw();
  }

  async #end(): Promise<void> {
    const { lines, shortfalls } = await writeCoverage(this.#raw(), this.#options, this.#root);
    process.stdout.write(`\nProcess coverage\n\n${lines.join('\n')}\n`);
    if (shortfalls.length > 0) {
      const text = `process coverage falls short:\n  ${shortfalls.join('\n  ')}`;
      process.stderr.write(`\n${text}\n`);
      this.#error = new Error(text);
    }
  }

  #raw(): string {
    return collectingFolder(resolve(this.#root, this.#options.directory ?? defaultDirectory));
  }
}
