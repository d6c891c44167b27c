/**
 * Plays the scenarios: `npm run test:conformance`. Prints a line for each that differs, and last how
 * many there were; exits 1 on any difference, 2 on wrong use.
 */
import { argv } from 'node:process';
import type { Level } from './compare.js';
import type { JudgedEngine } from './engines/judged-engine.js';
import { openRealBroker } from './engines/real-broker.js';
import { openRealEngine88 } from './engines/real-engine88.js';
import { runRandom } from './random/run-random.js';
import { scenarioTable } from './scenario/headings.js';
import { knownDifferences } from './scenario/known-differences.js';
import { differingPaths } from './scenario/differing-paths.js';
import { canPlay, judge, type Verdict } from './scenario/judge.js';
import type { Played } from './scenario/play.js';
import { play } from './scenario/play.js';
import { HELP, parseRunOptions, type RunOptions } from './scenario/run-options.js';
import type { Scenario } from './scenario/scenario.js';
import { readTrace, writeTrace } from './scenario/trace-file.js';
import { allScenarios } from './scenarios/index.js';

const KNOWN = new Set(knownDifferences().map(({ name, against }) => `${against ?? ''} ${name}`));

/**
 * How often a scenario is played on a real engine before a difference counts. A real engine works
 * with several threads: where a scenario races with it, two runs of it on the same engine may differ.
 */
const TRIES = 3;

/** Counts, and prints what is worth a line. */
class Report {
  equal = 0;
  different = 0;
  known = 0;
  unsteady = 0;

  /** Notes a scenario that was never recorded. */
  missing(scenario: Scenario): void {
    this.different++;
    print(`${scenario.heading} ${scenario.name}: has no trace; record it with --record`);
  }

  /** Takes the verdicts on one scenario, held against one engine. */
  add(scenario: Scenario, against: string, verdicts: readonly Verdict[]): void {
    const bad = verdicts.filter(({ difference }) => difference !== undefined);
    const isKnown = KNOWN.has(`${against} ${scenario.name}`);
    if (isEqual(verdicts)) {
      this.equal++;
    } else if (isKnown) {
      this.known++;
    } else {
      this.different++;
    }
    const shown = isKnown ? [] : bad;
    for (const { level, difference } of shown) {
      print(
        `${scenario.heading} ${scenario.name} (${against}): ${level} differs at ${difference?.at ?? ''}`,
      );
      for (const line of differingPaths(difference?.expected, difference?.actual)) {
        print(`    ${line}`);
      }
    }
  }
}

function isEqual(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ level, difference }) => level === 'L3' || difference === undefined);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<number> {
  const options = parseRunOptions(argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (options.table) {
    process.stdout.write(scenarioTable(allScenarios));
    return 0;
  }
  const isDone = options.onlyRandom || (await playScenarios(options));
  if (isDone === undefined) {
    return 2;
  }
  const different = options.random > 0 ? await runRandom(options.random, options.seed, print) : 0;
  return isDone && different === 0 ? 0 : 1;
}

/** Plays the scenarios that are chosen; whether none differs, undefined when there is none. */
async function playScenarios(options: RunOptions): Promise<boolean | undefined> {
  const chosen = allScenarios.filter(({ heading, name }) =>
    `${heading} ${name}`.includes(options.only),
  );
  if (chosen.length === 0) {
    process.stderr.write(`No scenario holds '${options.only}'.\n`);
    return undefined;
  }
  const report = new Report();
  const levels: readonly Level[] = options.l3 ? ['L1', 'L2', 'L3'] : ['L1', 'L2'];
  if (!options.live && !options.record) {
    for (const scenario of chosen) {
      const trace = await readTrace(scenario).catch(() => undefined);
      if (trace === undefined) {
        report.missing(scenario);
      } else {
        report.add(scenario, '8.6', await judge(scenario, trace, levels));
      }
    }
  }
  const hold = async (
    scenario: Scenario,
    engine: JudgedEngine,
    against: string,
  ): Promise<{ readonly expected: Played; readonly verdicts: readonly Verdict[] }> => {
    for (let tries = 1; ; tries++) {
      const expected = await play(scenario, engine);
      const verdicts = await judge(scenario, expected, levels);
      const isSettled = isEqual(verdicts) || KNOWN.has(`${against} ${scenario.name}`);
      if (isSettled || tries === TRIES) {
        report.unsteady += isSettled && tries > 1 ? 1 : 0;
        return { expected, verdicts };
      }
      print(`${scenario.heading} ${scenario.name} (${against}): differs, playing it again`);
    }
  };
  const newer = chosen.filter(({ since }) => since !== undefined);
  const isOld = options.live && options.against !== '8.8';
  if ((isOld || options.record) && newer.length < chosen.length) {
    await playOn(openRealBroker, chosen, async (scenario, engine) => {
      const { expected, verdicts } = await hold(scenario, engine, '8.6');
      if (options.record) {
        await writeTrace(scenario, expected);
      }
      report.add(scenario, '8.6', verdicts);
    });
  }
  const isNew = options.live && options.against !== '8.6';
  if (isNew || (options.record && newer.length > 0)) {
    await playOn(openRealEngine88, options.live ? chosen : newer, async (scenario, engine) => {
      const { expected, verdicts } = await hold(scenario, engine, '8.8');
      if (options.record && scenario.since !== undefined) {
        await writeTrace(scenario, expected);
      }
      report.add(scenario, '8.8', verdicts);
    });
  }
  print(lastLine(chosen.length, report, options));
  return report.different === 0;
}

async function playOn(
  open: () => Promise<JudgedEngine>,
  chosen: readonly Scenario[],
  use: (scenario: Scenario, engine: JudgedEngine) => Promise<void>,
): Promise<void> {
  const engine = await open();
  try {
    const playable = chosen.filter((scenario) => canPlay(scenario, engine));
    for (const [i, scenario] of playable.entries()) {
      await use(scenario, engine);
      if ((i + 1) % 25 === 0) {
        print(`${engine.name}: ${String(i + 1)} of ${String(playable.length)}`);
      }
    }
  } finally {
    await engine.close();
  }
}

function lastLine(count: number, report: Report, { live, record }: RunOptions): string {
  const how = live
    ? 'held against the real 8.6.0 broker and 8.8 engine'
    : record
      ? 'recorded from the real 8.6.0 broker'
      : 'held against traces of the real 8.6.0 broker and, for what is newer, of the 8.8 engine';
  const again = report.unsteady > 0 ? `, ${String(report.unsteady)} equal when played again` : '';
  return `${String(count)} scenarios, ${String(report.equal)} equal, ${String(report.different)} different, ${String(report.known)} known to differ${again}; ${how}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
