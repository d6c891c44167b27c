import type { UserTaskValue } from '../records/values.js';
import { valueOf } from './applier.js';
import type { Applier, Appliers } from './applier.js';

/** Tasks are kept without variables and without what the last command was. */
const put: Applier = (state, record) => {
  const value = valueOf<UserTaskValue>(record);
  state.userTasks.put(record.key, {
    key: record.key,
    value: { ...value, variables: {}, changedAttributes: [], action: '' },
  });
};

const remove: Applier = (state, record) => {
  state.userTasks.delete(record.key);
};

/** USER_TASK events. */
export const userTaskAppliers: Appliers = {
  CREATED: put,
  ASSIGNED: put,
  UPDATED: put,
  COMPLETED: remove,
  CANCELED: remove,
  MIGRATED: put,
};
