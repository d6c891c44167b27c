import { resolve } from 'node:path';

import { CliError } from '../cli-error.js';
import { exitCodes } from '../exit-code.js';
import { defineVerb } from '../verb.js';

/** `jobwright coverage`: reports what tests passed of processes, whatever ran them. */
export const verb = defineVerb({
  options: (yargs) =>
    yargs
      .option('out', {
        describe: 'folder of the report',
        type: 'string',
        requiresArg: true,
        defaultDescription: 'coverage/process',
      })
      .option('min', {
        describe: 'least percent of flow nodes and of sequence flows, for each process',
        type: 'number',
        requiresArg: true,
        default: 0,
      })
      .example(
        'JOBWRIGHT_COVERAGE=coverage/process/raw node --test',
        'run tests, by any runner, and collect',
      )
      .example('$0 coverage bpmn --min 90', 'report; models that no test deploys count, too')
      .epilogue(
        'With jest and vitest, the reporter jobwright/testing/coverage does all of it in one run.\n' +
          'Writes index.html with the diagrams, each as an SVG file, and coverage.json; deletes what was\n' +
          'collected.\n' +
          'Exit codes: 0 done, 1 a process is below --min, 2 nothing was collected or a wrong command\n' +
          'line, 70 a defect of jobwright, 130 interrupted.',
      ),
  run: async (flags, context) => {
    const { collectingFolder, defaultDirectory, writeCoverage } =
      await import('../coverage/write-coverage.js');
    const { readCollected } = await import('../coverage/collected.js');
    const directory = flags.out ?? defaultDirectory;
    const raw = context.env.JOBWRIGHT_COVERAGE ?? collectingFolder(directory);
    const folder = resolve(context.cwd, raw);
    if ((await readCollected(folder)).passed.length === 0) {
      throw new CliError({
        what: 'nothing was collected',
        where: raw,
        why: 'no test engine ran with JOBWRIGHT_COVERAGE set to this folder since the last report',
        fix: `run the tests with JOBWRIGHT_COVERAGE=${raw} first`,
      });
    }
    // yargs leaves positionals untyped.
    const paths = (flags.paths ?? []) as readonly (string | number)[];
    const options = { directory, min: flags.min, models: paths.map(String) };
    const written = await writeCoverage(folder, options, context.cwd);
    written.lines.forEach((line) => {
      context.out(line);
    });
    written.shortfalls.forEach((line) => {
      context.err(line);
    });
    return written.shortfalls.length === 0 ? exitCodes.ok : exitCodes.findings;
  },
});
