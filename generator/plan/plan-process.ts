import type { BpmnModel, Place, Process } from '../../model/index.js';
import type { Json } from '../json.js';
import type { Source } from '../source.js';
import { allVariables } from './job-io.js';
import {
  describeElement,
  isNoneStart,
  presumedInput,
  processContext,
  type Findings,
  type ProcessContext,
} from './model-context.js';
import { fileNameOf, typeNameOf, valueNameOf } from './names.js';
import { planJobs } from './plan-jobs.js';
import { planMessages, planSignals } from './plan-messages.js';
import type {
  JobPlan,
  MessagePlan,
  NamedType,
  ProcessPlan,
  SignalPlan,
  StartPlan,
} from './plan-types.js';
import type { VariableSources } from './variables.js';

/** What a process is planned from. */
export interface ProcessSources extends VariableSources {
  readonly model: BpmnModel;
  readonly source: Source;
  readonly sha256: string;
}

/** Decides everything that is generated for one executable process. */
export function planProcess(
  process: Process,
  sources: ProcessSources,
  findings: Findings,
): ProcessPlan {
  const { model, source, sha256 } = sources;
  const context = processContext({ model, source, process, findings }, sources);
  const start = planStart(context);
  const parts = {
    jobs: planJobs(context),
    messages: planMessages(context),
    signals: planSignals(context),
  };
  const plan: ProcessPlan = {
    id: process.id,
    ...(process.name === undefined ? {} : { name: process.name }),
    ...(process.documentation === undefined ? {} : { documentation: process.documentation }),
    folder: fileNameOf(process.id),
    typeName: typeNameOf(process.id),
    valueName: valueNameOf(process.id),
    model: source.path,
    sha256,
    types: context.variables.bundle.schemas.map(({ key, schema }): NamedType => ({
      name: key,
      schema,
    })),
    variables: allVariables(context.variables),
    ...parts,
    ...(start === undefined ? {} : { start }),
    result: allVariables(context.variables),
    ...(process.versionTag === undefined ? {} : { versionTag: process.versionTag }),
    elements: [],
    userTasks: [],
    decisions: [],
    calls: [],
    timers: [],
    errors: [],
    escalations: [],
    calledOnly: false,
  };
  reportClashes(plan, context);
  return plan;
}

function planStart(context: ProcessContext): StartPlan | undefined {
  const node = context.process.flowElements.nodes.find(isNoneStart);
  if (node === undefined) {
    return undefined;
  }
  const input: Json =
    context.payloads.get(node.id) ?? presumedInput(context.process, context.variables);
  return { element: describeElement(node), input };
}

interface Named {
  readonly what: string;
  readonly place: Place;
  readonly elementId?: string;
}

/** Two things of one file must not share a name; both places are named. */
function reportClashes(plan: ProcessPlan, context: ProcessContext): void {
  const types = new Map<string, Named>();
  const claim = (name: string, named: Named): void => {
    const other = types.get(name);
    if (other === undefined) {
      types.set(name, named);
      return;
    }
    const at = `${other.place.file}:${other.place.line}:${other.place.column}`;
    context.findings.add(
      'NAME201',
      `${named.what} and ${other.what} (${at}) would both be called ${name}.`,
      named,
    );
  };
  for (const { key, place } of context.variables.bundle.schemas) {
    claim(key, { what: `The schema "${key}"`, place });
  }
  const whole = { what: `The process "${plan.id}"`, place: context.process.place };
  claim(`${plan.typeName}Variables`, whole);
  claim(`${plan.typeName}Handlers`, whole);
  for (const job of plan.jobs) {
    for (const suffix of ['Input', 'Output', 'Headers']) {
      claim(`${job.typeName}${suffix}`, named('job type', job, { nameOf: job.type, context }));
    }
  }
  reportFileClashes(plan.jobs, context);
  const functions = new Map<string, Named>();
  for (const [prefix, things] of [
    ['publish', plan.messages],
    ['broadcast', plan.signals],
  ] as const) {
    for (const thing of things) {
      const name = `${prefix}${thing.typeName}`;
      const self = named(prefix === 'publish' ? 'message' : 'signal', thing, {
        nameOf: thing.name,
        context,
      });
      const other = functions.get(name);
      functions.set(name, self);
      if (other !== undefined) {
        context.findings.add(
          'NAME201',
          `${self.what} and ${other.what} would share the function ${name}.`,
          self,
        );
      }
    }
  }
}

function reportFileClashes(jobs: readonly JobPlan[], context: ProcessContext): void {
  const files = new Map<string, JobPlan>();
  for (const job of jobs) {
    // File systems may not tell upper from lower case.
    const key = job.fileName.toLowerCase();
    const other = files.get(key);
    files.set(key, job);
    if (other !== undefined && !job.connector && other.typeName !== job.typeName) {
      const self = named('job type', job, { nameOf: job.type, context });
      context.findings.add(
        'NAME201',
        `${self.what} and the job type "${other.type}" would share the handler file ${key}.ts.`,
        self,
      );
    }
  }
}

function named(
  what: string,
  thing: JobPlan | MessagePlan | SignalPlan,
  from: { readonly nameOf: string; readonly context: ProcessContext },
): Named {
  const [element] = thing.elements;
  const node = from.context.nodes.find((placed) => placed.node.id === element?.id)?.node;
  return {
    what: `The ${what} "${from.nameOf}"`,
    place: node?.place ?? from.context.process.place,
    ...(element === undefined ? {} : { elementId: element.id }),
  };
}
