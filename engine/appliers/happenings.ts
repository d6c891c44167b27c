import type {
  CompensationSubscriptionValue,
  IncidentValue,
  ProcessEventValue,
  TimerValue,
  VariableValue,
} from '../records/values.js';
import { variableKey } from '../state/engine-state.js';
import { valueOf } from './applier.js';
import type { Applier, Appliers } from './applier.js';

const putVariable: Applier = (state, record) => {
  const { name, value, scopeKey } = valueOf<VariableValue>(record);
  state.variables.put(variableKey(scopeKey, name), {
    key: record.key,
    scopeKey,
    name,
    text: value,
  });
};

/** VARIABLE events. */
export const variableAppliers: Appliers = { CREATED: putVariable, UPDATED: putVariable };

/** PROCESS_EVENT events. */
export const processEventAppliers: Appliers = {
  TRIGGERING: (state, record, catalog) => {
    const { scopeKey, targetElementId, variables, processInstanceKey, processDefinitionKey } =
      valueOf<ProcessEventValue>(record);
    const { key } = record;
    state.triggers.put(key, { key, scopeKey, targetElementId, variables, processInstanceKey });
    const target = catalog.process(processDefinitionKey).nodes.get(targetElementId);
    if (
      target?.elementType === 'START_EVENT' &&
      target.interrupting &&
      target.container.parent !== undefined &&
      state.elements.has(scopeKey)
    ) {
      // The start event of an interrupting event sub-process: the scope belongs to it from now on.
      state.elements.update(scopeKey, {
        interruptedBy: target.container.id,
        isClosed: true,
        takenFlows: [],
        openFlows: 0,
      });
    }
  },
  TRIGGERED: (state, record) => {
    state.triggers.delete(record.key);
  },
};

/** TIMER events. */
export const timerAppliers: Appliers = {
  CREATED: (state, record) => {
    state.timers.put(record.key, { key: record.key, value: valueOf<TimerValue>(record) });
  },
  TRIGGERED: (state, record) => {
    state.timers.delete(record.key);
  },
  CANCELED: (state, record) => {
    state.timers.delete(record.key);
  },
  MIGRATED: (state, record) => {
    state.timers.update(record.key, { value: valueOf<TimerValue>(record) });
  },
};

/** INCIDENT events. */
export const incidentAppliers: Appliers = {
  CREATED: (state, record) => {
    const value = valueOf<IncidentValue>(record);
    state.incidents.put(record.key, { key: record.key, value, createdAt: record.timestamp });
    if (value.errorType === 'MESSAGE_SIZE_EXCEEDED') {
      // Nobody is given the job again before the incident is resolved.
      state.jobs.update(value.jobKey, { state: 'FAILED' });
    }
  },
  RESOLVED: (state, record) => {
    const { jobKey, elementInstanceKey, errorType } = valueOf<IncidentValue>(record);
    state.incidents.delete(record.key);
    const job = state.jobs.get(jobKey);
    // The step that failed begins anew, its execution listeners too. Only where a gateway found no way
    // does their count go on: after the first one there is none left then.
    const isCounted = errorType !== 'CONDITION_ERROR';
    if (job === undefined && isCounted && state.elements.has(elementInstanceKey)) {
      state.elements.update(elementInstanceKey, { listenersDone: 0 });
    }
    if (job !== undefined) {
      // An error that nothing caught had taken the place of the element's id.
      const element = state.elements.get(job.value.elementInstanceKey);
      const elementId = element?.value.elementId ?? job.value.elementId;
      state.jobs.update(jobKey, { state: 'ACTIVATABLE', value: { ...job.value, elementId } });
    }
  },
  MIGRATED: (state, record) => {
    state.incidents.update(record.key, { value: valueOf<IncidentValue>(record) });
  },
};

const putCompensation: Applier = (state, record) => {
  const value = valueOf<CompensationSubscriptionValue>(record);
  state.compensations.put(record.key, { key: record.key, value });
};

/** COMPENSATION_SUBSCRIPTION events. */
export const compensationAppliers: Appliers = {
  CREATED: putCompensation,
  TRIGGERED: putCompensation,
  COMPLETED: (state, record) => {
    state.compensations.delete(record.key);
  },
  DELETED: (state, record) => {
    state.compensations.delete(record.key);
  },
};
