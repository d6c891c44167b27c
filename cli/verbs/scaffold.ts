import { nearestName } from '../../generator/config/nearest-name.js';
import type { HandlerFile } from '../../generator/project/scaffold-project.js';
import { CliError } from '../cli-error.js';
import {
  outputOptions,
  runGenerator,
  type GeneratorRun,
  type RunOutcome,
} from '../generator-run.js';
import { defineVerb } from '../verb.js';

const DEFAULT_HANDLERS = 'services/worker/handlers';

/** `jobwright scaffold`: stubs of handlers, once. */
export const verb = defineVerb({
  options: (yargs) =>
    outputOptions(yargs)
      .positional('types', {
        describe: 'job types to make stubs of',
        type: 'string',
        array: true,
        defaultDescription: 'all that have no handler file',
      })
      .option('paths', {
        describe: 'files or folders with models; can be repeated',
        type: 'string',
        array: true,
        requiresArg: true,
        defaultDescription: 'bpmn',
      })
      .option('list', {
        describe: 'list the job types and their handler files, create nothing',
        type: 'boolean',
        default: false,
      })
      .option('dry-run', {
        describe: 'say what would be created, create nothing',
        type: 'boolean',
        default: false,
      })
      .example('$0 scaffold', 'a stub for each job type without a handler')
      .example('$0 scaffold pay refund', 'stubs of two job types')
      .example('$0 scaffold --list --reporter json', 'which job types have a handler file')
      .epilogue(
        'Stubs go into the folder of --handlers, services/worker/handlers by default. A file that is\n' +
          'there is never touched. Without job types the map of handlers, index.ts, is made, too.\n' +
          'Exit codes: 0 done, 1 errors in models, 2 wrong command line or config, 70 a defect of\n' +
          'jobwright, 130 interrupted.',
      ),
  run: (flags, context) =>
    runGenerator('scaffold', { flags, context }, (run) =>
      scaffold(run, {
        types: flags.types ?? [],
        list: flags.list,
        dryRun: flags['dry-run'],
      }),
    ),
});

async function scaffold(
  { options, clock }: GeneratorRun,
  asked: { readonly types: readonly string[]; readonly list: boolean; readonly dryRun: boolean },
): Promise<RunOutcome> {
  clock.begin('modules');
  const { scaffoldProject } = await import('../../generator/project/scaffold-project.js');
  const given = { ...options, handlers: options.handlers ?? DEFAULT_HANDLERS, scaffold: true };
  const { types, list } = asked;
  // A word that is no job type must be found out before anything is created.
  const look = await scaffoldProject({ ...given, dryRun: true });
  const wanted = types.length === 0 ? look.handlers : chosen(look.handlers, types);
  const common = { diagnostics: look.diagnostics, notes: look.notes, diffs: [] };
  if (list) {
    const missing = wanted.filter(({ present }) => !present).length;
    return {
      ...common,
      files: wanted.map(({ file, jobType, present }) => ({
        file,
        state: present ? 'present' : 'missing',
        jobType,
      })),
      summary: `${String(wanted.length)} job types, ${String(missing)} without a handler file`,
    };
  }
  const { scaffolded, refused } = await scaffoldProject({
    ...given,
    dryRun: asked.dryRun,
    ...(types.length === 0 ? {} : { jobTypes: types }),
  });
  const would = asked.dryRun ? 'would be ' : '';
  return {
    ...common,
    files: scaffolded.map((file) => ({ file, state: `${would}created` })),
    summary: refused
      ? 'nothing was created: mend the errors first'
      : `${String(scaffolded.length)} ${would}created in ${given.handlers}`,
  };
}

function chosen(
  handlers: readonly HandlerFile[],
  types: readonly string[],
): readonly HandlerFile[] {
  const known = handlers.map(({ jobType }) => jobType);
  const unknown = types.find((type) => !known.includes(type));
  if (unknown !== undefined) {
    const near = nearestName(unknown, known);
    throw new CliError({
      code: 'CONF437',
      what: `no model has a job of the type "${unknown}" that needs a handler`,
      where: unknown,
      why: known.length === 0 ? 'the models have none at all' : `they have ${known.join(', ')}`,
      fix: near === undefined ? 'run `jobwright scaffold --list`' : `write ${near}`,
    });
  }
  return handlers.filter(({ jobType }) => types.includes(jobType));
}
