import type { Expression, FlowNode, Header, TaskDefinition } from '../../model/index.js';
import { compareText } from '../json.js';
import { caughtErrors, commonErrors } from './caught-errors.js';
import { compensatedActivity } from './data-flow.js';
import {
  fetchNames,
  inputSchema,
  mergeInputs,
  mergeOutputs,
  mappingsOf,
  NO_MAPPINGS,
  outputSchema,
  scopeOf,
  type JobSite,
} from './job-io.js';
import { describeElement, type ProcessContext } from './model-context.js';
import { fileNameOf, typeNameOf } from './names.js';
import { expressionPaths } from './feel-type.js';
import type { PlacedNode } from './placed-node.js';
import type { HeaderPlan, JobPlan } from './plan-types.js';

/** One way an element creates a job: as its task, or by one of its execution listeners. */
interface JobUse {
  readonly type: Expression;
  readonly placed: PlacedNode;
  readonly headers: readonly Header[];
  /** Listener jobs see what their element sees and merge what they return into it. */
  readonly listener: boolean;
}

/**
 * The job types of a process, by code-unit order. Several elements of one type share a handler: its
 * input is what any of them may give, its output what every one of them needs, its error codes those
 * that are caught around every one. A job type in FEEL has no handler and is reported.
 */
export function planJobs(context: ProcessContext): readonly JobPlan[] {
  const uses = context.nodes.flatMap(jobUses);
  const byType = new Map<string, JobUse[]>();
  for (const use of uses) {
    if (use.type.isFeel) {
      reportDynamicType(use, context);
    } else {
      byType.set(use.type.text, [...(byType.get(use.type.text) ?? []), use]);
    }
  }
  return [...byType]
    .sort(([left], [right]) => compareText(left, right))
    .map(([type, group]) => planJob(type, group, context));
}

function planJob(type: string, uses: readonly JobUse[], context: ProcessContext): JobPlan {
  const sites = uses.map((use) => siteOf(use, context));
  const fetchVariables = fetchNames(sites);
  const nodes = [...new Set(uses.map(({ placed }) => placed.node))];
  const compensates = uses.flatMap(
    ({ placed }) => compensatedActivity(placed.scope, placed.node.id) ?? [],
  );
  uses.forEach((use, index) => {
    reportUnwritten(use, sites[index], context);
  });
  return {
    kinds: [...new Set(uses.map(({ listener }) => (listener ? 'executionListener' : 'element')))],
    type,
    typeName: typeNameOf(type),
    fileName: fileNameOf(type),
    connector: uses.some(({ placed }) => isConnector(placed.node, type)),
    elements: nodes.map(describeElement),
    compensates: [...new Set(compensates)].sort(compareText),
    input: mergeInputs(sites.map(inputSchema)),
    output: mergeOutputs(sites.map(outputSchema)),
    headers: planHeaders(uses.map(({ headers }) => headers)),
    errors: commonErrors(uses.map(({ placed }) => caughtErrors(placed))),
    ...(fetchVariables === undefined ? {} : { fetchVariables }),
    linkNames: [],
    taskListenerEvents: [],
    activatable: [],
  };
}

function siteOf(use: JobUse, { variables, flow }: ProcessContext): JobSite {
  const { node } = use.placed;
  const before = flow.get(node.id) ?? { certain: new Set(), possible: new Set() };
  // A listener works beside the mappings of its element, not through them.
  return { node, mappings: use.listener ? NO_MAPPINGS : mappingsOf(node), variables, before };
}

function jobUses(placed: PlacedNode): readonly JobUse[] {
  const { node } = placed;
  const listeners = node.executionListeners.map((listener) => ({
    type: listener.type,
    placed,
    headers: [],
    listener: true,
  }));
  const definition = taskDefinitionOf(node);
  return definition === undefined
    ? listeners
    : [{ type: definition.type, placed, headers: headersOf(node), listener: false }, ...listeners];
}

function taskDefinitionOf(node: FlowNode): TaskDefinition | undefined {
  return 'taskDefinition' in node ? node.taskDefinition : undefined;
}

function headersOf(node: FlowNode): readonly Header[] {
  return 'headers' in node ? node.headers : [];
}

/** Connectors carry an element template; their job types are Camunda's own. */
function isConnector(node: FlowNode, type: string): boolean {
  return (
    type.startsWith('io.camunda:') ||
    (node.modelerTemplate ?? '').startsWith('io.camunda.connectors')
  );
}

function planHeaders(groups: readonly (readonly Header[])[]): readonly HeaderPlan[] {
  const keys = [...new Set(groups.flat().map(({ key }) => key))];
  return keys.map((key) => ({
    key,
    values: [
      ...new Set(
        groups.flatMap((group) => group.findLast((header) => header.key === key)?.value ?? []),
      ),
    ],
    optional: groups.some((group) => !group.some((header) => header.key === key)),
  }));
}

function reportDynamicType(use: JobUse, { findings }: ProcessContext): void {
  const { node } = use.placed;
  findings.add(
    'NAME202',
    `The job type of "${node.name ?? node.id}" is the expression "${use.type.text}", so it has no typed handler.`,
    { place: use.type.place, elementId: node.id },
  );
}

/** Input mappings that read what nothing writes before, or what the schema does not know. */
function reportUnwritten(use: JobUse, site: JobSite | undefined, context: ProcessContext): void {
  const { node } = use.placed;
  if (site === undefined || !context.variables.declared || use.listener) {
    return;
  }
  for (const mapping of node.ioMapping?.inputs ?? []) {
    for (const [root = ''] of expressionPaths(mapping.source)) {
      const at = { place: mapping.place, elementId: node.id };
      if (scopeOf(site).schemaAt([root]) === undefined) {
        context.findings.add(
          'TYPE506',
          `"${node.name ?? node.id}" reads "${root}", which the schema of variables does not describe.`,
          at,
        );
      } else if (!site.before.possible.has(root) && !scopeOf(site).isCertain(root)) {
        context.findings.add(
          'TYPE504',
          `"${node.name ?? node.id}" reads "${root}", which nothing writes before it.`,
          at,
        );
      }
    }
  }
}
