import { flowNodes } from '../../flow-scopes.js';
import type { BpmnModel, CallActivity, FlowNode, Process } from '../../types.js';
import type { AdviceContext } from './advice-rule.js';
import { executableProcesses } from './scope-graph.js';

/** Variables that the model says are written; `unknown` when something may write any. */
export type WrittenVariables = ReadonlySet<string> | 'unknown';

/**
 * Variables that mappings, scripts, decisions, loops and schemas write in a process; those of the
 * processes that it calls, and of those that call it, as far as they are handed over. `unknown` when a
 * part names a payload, a schema or a form that is not at hand, or a process outside the set.
 */
export function writtenVariables(process: Process, context: AdviceContext): WrittenVariables {
  return writes(process, { ...context, seen: new Set(), calls: indexCalls(context.models) });
}

interface Search extends AdviceContext {
  readonly seen: Set<Process>;
  readonly calls: Calls;
}

interface Calls {
  readonly processes: ReadonlyMap<string, Process>;
  /** Call activities, with the process they stand in, by the process they call. */
  readonly callers: ReadonlyMap<string, readonly { node: CallActivity; process: Process }[]>;
}

const known = new WeakMap<readonly BpmnModel[], Calls>();

function indexCalls(models: readonly BpmnModel[]): Calls {
  const calls = known.get(models) ?? findCalls(models.flatMap(executableProcesses));
  known.set(models, calls);
  return calls;
}

function findCalls(processes: readonly Process[]): Calls {
  const callers = new Map<string, { node: CallActivity; process: Process }[]>();
  for (const process of processes) {
    for (const node of flowNodes(process)) {
      if (node.kind === 'callActivity' && node.calledElement !== undefined) {
        const id = node.calledElement.processId.text;
        const list = callers.get(id) ?? [];
        list.push({ node, process });
        callers.set(id, list);
      }
    }
  }
  return { processes: new Map(processes.map((process) => [process.id, process])), callers };
}

function writes(process: Process, search: Search): WrittenVariables {
  if (search.seen.has(process)) {
    return new Set();
  }
  search.seen.add(process);
  const nodes = flowNodes(process);
  const { declaredVariables } = search;
  // The schema beside the model covers what the start of the process brings.
  const ownStarts = declaredVariables === undefined ? [] : process.flowElements.nodes;
  const declares = new Set(ownStarts.filter(({ kind }) => kind === 'startEvent'));
  if (nodes.some((node) => !declares.has(node) && hidesWrites(node))) {
    return 'unknown';
  }
  return union([
    declaredVariables ?? new Set<string>(),
    new Set(nodes.flatMap(writesOf)),
    ...nodes.map((node) =>
      node.kind === 'callActivity' ? fromCalled(node, search) : new Set<string>(),
    ),
    ...(search.calls.callers.get(process.id) ?? []).map((call) => fromCaller(call, search)),
  ]);
}

function union(parts: readonly WrittenVariables[]): WrittenVariables {
  const all = new Set<string>();
  for (const part of parts) {
    if (part === 'unknown') {
      return 'unknown';
    }
    for (const name of part) {
      all.add(name);
    }
  }
  return all;
}

/** What a called process hands back. */
function fromCalled({ calledElement }: CallActivity, search: Search): WrittenVariables {
  if (calledElement?.propagateAllChildVariables !== true) {
    return new Set();
  }
  const called = search.calls.processes.get(calledElement.processId.text);
  return called === undefined ? 'unknown' : writes(called, search);
}

/** What a caller hands over, mappings included. */
function fromCaller(
  { node, process }: { readonly node: CallActivity; readonly process: Process },
  search: Search,
): WrittenVariables {
  const mapped = new Set((node.ioMapping?.inputs ?? []).map(({ target }) => rootOf(target)));
  return node.calledElement?.propagateAllParentVariables === true
    ? union([mapped, writes(process, search)])
    : mapped;
}

/** True for what names a payload, a schema or a form: those may declare any variable. */
function hidesWrites(node: FlowNode): boolean {
  return (
    (node.kind === 'startEvent' && node.formId !== undefined) ||
    node.properties.some(({ name }) => name === 'jobwright:payload' || name === 'jobwright:schema')
  );
}

function writesOf(node: FlowNode): readonly string[] {
  const mappings = [...(node.ioMapping?.outputs ?? []), ...(node.ioMapping?.inputs ?? [])];
  const loop = 'loop' in node ? node.loop : undefined;
  return [
    ...mappings.map(({ target }) => rootOf(target)),
    ...resultsOf(node),
    ...(loop === undefined ? [] : ['loopCounter', loop.inputElement, loop.outputCollection]),
  ].filter((name) => name !== undefined);
}

function resultsOf(node: FlowNode): readonly (string | undefined)[] {
  switch (node.kind) {
    case 'scriptTask':
      return [node.script?.resultVariable];
    case 'businessRuleTask':
      return [node.calledDecision?.resultVariable];
    case 'adHocSubProcess':
      return [node.adHoc?.outputCollection];
    default:
      return [];
  }
}

function rootOf(target: string): string {
  return target.split('.')[0] ?? '';
}
