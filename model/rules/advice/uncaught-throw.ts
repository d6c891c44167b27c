import { diagnose } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import { flowScopes, type FlowScope } from '../../flow-scopes.js';
import type { BpmnModel, Expression, FlowNode } from '../../types.js';
import type { AdviceContext, AdviceRule } from './advice-rule.js';
import { definitionsOf, executableProcesses, label, scopeGraph, startsBy } from './scope-graph.js';

type Kind = 'error' | 'escalation';

/** What an event throws, or what it catches when there is a code: without one, all codes. */
interface Code {
  readonly kind: Kind;
  readonly code: Expression | undefined;
}

/** An error that nobody catches is an incident; an escalation that nobody catches is lost. */
export const uncaughtThrow: AdviceRule = (model, context) => {
  const calls = callsOf(context);
  return executableProcesses(model)
    .flatMap(flowScopes)
    .flatMap((scope) => uncaughtIn(scope, calls));
};

function uncaughtIn(scope: FlowScope, calls: Calls): readonly Diagnostic[] {
  // Many ends of a scope throw the same; whether it is caught is searched for once.
  const known = new Map<string, boolean>();
  const isKnownCaught = (thrown: Code): boolean => {
    const key = `${thrown.kind}${thrown.code === undefined ? '' : ` ${thrown.code.text}`}`;
    const caught = known.get(key) ?? isCaught(thrown, scope, { calls, seen: new Set() });
    known.set(key, caught);
    return caught;
  };
  return scope.flowElements.nodes.flatMap((node) =>
    node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent'
      ? codesOf(node).flatMap((thrown) => (isKnownCaught(thrown) ? [] : [finding(node, thrown)]))
      : [],
  );
}

function finding(node: FlowNode, { kind, code }: Code): Diagnostic {
  return diagnose(kind === 'error' ? 'BPMN163' : 'BPMN164', {
    place: node.place,
    elementId: node.id,
    values: { name: label(node), code: code?.text ?? '' },
  });
}

function codesOf(node: FlowNode): readonly Code[] {
  return definitionsOf(node).flatMap((definition): readonly Code[] => {
    switch (definition.kind) {
      case 'error':
        return [{ kind: 'error', code: definition.error?.errorCode }];
      case 'escalation':
        return [{ kind: 'escalation', code: definition.escalation?.escalationCode }];
      default:
        return [];
    }
  });
}

/** Call activities of the set by the process they call; `unknown` holds those that compute it. */
interface Calls {
  readonly byProcess: ReadonlyMap<string, readonly CallAt[]>;
  readonly hasComputed: boolean;
}

interface CallAt {
  readonly node: FlowNode;
  readonly scope: FlowScope;
}

const knownCalls = new WeakMap<readonly BpmnModel[], Calls>();

function callsOf({ models }: AdviceContext): Calls {
  const calls = knownCalls.get(models) ?? findCalls(models);
  knownCalls.set(models, calls);
  return calls;
}

function findCalls(models: readonly BpmnModel[]): Calls {
  const byProcess = new Map<string, CallAt[]>();
  let hasComputed = false;
  for (const scope of models.flatMap(executableProcesses).flatMap(flowScopes)) {
    for (const node of scope.flowElements.nodes) {
      const called = node.kind === 'callActivity' ? node.calledElement?.processId : undefined;
      if (called !== undefined) {
        hasComputed ||= called.isFeel;
        const list = byProcess.get(called.text) ?? [];
        list.push({ node, scope });
        byProcess.set(called.text, list);
      }
    }
  }
  return { byProcess, hasComputed };
}

interface Search {
  readonly calls: Calls;
  readonly seen: Set<FlowScope>;
}

/** True when a scope, one around it, or a call activity catches what is thrown in the scope. */
function isCaught(thrown: Code, scope: FlowScope, search: Search, inside?: FlowNode): boolean {
  if (search.seen.has(scope)) {
    return false;
  }
  search.seen.add(scope);
  const { node, parent, flowElements, process } = scope;
  const isBeside = scopeGraph(flowElements).eventSubProcesses.some(
    (each) =>
      each !== inside && startsBy(each, thrown.kind).some((start) => catches(start, thrown)),
  );
  if (isBeside) {
    return true;
  }
  if (node !== undefined && parent !== undefined) {
    return isCaughtAt(thrown, { node, scope: parent }, search);
  }
  const { byProcess, hasComputed } = search.calls;
  return (
    hasComputed ||
    (byProcess.get(process.id) ?? []).some((call) => isCaughtAt(thrown, call, search))
  );
}

function isCaughtAt(thrown: Code, { node, scope }: CallAt, search: Search): boolean {
  return (
    scopeGraph(scope.flowElements)
      .attached(node)
      .some((event) => catches(event, thrown)) || isCaught(thrown, scope, search, node)
  );
}

/** A code that the engine computes may be any. */
function catches(event: FlowNode, thrown: Code): boolean {
  return codesOf(event).some(
    ({ kind, code }) =>
      kind === thrown.kind &&
      (code === undefined ||
        thrown.code === undefined ||
        thrown.code.isFeel ||
        code.text === thrown.code.text),
  );
}
