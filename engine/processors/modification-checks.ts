import type { Element } from '../behaviors/element.js';
import { multiInstanceBody } from '../model/compile-process.js';
import type { ExecutableFlow, ExecutableNode, ExecutableScope } from '../model/executable.js';
import { readNumber } from '../records/normalise-command.js';
import type { Variables } from '../records/values.js';
import type { ElementInstance } from '../state/rows.js';
import type { Processing } from './processing.js';
import { Refusal } from './refusal.js';

/** One element to activate. */
export interface ActivateInstruction {
  readonly elementId: string;
  readonly ancestorScopeKey?: number | string;
  readonly variableInstructions?: readonly VariableInstruction[];
}
/** Variables to set before an element is activated. */
export interface VariableInstruction {
  readonly variables: Variables;
  /** Scope to set them in; empty means the process instance. */
  readonly elementId: string;
}
/** The value of a MODIFY command. */
export interface ModificationValue {
  readonly processInstanceKey: number;
  readonly activateInstructions: readonly ActivateInstruction[];
  readonly terminateInstructions: readonly { readonly elementInstanceKey: number | string }[];
}

/** Elements that a modification cannot activate. */
const notActivatable: ReadonlySet<string> = new Set([
  'START_EVENT',
  'BOUNDARY_EVENT',
  'SEQUENCE_FLOW',
]);
const supported =
  'PROCESS, SUB_PROCESS, EVENT_SUB_PROCESS, INTERMEDIATE_CATCH_EVENT, INTERMEDIATE_THROW_EVENT, END_EVENT, ' +
  'SERVICE_TASK, RECEIVE_TASK, USER_TASK, MANUAL_TASK, TASK, EXCLUSIVE_GATEWAY, PARALLEL_GATEWAY, ' +
  'EVENT_BASED_GATEWAY, INCLUSIVE_GATEWAY, MULTI_INSTANCE_BODY, CALL_ACTIVITY, BUSINESS_RULE_TASK, ' +
  'SCRIPT_TASK, SEND_TASK';

/** The refusal of a modification of an instance of this process, for a problem of its instructions. */
export function refuseModification(processId: string, problem: string): Refusal {
  return new Refusal(
    'INVALID_ARGUMENT',
    `Expected to modify instance of process '${processId}' but it contains ${problem}`,
  );
}

/** The instances of a scope in this process instance; of a repeated one those it consists of. */
export function instancesOf(
  cx: Processing,
  process: Element,
  scope: ExecutableScope,
): ElementInstance[] {
  if (scope.parent === undefined) {
    const root = cx.state.elements.get(process.key);
    return root === undefined ? [] : [root];
  }
  const childrenOf = (parent: ElementInstance): ElementInstance[] =>
    cx.state.childrenOf
      .get(parent.key)
      .map((key) => cx.state.elements.get(key))
      .filter((row): row is ElementInstance => row?.value.elementId === scope.id);
  return instancesOf(cx, process, scope.parent)
    .flatMap(childrenOf)
    .flatMap((row) => (isBody(row) ? childrenOf(row) : row));
}

function isBody({ value }: ElementInstance): boolean {
  return value.bpmnElementType === multiInstanceBody;
}

/** Checks all instructions in Camunda's order. Throws `Refusal` for the first that cannot be done. */
export function checkInstructions(
  cx: Processing,
  process: Element,
  value: ModificationValue,
): void {
  checkElements(process, value);
  checkMultiInstances(cx, process, value);
  checkTerminations(cx, process, value);
  checkVariableScopes(process, value);
  checkAncestors(cx, process, value);
}

function quoted(ids: Iterable<string>): string {
  return `'${[...new Set(ids)].join("', '")}'`;
}

function checkElements(process: Element, value: ModificationValue): void {
  const { bpmnProcessId } = process.value;
  const wanted = value.activateInstructions.map(({ elementId }) => elementId);
  const types = wanted.map((id) => [id, typeOf(process, id)] as const);
  const unknown = types.filter(([, type]) => type === undefined).map(([id]) => id);
  if (unknown.length > 0) {
    throw refuseModification(
      bpmnProcessId,
      `one or more activate instructions with an element that could not be found: ${quoted(unknown)}`,
    );
  }
  const afterGateway = wanted.filter((id) =>
    process.process.nodes
      .get(id)
      ?.incoming.some((flow) => flow.source.elementType === 'EVENT_BASED_GATEWAY'),
  );
  if (afterGateway.length > 0) {
    throw refuseModification(
      bpmnProcessId,
      `one or more activate instructions for elements that are unsupported: ${quoted(afterGateway)}. ` +
        'The activation of events belonging to an event-based gateway is not supported.',
    );
  }
  const unsupported = types.filter(([, type]) => notActivatable.has(type ?? ''));
  if (unsupported.length > 0) {
    throw refuseModification(
      bpmnProcessId,
      `one or more activate instructions for elements that are unsupported: ${quoted(unsupported.map(([id]) => id))}. ` +
        `The activation of elements with type ${quoted(unsupported.map(([, type]) => type ?? ''))} is not supported. ` +
        `Supported element types are: [${supported}].`,
    );
  }
}

/** The type of an element or sequence flow of a process; undefined when it has none of this id. */
function typeOf(process: Element, id: string): string | undefined {
  return (
    process.process.nodes.get(id)?.elementType ??
    (flowOf(process.process.scope, id) === undefined ? undefined : 'SEQUENCE_FLOW')
  );
}

