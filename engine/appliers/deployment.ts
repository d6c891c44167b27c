import type {
  DecisionRequirementsValue,
  DecisionValue,
  FormValue,
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

/** FORM events. */
export const formAppliers: Appliers = {
  CREATED: (state, record) => {
    state.forms.put(record.key, valueOf<FormValue>(record));
  },
  DELETED: (state, record) => {
    state.forms.delete(record.key);
  },
};
