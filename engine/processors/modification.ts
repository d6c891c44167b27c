import { valueOf } from '../appliers/applier.js';
import { elementOfInstance } from '../behaviors/element.js';
import type { EngineRecord } from '../records/record.js';
import { readNumber } from '../records/normalise-command.js';
import { Activation } from './activation.js';
import { terminateElement, terminateTree } from './element/terminate.js';
import { checkInstructions, type ModificationValue } from './modification-checks.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { Refusal } from './refusal.js';

/**
 * Scopes that a termination left empty are terminated too, upward. Throws `Refusal` when that reaches a
 * called process: only its caller can end it.
 */
function terminateEmptied(cx: Processing, scopeKey: number, kept: ReadonlySet<number>): void {
  const scope = cx.state.elements.get(scopeKey);
  if (
    scope === undefined ||
    cx.state.childrenOf.count(scopeKey) > 0 ||
    kept.has(scopeKey) ||
    scope.openFlows > 0
  ) {
    return;
  }
  if (scope.value.parentProcessInstanceKey > 0 && scope.value.bpmnElementType === 'PROCESS') {
    throw new Refusal(
      'INVALID_ARGUMENT',
      `Expected to modify instance of process '${scope.value.bpmnProcessId}' but the given instructions would terminate the instance. ` +
        'The instance was created by a call activity in the parent process. ' +
        'To terminate this instance please modify the parent process instead.',
    );
  }
  terminateElement(cx, elementOfInstance(cx, scope));
  terminateEmptied(cx, scope.value.flowScopeKey, kept);
}

function modify(cx: Processing, command: EngineRecord): void {
  const value = valueOf<ModificationValue>(command);
  const instance = cx.state.elements.get(command.key);
  if (instance?.value.bpmnElementType !== 'PROCESS' || instance.state === 'TERMINATING') {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to modify process instance but no process instance found with key '${command.key}'`,
    );
  }
  const process = elementOfInstance(cx, instance);
  checkInstructions(cx, process, value);
  const kept = new Set<number>();
  const activateInstructions = value.activateInstructions.map((instruction) => {
    const activation = new Activation(cx, process, instruction);
    const node = process.process.nodes.get(instruction.elementId);
    if (node !== undefined) {
      activation.run(node);
    }
    activation.scopeKeys.forEach((key) => kept.add(key));
    return { ...instruction, ancestorScopeKeys: activation.scopeKeys };
  });
  cx.holdsScopes = true;
  for (const { elementInstanceKey } of value.terminateInstructions) {
    const target = cx.state.elements.get(readNumber('elementInstanceKey', elementInstanceKey));
    if (target !== undefined && target.state !== 'TERMINATING') {
      terminateTree(cx, elementOfInstance(cx, target));
      terminateEmptied(cx, target.value.flowScopeKey, kept);
    }
  }
  cx.holdsScopes = false;
  const modified = { ...value, ancestorScopeKeys: [...kept], activateInstructions };
  cx.respond(cx.event('PROCESS_INSTANCE_MODIFICATION', 'MODIFIED', command.key, modified));
}

/** PROCESS_INSTANCE_MODIFICATION commands. */
export const modificationProcessors: Processors = { MODIFY: modify };
