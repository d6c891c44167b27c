import { evaluateDeployed, findDecision } from '../../behaviors/decisions.js';
import type { Element } from '../../behaviors/element.js';
import { evaluateJson, evaluateString } from '../../behaviors/expressions.js';
import { placeOf, writeTriggering } from '../../behaviors/trigger.js';
import { visibleVariables } from '../../behaviors/variables.js';
import type { ExecutableNode } from '../../model/executable.js';
import type { DecisionValue } from '../../records/values.js';
import type { Processing } from '../processing.js';
import { ElementFailure } from '../refusal.js';

type Called = NonNullable<ExecutableNode['calledDecision']>;

/** Evaluates a script; its result waits as a variable for the task's completion. */
export function activateScript(
  cx: Processing,
  element: Element,
  script: NonNullable<ExecutableNode['script']>,
): void {
  const value = evaluateJson(cx, script.expression, { scopeKey: element.key });
  writeTriggering(cx, placeOf(element), element.value.elementId, {
    [script.resultVariable]: value,
  });
}

/** The decision that a binding chooses. Throws `ElementFailure` when there is none. */
function boundDecision(
  cx: Processing,
  element: Element,
  called: Called,
  decisionId: string,
): DecisionValue {
  const own = cx.state.processes.get(element.value.processDefinitionKey);
  const deploymentKey = own?.deploymentKey ?? -1;
  const { bindingType, versionTag = '' } = called;
  let found: DecisionValue | undefined;
  let text: string;
  switch (bindingType) {
    case 'versionTag':
      found = findDecision(cx, decisionId, { versionTag });
      text =
        `Expected to evaluate decision with id '${decisionId}' and version tag '${versionTag}', but no such decision found. ` +
        'To resolve this incident, deploy a decision with the given id and version tag.';
      break;
    case 'deployment':
      found = findDecision(cx, decisionId, { deploymentKey });
      text =
        `Expected to evaluate decision '${decisionId}' with binding type 'deployment', but no such decision found in the deployment with key ${deploymentKey} which contained the current process. ` +
        'To resolve this incident, migrate the process instance to a process definition that is deployed together with the intended decision to evaluate.';
      break;
    default:
      found = findDecision(cx, decisionId);
      text = `Expected to evaluate decision '${decisionId}', but no decision found for id '${decisionId}'`;
  }
  if (found === undefined) {
    throw new ElementFailure('CALLED_DECISION_ERROR', text);
  }
  return found;
}

/** Evaluates a called decision; its result waits as a variable for the task's completion. */
export function activateDecision(cx: Processing, element: Element, called: Called): void {
  const decisionId = evaluateString(cx, called.decisionId, { scopeKey: element.key });
  const decision = boundDecision(cx, element, called, decisionId);
  const { bpmnProcessId, processInstanceKey, processDefinitionKey, elementId } = element.value;
  const caller = {
    bpmnProcessId,
    processInstanceKey,
    processDefinitionKey,
    elementInstanceKey: element.key,
    elementId,
  };
  const variables = visibleVariables(cx.state, element.key);
  const { result, record } = evaluateDeployed(cx, decision, variables, caller);
  const intent = result.kind === 'success' ? 'EVALUATED' : 'FAILED';
  cx.event('DECISION_EVALUATION', intent, cx.nextKey(), record);
  if (result.kind === 'failure') {
    throw new ElementFailure('DECISION_EVALUATION_ERROR', result.message);
  }
  writeTriggering(cx, placeOf(element), elementId, { [called.resultVariable]: result.output });
}
