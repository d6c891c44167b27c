import type { CallActivity } from '../../model/index.js';
import { inputSchema, mappingsOf, outputSchema } from './job-io.js';
import { describeElement, propertyOf, isNoneStart, type ProcessContext } from './model-context.js';
import type { ElementName } from './plan-elements.js';
import type { CallPlan, ProcessPlan } from './plan-types.js';

/** The call activities of a process that call a fixed process id, in document order. */
export function planCalls(
  context: ProcessContext,
  names: ReadonlyMap<string, ElementName>,
): readonly CallPlan[] {
  return context.nodes.flatMap(({ node }) =>
    node.kind === 'callActivity' && node.calledElement?.processId.isFeel === false
      ? [planCall(node, node.calledElement, { context, names })]
      : [],
  );
}

function planCall(
  node: CallActivity,
  called: NonNullable<CallActivity['calledElement']>,
  from: { readonly context: ProcessContext; readonly names: ReadonlyMap<string, ElementName> },
): CallPlan {
  const { variables, flow } = from.context;
  const name = from.names.get(node.id);
  const before = flow.get(node.id) ?? { certain: new Set(), possible: new Set() };
  const site = { node, mappings: mappingsOf(node), variables, before };
  return {
    element: describeElement(node),
    constant: name?.constant ?? node.id,
    typeName: name?.typeName ?? node.id,
    processId: called.processId.text,
    binding: called.bindingType,
    input: inputSchema(site),
    output: outputSchema(site),
    ...(called.versionTag === undefined ? {} : { versionTag: called.versionTag }),
  };
}

/**
 * Ties the call activities of processes that are generated together to the processes they call, and
 * says which processes only they start.
 */
export function linkCalls(processes: readonly ProcessPlan[]): readonly ProcessPlan[] {
  const byId = new Map(processes.map((process) => [process.id, process]));
  const called = new Set(
    processes.flatMap((process) =>
      process.calls.map(({ processId }) => processId).filter((id) => id !== process.id),
    ),
  );
  return processes.map((process) => linked(process, { byId, called }));
}

/** What was linked before, by what it was linked from and with. */
const known = new WeakMap<ProcessPlan, { readonly key: string; readonly plan: ProcessPlan }>();

function linked(
  process: ProcessPlan,
  {
    byId,
    called,
  }: { readonly byId: ReadonlyMap<string, ProcessPlan>; readonly called: ReadonlySet<string> },
): ProcessPlan {
  const targets = process.calls.map(({ processId }) => {
    const target = byId.get(processId);
    return target === undefined
      ? undefined
      : {
          calledTypeName: target.typeName,
          calledFolder: target.folder,
          calledStarts: target.start !== undefined,
        };
  });
  const calledOnly = called.has(process.id) && !process.offered;
  const key = JSON.stringify([calledOnly, targets]);
  const before = known.get(process);
  if (before?.key === key) {
    return before.plan;
  }
  const calls = process.calls.map((call, index) => ({ ...call, ...targets[index] }));
  const plan = { ...process, calledOnly, calls };
  known.set(process, { key, plan });
  return plan;
}

/** True when the model itself asks for an endpoint that starts the process (`jobwright:api`). */
export function isOffered({ process }: ProcessContext): boolean {
  const own = process.properties.find(({ name }) => name === 'jobwright:api')?.value.trim();
  return (
    (own !== undefined && own !== '' && own !== 'none') ||
    process.flowElements.nodes.some(
      (node) => isNoneStart(node) && propertyOf(node, 'jobwright:api') !== undefined,
    )
  );
}
