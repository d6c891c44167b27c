import { parseArgs } from 'node:util';

/** What `npm run test:conformance` can be told. */
export interface RunOptions {
  /** Play on the real engines too. */
  readonly live: boolean;
  /** Of the real engines only the one of this version: `8.6` or `8.8`; empty for both. */
  readonly against: string;
  /** Write the real broker's traces. */
  readonly record: boolean;
  /** Only scenarios whose heading or name holds this. */
  readonly only: string;
  /** Compare the whole stream as well; reported only. */
  readonly l3: boolean;
  /** Print the table of docs/engine.md and do nothing else. */
  readonly table: boolean;
  /** How many random processes to play on the real broker as well; 0 for none. */
  readonly random: number;
  /** Seed of the first random process. */
  readonly seed: number;
  readonly help: boolean;
}

export const HELP = `Usage: npm run test:conformance -- [--live [--against V] | --record] [--only TEXT] [--l3]
       npm run test:conformance -- --live --random N [--seed S]

Plays every scenario on the embedded engine and compares it with the trace recorded from the real
Camunda 8.6.0 broker. Needs nothing but Node.

  L1  what a client sees: answers, status codes and texts, jobs, incidents, final variables and states
  L2  the PROCESS_INSTANCE, VARIABLE, JOB and INCIDENT events of each process instance, in order
  L3  the whole stream (with --l3; reported, does not change the exit code)

Options:
  --live       start the real 8.6.0 broker and the real 8.8 engine (JDK 21 and Maven needed; 350 MB are
               downloaded once) and compare each scenario with them instead of with its trace
  --against V  with --live: only the real engine of that version, 8.6 or 8.8
  --record     start the real 8.6.0 broker and write the traces
  --only TEXT  only scenarios whose heading or name holds TEXT
  --l3         compare the whole stream as well
  --table      print the table of docs/engine.md
  --random N   with --live: play N random processes on the embedded engine and on the real 8.6.0 broker
               instead of the scenarios
  --seed S     seed of the first random process, 1 unless told; the next one has the next seed
  --help       print this text

Exit code: 0 all equal on L1 and L2, 1 some different, 2 wrong use or an engine that cannot run here.
`;

/** Reads the command line; throws a TypeError that names what is wrong with it. */
export function parseRunOptions(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      live: { type: 'boolean', default: false },
      against: { type: 'string', default: '' },
      record: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      l3: { type: 'boolean', default: false },
      table: { type: 'boolean', default: false },
      random: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (!['', '8.6', '8.8'].includes(values.against)) {
    throw new TypeError(`--against takes 8.6 or 8.8, not '${values.against}'`);
  }
  const [random, seed] = [wholeNumber('random', values.random), wholeNumber('seed', values.seed)];
  if (random > 0 && !values.live) {
    throw new TypeError(
      '--random needs --live: random processes are held against the real broker.',
    );
  }
  return { ...values, random, seed };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new TypeError(`--${name} takes a whole number, not '${text}'.`);
  }
  return Number(text);
}
