import type { BpmnModel, Process } from '../../model/index.js';
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
import { planAdHocs } from './plan-ad-hoc.js';
import { isOffered, planCalls } from './plan-calls.js';
import { planErrors, planEscalations, planTimers } from './plan-codes.js';
import { planDecisions, type DecisionsById } from './plan-decisions.js';
import { elementNames, givenName, planElements } from './plan-elements.js';
import { planDynamicJobs, planJobs } from './plan-jobs.js';
import { planConditionalStarts, planMessages, planSignals } from './plan-messages.js';
import { reportClashes } from './plan-names.js';
import type { NamedType, ProcessPlan, StartPlan } from './plan-types.js';
import { planUserTasks } from './plan-user-tasks.js';
import { processResult } from './variables-result.js';
import type { VariableSources } from './variables.js';

/** What a process is planned from. */
export interface ProcessSources extends VariableSources {
  readonly model: BpmnModel;
  readonly source: Source;
  readonly sha256: string;
  readonly decisions: DecisionsById;
}

/**
 * Decides everything that is generated for one executable process, and says what from. What ties it to
 * other processes is added by `linkCalls`.
 */
export function planProcess(
  process: Process,
  sources: ProcessSources,
  findings: Findings,
): { readonly plan: ProcessPlan; readonly context: ProcessContext } {
  const { model, source, sha256 } = sources;
  const context = processContext({ model, source, process, findings }, sources);
  const start = planStart(context);
  const names = elementNames(context);
  const name = givenName(process) ?? process.id;
  const plan: ProcessPlan = {
    id: process.id,
    ...(process.name === undefined ? {} : { name: process.name }),
    ...(process.documentation === undefined ? {} : { documentation: process.documentation }),
    folder: fileNameOf(name),
    typeName: typeNameOf(name),
    valueName: valueNameOf(name),
    model: source.path,
    sha256,
    types: context.variables.bundle.schemas.map(({ key, schema }): NamedType => ({
      name: key,
      schema,
    })),
    variables: allVariables(context.variables),
    jobs: planJobs(context),
    dynamicJobs: planDynamicJobs(context, names),
    messages: planMessages(context),
    signals: planSignals(context),
    ...(start === undefined ? {} : { start }),
    conditionalStarts: planConditionalStarts(context),
    result: processResult(context),
    ...(process.versionTag === undefined ? {} : { versionTag: process.versionTag }),
    elements: planElements(context, names),
    adHocs: planAdHocs(context, names),
    lanes: process.lanes.map((lane) => ({
      name: lane.name ?? lane.id,
      elementIds: lane.flowNodeRefs,
    })),
    userTasks: planUserTasks(context, names),
    decisions: planDecisions(context, sources.decisions),
    calls: planCalls(context, names),
    timers: planTimers(context, names),
    errors: planErrors(context),
    escalations: planEscalations(context),
    offered: isOffered(context),
    calledOnly: false,
  };
  reportClashes(plan, context);
  return { plan, context };
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
