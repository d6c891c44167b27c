import { childValue, elementOf, elementOfInstance } from '../behaviors/element.js';
import type { Element } from '../behaviors/element.js';
import { requestActivation, transition } from '../behaviors/flow.js';
import { openSubscriptions, planSubscriptions } from '../behaviors/subscriptions.js';
import { eventSubProcessStarts } from '../behaviors/trigger.js';
import { mergeLocal } from '../behaviors/variables.js';
import type { ExecutableNode, ExecutableScope } from '../model/executable.js';
import { readNumber } from '../records/normalise-command.js';
import type { ProcessInstanceValue } from '../records/values.js';
import type { ElementInstance } from '../state/rows.js';
import {
  instancesOf,
  refuseModification,
  type ActivateInstruction,
} from './modification-checks.js';
import type { Processing } from './processing.js';

/** Begins an element in the middle of a process, with the scopes around it that are not active. */
export class Activation {
  readonly #cx: Processing;
  readonly #process: Element;
  readonly #instruction: ActivateInstruction;
  /** Keys of the scopes the element is activated in, the process instance first. */
  readonly scopeKeys: number[] = [];
  #isBelowAncestor = false;

  constructor(cx: Processing, process: Element, instruction: ActivateInstruction) {
    this.#cx = cx;
    this.#process = process;
    this.#instruction = instruction;
  }

  run(node: ExecutableNode): void {
    const scope = this.#enter(node.container);
    const instruction = (this.#instruction.variableInstructions ?? []).find(
      (one) => one.elementId === node.id,
    );
    const key = this.#cx.nextKey();
    if (instruction !== undefined) {
      mergeLocal(this.#cx, key, scope.value, instruction.variables);
    }
    requestActivation(this.#cx, node, {
      within: withoutCaller(scope.value),
      flowScopeKey: scope.key,
      key,
    });
  }

  /** The instance of a scope to activate in; begins it, and those around it, where there is none. */
  #enter(scope: ExecutableScope): Element {
    const cx = this.#cx;
    const around = scope.parent === undefined ? undefined : this.#enter(scope.parent);
    const existing = this.#choose(instancesOf(cx, this.#process, scope), scope);
    if (existing !== undefined) {
      const element = elementOfInstance(cx, existing);
      this.#setVariables(element);
      this.scopeKeys.push(element.key);
      return element;
    }
    const node = this.#process.process.nodes.get(scope.id);
    if (around === undefined || node === undefined) {
      throw new Error(`Scope '${scope.id}' cannot be begun.`);
    }
    const key = cx.nextKey();
    const element = elementOf(cx, key, childValue(node, withoutCaller(around.value), around.key));
    transition(cx, element, 'ELEMENT_ACTIVATING');
    this.#setVariables(element);
    const events = [...node.boundaryEvents, ...eventSubProcessStarts(element)];
    openSubscriptions(cx, element, planSubscriptions(cx, element, events));
    transition(cx, element, 'ELEMENT_ACTIVATED');
    this.scopeKeys.push(key);
    return element;
  }

  #choose(
    candidates: readonly ElementInstance[],
    scope: ExecutableScope,
  ): ElementInstance | undefined {
    // Below the ancestor that an instruction names, every scope is begun anew.
    if (this.#isBelowAncestor) {
      return undefined;
    }
    const wanted = readNumber('ancestorScopeKey', this.#instruction.ancestorScopeKey ?? -1);
    const exact = candidates.find(({ key }) => key === wanted);
    this.#isBelowAncestor = exact !== undefined;
    const chosen = exact ?? candidates.find(({ key }) => isWithin(this.#cx, wanted, key));
    if (chosen !== undefined || candidates.length <= 1) {
      return chosen ?? candidates[0];
    }
    throw refuseModification(
      this.#process.value.bpmnProcessId,
      `one or more activate instructions for an element that has a flow scope with more than one active instance: '${scope.id}'. ` +
        "Can't decide in which instance of the flow scope the element should be activated. " +
        'Please specify an ancestor element instance key for this activate instruction.',
    );
  }

  #setVariables(element: Element): void {
    const { elementId } = element.value;
    const isRoot = element.node === undefined;
    for (const one of this.#instruction.variableInstructions ?? []) {
      if (one.elementId === elementId || (isRoot && one.elementId === '')) {
        mergeLocal(this.#cx, element.key, element.value, one.variables);
      }
    }
  }
}

/** In a called process, what a modification begins does not say who called, as in Camunda. */
function withoutCaller(value: ProcessInstanceValue): ProcessInstanceValue {
  return { ...value, parentProcessInstanceKey: -1, parentElementInstanceKey: -1 };
}

/** Whether an element instance is somewhere in a scope. */
function isWithin(cx: Processing, key: number, scopeKey: number): boolean {
  const parent = cx.state.elements.get(key)?.value.flowScopeKey ?? -1;
  return parent === scopeKey || (parent > 0 && isWithin(cx, parent, scopeKey));
}
