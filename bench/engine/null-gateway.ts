/**
 * A gateway that does no work: the wire of the engine's own gRPC gateway over a table that knows only
 * the measured process. Every command waits for a group commit of a short line, as the engine's do for
 * their records. It is the bound that transport and SDK set for any engine behind them.
 */
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startNullServer } from './null-server.js';

/** Commits lines together: all that came in during one sync go with the next. */
class GroupCommit {
  readonly #file: FileHandle;
  #lines: string[] = [];
  #waiting: (() => void)[] = [];
  #writing = false;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Calls `done` once the line is on disk. */
  append(line: string, done: () => void): void {
    this.#lines.push(line);
    this.#waiting.push(done);
    if (!this.#writing) {
      this.#writing = true;
      setImmediate(() => void this.#write());
    }
  }

  async #write(): Promise<void> {
    while (this.#lines.length > 0) {
      const text = this.#lines.join('');
      const waiting = this.#waiting;
      this.#lines = [];
      this.#waiting = [];
      await this.#file.appendFile(text);
      await this.#file.datasync();
      for (const done of waiting) {
        done();
      }
    }
    this.#writing = false;
  }
}

const directory = await mkdtemp(join(tmpdir(), 'jobwright-null-'));
const file = await open(join(directory, 'null.log'), 'a');
const log = new GroupCommit(file);
const port = await startNullServer((line, done) => {
  log.append(line, done);
});
process.stdout.write(`ready grpc=127.0.0.1:${String(port)}\n`);
process.on('SIGTERM', () => {
  void rm(directory, { recursive: true, force: true }).then(() => process.exit(0));
});
