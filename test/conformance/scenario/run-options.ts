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
  /** How many random processes to play on the real broker after the scenarios; 0 for none. */
  readonly random: number;
  /** Leave the scenarios out. */
  readonly onlyRandom: boolean;
  /** Seed of the first random process. */
  readonly seed: number;
  readonly help: boolean;
}

export const HELP = `Usage: npm run test:conformance -- [--live [--against V] | --record] [--only TEXT] [--l3]
       npm run test:conformance -- --live [--random N] [--seed S] [--only-random]

Plays every scenario on the embedded engine and compares it with the trace recorded from the real
Camunda 8.6.0 broker. Needs nothing but Node.

  L1  what a client sees: answers, status codes and texts, jobs, incidents, final variables and states
  L2  the PROCESS_INSTANCE, VARIABLE, JOB and INCIDENT events of each process instance, in order
  L3  the whole stream (with --l3; reported, does not change the exit code)

Options:
  --live       start the real 8.6.0 broker and the real 8.8 engine (JDK 21 and Maven needed; 350 MB are
               downloaded once) and compare each scenario with them instead of with its trace, then random
               processes with the real broker
  --against V  with --live: only the real engine of that version, 8.6 or 8.8
  --record     start the real 8.6.0 broker and write the traces
  --only TEXT  only scenarios whose heading or name holds TEXT
  --l3         compare the whole stream as well
  --table      print the table of docs/engine.md
  --random N   with --live: how many random processes; 2000 unless told, none with --only or --against 8.8
  --seed S     seed of the first random process, 1 unless told; the next one has the next seed
  --only-random  with --live: no scenarios
  --help       print this text

Exit code: 0 all equal on L1 and L2, 1 some different, 2 wrong use or an engine that cannot run here.
`;

/** How many random processes a whole live run plays. */
const RANDOM_PROCESSES = '2000';

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
      random: { type: 'string' },
      'only-random': { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (!['', '8.6', '8.8'].includes(values.against)) {
    throw new TypeError(`--against takes 8.6 or 8.8, not '${values.against}'`);
  }
  const { 'only-random': onlyRandom, ...rest } = values;
  if ((values.random !== undefined || onlyRandom) && !values.live) {
    throw new TypeError(
      '--random and --only-random need --live: random processes are held against the real broker.',
    );
  }
  const isWhole = values.live && values.only === '' && values.against !== '8.8';
  const random = wholeNumber('random', values.random ?? (isWhole ? RANDOM_PROCESSES : '0'));
  return { ...rest, random, onlyRandom, seed: wholeNumber('seed', values.seed) };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new TypeError(`--${name} takes a whole number, not '${text}'.`);
  }
  return Number(text);
}
