import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stopChild, tailOf } from './child.js';
import { freePorts } from '../../../cli/stack/free-ports.js';
import { findJdk } from '../../../cli/stack/java/jdk.js';
import { classPath } from '../../../cli/stack/java/maven.js';
import { PartMissing } from '../../../cli/stack/part-missing.js';
import { TraceLog } from './trace-log.js';

/** The version of the newer engine. */
export const ENGINE88_VERSION = '8.8.21';

/** The real 8.8 engine in memory behind gRPC; it has no REST API. */
export interface Engine88 {
  readonly grpcAddress: string;
  readonly log: TraceLog;
  /** Brings new records into `log`, once the engine is idle. */
  fetchRecords(): Promise<void>;
  /** Moves its clock forward by `ms` milliseconds. */
  advance(ms: number): void;
  close(): Promise<void>;
}

const folder = fileURLToPath(new URL('engine88/', import.meta.url));

/**
 * Starts the real 8.8 engine in memory on a free loopback port. Ready in 2 to 5 s.
 * @throws PartMissing when Java, Maven or the engine is missing, or it does not start
 */
export async function startEngine88(): Promise<Engine88> {
  const { home } = await findJdk();
  const path = await classPath({
    groupId: 'io.camunda',
    artifactId: 'zeebe-process-test-engine',
    version: ENGINE88_VERSION,
  });
  const [port = 0] = await freePorts(1);
  const child = spawn(`${home}/bin/java`, [
    ...['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
    ...['-cp', path, `${folder}RecordingEngine.java`, String(port)],
  ]);
  const tail = tailOf(child);
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const log = new TraceLog();
  let onAnswer: (gone: boolean) => void = () => undefined;
  const answer = async (): Promise<void> => {
    const gone = await new Promise<boolean>((resolve) => {
      onAnswer = resolve;
      if (child.exitCode !== null || child.signalCode !== null) {
        resolve(true);
      }
    });
    if (gone) {
      throw new PartMissing(`The 8.8 engine ended. It wrote last:\n${tail()}`);
    }
  };
  let lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (/^\{"(ready|idle)":/.test(line)) {
      log.addLines(lines);
      lines = [];
      onAnswer(false);
    } else if (line.startsWith('{"')) {
      lines.push(line);
    }
  });
  child.once('exit', () => {
    onAnswer(true);
  });
  await answer();
  return {
    grpcAddress: `127.0.0.1:${String(port)}`,
    log,
    fetchRecords: async () => {
      const answered = answer();
      child.stdin.write('records\n');
      await answered;
    },
    advance: (ms) => {
      child.stdin.write(`advance ${String(ms)}\n`);
    },
    close: async () => {
      process.off('exit', kill);
      await stopChild(child);
    },
  };
}
