import { boundaryEventsOf, childValue, instanceOf } from '../../behaviors/element.js';
import type { Element } from '../../behaviors/element.js';
import {
  evaluateBoolean,
  evaluateJson,
  evaluateList,
  variableRead,
} from '../../behaviors/expressions.js';
import { requestChildTermination, requestCompletion, transition } from '../../behaviors/flow.js';
import { openSubscriptions, planSubscriptions } from '../../behaviors/subscriptions.js';
import { localVariable, mergeDocument, setLocal } from '../../behaviors/variables.js';
import type { ExecutableLoop } from '../../model/executable.js';
import { defaultTenant } from '../../records/values.js';
import type { Json, ProcessInstanceBatchValue } from '../../records/values.js';
import type { Processing } from '../processing.js';
import { ElementFailure } from '../refusal.js';

function loopOf(element: Element): ExecutableLoop {
  const loop = element.node?.loop;
  if (loop === undefined) {
    throw new Error(`Element '${element.value.elementId}' is not repeated.`);
  }
  return loop;
}

function itemsOf(cx: Processing, body: Element): readonly Json[] {
  return evaluateList(cx, loopOf(body).inputCollection, { scopeKey: body.key });
}

/** Activates a body: its items are read, its output list laid out, its inner instances begun. */
export function activateBody(cx: Processing, body: Element): void {
  const loop = loopOf(body);
  const items = itemsOf(cx, body);
  const planned = planSubscriptions(cx, body, boundaryEventsOf(cx, body));
  openSubscriptions(cx, body, planned);
  transition(cx, body, 'ELEMENT_ACTIVATED');
  if (loop.outputCollection !== undefined) {
    const blank = Array.from({ length: items.length }, () => null);
    setLocal(cx, body.key, body.value, [loop.outputCollection, blank]);
  }
  if (items.length === 0) {
    requestCompletion(cx, body);
  } else if (loop.isSequential) {
    requestInner(cx, body);
  } else {
    const value: ProcessInstanceBatchValue = {
      index: items.length,
      batchElementInstanceKey: body.key,
      tenantId: defaultTenant,
      processInstanceKey: body.value.processInstanceKey,
    };
    cx.command('PROCESS_INSTANCE_BATCH', 'ACTIVATE', cx.nextKey(), value);
  }
}

/** Asks for one more inner instance. */
export function requestInner(cx: Processing, body: Element): void {
  if (body.node === undefined) {
    return;
  }
  const value = {
    ...childValue(body.node, body.value, body.key),
    bpmnElementType: body.node.elementType,
    bpmnEventType: body.node.eventType,
  };
  cx.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', cx.nextKey(), value);
}

/** Sets the variables of one inner instance: its item, its output and its place. */
export function prepareInner(cx: Processing, inner: Element): void {
  const loop = loopOf(inner);
  const body = cx.state.elements.get(inner.value.flowScopeKey);
  if (body === undefined) {
    return;
  }
  const { loopCounter } = instanceOf(cx, inner);
  if (loop.inputElement !== undefined) {
    const items = evaluateList(cx, loop.inputCollection, { scopeKey: body.key });
    if (loopCounter > items.length) {
      throw new ElementFailure(
        'EXTRACT_VALUE_ERROR',
        `Expected to read item at index ${loopCounter} of the multiInstanceBody input collection ` +
          `but it contains only ${items.length} elements. ` +
          'The input collection might be modified while iterating over it.',
      );
    }
    setLocal(cx, inner.key, inner.value, [loop.inputElement, items[loopCounter - 1] ?? null]);
  }
  const output = loop.outputElement === undefined ? undefined : variableRead(loop.outputElement);
  if (output !== undefined && output !== loop.inputElement && output !== 'loopCounter') {
    setLocal(cx, inner.key, inner.value, [output, null]);
  }
  setLocal(cx, inner.key, inner.value, ['loopCounter', loopCounter]);
}

/** What a value is in MessagePack, by the names that Camunda writes. */
function packedType(value: Json | undefined): string {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'INTEGER' : 'FLOAT';
    case 'string':
      return 'STRING';
    case 'boolean':
      return 'BOOLEAN';
    default:
      return value === null || value === undefined ? 'NIL' : 'MAP';
  }
}

/** Puts the output of a completing inner instance into its slot of the body's list. */
export function collectOutput(cx: Processing, inner: Element): void {
  const { outputCollection, outputElement } = loopOf(inner);
  const bodyKey = inner.value.flowScopeKey;
  if (outputCollection === undefined || outputElement === undefined) {
    return;
  }
  const value = evaluateJson(cx, outputElement, { scopeKey: inner.key });
  const list = localVariable(cx.state, bodyKey, outputCollection);
  const slot = instanceOf(cx, inner).loopCounter - 1;
  const misuse = !Array.isArray(list)
    ? `because the type of the output collection is: ${packedType(list)}`
    : slot >= list.length
      ? `at position ${slot + 1} because the size of the collection is: ${list.length}`
      : undefined;
  if (misuse !== undefined) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `Unable to update an item in output collection '${outputCollection}' ${misuse}. ` +
        'This may happen when multiple BPMN elements write to the same variable.',
      bodyKey,
    );
  }
  const filled = (list as readonly Json[]).map((old, place) => (place === slot ? value : old));
  setLocal(cx, bodyKey, inner.value, [outputCollection, filled]);
}

/** What happens after an inner instance: decided before it completes, done after. */
export type NextStep = 'finish' | 'another' | 'wait' | 'stall';

/** Decides whether the body is satisfied, goes on with the next item or waits for the others. */
export function decideNext(cx: Processing, inner: Element): NextStep {
  const loop = loopOf(inner);
  const body = cx.state.elements.get(inner.value.flowScopeKey);
  if (body === undefined) {
    return 'wait';
  }
  const locals = {
    numberOfInstances: body.loop.begun,
    numberOfActiveInstances: cx.state.childrenOf.count(body.key) - 1,
    numberOfCompletedInstances: body.loop.completed + 1,
    numberOfTerminatedInstances: body.loop.terminated,
  };
  const isSatisfied =
    loop.completionCondition !== undefined &&
    evaluateBoolean(cx, loop.completionCondition, { scopeKey: inner.key, locals });
  // A collection that is none fails even when the condition holds.
  const size = evaluateList(cx, loop.inputCollection, { scopeKey: body.key }).length;
  if (isSatisfied) {
    return 'finish';
  }
  if (loop.isSequential && body.loop.begun < size) {
    return 'another';
  }
  // When the list got longer or shorter meanwhile, the body waits for ever, as in Camunda.
  return body.loop.completed + 1 + body.loop.terminated === size ? 'wait' : 'stall';
}

/** Does what `decideNext` decided. */
export function takeNextStep(cx: Processing, body: Element, step: NextStep): void {
  if (instanceOf(cx, body).state !== 'ACTIVATED') {
    return;
  }
  const left = cx.state.childrenOf.count(body.key);
  if (step === 'another') {
    requestInner(cx, body);
  } else if (left === 0 && step !== 'stall') {
    requestCompletion(cx, body);
  } else if (step === 'finish') {
    requestChildTermination(cx, body.key, body.value.processInstanceKey);
  }
}

/** Hands the collected outputs of a completing body to the scope around it. */
export function handOverOutputs(cx: Processing, body: Element): void {
  const { outputCollection } = loopOf(body);
  if (outputCollection === undefined) {
    return;
  }
  const value = localVariable(cx.state, body.key, outputCollection) ?? null;
  mergeDocument(cx, body.value.flowScopeKey, body.value, { [outputCollection]: value });
}
