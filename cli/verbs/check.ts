import { checkProject } from '../../generator/index.js';
import { describeRun, generatorOptions, mendable, verdict } from '../generator-run.js';
import { defineVerb } from '../verb.js';

/** `jobwright check`: says whether models, generated files and handler map are sound and in step. */
export const verb = defineVerb({
  options: (yargs) =>
    generatorOptions(yargs)
      .example('$0 check bpmn', 'exit 1 when a model has faults or generated/ is stale')
      .example('$0 check bpmn --max-warnings 0', 'let warnings fail, too')
      .epilogue('Tells stale, missing, orphaned and hand-edited files apart. Writes nothing.'),
  run: async (options, context) => {
    const result = await mendable(() =>
      checkProject({
        paths: options.paths,
        out: options.out,
        cwd: context.cwd,
        ...(options.handlers === undefined ? {} : { handlers: options.handlers }),
        ...(options.runtime === undefined ? {} : { runtime: options.runtime }),
      }),
    );
    describeRun(
      {
        diagnostics: result.diagnostics,
        notes: result.notes,
        files: result.drift.map(({ file, kind }) => ({ file, state: kind })),
        summary:
          result.drift.length === 0
            ? `${options.out} is in step with its sources`
            : `${String(result.drift.length)} of the files in ${options.out} are not in step`,
        diffs: result.drift.flatMap(({ diff }) => (diff === '' ? [] : [diff])),
      },
      options.reporter,
      context,
    );
    return verdict(result.diagnostics, options['max-warnings']);
  },
});
