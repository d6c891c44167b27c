import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';

import { Random } from '../chaos/random.js';
import { bundle } from './bundle.js';
import type { Mutant } from './instrument.js';
import { Judge } from './judge.js';
import type { TestCoverage } from './messages.js';
import { formatScores, formatSurvivors, scoreOf, type Judged } from './report.js';
import { sourceFiles, testFiles } from './select.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const ROOMS = ['generator', 'model'];
const WORKERS = 2;

const options = await yargs(hideBin(process.argv))
  .scriptName('npm run test:mutation --')
  .usage('$0 [options]: how many small changes of the code the fast tests notice')
  .option('files', {
    describe: 'files or folders to change',
    type: 'string',
    array: true,
    default: ['generator/plan', 'generator/emit', 'model/rules'],
  })
  .option('sample', { describe: 'try only so many changes, picked at random', type: 'number' })
  .option('seed', { describe: 'seed of the pick', type: 'number', default: 1 })
  .option('threshold', {
    describe: 'lowest score that passes, in percent',
    type: 'number',
    default: 80,
  })
  .option('list', { describe: 'list what no test noticed', type: 'boolean', default: false })
  .option('report', { describe: 'write the list of survivors to a file', type: 'string' })
  .strict()
  .parse();

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

const folder = mkdtempSync(join(ROOT, 'node_modules', '.cache-mutation-'));
try {
  process.exitCode = await run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<number> {
  const sources = sourceFiles(ROOT, options.files);
  const tests = testFiles(ROOT, ROOMS);
  const { mutants, ...files } = await bundle({ root: ROOT, sources, tests, folder });
  const picked = pick(mutants);
  const judges = Array.from({ length: WORKERS }, () => new Judge(files));
  try {
    const [first] = judges;
    const covered = await first?.cover();
    if (covered === undefined) {
      return 1;
    }
    const broken = covered.tests.filter(({ error }) => error !== undefined);
    for (const { file: name, title, error } of broken) {
      print(`left out, as it fails by itself: ${name}: ${title}: ${error ?? ''}`);
    }
    print(
      `${String(picked.length)} of ${String(mutants.length)} changes in ${String(sources.length)} files, ` +
        `${String(covered.tests.length - broken.length)} tests, seed ${String(options.seed)}`,
    );
    const good = covered.tests.filter(({ error }) => error === undefined);
    const judged = await judgeAll(picked, {
      judges,
      testsOf: testsByMutant(good),
      all: good,
      atImport: new Set(covered.atImport),
      filesOf: filesByMutant(mutants),
    });
    print(formatScores(judged));
    if (options.list) {
      print(formatSurvivors(judged));
    }
    if (options.report !== undefined) {
      writeFileSync(options.report, `${formatSurvivors(judged)}\n`);
    }
    const score = scoreOf(judged);
    print(`mutation score ${score.toFixed(1)} %, at least ${String(options.threshold)} % wanted`);
    return score >= options.threshold ? 0 : 1;
  } finally {
    judges.forEach((judge) => {
      judge.close();
    });
  }
}

function pick(mutants: readonly Mutant[]): readonly Mutant[] {
  const { sample } = options;
  if (sample === undefined || sample >= mutants.length) {
    return mutants;
  }
  const random = new Random(options.seed);
  const rest = [...mutants];
  const taken = Array.from({ length: sample }, () => {
    const [one] = rest.splice(random.integer(0, rest.length - 1), 1);
    return one;
  });
  return taken.filter((mutant) => mutant !== undefined).sort((left, right) => left.id - right.id);
}

function testsByMutant(
  tests: readonly TestCoverage[],
): ReadonlyMap<number, readonly TestCoverage[]> {
  const found = new Map<number, TestCoverage[]>();
  for (const test of tests) {
    for (const mutant of test.mutants) {
      const known = found.get(mutant);
      if (known === undefined) {
        found.set(mutant, [test]);
      } else {
        known.push(test);
      }
    }
  }
  return found;
}

function filesByMutant(mutants: readonly Mutant[]): ReadonlyMap<number, string> {
  return new Map(mutants.map(({ id, file }) => [id, file]));
}

interface Court {
  readonly judges: readonly Judge[];
  readonly testsOf: ReadonlyMap<number, readonly TestCoverage[]>;
  readonly all: readonly TestCoverage[];
  readonly atImport: ReadonlySet<number>;
  /** File by mutant. */
  readonly filesOf: ReadonlyMap<number, string>;
}

async function judgeAll(mutants: readonly Mutant[], court: Court): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  const queue = [...mutants];
  const total = queue.length;
  await Promise.all(
    court.judges.map(async (judge) => {
      for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
        judged.push({ mutant, verdict: await judgeOne(mutant, judge, court) });
        if (judged.length % 50 === 0) {
          progress(`${String(judged.length)} of ${String(total)}, ${scoreOf(judged).toFixed(1)} %`);
        }
      }
    }),
  );
  return judged.sort((left, right) => left.mutant.id - right.mutant.id);
}

async function judgeOne(mutant: Mutant, judge: Judge, court: Court): Promise<Judged['verdict']> {
  const reaching = court.testsOf.get(mutant.id) ?? [];
  if (reaching.length > 0) {
    const { order, limitMs } = plan(reaching);
    return judge.judge(mutant.id, order, limitMs);
  }
  if (!court.atImport.has(mutant.id)) {
    return 'uncovered';
  }
  // Tests that reach the file at all are likely to notice first.
  const near = court.all.filter(({ mutants }) =>
    mutants.some((id) => court.filesOf.get(id) === mutant.file),
  );
  const far = court.all.filter((test) => !near.includes(test));
  const order = [...plan(near).order, ...plan(far).order];
  return judge.judgeImport(mutant.id, order, plan(court.all).limitMs);
}

/** Fast tests first; a mutant may take four times as long as the unchanged code, and two seconds. */
function plan(tests: readonly TestCoverage[]): {
  readonly order: readonly number[];
  readonly limitMs: number;
} {
  const sorted = [...tests].sort((left, right) => left.ms - right.ms);
  const limitMs = 2_000 + 4 * tests.reduce((sum, { ms }) => sum + ms, 0);
  return { order: sorted.map(({ test }) => test), limitMs };
}
