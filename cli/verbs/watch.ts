import { resolve } from 'node:path';

import { watchFiles, type FileWatch } from '../../generator/disk/watch-files.js';
import type {
  GenerateProjectResult,
  ProjectGenerator,
} from '../../generator/project/generate-project.js';
import { runQueue } from '../../generator/project/run-queue.js';
import { CliError } from '../cli-error.js';
import { configFileNames } from '../config/load-config.js';
import { CONFIG_VARIABLE, type Settings } from '../config/settings.js';
import { exitCodes, type ExitCode } from '../exit-code.js';
import {
  outputOptions,
  runGenerator,
  settleFlags,
  type RunFlags,
  type RunOutcome,
} from '../generator-run.js';
import { printableLine } from '../report/printable.js';
import { listenForShutdown } from '../shutdown-signal.js';
import { isStandardInput } from '../standard-input.js';
import { defineVerb, type VerbContext } from '../verb.js';

/** Editors write a file in several steps; changes this close together are one. */
const QUIET_MS = 50;

/** `jobwright watch`: generates again whenever a source or the config changes, until it is stopped. */
export const verb = defineVerb({
  options: (yargs) =>
    outputOptions(yargs)
      .option('scaffold', {
        describe: 'put stubs of new job types into the folder of handlers',
        type: 'boolean',
        defaultDescription: 'true',
      })
      .example('$0 watch bpmn', 'keep generated/ in step while you draw')
      .epilogue(
        'One line a run. With an error in a model the last good output stays and the errors are\n' +
          'shown. The config is read again when it changes. Stops at Ctrl-C, after the run under way;\n' +
          'a second Ctrl-C stops at once.\n' +
          'Exit codes: 2 wrong command line or config at the start, 70 a defect of jobwright,\n' +
          '130 interrupted, the usual end.',
      ),
  run: async (flags, context) => {
    if (flags['print-config'] === true) {
      // Prints and ends before anything is generated.
      return runGenerator('watch', { flags, context }, () =>
        Promise.reject(new Error('nothing to run')),
      );
    }
    const started = await startWatch(flags, context);
    return started.exitCode ?? started.ended;
  },
});

type Started =
  | { readonly exitCode: ExitCode; readonly ended?: undefined }
  | { readonly exitCode?: undefined; readonly ended: Promise<ExitCode> };

async function startWatch(flags: RunFlags, given: VerbContext): Promise<Started> {
  // Durations are those of a run, not of the process.
  const context = { ...given, now: given.now ?? ((): number => performance.now()) };
  const shutdown =
    context.stop === undefined
      ? listenForShutdown(() => {
          context.err('stopped at once');
        })
      : undefined;
  const watcher = new SourceWatcher(flags, context);
  const first = await watcher.open();
  if (first !== undefined) {
    shutdown?.dispose();
    return { exitCode: first };
  }
  const ended = (shutdown?.requested ?? aborted(context.stop)).then(async () => {
    context.err('stopping');
    await watcher.close();
    shutdown?.dispose();
    return exitCodes.interrupted;
  });
  return { ended };
}

/** Runs, and the watch on what they read; both follow the config. */
class SourceWatcher {
  readonly #flags: RunFlags;
  readonly #context: VerbContext;
  readonly #queue = runQueue(() => this.#run(), QUIET_MS);
  readonly #changed = new Set<string>();
  readonly #said = new Set<string>();
  #generator: ProjectGenerator | undefined;
  #files: FileWatch | undefined;
  /** What the watch in place looks at, to see whether the config changed it. */
  #watched = '';

  constructor(flags: RunFlags, context: VerbContext) {
    this.#flags = flags;
    this.#context = context;
  }

  /** Starts to watch and does the first run; the exit code when that cannot be done. */
  async open(): Promise<ExitCode | undefined> {
    const settled = await settleFlags(this.#flags, this.#context).catch(() => undefined);
    // Watching before the first run: a change in between must not be lost.
    if (settled !== undefined) {
      refuseStandardInput(settled.settings);
      await this.#watch(settled.settings);
    }
    const code = await this.#generate();
    if (code === exitCodes.usage) {
      await this.close();
      return code;
    }
    return undefined;
  }

  async close(): Promise<void> {
    await this.#queue.close();
    await this.#files?.close();
  }

  async #run(): Promise<void> {
    try {
      await this.#generate();
    } catch (error) {
      // A defect of ours met one state of the models; the next may be free of it.
      this.#context.err(
        `this run crashed, and it is our fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  #generate(): Promise<ExitCode> {
    return runGenerator('watch', { flags: this.#flags, context: this.#context }, async (run) => {
      await this.#watch(run.settings);
      run.clock.begin('modules');
      const { createProjectGenerator } =
        await import('../../generator/project/generate-project.js');
      this.#generator ??= createProjectGenerator();
      const changed = [...this.#changed];
      this.#changed.clear();
      const result = await this.#generator.generate(run.options, changed);
      // Said once, not after each change.
      const notes = result.notes.filter((note) => !this.#said.has(note));
      notes.forEach((note) => this.#said.add(note));
      return outcome({ ...result, notes }, run.settings);
    });
  }

  /** Looks at the paths of these settings; does nothing when it does so already. */
  async #watch({ paths, out }: Settings): Promise<void> {
    const { cwd, env } = this.#context;
    const { config } = this.#flags;
    const named = typeof config === 'string' ? config : env[CONFIG_VARIABLE];
    const configs = config === false ? [] : named === undefined ? configFileNames : [named];
    const at = (path: string): string => resolve(cwd, path);
    const files = { paths: paths.map(at), out: at(out), files: configs.map(at) };
    const watched = JSON.stringify(files);
    if (watched === this.#watched) {
      return;
    }
    this.#watched = watched;
    await this.#files?.close();
    this.#files = await watchFiles(files, (file) => {
      this.#changed.add(file);
      this.#queue.changed();
    });
    await this.#files.ready;
    this.#context.err(printableLine(`watching ${paths.join(', ')}`));
  }
}

function outcome(result: GenerateProjectResult, settings: Settings): RunOutcome {
  const { written, unchanged, deleted, scaffolded, refused, diagnostics, notes } = result;
  const files = [
    ...written.map((file) => ({ file, state: 'written' })),
    ...deleted.map((file) => ({ file, state: 'deleted' })),
    ...scaffolded.map((file) => ({ file, state: 'created' })),
  ];
  return {
    diagnostics,
    notes,
    // For people, a run is one line.
    files: settings.reporter === 'pretty' ? [] : files,
    diffs: [],
    summary: refused
      ? `the last good output of ${settings.out} stays`
      : `${String(written.length)} written, ${String(unchanged.length)} unchanged, ` +
        `${String(deleted.length)} deleted, ${String(scaffolded.length)} handlers created in ${settings.out}`,
  };
}

function refuseStandardInput({ paths }: Settings): void {
  if (paths.some(isStandardInput)) {
    throw new CliError({
      code: 'CONF438',
      what: 'standard input cannot be watched',
      where: '-',
      why: 'it ends with the model that is piped in',
      fix: 'name a file or folder, or use `jobwright generate -`',
    });
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted === true) {
      done();
    }
    signal?.addEventListener('abort', () => {
      done();
    });
  });
}
