import { generateProject } from '../../generator/index.js';
import { describeRun, generatorOptions, mendable, verdict } from '../generator-run.js';
import { defineVerb } from '../verb.js';

/** `jobwright generate`: writes what the models say, or says why not. */
export const verb = defineVerb({
  options: (yargs) =>
    generatorOptions(yargs)
      .option('dry-run', {
        describe: 'say what would be written, write nothing',
        type: 'boolean',
        default: false,
      })
      .example('$0 generate bpmn', 'write generated/ from the models in bpmn/')
      .example('$0 generate order.bpmn --out src/generated --dry-run', 'say what would change'),
  run: async (options, context) => {
    const result = await mendable(() =>
      generateProject({
        paths: options.paths,
        out: options.out,
        dryRun: options['dry-run'],
        cwd: context.cwd,
        ...(options.handlers === undefined ? {} : { handlers: options.handlers }),
        ...(options.runtime === undefined ? {} : { runtime: options.runtime }),
      }),
    );
    const would = options['dry-run'] ? 'would be ' : '';
    describeRun(
      {
        diagnostics: result.diagnostics,
        notes: result.notes,
        files: [
          ...result.written.map((file) => ({ file, state: `${would}written` })),
          ...result.deleted.map((file) => ({ file, state: `${would}deleted` })),
          ...result.scaffolded.map((file) => ({ file, state: `${would}created` })),
        ],
        summary: result.refused
          ? 'nothing was written: mend the errors first'
          : `${String(result.written.length)} ${would}written, ${String(result.unchanged.length)} unchanged, ` +
            `${String(result.deleted.length)} ${would}deleted in ${options.out}`,
        diffs: [],
      },
      options.reporter,
      context,
    );
    return verdict(result.diagnostics, options['max-warnings']);
  },
});
