import type { FlowNode } from '../../model/index.js';
import { compareText, type Json } from '../json.js';
import { caughtErrors, commonErrors } from './caught-errors.js';
import {
  allVariables,
  fetchNames,
  inputSchema,
  mergeInputs,
  mergeOutputs,
  mappingsOf,
  NO_MAPPINGS,
  outputSchema,
  type JobSite,
} from './job-io.js';
import { jobUses, USER_TASK_JOB, type JobUse } from './job-uses.js';
import { describeElement, type ProcessContext } from './model-context.js';
import { fileNameOf, typeNameOf } from './names.js';
import { compensatedActivity } from './placed-node.js';
import type { ElementName } from './plan-elements.js';
import type { HeaderPlan, JobKind, JobPlan, ThrowableErrors } from './plan-types.js';

const KINDS: readonly JobKind[] = [
  'element',
  'executionListener',
  'taskListener',
  'adHocSubProcess',
];

/**
 * The job types of a process, by code-unit order. Several elements of one type share a handler: its
 * input is what any of them may give, its output what every one of them needs, its error codes those
 * that are caught around every one.
 */
export function planJobs(context: ProcessContext): readonly JobPlan[] {
  const byType = new Map<string, JobUse[]>();
  for (const use of jobUses(context).filter(({ type }) => !type.isFeel)) {
    const known = byType.get(use.type.text);
    if (known === undefined) {
      byType.set(use.type.text, [use]);
    } else {
      known.push(use);
    }
  }
  return [...byType]
    .sort(([left], [right]) => compareText(left, right))
    .map(([type, uses]) => {
      const name = uses.flatMap(({ givenName }) => givenName ?? [])[0] ?? type;
      return planJob(
        uses,
        { type, typeName: typeNameOf(name), fileName: fileNameOf(name) },
        context,
      );
    });
}

/** Elements whose job type is FEEL: each is reported, and typed by itself under its own name. */
export function planDynamicJobs(
  context: ProcessContext,
  names: ReadonlyMap<string, ElementName>,
): readonly JobPlan[] {
  const uses = jobUses(context).filter(({ type }) => type.isFeel);
  const own = uses.filter(({ kind }) => kind === 'element' || kind === 'adHocSubProcess');
  uses.forEach((use) => {
    reportDynamicType(use, context);
  });
  return own.map((use) => {
    const name = names.get(use.element.id);
    const typeName = name?.typeName ?? typeNameOf(use.element.id);
    return planJob(
      [use],
      { type: use.type.text, typeName, fileName: fileNameOf(typeName) },
      context,
    );
  });
}

function planJob(
  uses: readonly JobUse[],
  named: Pick<JobPlan, 'type' | 'typeName' | 'fileName'>,
  context: ProcessContext,
): JobPlan {
  const sites = uses.map((use) => siteOf(use, context));
  const fetchVariables = sites.some((site) => site === undefined)
    ? undefined
    : fetchNames(sites.filter((site) => site !== undefined));
  const compensates = uses.flatMap(({ placed }) =>
    placed === undefined ? [] : (compensatedActivity(placed.scope, placed.node.id) ?? []),
  );
  const everything = allVariables(context.variables);
  const inputs = sites.map((site) => (site === undefined ? everything : inputSchema(site)));
  const [template] = uses.flatMap((use) => use.template ?? []);
  const kinds = new Set(uses.map(({ kind }) => kind));
  const tools = commonTools(uses.filter(({ kind }) => kind === 'adHocSubProcess'));
  return {
    ...named,
    kinds: KINDS.filter((kind) => kinds.has(kind)),
    connector: uses.some((use) => isServedElsewhere(use)),
    elements: [
      ...new Map(uses.map(({ element }) => [element.id, describeElement(element)])).values(),
    ],
    compensates: [...new Set(compensates)].sort(compareText),
    input: mergeInputs(inputs),
    output: outputOf(uses, sites, context),
    headers: planHeaders(uses),
    errors: commonErrors(uses.map((use) => errorsOf(use, context))),
    ...(fetchVariables === undefined ? {} : { fetchVariables }),
    ...(template === undefined ? {} : { template }),
    linkNames: commonNames(uses.map(({ linkNames }) => linkNames)),
    executionListenerEvents: [
      ...new Set(uses.flatMap(({ executionListenerEvent }) => executionListenerEvent ?? [])),
    ],
    taskListenerEvents: [
      ...new Set(uses.flatMap(({ taskListenerEvent }) => taskListenerEvent ?? [])),
    ],
    activatable: tools.map(({ id }) => id),
    tools,
  };
}

