import { outputOptions, runGenerator } from '../generator-run.js';
import { defineVerb } from '../verb.js';

/** `jobwright scaffold tests`: a test for each path through each process, once. */
export const verb = defineVerb({
  options: (yargs) =>
    outputOptions(yargs)
      .option('tests', {
        describe: 'folder of your tests: files are put there once, never over a file',
        type: 'string',
        requiresArg: true,
        defaultDescription: 'test',
      })
      .option('dry-run', {
        describe: 'say what would be created, create nothing',
        type: 'boolean',
        default: false,
      })
      .example('$0 scaffold tests bpmn', 'tests of the processes in bpmn/ that have none')
      .example('$0 scaffold tests --tests test/paths', 'in a folder of their own')
      .epilogue(
        'One file a process: each test takes one path on the embedded engine, so that every sequence\n' +
          'flow and event is passed; what no path reaches becomes a test.todo that says why.\n' +
          'Exit codes: 0 done, 1 errors in models, 2 wrong command line or config, 70 a defect of\n' +
          'jobwright, 130 interrupted.',
      ),
  run: (flags, context) =>
    runGenerator('scaffold-tests', { flags, context }, async ({ options, settings, clock }) => {
      clock.begin('modules');
      const { scaffoldTestsProject } =
        await import('../../generator/project/scaffold-tests-project.js');
      const dryRun = flags['dry-run'];
      const tests = flags.tests ?? settings.tests;
      const result = await scaffoldTestsProject({
        ...options,
        dryRun,
        ...(tests === undefined ? {} : { tests }),
      });
      const would = dryRun ? 'would be ' : '';
      const { created, kept } = result;
      return {
        diagnostics: result.diagnostics,
        notes: [],
        files: [
          ...created.map((file) => ({ file, state: `${would}created` })),
          ...kept.map((file) => ({ file, state: 'kept' })),
        ],
        diffs: [],
        summary: result.refused
          ? 'nothing was created: mend the errors first'
          : `${String(created.length)} ${would}created with ${String(result.tests)} tests ` +
            `and ${String(result.todos)} to do, ${String(kept.length)} kept`,
      };
    }),
});
