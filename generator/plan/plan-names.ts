import { formatPlace, type Place } from '../../model/index.js';
import type { Findings, ProcessContext } from './model-context.js';
import { valueNameOf } from './names.js';
import type { JobElement, JobPlan, ProcessPlan } from './plan-types.js';

/** Something that claims a name in generated code. */
interface Claim {
  /** `The job type "scan"`. */
  readonly what: string;
  readonly place: Place;
  readonly elementId?: string;
}

/** Names that are taken, each by its first claimant; a second one is reported with both places. */
class Claims {
  readonly #taken = new Map<string, Claim>();
  readonly #findings: Findings;
  readonly #says: (name: string) => string;

  constructor(findings: Findings, says: (name: string) => string) {
    this.#findings = findings;
    this.#says = says;
  }

  /** Reports at most one clash for all `names` of one claimant. */
  add(names: readonly string[], claim: Claim): void {
    let told = false;
    for (const name of names) {
      const other = this.#taken.get(name);
      if (other === undefined) {
        this.#taken.set(name, claim);
      } else if (!told) {
        told = true;
        this.#findings.add(
          'NAME201',
          `${claim.what} and ${other.what.replace(/^The/, 'the')} (${formatPlace(other.place)}) would ${this.#says(name)}.`,
          claim,
        );
      }
    }
  }
}

/** Two things of one process must not share a name; both are named with their places. */
export function reportClashes(plan: ProcessPlan, context: ProcessContext): void {
  const claimant = claimants(context);
  const types = new Claims(context.findings, (name) => `both be called ${name}`);
  for (const { key, place } of context.variables.bundle.schemas) {
    types.add([key], { what: `The schema "${key}"`, place });
  }
  const whole = { what: `The process "${plan.id}"`, place: context.process.place };
  const own = 'Variables Handlers Result StartInput ElementId UserTasks Calls'.split(' ');
  types.add(
    own.map((suffix) => `${plan.typeName}${suffix}`),
    whole,
  );
  for (const job of [...plan.jobs, ...plan.dynamicJobs]) {
    const suffixes = ['Input', 'Output', 'Headers', 'JobHandler', 'Tools'];
    types.add(
      suffixes.map((suffix) => `${job.typeName}${suffix}`),
      claimant('job type', job.type, job.elements),
    );
  }
  for (const { name, typeName, elements } of plan.messages) {
    types.add(
      [`${typeName}Message`, `${typeName}MessageIdentity`],
      claimant('message', name, elements),
    );
  }
  for (const { id, typeName, ...task } of plan.userTasks) {
    const names = [`${typeName}TaskInput`, `${typeName}TaskOutput`];
    types.add(names, claimant('user task', id, [{ id, ...task }]));
  }
  for (const { decisionId, typeName, elements } of plan.decisions) {
    const names = [`${typeName}DecisionInput`, `${typeName}DecisionOutput`];
    types.add(names, claimant('decision', decisionId, elements));
  }
  for (const { element, typeName } of plan.calls) {
    const names = [`${typeName}CallInput`, `${typeName}CallOutput`];
    types.add(names, claimant('call activity', element.id, [element]));
  }
  for (const { element, typeName } of plan.adHocs) {
    types.add([`${typeName}ToolId`], claimant('ad-hoc sub-process', element.id, [element]));
  }
  reportFunctionClashes(plan, context);
  reportFileClashes(plan.jobs, context);
}

function reportFunctionClashes(plan: ProcessPlan, context: ProcessContext): void {
  const claimant = claimants(context);
  const functions = new Claims(context.findings, (name) => `share the function ${name}`);
  for (const { name, typeName, elements } of plan.messages) {
    functions.add([`publish${typeName}`], claimant('message', name, elements));
  }
  for (const { name, typeName, elements } of plan.signals) {
    functions.add([`broadcast${typeName}`], claimant('signal', name, elements));
  }
  for (const { decisionId, typeName, elements } of plan.decisions) {
    functions.add([`evaluate${typeName}`], claimant('decision', decisionId, elements));
  }
  for (const { id, typeName, ...task } of plan.userTasks) {
    functions.add([`complete${typeName}`], claimant('user task', id, [{ id, ...task }]));
  }
  for (const job of plan.dynamicJobs) {
    const name = `${valueNameOf(job.typeName)}Job`;
    functions.add([name], claimant('job type', job.type, job.elements));
  }
}

function reportFileClashes(jobs: readonly JobPlan[], context: ProcessContext): void {
  const claimant = claimants(context);
  // File systems may not tell upper from lower case.
  const files = new Claims(context.findings, (name) => `share the handler file ${name}.ts`);
  for (const job of jobs.filter(({ connector }) => !connector)) {
    files.add([job.fileName.toLowerCase()], claimant('job type', job.type, job.elements));
  }
}

function claimants(
  context: ProcessContext,
): (what: string, name: string, elements: readonly JobElement[]) => Claim {
  const places = new Map(context.nodes.map(({ node }) => [node.id, node.place]));
  return (what, name, [element]) => ({
    what: `The ${what} "${name}"`,
    place: (element && places.get(element.id)) ?? context.process.place,
    ...(element === undefined ? {} : { elementId: element.id }),
  });
}

/** A process with the place where its model defines it. */
export interface PlacedProcess {
  readonly plan: ProcessPlan;
  readonly place: Place;
}

/**
 * Processes whose folder or type names clash, and job types of different processes that would share a
 * handler file or a name in the handler map; returns the processes that keep their names.
 */
export function reportProcessClashes(
  processes: readonly PlacedProcess[],
  findings: Findings,
): readonly ProcessPlan[] {
  const folders = new Map<string, PlacedProcess>();
  const types = new Map<string, PlacedProcess>();
  const kept = processes.filter((process) => {
    const { plan } = process;
    const folder = plan.folder.toLowerCase();
    const sameFolder = folders.get(folder);
    const sameType = types.get(plan.typeName);
    const other = sameFolder ?? sameType;
    if (other === undefined) {
      folders.set(folder, process);
      types.set(plan.typeName, process);
      return true;
    }
    findings.add(
      'NAME201',
      `The processes "${other.plan.id}" (${formatPlace(other.place)}) and "${plan.id}" would ${
        sameFolder === undefined ? `both be called ${plan.typeName}` : `share the folder ${folder}`
      }.`,
      { place: process.place },
    );
    return false;
  });
  reportHandlerClashes(kept, findings);
  return kept.map(({ plan }) => plan);
}

/** Handlers of all processes stand in one folder and one map. */
function reportHandlerClashes(processes: readonly PlacedProcess[], findings: Findings): void {
  const names = new Map<string, { readonly job: JobPlan; readonly process: PlacedProcess }>();
  for (const process of processes) {
    for (const job of process.plan.jobs.filter(({ connector }) => !connector)) {
      const keys = [`file ${job.fileName.toLowerCase()}`, `value ${valueNameOf(job.typeName)}`];
      const other = keys.map((key) => names.get(key)).find((known) => known !== undefined);
      keys.forEach((key) => names.set(key, names.get(key) ?? { job, process }));
      if (
        other !== undefined &&
        other.process !== process &&
        (other.job.type !== job.type || other.job.fileName !== job.fileName)
      ) {
        findings.add(
          'NAME201',
          `The job type "${job.type}" and the job type "${other.job.type}" of the process "${other.process.plan.id}" (${formatPlace(other.process.place)}) would share the handler ${job.fileName}.ts.`,
          { place: process.place },
        );
      }
    }
  }
}
