import { relative, resolve } from 'node:path';

import type { Diagnostic } from '../../model/index.js';
import { diff, type DiffResult } from '../diff/index.js';
import { compileOptions } from '../disk/compile-options.js';
import { loadSources } from '../disk/load-sources.js';
import { toSlashes } from '../disk/paths.js';
import { GeneratorError } from '../errors.js';
import type { GeneratorOptions, PlanOptions } from '../options.js';
import { plan } from '../plan-sources.js';
import { readModel } from '../read-model.js';
import type { Source } from '../source.js';
import { validate } from '../validate.js';

/** A file that goes into a deployment. */
export interface DeploymentFile {
  /** What the engine calls it: its path below the folder it was found by, with `/`. */
  readonly name: string;
  /** The file as the caller would type it. */
  readonly file: string;
  readonly text: string;
}

/** A model that an engine has. */
export interface DeployedModel {
  readonly processId: string;
  readonly version: number;
  readonly xml: string;
}

/** What would be deployed, and what is wrong with it. */
export interface DeploymentProject {
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when there is no error. */
  readonly ok: boolean;
  /** Models, decisions and forms, by name. */
  readonly files: readonly DeploymentFile[];
  /** The executable processes, and the name of the file that each is in. */
  readonly processes: readonly { readonly id: string; readonly name: string }[];
  /** The job types that workers of these sources ask for. */
  readonly jobTypes: () => Promise<ReadonlySet<string>>;
  /** The job types of deployed models, as far as these are this project's. */
  readonly jobTypesOf: (deployed: readonly DeployedModel[]) => Promise<ReadonlySet<string>>;
  /** What is wrong with the sources on a cluster of that version, `8.6` to `8.10`. */
  readonly validateFor: (version: string) => Promise<readonly Diagnostic[]>;
  /** What a deployment would change for workers, callers and running instances. */
  compare(deployed: readonly DeployedModel[]): Promise<DiffResult>;
}

const DEPLOYABLE: ReadonlySet<Source['kind']> = new Set(['bpmn', 'dmn', 'form']);

/**
 * Reads what one deployment of the sources under `paths` would hold, and judges it as `validate` does.
 * @throws GeneratorError as `validateProject` does, and CONF418 when two files have one name
 */
export async function deploymentProject(given: GeneratorOptions): Promise<DeploymentProject> {
  given.onPhase?.('load');
  const options = await compileOptions(given);
  const sources = await loadSources(options);
  const diagnostics = await validate(sources, options.plan);
  const roots = options.paths.map((path) => resolve(options.cwd, path));
  const files = sources
    .filter(({ kind }) => DEPLOYABLE.has(kind))
    .map(({ file, text }) => ({ name: nameOf(resolve(options.cwd, file), roots), file, text }));
  refuseTwins(files);
  const processes = await processesOf(sources, files);
  const found = { sources, processes };
  return {
    diagnostics,
    ok: !diagnostics.some(({ severity }) => severity === 'error'),
    files,
    processes,
    jobTypes: () => jobTypesIn(sources, options.plan),
    jobTypesOf: (deployed) => jobTypesIn(asDeployed(found, deployed), options.plan),
    validateFor: (target) => validate(sources, { ...options.plan, target }),
    compare: (deployed) =>
      diff(asDeployed(found, deployed), ofDeployed(found, deployed), options.plan),
  };
}

async function jobTypesIn(
  sources: readonly Source[],
  options: PlanOptions,
): Promise<ReadonlySet<string>> {
  const { processes } = await plan(sources, options);
  return new Set(processes.flatMap(({ jobs }) => jobs.map(({ type }) => type)));
}

function nameOf(file: string, roots: readonly string[]): string {
  const names = roots
    .map((root) => toSlashes(relative(root, file)))
    .filter((name) => name !== '' && !name.startsWith('../'));
  const base = toSlashes(file).split('/').at(-1) ?? '';
  return names.sort((left, right) => left.length - right.length)[0] ?? base;
}

function refuseTwins(files: readonly DeploymentFile[]): void {
  const byName = new Map<string, DeploymentFile>();
  for (const file of files) {
    const other = byName.get(file.name);
    if (other !== undefined) {
      throw new GeneratorError('CONF418', {
        message: `${other.file} and ${file.file} would both be deployed as ${file.name}`,
        where: file.file,
        fix: 'rename one of them, or deploy the folder above both',
      });
    }
    byName.set(file.name, file);
  }
}

interface FoundProcess {
  readonly id: string;
  readonly name: string;
  readonly source: Source;
}

async function processesOf(
  sources: readonly Source[],
  files: readonly DeploymentFile[],
): Promise<readonly FoundProcess[]> {
  const names = new Map(files.map(({ file, name }) => [file, name]));
  const processes: FoundProcess[] = [];
  for (const source of sources) {
    const read = await readModel(source);
    if (read.kind === 'bpmn') {
      const name = names.get(source.file) ?? source.file;
      const executable = read.model.processes.filter(({ isExecutable }) => isExecutable);
      processes.push(...executable.map(({ id }) => ({ id, name, source })));
    }
  }
  return processes;
}

/**
 * The sources as they are on the cluster. A deployed model goes by the path of the file that has its
 * process now, so that the schemas and forms beside that file are its own as well.
 */
function asDeployed(
  project: { readonly sources: readonly Source[]; readonly processes: readonly FoundProcess[] },
  deployed: readonly DeployedModel[],
): readonly Source[] {
  const models = new Map<string, Source>();
  for (const { processId, version, xml } of deployed) {
    const source = project.processes.find(({ id }) => id === processId)?.source;
    if (source !== undefined && !models.has(xml)) {
      const file = `deployed ${processId} version ${String(version)}`;
      models.set(xml, source.text === xml ? source : { ...source, file, text: xml });
    }
  }
  return [...project.sources.filter(({ kind }) => kind !== 'bpmn'), ...models.values()];
}

/** The sources here of what is on the cluster: a process that is new there changes nothing for anybody. */
function ofDeployed(
  project: { readonly sources: readonly Source[]; readonly processes: readonly FoundProcess[] },
  deployed: readonly DeployedModel[],
): readonly Source[] {
  const ids = new Set(deployed.map(({ processId }) => processId));
  const kept = new Set(
    project.processes.filter(({ id }) => ids.has(id)).map(({ source }) => source),
  );
  return project.sources.filter((source) => source.kind !== 'bpmn' || kept.has(source));
}
