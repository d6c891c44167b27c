import { commonOptions, runGenerator } from '../generator-run.js';
import { defineVerb } from '../verb.js';

/** `jobwright validate`: says what is wrong with models, and looks at no output. */
export const verb = defineVerb({
  options: (yargs) =>
    commonOptions(yargs)
      .example('$0 validate bpmn', 'would Camunda take these models, and would they do as meant?')
      .example('$0 validate bpmn --target 8.8', 'for a cluster of Camunda 8.8')
      .example('$0 validate - < order.bpmn', 'a model on standard input')
      .example('$0 validate bpmn --rule BPMN151=off --rule BPMN153=error', 'other levels')
      .epilogue(
        'Errors are what a deployment would be rejected for; warnings deploy and hurt later.\n' +
          'Exit codes: 0 no errors, 1 errors or too many warnings, 2 wrong command line or config,\n' +
          '70 a defect of jobwright, 130 interrupted.',
      ),
  run: (flags, context) =>
    runGenerator('validate', { flags, context }, async ({ options, clock }) => {
      clock.begin('modules');
      const { validateProject } = await import('../../generator/project/validate-project.js');
      const { diagnostics, files } = await validateProject(options);
      const looked = `${String(files.length)} ${files.length === 1 ? 'file' : 'files'} looked at`;
      return {
        diagnostics,
        notes: [],
        files: [],
        diffs: [],
        summary: diagnostics.length === 0 ? `${looked}, nothing found` : looked,
      };
    }),
});
