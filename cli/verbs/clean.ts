import { runGenerator, runOptions } from '../generator-run.js';
import { defineVerb } from '../verb.js';

/** `jobwright clean`: deletes what the manifest lists, and nothing else. */
export const verb = defineVerb({
  options: (yargs) =>
    runOptions(yargs)
      .option('out', {
        describe: 'folder of the generated files',
        type: 'string',
        requiresArg: true,
        defaultDescription: 'generated',
      })
      .option('force', {
        describe: 'delete also files that were edited by hand',
        type: 'boolean',
        default: false,
      })
      .option('dry-run', {
        describe: 'say what would be deleted, delete nothing',
        type: 'boolean',
        default: false,
      })
      .example('$0 clean --dry-run', 'what would go')
      .example('$0 clean --out src/generated', 'another folder')
      .epilogue(
        'Deletes files that .manifest.json of the folder lists and that are as they were written. One\n' +
          'that was edited by hand stays and is named; other files in the folder are never touched.\n' +
          'Exit codes: 0 done, 1 more edited files than maxWarnings of the config allows, 2 wrong\n' +
          'command line or config, 70 a defect of jobwright, 130 interrupted.',
      ),
  run: (flags, context) =>
    runGenerator('clean', { flags, context }, async ({ options, settings, clock }) => {
      clock.begin('modules');
      const { cleanProject } = await import('../../generator/project/clean-project.js');
      clock.begin('delete');
      const dryRun = flags['dry-run'];
      // The folder is cleaned whatever its sources are; they may be gone.
      const given = { ...options, paths: [], dryRun, force: flags.force };
      const { deleted, diagnostics } = await cleanProject(given);
      const would = dryRun ? 'would be ' : '';
      return {
        diagnostics,
        notes: [],
        files: deleted.map((file) => ({ file, state: `${would}deleted` })),
        diffs: [],
        summary: `${String(deleted.length)} ${would}deleted in ${settings.out}`,
      };
    }),
});
