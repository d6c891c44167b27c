import { outputOptions, runGenerator } from '../generator-run.js';
import { defineVerb } from '../verb.js';

/** `jobwright check`: says whether models, generated files and handler map are sound and in step. */
export const verb = defineVerb({
  options: (yargs) =>
    outputOptions(yargs)
      .example('$0 check bpmn', 'exit 1 when a model has faults or generated/ is stale')
      .example('$0 check bpmn --max-warnings 0', 'let warnings fail, too')
      .example('$0 check --reporter github', 'annotations in a pull request')
      .epilogue(
        'Tells stale, missing, orphaned and hand-edited files apart, with a diff. Writes nothing.\n' +
          'Exit codes: 0 all in step, 1 faults or drift or too many warnings, 2 wrong command line\n' +
          'or config, 70 a defect of jobwright, 130 interrupted.',
      ),
  run: (flags, context) =>
    runGenerator('check', { flags, context }, async ({ options, settings, clock }) => {
      clock.begin('modules');
      const { checkProject } = await import('../../generator/project/check-project.js');
      const { diagnostics, notes, drift } = await checkProject(options);
      return {
        diagnostics,
        notes,
        files: drift.map(({ file, kind }) => ({ file, state: kind })),
        summary:
          drift.length === 0
            ? `${settings.out} is in step with its sources`
            : `${String(drift.length)} of the files in ${settings.out} are not in step`,
        diffs: drift.flatMap(({ diff }) => (diff === '' ? [] : [diff])),
      };
    }),
});