function flowOf(scope: ExecutableScope, id: string): ExecutableFlow | undefined {
  const own = scope.flows.find((flow) => flow.id === id);
  if (own !== undefined) {
    return own;
  }
  for (const { scope: inner } of scope.nodes) {
    const found = inner === undefined ? undefined : flowOf(inner, id);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** A scope that is repeated cannot be begun: nobody says for which item. */
function checkMultiInstances(cx: Processing, process: Element, value: ModificationValue): void {
  for (const { elementId, ancestorScopeKey = -1 } of value.activateInstructions) {
    const ancestor = cx.state.elements.get(readNumber('ancestorScopeKey', ancestorScopeKey));
    const scopes = scopesAround(process, elementId);
    if (
      ancestor !== undefined &&
      ancestor.key !== process.key &&
      !scopes.some(({ id }) => id === ancestor.value.elementId)
    ) {
      // It is refused for its ancestor later on.
      continue;
    }
    for (const node of scopes) {
      if (ancestor?.value.elementId === node.id && !isBody(ancestor)) {
        // What is around a given ancestor is there.
        break;
      }
      const { scope } = node;
      const isThere =
        ancestor === undefined &&
        scope !== undefined &&
        instancesOf(cx, process, scope).some(({ state }) => state === 'ACTIVATED');
      if (node.loop !== undefined && !isThere) {
        throw refuseModification(
          process.value.bpmnProcessId,
          'one or more activate instructions that would result in the activation of multi-instance ' +
            `element '${node.id}', which is currently unsupported.`,
        );
      }
    }
  }
}

/** The sub-processes around an element, innermost first. */
function scopesAround(process: Element, elementId: string): readonly ExecutableNode[] {
  const nodes: ExecutableNode[] = [];
  let scope = process.process.nodes.get(elementId)?.container;
  for (; scope?.parent !== undefined; scope = scope.parent) {
    const node = process.process.nodes.get(scope.id);
    if (node !== undefined) {
      nodes.push(node);
    }
  }
  return nodes;
}

function checkTerminations(cx: Processing, process: Element, value: ModificationValue): void {
  const missing = value.terminateInstructions
    .map(({ elementInstanceKey }) => readNumber('elementInstanceKey', elementInstanceKey))
    // Those of other process instances will do.
    .filter((key) => !cx.state.elements.has(key));
  if (missing.length > 0) {
    throw refuseModification(
      process.value.bpmnProcessId,
      `one or more terminate instructions with an element instance that could not be found: ${quoted(missing.map(String))}`,
    );
  }
}

function checkVariableScopes(process: Element, value: ModificationValue): void {
  const { bpmnProcessId } = process.value;
  const scopes = value.activateInstructions.flatMap(({ elementId, variableInstructions = [] }) =>
    variableInstructions
      .map((instruction) => instruction.elementId)
      .filter((scopeId) => scopeId !== '' && scopeId !== bpmnProcessId)
      .map((scopeId) => ({ elementId, scopeId })),
  );
  const unknown = scopes.filter(({ scopeId }) => typeOf(process, scopeId) === undefined);
  if (unknown.length > 0) {
    throw refuseModification(
      bpmnProcessId,
      `one or more variable instructions with a scope element id that could not be found: ${quoted(unknown.map(({ scopeId }) => scopeId))}`,
    );
  }
  const elsewhere = scopes.some(
    ({ elementId, scopeId }) =>
      scopeId !== elementId && !scopesAround(process, elementId).some(({ id }) => id === scopeId),
  );
  if (elsewhere) {
    throw refuseModification(
      bpmnProcessId,
      "one or more variable instructions with a scope element that doesn't belong to the activating element's flow scope. " +
        'These variables should be set before or after the modification.',
    );
  }
}

function checkAncestors(cx: Processing, process: Element, value: ModificationValue): void {
  const { bpmnProcessId } = process.value;
  const wanted = value.activateInstructions
    .map(({ elementId, ancestorScopeKey = -1 }) => ({
      elementId,
      key: readNumber('ancestorScopeKey', ancestorScopeKey),
    }))
    .filter(({ key }) => key > 0);
  const rowOf = (key: number): ElementInstance | undefined => cx.state.elements.get(key);
  const inactive = wanted.filter(({ key }) => rowOf(key)?.state !== 'ACTIVATED');
  if (inactive.length > 0) {
    throw refuseModification(
      bpmnProcessId,
      `one or more activate instructions with an ancestor scope key that does not exist, or is not in an active state: ${quoted(inactive.map(({ key }) => String(key)))}`,
    );
  }
  const foreign = wanted.filter(({ key }) => rowOf(key)?.value.processInstanceKey !== process.key);
  if (foreign.length > 0) {
    throw refuseModification(
      bpmnProcessId,
      `one or more activate instructions with an ancestor scope key that does not belong to the modified process instance: ${quoted(foreign.map(({ key }) => String(key)))}`,
    );
  }
  const wrong = wanted.filter(({ elementId, key }) => {
    const scopes = scopesAround(process, elementId).map(({ id }) => id);
    return key !== process.key && !scopes.includes(rowOf(key)?.value.elementId ?? '');
  });
  if (wrong.length > 0) {
    const lines = wrong.map(
      ({ elementId, key }) =>
        `- instance '${key}' of element '${rowOf(key)?.value.elementId ?? ''}' is not an ancestor of element '${elementId}'`,
    );
    throw refuseModification(
      bpmnProcessId,
      `one or more activate instructions with an ancestor scope key that is not an ancestor of the element to activate:\n${lines.join('\n')}`,
    );
  }
}
