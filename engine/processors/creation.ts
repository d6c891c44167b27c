import { valueOf } from '../appliers/applier.js';
import { elementOf, processInstanceValue } from '../behaviors/element.js';
import { mergeLocal } from '../behaviors/variables.js';
import type { EngineRecord } from '../records/record.js';
import { without } from '../records/without.js';
import type { CreationValue, ProcessValue } from '../records/values.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { startAt, startTargets } from './start-instructions.js';
import { Refusal } from './refusal.js';

/** The definition that a creation asks for. Throws `Refusal` when it is not there. */
function findDefinition(cx: Processing, value: CreationValue): ProcessValue {
  const { bpmnProcessId, processDefinitionKey, version } = value;
  if (bpmnProcessId !== '') {
    const found = cx.state.processVersions
      .get(bpmnProcessId)
      .map((key) => cx.state.processes.get(key))
      .findLast((row) => version < 0 || row?.version === version);
    if (found !== undefined) {
      return found;
    }
    throw new Refusal(
      'NOT_FOUND',
      version < 0
        ? `Expected to find process definition with process ID '${bpmnProcessId}', but none found`
        : `Expected to find process definition with process ID '${bpmnProcessId}' and version '${version}', but none found`,
    );
  }
  if (processDefinitionKey >= 0) {
    const found = cx.state.processes.get(processDefinitionKey);
    if (found !== undefined) {
      return found;
    }
    throw new Refusal(
      'NOT_FOUND',
      `Expected to find process definition with key '${processDefinitionKey}', but none found`,
    );
  }
  throw new Refusal(
    'INVALID_ARGUMENT',
    'Expected at least a bpmnProcessId or a key greater than -1, but none given',
  );
}

function create(cx: Processing, command: EngineRecord, awaitsResult: boolean): void {
  const value = valueOf<CreationValue>(command);
  const definition = findDefinition(cx, value);
  const { processDefinitionKey, version, bpmnProcessId } = definition;
  const { startInstructions } = value;
  const process = cx.catalog.process(processDefinitionKey);
  const targets = startTargets(process, startInstructions);
  if (targets.length === 0 && process.scope.noneStart === undefined) {
    throw new Refusal(
      'INVALID_STATE',
      'Expected to create instance of process with none start event, but there is no such event',
    );
  }
  const key = cx.nextKey();
  const instance = processInstanceValue(definition, key);
  mergeLocal(cx, key, instance, value.variables);
  if (targets.length === 0) {
    cx.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', key, instance);
  } else {
    startAt(cx, elementOf(cx, key, instance), targets);
  }
  const created = {
    ...without(value, 'fetchVariables'),
    bpmnProcessId,
    version,
    processInstanceKey: key,
    processDefinitionKey,
  };
  const event = cx.event('PROCESS_INSTANCE_CREATION', 'CREATED', cx.nextKey(), created);
  if (awaitsResult) {
    cx.await(key, value.fetchVariables ?? []);
  } else {
    cx.respond(event);
  }
}

/** PROCESS_INSTANCE_CREATION commands. */
export const creationProcessors: Processors = {
  CREATE: (cx, command) => {
    create(cx, command, false);
  },
  CREATE_WITH_AWAITING_RESULT: (cx, command) => {
    create(cx, command, true);
  },
};
