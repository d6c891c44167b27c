import type { DiffProjectResult } from '../../generator/project/diff-project.js';
import { exitCodes, type ExitCode } from '../exit-code.js';
import { commonOptions, runGenerator, type RunOutcome } from '../generator-run.js';
import { beforeText, diffDiagnostics, diffText } from '../report/diff-text.js';
import type { Reporter } from '../report/report.js';
import { defineVerb } from '../verb.js';

const FAIL_ON = ['breaking', 'risky', 'none'] as const;
type FailOn = (typeof FAIL_ON)[number];

/** `jobwright diff`: says whom a change of the models breaks, and what running instances can do. */
export const verb = defineVerb({
  options: (yargs) =>
    commonOptions(yargs)
      .positional('before', {
        describe: 'file or folder with the older models, or a git branch, tag or commit',
        type: 'string',
        demandOption: true,
      })
      .option('fail-on', {
        describe: 'the least that ends with exit code 1',
        choices: FAIL_ON,
        requiresArg: true,
        default: 'breaking' as const,
      })
      .example('$0 diff main', 'what a merge would break, by the models in bpmn/')
      .example('$0 diff v1.4 bpmn --reporter json', 'with the plan for the migrate call')
      .example('$0 diff old/order.bpmn bpmn/order.bpmn --fail-on risky', 'one model, strictly')
      .epilogue(
        'A path that exists is taken before a git ref of the same name. Writes nothing.\n' +
          'Exit codes: 0 nothing breaks, 1 something does, 2 wrong command line, config or ref,\n' +
          '70 a defect of jobwright, 130 interrupted.',
      ),
  run: (flags, context) =>
    runGenerator('diff', { flags, context }, async ({ options, settings, clock }) => {
      clock.begin('modules');
      const { diffProject } = await import('../../generator/project/diff-project.js');
      clock.begin('compare');
      const result = await diffProject(flags.before, options);
      return outcome(result, { reporter: settings.reporter, failOn: flags['fail-on'] });
    }),
});

function outcome(
  result: DiffProjectResult,
  options: { readonly reporter: Reporter; readonly failOn: FailOn },
): RunOutcome {
  const { reporter } = options;
  const { breaking, risky, safe } = result.counts;
  const { changes, migrations, counts, before } = result;
  const unreadable = result.unreadable.map(({ diagnostic }) => diagnostic);
  const annotated = reporter === 'github' || reporter === 'sarif';
  return {
    diagnostics: annotated ? [...unreadable, ...diffDiagnostics(result)] : unreadable,
    notes: result.unreadable.map(
      ({ side, diagnostic }) =>
        `${diagnostic.place.file} cannot be read ${side} the change, so the comparison is not whole`,
    ),
    files: [],
    diffs: diffText(result),
    details: { before, changeCounts: counts, changes, migrations },
    summary:
      changes.length === 0
        ? `nothing changed since ${beforeText(result)}`
        : `${String(breaking)} breaking, ${String(risky)} risky, ${String(safe)} safe since ${beforeText(result)}`,
    exitCode: exitCode(result, options.failOn),
  };
}

function exitCode({ counts, unreadable }: DiffProjectResult, failOn: FailOn): ExitCode {
  const fails =
    unreadable.length > 0 ||
    (failOn !== 'none' && counts.breaking > 0) ||
    (failOn === 'risky' && counts.risky > 0);
  return fails ? exitCodes.findings : exitCodes.ok;
}
