import type {
  DecisionRequirementsValue,
  DecisionValue,
  FormValue,
  ResourceValue,
  ProcessValue,
} from '../records/values.js';
import { valueOf } from './applier.js';
import type { Appliers } from './applier.js';

/** PROCESS events. */
export const processAppliers: Appliers = {
  CREATED: (state, record) => {
    state.processes.put(record.key, valueOf<ProcessValue>(record));
  },
  DELETED: (state, record, catalog) => {
    const { bpmnProcessId, version } = valueOf<ProcessValue>(record);
    state.keepVersion('process', bpmnProcessId, version);
    state.processes.delete(record.key);
    catalog.forget(record.key);
  },
};

/** DECISION_REQUIREMENTS events. */
export const decisionRequirementsAppliers: Appliers = {
  CREATED: (state, record) => {
    state.decisionRequirements.put(record.key, valueOf<DecisionRequirementsValue>(record));
  },
  DELETED: (state, record) => {
    state.decisionRequirements.delete(record.key);
  },
};

/** DECISION events. */
export const decisionAppliers: Appliers = {
  CREATED: (state, record) => {
    state.decisions.put(record.key, valueOf<DecisionValue>(record));
  },
  DELETED: (state, record) => {
    state.decisions.delete(record.key);
  },
};

/** RESOURCE events. */
export const resourceAppliers: Appliers = {
  CREATED: (state, record) => {
    state.resources.put(record.key, valueOf<ResourceValue>(record));
  },
  DELETED: (state, record) => {
    state.resources.delete(record.key);
  },
};

/** FORM events. */
export const formAppliers: Appliers = {
  CREATED: (state, record) => {
    state.forms.put(record.key, valueOf<FormValue>(record));
  },
  DELETED: (state, record) => {
    const { formId, version } = valueOf<FormValue>(record);
    state.forms.delete(record.key);
    // As in Camunda, a form of which nothing is left begins anew; a process does not.
    if (state.formVersions.count(formId) === 0) {
      state.forgetVersion('form', formId);
    } else {
      state.keepVersion('form', formId, version);
    }
  },
};