/** Task listeners return no variables, so only the other uses say what the handler returns. */
function outputOf(
  uses: readonly JobUse[],
  sites: readonly (JobSite | undefined)[],
  context: ProcessContext,
): Json {
  const schemas = sites
    .filter((_, index) => uses[index]?.kind !== 'taskListener')
    .map((site) => (site === undefined ? allVariables(context.variables) : outputSchema(site)));
  return mergeOutputs(schemas);
}

/** A listener runs while its element is not active, so that nothing catches what it throws. */
function errorsOf({ kind, placed }: JobUse, { caughtByCallers }: ProcessContext): ThrowableErrors {
  const caught = kind === 'element' || kind === 'adHocSubProcess';
  return caught && placed !== undefined ? caughtErrors(placed, caughtByCallers) : [];
}

function siteOf(use: JobUse, { variables, flow }: ProcessContext): JobSite | undefined {
  const node = use.placed?.node;
  if (node === undefined) {
    return undefined;
  }
  const before = flow.get(node.id) ?? { certain: new Set(), possible: new Set() };
  // A listener works beside the mappings of its element, not through them.
  const own = use.kind === 'element' || use.kind === 'adHocSubProcess';
  const mappings = own ? mappingsOf(node) : NO_MAPPINGS;
  return {
    node: use.executionListenerEvent === 'beforeAll' ? withoutLoop(node) : node,
    mappings,
    variables,
    before,
    listener: !own,
  };
}

/** A `beforeAll` listener runs before the loop has its variables. */
function withoutLoop(node: FlowNode): FlowNode {
  const own = Object.entries(node).filter(([name]) => name !== 'loop');
  return Object.fromEntries(own) as unknown as FlowNode; // the same node without an optional member
}

/** Connectors have a runtime of their own, job-based user tasks a task list. */
function isServedElsewhere({ type, template = '' }: JobUse): boolean {
  return (
    type.text === USER_TASK_JOB ||
    type.text.startsWith('io.camunda:') ||
    template.startsWith('io.camunda.connectors')
  );
}

function planHeaders(uses: readonly JobUse[]): readonly HeaderPlan[] {
  const groups = uses.map(({ headers }) => new Map(headers.map(({ key, value }) => [key, value])));
  const keys = [...new Set(groups.flatMap((group) => [...group.keys()]))];
  return keys.map((key) => ({
    key,
    values: [...new Set(groups.flatMap((group) => group.get(key) ?? []))],
    optional: groups.some((group) => !group.has(key)),
  }));
}

function commonNames(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...rest] = lists.map((list) => new Set(list));
  return [...first].filter((name) => rest.every((names) => names.has(name)));
}

/** What every ad-hoc sub-process of the type can activate. */
function commonTools(uses: readonly JobUse[]): JobPlan['tools'] {
  const [first, ...rest] = uses.map(({ tools }) => tools);
  const others = rest.map((tools) => new Set(tools.map(({ id }) => id)));
  return (first ?? []).filter(({ id }) => others.every((ids) => ids.has(id)));
}

function reportDynamicType({ element, type }: JobUse, { findings }: ProcessContext): void {
  findings.add(
    'NAME202',
    `The job type of "${element.name ?? element.id}" is the expression "${type.text}", so it has no typed handler.`,
    { place: type.place, elementId: element.id },
  );
}
