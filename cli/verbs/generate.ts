import type { OutputFile } from '../../generator/emit/emit.js';
import { nearestName } from '../../generator/config/nearest-name.js';
import { CliError } from '../cli-error.js';
import {
  outputOptions,
  runGenerator,
  type GeneratorRun,
  type RunOutcome,
} from '../generator-run.js';
import { defineVerb } from '../verb.js';

/** `jobwright generate`: writes what the models say, or says why not. */
export const verb = defineVerb({
  options: (yargs) =>
    outputOptions(yargs)
      .option('scaffold', {
        describe: 'put stubs of new job types into the folder of handlers',
        type: 'boolean',
        defaultDescription: 'true',
      })
      .option('dry-run', {
        describe: 'say what would be written, write nothing',
        type: 'boolean',
        default: false,
      })
      .option('force', {
        describe: 'delete files without a source even when they were edited by hand',
        type: 'boolean',
        default: false,
      })
      .option('stdout', {
        describe: 'print the generated code on standard output, write nothing',
        type: 'boolean',
        default: false,
      })
      .option('file', {
        describe: 'as --stdout, but only this generated file, such as order/jobs.gen.ts',
        type: 'string',
        requiresArg: true,
      })
      .example('$0 generate bpmn', 'write generated/ from the models in bpmn/')
      .example('$0 bpmn', 'the same: generate is the default verb')
      .example('$0 generate order.bpmn --out src/generated --dry-run', 'say what would change')
      .example('$0 generate - --stdout < order.bpmn', 'code of a model on standard input')
      .epilogue(
        'Writes all or nothing: with an error in a model no file changes. Unchanged files are not\n' +
          'touched, files without a source are deleted, your handlers are never overwritten.\n' +
          'Exit codes: 0 written or nothing to do, 1 errors in models or too many warnings,\n' +
          '2 wrong command line or config, 70 a defect of jobwright, 130 interrupted.',
      ),
  run: (flags, context) =>
    runGenerator('generate', { flags, context }, (run) =>
      flags.stdout || flags.file !== undefined
        ? print(run, flags.file)
        : write(run, { dryRun: flags['dry-run'], force: flags.force }),
    ),
});

async function write(
  run: GeneratorRun,
  how: { readonly dryRun: boolean; readonly force: boolean },
): Promise<RunOutcome> {
  run.clock.begin('modules');
  const { generateProject } = await import('../../generator/project/generate-project.js');
  const result = await generateProject({ ...run.options, ...how });
  const would = how.dryRun ? 'would be ' : '';
  const { written, unchanged, deleted, scaffolded } = result;
  return {
    diagnostics: result.diagnostics,
    notes: result.notes,
    files: [
      ...written.map((file) => ({ file, state: `${would}written` })),
      ...deleted.map((file) => ({ file, state: `${would}deleted` })),
      ...scaffolded.map((file) => ({ file, state: `${would}created` })),
    ],
    summary: result.refused
      ? 'nothing was written: mend the errors first'
      : `${String(written.length)} ${would}written, ${String(unchanged.length)} unchanged, ` +
        `${String(deleted.length)} ${would}deleted in ${run.settings.out}`,
    diffs: [],
  };
}

async function print(run: GeneratorRun, wanted: string | undefined): Promise<RunOutcome> {
  run.clock.begin('modules');
  const { generatedProject } = await import('../../generator/project/generated-project.js');
  const { ok, files, diagnostics } = await generatedProject(run.options);
  const printed = ok ? chosen(files, wanted) : [];
  return {
    diagnostics,
    notes: [],
    files: [],
    diffs: [],
    output:
      wanted === undefined
        ? printed.map(({ path, text }) => `// ===== ${path} =====\n${withoutLastLineEnd(text)}`)
        : printed.map(({ text }) => withoutLastLineEnd(text)),
    summary: ok
      ? `${String(printed.length)} files printed, none written`
      : 'nothing was printed: mend the errors first',
  };
}

function chosen(files: readonly OutputFile[], wanted: string | undefined): readonly OutputFile[] {
  const found = wanted === undefined ? files : files.filter(({ path }) => path === wanted);
  if (wanted !== undefined && found.length === 0) {
    const paths = files.map(({ path }) => path);
    const near = nearestName(wanted, paths) ?? paths.find((path) => path.endsWith(`/${wanted}`));
    throw new CliError({
      code: 'CONF437',
      what: `no generated file is called "${wanted}"`,
      where: '--file',
      why: `the models give ${paths.join(', ')}`,
      fix: near === undefined ? 'choose one of these' : `write --file ${near}`,
    });
  }
  return found;
}

/** Printing a line ends it. */
function withoutLastLineEnd(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}
