import { valueOf } from '../appliers/applier.js';
import type { ExecutableNode, ExecutableProcess } from '../model/executable.js';
import type { EngineRecord } from '../records/record.js';
import { readNumber } from '../records/normalise-command.js';
import { defaultTenant } from '../records/values.js';
import type { ProcessInstanceValue, ProcessValue, VariableValue } from '../records/values.js';
import { compoundKey } from '../state/engine-state.js';
import type { ElementInstance } from '../state/rows.js';
import type { Processing } from './processing.js';
import { checkSubscriptions, moveSubscriptions } from './migrate-subscriptions.js';
import type { Processors } from './processor.js';
import { Refusal } from './refusal.js';

interface MigrationValue {
  readonly targetProcessDefinitionKey: number | string;
  readonly mappingInstructions: readonly {
    readonly sourceElementId: string;
    readonly targetElementId: string;
  }[];
}

/** Element types whose active instances can move to another definition. */
const migratable: ReadonlySet<string> = new Set([
  'PROCESS',
  'SERVICE_TASK',
  'USER_TASK',
  'SEND_TASK',
  'SCRIPT_TASK',
  'BUSINESS_RULE_TASK',
  'SUB_PROCESS',
  'CALL_ACTIVITY',
  'RECEIVE_TASK',
  'INTERMEDIATE_CATCH_EVENT',
]);

function refuse(type: 'INVALID_ARGUMENT' | 'INVALID_STATE', key: number, problem: string): Refusal {
  return new Refusal(type, `Expected to migrate process instance '${key}' but ${problem}`);
}

function checkMappings(
  key: number,
  value: MigrationValue,
  source: ExecutableProcess,
  target: ExecutableProcess,
): ReadonlyMap<string, string> {
  const mappings = new Map<string, string>();
  for (const { sourceElementId, targetElementId } of value.mappingInstructions) {
    if (mappings.has(sourceElementId)) {
      throw refuse(
        'INVALID_ARGUMENT',
        key,
        `the mapping instructions contain duplicate source element ids '[${sourceElementId}]'.`,
      );
    }
    if (!source.nodes.has(sourceElementId)) {
      throw refuse(
        'INVALID_ARGUMENT',
        key,
        `mapping instructions contain a non-existing source element id '${sourceElementId}'. ` +
          'Elements provided in mapping instructions must exist in the source process definition.',
      );
    }
    if (!target.nodes.has(targetElementId)) {
      throw refuse(
        'INVALID_ARGUMENT',
        key,
        `mapping instructions contain a non-existing target element id '${targetElementId}'. ` +
          'Elements provided in mapping instructions must exist in the target process definition.',
      );
    }
    mappings.set(sourceElementId, targetElementId);
  }
  return mappings;
}

interface Move {
  readonly instance: ElementInstance;
  readonly value: ProcessInstanceValue;
}

/** What a plan is checked against. */
interface Target {
  readonly process: ExecutableProcess;
  readonly mappings: ReadonlyMap<string, string>;
  /** Everything that is active in the instance. */
  readonly instances: readonly ElementInstance[];
}

function planMove(
  key: number,
  instance: ElementInstance,
  definition: ProcessValue,
  target: Target,
): Move {
  const { elementId, bpmnElementType } = instance.value;
  const moved: ProcessInstanceValue = {
    ...instance.value,
    version: definition.version,
    bpmnProcessId: definition.bpmnProcessId,
    processDefinitionKey: definition.processDefinitionKey,
  };
  if (bpmnElementType === 'PROCESS') {
    return { instance, value: { ...moved, elementId: definition.bpmnProcessId } };
  }
  if (!migratable.has(bpmnElementType)) {
    throw refuse(
      'INVALID_STATE',
      key,
      `active element with id '${elementId}' has an unsupported type. The migration of a ${bpmnElementType} is not supported.`,
    );
  }
  const targetId = target.mappings.get(elementId);
  const node = targetId === undefined ? undefined : target.process.nodes.get(targetId);
  if (targetId === undefined || node === undefined) {
    throw refuse(
      'INVALID_STATE',
      key,
      `no mapping instruction defined for active element with id '${elementId}'. ` +
        'Elements cannot be migrated without a mapping.',
    );
  }
  if (node.elementType !== bpmnElementType) {
    throw refuse(
      'INVALID_STATE',
      key,
      `active element with id '${elementId}' and type '${bpmnElementType}' is mapped to an element with id '${targetId}' and different type '${node.elementType}'. ` +
        'Elements must be mapped to elements of the same type.',
    );
  }
  checkScope(key, { instance, node }, target);
  return { instance, value: { ...moved, elementId: targetId } };
}

