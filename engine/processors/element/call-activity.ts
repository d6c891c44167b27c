import { isInner, processInstanceValue } from '../../behaviors/element.js';
import type { Element } from '../../behaviors/element.js';
import { evaluateString } from '../../behaviors/expressions.js';
import { transition } from '../../behaviors/flow.js';
import { openSubscriptions, planSubscriptions } from '../../behaviors/subscriptions.js';
import { localVariables, mergeLocal, visibleVariables } from '../../behaviors/variables.js';
import type { ExecutableNode } from '../../model/executable.js';
import type { ProcessValue } from '../../records/values.js';
import type { Processing } from '../processing.js';
import { ElementFailure } from '../refusal.js';

type Called = NonNullable<ExecutableNode['calledElement']>;

/** The definition with a process id that a binding chooses; undefined when there is none. */
function chooseDefinition(
  cx: Processing,
  element: Element,
  called: Called,
  processId: string,
): ProcessValue | undefined {
  const versions = cx.state.processVersions
    .get(processId)
    .map((key) => cx.state.processes.get(key))
    .filter((row): row is ProcessValue => row !== undefined);
  switch (called.bindingType) {
    case 'versionTag':
      return versions.findLast((row) => row.versionTag === called.versionTag);
    case 'deployment': {
      const own = cx.state.processes.get(element.value.processDefinitionKey);
      return versions.findLast((row) => row.deploymentKey === own?.deploymentKey);
    }
    default:
      return versions.at(-1);
  }
}

function missing(
  cx: Processing,
  element: Element,
  called: Called,
  processId: string,
): ElementFailure {
  const own = cx.state.processes.get(element.value.processDefinitionKey);
  const texts: Readonly<Record<string, string>> = {
    versionTag:
      `Expected to call process with BPMN process id '${processId}' and version tag '${called.versionTag ?? ''}', but no such process found. ` +
      'To resolve this incident, deploy a process with the given process id and version tag.',
    deployment:
      `Expected to call process with BPMN process id '${processId}' with binding type 'deployment', but no such process found in the deployment with key ${own?.deploymentKey ?? -1} which contained the current process. ` +
      'To resolve this incident, migrate the process instance to a process definition that is deployed together with the intended process definition to call.',
  };
  return new ElementFailure(
    'CALLED_ELEMENT_ERROR',
    texts[called.bindingType] ??
      `Expected process with BPMN process id '${processId}' to be deployed, but not found.`,
  );
}

/** Activates a call activity: the called process is asked to begin with the caller's variables. */
export function activateCallActivity(cx: Processing, element: Element): void {
  const { node } = element;
  const called = node?.calledElement;
  if (node === undefined || called === undefined) {
    return;
  }
  const processId = evaluateString(cx, called.processId, { scopeKey: element.key });
  const definition = chooseDefinition(cx, element, called, processId);
  if (definition === undefined) {
    throw missing(cx, element, called, processId);
  }
  if (cx.catalog.process(definition.processDefinitionKey).scope.noneStart === undefined) {
    throw new ElementFailure(
      'CALLED_ELEMENT_ERROR',
      `Expected process with BPMN process id '${processId}' to have a none start event, but not found.`,
    );
  }
  const boundary = isInner(cx, element) ? [] : node.boundaryEvents;
  openSubscriptions(cx, element, planSubscriptions(cx, element, boundary));
  transition(cx, element, 'ELEMENT_ACTIVATED');
  const key = cx.nextKey();
  const value = processInstanceValue(definition, key, element);
  cx.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', key, value);
  if (called.propagateAllParentVariables) {
    mergeLocal(cx, key, value, visibleVariables(cx.state, element.key));
  } else if (node.inputs.length > 0) {
    // Without input mappings not even what a listener left here goes along.
    mergeLocal(cx, key, value, localVariables(cx.state, element.key));
  }
}

/** True when the variables of the called process come back to the call activity. */
export function takesChildVariables(node: ExecutableNode): boolean {
  return node.calledElement?.propagateAllChildVariables !== false || node.outputs.length > 0;
}
