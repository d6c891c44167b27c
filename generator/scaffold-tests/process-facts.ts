import {
  evaluateDecision,
  type DmnModel,
  type FlowNode,
  type Process,
  type SequenceFlow,
} from '../../model/index.js';
import type { Json, JsonRecord } from '../json.js';
import { placedNodes, type PlacedNode } from '../plan/placed-node.js';
import type { JobPlan, ProcessPlan } from '../plan/plan-types.js';
import { exampleValue, type Definitions } from './example-value.js';

/** When the clock of every test starts: 2030-01-01T00:00:00Z, as epoch ms. */
export const TEST_START_MS = 1_893_456_000_000;

/** What a walk asks of the model and of its plan. */
export interface ProcessFacts {
  readonly process: Process;
  readonly plan: ProcessPlan;
  readonly definitions: Definitions;
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
  /** Flows that leave an element, in document order; a model need not list them at the element. */
  flowsFrom(id: string): readonly SequenceFlow[];
  flowsTo(id: string): readonly SequenceFlow[];
  job(type: string): JobPlan | undefined;
  /** What a job gives where a path asks for nothing else; undefined for one that gives nothing. */
  jobExample(type: string): Json | undefined;
  messageExample(name: string): Json;
  /** The result of a decision; undefined where it is unknown or fails. */
  decide(decisionId: string, variables: JsonRecord): Json | undefined;
}

/** Collects what walks through a process need. */
export function processFacts(
  process: Process,
  plan: ProcessPlan,
  decisions: readonly DmnModel[],
): ProcessFacts {
  const placed = placedNodes(process);
  const definitions = new Map(plan.types.map(({ name, schema }) => [name, schema]));
  const jobs = new Map(plan.jobs.map((job) => [job.type, job]));
  const messages = new Map(plan.messages.map((message) => [message.name, message]));
  const scopes = new Set(placed.map(({ scope }) => scope.elements));
  const flows = [...scopes].flatMap((elements) => elements.flows);
  return {
    process,
    plan,
    definitions,
    nodes: new Map(placed.map((each) => [each.node.id, each])),
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    flowsFrom: (id) => flows.filter(({ sourceRef }) => sourceRef === id),
    flowsTo: (id) => flows.filter(({ targetRef }) => targetRef === id),
    job: (type) => jobs.get(type),
    jobExample: (type) => jobExample(jobs.get(type), definitions),
    messageExample: (name) => exampleValue(messages.get(name)?.payload, definitions) ?? {},
    decide: (decisionId, variables) => {
      const model = decisions.find((each) => each.decisions.some(({ id }) => id === decisionId));
      const result = model && evaluateDecision(model, decisionId, variables);
      return result?.kind === 'success' ? result.output : undefined;
    },
  };
}

function jobExample(job: JobPlan | undefined, definitions: Definitions): Json | undefined {
  if (job?.kinds.includes('taskListener') === true) {
    return undefined;
  }
  const output = exampleValue(job?.output, definitions) ?? {};
  return job?.kinds.includes('adHocSubProcess') === true
    ? {
        jobResult: 'adHocSubProcess',
        activateElements: [],
        isCompletionConditionFulfilled: true,
        isCancelRemainingInstances: false,
        variables: output,
      }
    : output;
}

/** Ids of everything that some test should pass: flows, boundary events, event sub-processes. */
export function goalsOf({ process }: ProcessFacts): readonly string[] {
  return placedNodes(process).flatMap(({ node, scope }) => [
    ...scope.elements.flows.filter(({ sourceRef }) => sourceRef === node.id).map(({ id }) => id),
    ...(isGoal(node) ? [node.id] : []),
  ]);
}

function isGoal(node: FlowNode): boolean {
  return node.kind === 'boundaryEvent'
    ? !node.eventDefinitions.some(({ kind }) => kind === 'compensate')
    : 'triggeredByEvent' in node && node.triggeredByEvent;
}
