import { boundaryEventsOf, elementOfInstance, instanceOf } from '../../behaviors/element.js';
import type { Element } from '../../behaviors/element.js';
import {
  evaluateBoolean,
  evaluateJson,
  evaluateStrings,
  variableRead,
} from '../../behaviors/expressions.js';
import { requestCompletion, requestTermination, transition } from '../../behaviors/flow.js';
import { requestActivation } from '../../behaviors/flow.js';
import { openSubscriptions, planSubscriptions } from '../../behaviors/subscriptions.js';
import { eventSubProcessStarts } from '../../behaviors/trigger.js';
import { localVariable, mergeDocument, mergeLocal, setLocal } from '../../behaviors/variables.js';
import type { ExecutableAdHoc, ExecutableNode } from '../../model/executable.js';
import type { Json, Variables } from '../../records/values.js';
import type { Processing } from '../processing.js';
import { ElementFailure } from '../refusal.js';

/** Where an ad-hoc sub-process says what can be chosen of it. */
const choicesVariable = 'adHocSubProcessElements';

function adHocOf(element: Element): ExecutableAdHoc {
  const adHoc = element.node?.adHoc;
  if (adHoc === undefined) {
    throw new Error(`Element '${element.value.elementId}' is no ad-hoc sub-process.`);
  }
  return adHoc;
}

/** True for what one chosen element of an ad-hoc sub-process runs in. */
export function isAdHocInner(element: Element): boolean {
  return element.value.bpmnElementType === 'AD_HOC_SUB_PROCESS_INNER_INSTANCE';
}

function choiceOf({ node }: ExecutableNode): Variables {
  const { id, name, documentation, properties } = node;
  return {
    elementId: id,
    ...(name ? { elementName: name } : {}),
    ...(documentation ? { documentation } : {}),
    ...(properties.length === 0
      ? {}
      : { properties: Object.fromEntries(properties.map((each) => [each.name, each.value])) }),
  };
}

/** First of all, an ad-hoc sub-process says what can be chosen, and lays out its list of outputs. */
export function prepareAdHoc(cx: Processing, element: Element): void {
  const { choices, outputCollection } = adHocOf(element);
  setLocal(cx, element.key, element.value, [choicesVariable, choices.map(choiceOf)]);
  if (outputCollection !== undefined) {
    setLocal(cx, element.key, element.value, [outputCollection, []]);
  }
}

/** The elements that the collection names. Throws `ElementFailure` for what is no list of choices. */
function chosenElements(cx: Processing, element: Element): readonly ExecutableNode[] {
  const { activeElements, choices } = adHocOf(element);
  if (activeElements === undefined) {
    return [];
  }
  const ids = prefixed('Failed to activate ad-hoc elements. ', () =>
    evaluateStrings(cx, activeElements, { scopeKey: element.key }),
  );
  const byId = new Map(choices.map((node) => [node.id, node]));
  const unknown = ids.filter((id) => !byId.has(id));
  if (unknown.length > 0) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `Expected to activate activities for ad-hoc sub-process with key '${element.key}', but the given elements [${unknown.join(', ')}] do not exist.`,
    );
  }
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function prefixed<T>(prefix: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ElementFailure) {
      throw new ElementFailure(error.type, prefix + error.message, error.variableScopeKey);
    }
    throw error;
  }
}

/** Activates an ad-hoc sub-process and begins what its collection names. */
export function activateAdHoc(cx: Processing, element: Element): void {
  const chosen = chosenElements(cx, element);
  const planned = planSubscriptions(cx, element, [
    ...eventSubProcessStarts(element),
    ...boundaryEventsOf(cx, element),
  ]);
  openSubscriptions(cx, element, planned);
  transition(cx, element, 'ELEMENT_ACTIVATED');
  for (const node of chosen) {
    beginChosen(cx, element, node, {});
  }
}

/** Begins one element of an ad-hoc sub-process in a scope of its own that holds `variables`. */
export function beginChosen(
  cx: Processing,
  element: Element,
  node: ExecutableNode,
  variables: Variables,
): void {
  const { inner, outputElement } = adHocOf(element);
  const key = cx.nextKey();
  const value = {
    ...element.value,
    flowScopeKey: element.key,
    elementId: inner.id,
    bpmnElementType: inner.elementType,
  };
  cx.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, value);
  cx.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', key, value);
  const output = outputElement === undefined ? undefined : variableRead(outputElement);
  if (output !== undefined) {
    setLocal(cx, key, value, [output, null]);
  }
  mergeLocal(cx, key, value, variables);
  requestActivation(cx, node, { within: value, flowScopeKey: key, key: cx.nextKey() });
}

/** What an ad-hoc sub-process does after one of its chosen elements is through. */
export type AdHocStep = 'complete' | 'cancel' | 'wait';

/**
 * Collects the output of a completing inner instance and decides what follows it. Throws
 * `ElementFailure` when the completion condition is no truth value.
 */
export function collectAdHoc(cx: Processing, inner: Element): AdHocStep {
  const scope = cx.state.elements.get(inner.value.flowScopeKey);
  if (scope === undefined) {
    return 'wait';
  }
  const element = elementOfInstance(cx, scope);
  const { outputCollection, outputElement, completionCondition } = adHocOf(element);
  if (outputCollection !== undefined && outputElement !== undefined) {
    const value = evaluateJson(cx, outputElement, { scopeKey: inner.key });
    const list = localVariable(cx.state, scope.key, outputCollection);
    if (!Array.isArray(list)) {
      throw new ElementFailure(
        'EXTRACT_VALUE_ERROR',
        `Expected the output collection variable '${outputCollection}' to be an ARRAY, but it is not.`,
      );
    }
    setLocal(cx, scope.key, scope.value, [outputCollection, [...(list as readonly Json[]), value]]);
  }
  const others = cx.state.childrenOf.count(scope.key) - 1;
  if (completionCondition === undefined) {
    return others === 0 ? 'complete' : 'wait';
  }
  const isFulfilled = prefixed('Failed to evaluate completion condition. ', () =>
    evaluateBoolean(cx, completionCondition, { scopeKey: inner.key }),
  );
  if (!isFulfilled) {
    return 'wait';
  }
  return others === 0 ? 'complete' : adHocOf(element).cancelsRemaining ? 'cancel' : 'wait';
}

/** Does what `collectAdHoc` decided. */
export function continueAdHoc(cx: Processing, element: Element, step: AdHocStep): void {
  if (instanceOf(cx, element).state !== 'ACTIVATED') {
    return;
  }
  if (step === 'complete') {
    requestCompletion(cx, element);
  } else if (step === 'cancel') {
    cancelChosen(cx, element);
  }
}

/** Ends all that runs in an ad-hoc sub-process, which completes after it. */
export function cancelChosen(cx: Processing, element: Element): void {
  for (const key of [...cx.state.childrenOf.get(element.key)]) {
    const child = cx.state.elements.get(key);
    if (child !== undefined && child.state !== 'TERMINATING') {
      requestTermination(cx, child);
    }
  }
}

/** Hands the outputs that an ad-hoc sub-process collected to the scope around it. */
export function handOverAdHoc(cx: Processing, element: Element): void {
  const { outputCollection } = adHocOf(element);
  if (outputCollection !== undefined) {
    const value = localVariable(cx.state, element.key, outputCollection) ?? null;
    mergeDocument(cx, element.value.flowScopeKey, element.value, { [outputCollection]: value });
  }
}
