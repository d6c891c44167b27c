/**
 * Replays recorded record streams on the embedded engine: `npm run replay -- FOLDER`.
 * Prints a line a case and the first difference under it; exits 1 on any difference, 2 on wrong use.
 */
import { parseArgs } from 'node:util';
import type { Level } from './compare.js';
import type { CaseResult } from './replay-folder.js';
import { replayFolder } from './replay-folder.js';

const HELP = `Usage: npm run replay -- FOLDER [--l3] [--json]

Replays each NAME.bpmn with its NAME.records.jsonl in FOLDER on a fresh embedded engine: deploys the
model and the .bpmn and .dmn files it refers to, sends the recorded client commands in order, and
compares what the engine writes.

  L1  what a client sees: answers, refusals, jobs, incidents, final variables and states
  L2  the PROCESS_INSTANCE, VARIABLE, JOB and INCIDENT events of each process instance, in order
  L3  the whole stream (with --l3; reported, does not change the exit code)

Options:
  --l3    compare the whole stream as well
  --json  print one JSON document instead of lines
  --help  print this text

Exit code: 0 all equal on L1 and L2, 1 some different, 2 wrong use or unreadable folder.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      l3: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    process.stderr.write(`Give one folder of recorded cases.\n\n${HELP}`);
    return 2;
  }
  const levels: readonly Level[] = values.l3 ? ['L1', 'L2', 'L3'] : ['L1', 'L2'];
  const results = await replayFolder(folder, levels);
  if (results.length === 0) {
    process.stderr.write(`There is no NAME.records.jsonl in ${folder}.\n`);
    return 2;
  }
  process.stdout.write(
    values.json ? `${JSON.stringify(results, null, 2)}\n` : report(results, levels),
  );
  return results.every(isEqual) ? 0 : 1;
}

function isEqual(result: CaseResult): boolean {
  return result.levels.every((each) => each.equal || each.level === 'L3');
}

function report(results: readonly CaseResult[], levels: readonly Level[]): string {
  const lines = results.flatMap((result) => {
    const verdicts = result.levels.map(
      (each) => `${each.level} ${each.equal ? 'equal' : 'different'}`,
    );
    const found = result.levels.find((each) => each.difference !== undefined)?.difference;
    return [
      `${result.name} ${verdicts.join(' ')}`,
      ...(found === undefined
        ? []
        : [
            `  first difference at ${found.at}`,
            `    expected: ${shown(found.expected)}`,
            `    actual:   ${shown(found.actual)}`,
          ]),
    ];
  });
  const totals = levels.map((level) => {
    const equal = results.filter((each) => each.levels.some((l) => l.level === level && l.equal));
    return `${level} ${String(equal.length)}/${String(results.length)}`;
  });
  return `${[...lines, `equal: ${totals.join('  ')}`].join('\n')}\n`;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