/** An element has to stay in the scope that its own scope is mapped to. */
function checkScope(
  key: number,
  { instance, node }: { readonly instance: ElementInstance; readonly node: ExecutableNode },
  target: Target,
): void {
  const { flowScopeKey, elementId } = instance.value;
  const scope = target.instances.find((one) => one.key === flowScopeKey);
  if (scope === undefined) {
    return;
  }
  const expected =
    scope.value.bpmnElementType === 'PROCESS'
      ? target.process.id
      : target.mappings.get(scope.value.elementId);
  if (expected !== node.container.id) {
    throw refuse(
      'INVALID_STATE',
      key,
      `the flow scope of active element with id '${elementId}' is changed. The flow scope of the active element is expected to be '${expected ?? ''}' but was '${node.container.id}'. ` +
        'The flow scope of an element cannot be changed during migration yet.',
    );
  }
}

function instancesIn(cx: Processing, key: number): readonly ElementInstance[] {
  const instance = cx.state.elements.get(key);
  const children = cx.state.childrenOf.get(key).flatMap((child) => instancesIn(cx, child));
  return instance === undefined ? [] : [instance, ...children];
}

/** Says that the variables of a scope are another definition's now; their values are not told. */
function tellVariables(cx: Processing, { instance, value }: Move): void {
  const { bpmnProcessId, processDefinitionKey, processInstanceKey } = value;
  for (const name of cx.state.variableNames.get(instance.key)) {
    const variable = cx.state.variables.get(compoundKey(String(instance.key), name));
    const told: VariableValue = {
      name,
      value: 'null',
      scopeKey: instance.key,
      tenantId: defaultTenant,
      bpmnProcessId,
      processInstanceKey,
      processDefinitionKey,
    };
    cx.event('VARIABLE', 'MIGRATED', variable?.key ?? -1, told);
  }
}

function moveElement(cx: Processing, { instance, value }: Move): void {
  cx.event('PROCESS_INSTANCE', 'ELEMENT_MIGRATED', instance.key, value);
  const { processDefinitionKey, bpmnProcessId, elementId, version } = value;
  for (const jobKey of [...cx.state.jobsOfElement.get(instance.key)]) {
    const job = cx.state.jobs.get(jobKey);
    if (job !== undefined) {
      const moved = { processDefinitionKey, bpmnProcessId, elementId };
      const processDefinitionVersion = version;
      cx.event('JOB', 'MIGRATED', jobKey, { ...job.value, ...moved, processDefinitionVersion });
    }
  }
  for (const taskKey of [...cx.state.userTasksOfElement.get(instance.key)]) {
    const task = cx.state.userTasks.get(taskKey);
    if (task !== undefined) {
      const moved = { processDefinitionKey, bpmnProcessId, elementId };
      const processDefinitionVersion = version;
      cx.event('USER_TASK', 'MIGRATED', taskKey, {
        ...task.value,
        ...moved,
        processDefinitionVersion,
      });
    }
  }
  for (const incidentKey of [...cx.state.incidentsOfElement.get(instance.key)]) {
    const incident = cx.state.incidents.get(incidentKey);
    if (incident !== undefined) {
      const moved = { processDefinitionKey, bpmnProcessId, elementId };
      cx.event('INCIDENT', 'MIGRATED', incidentKey, { ...incident.value, ...moved });
    }
  }
  tellVariables(cx, { instance, value });
}

function migrate(cx: Processing, command: EngineRecord): void {
  const value = valueOf<MigrationValue>(command);
  const { key } = command;
  const root = cx.state.elements.get(key);
  if (root?.value.bpmnElementType !== 'PROCESS') {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to migrate process instance but no process instance found with key '${key}'`,
    );
  }
  const targetKey = readNumber('targetProcessDefinitionKey', value.targetProcessDefinitionKey);
  const definition = cx.state.processes.get(targetKey);
  if (definition === undefined) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to migrate process instance to process definition but no process definition found with key '${targetKey}'`,
    );
  }
  const source = cx.catalog.process(root.value.processDefinitionKey);
  const process = cx.catalog.process(targetKey);
  const mappings = checkMappings(key, value, source, process);
  const instances = instancesIn(cx, key);
  const moves = instances.map((one) =>
    planMove(key, one, definition, { process, mappings, instances }),
  );
  for (const { instance, value: moved } of moves) {
    checkSubscriptions(cx, { instance, moved, process, mappings });
  }
  for (const move of moves) {
    moveElement(cx, move);
    moveSubscriptions(cx, { instance: move.instance, moved: move.value, process, mappings });
  }
  const event = cx.event('PROCESS_INSTANCE_MIGRATION', 'MIGRATED', key, value);
  cx.respond(event);
}

/** PROCESS_INSTANCE_MIGRATION commands. */
export const migrationProcessors: Processors = { MIGRATE: migrate };
