import type { EngineRecord } from '../records/record.js';
import type { UserTaskValue } from '../records/values.js';
import type { Job } from '../state/rows.js';

/** A user task that waits to be done: a native one, or one that is a job. */
export interface TestUserTask {
  /** Of the user task, or of the job that it is. */
  readonly key: number;
  readonly kind: 'native' | 'job';
  readonly elementId: string;
  /** Empty when nobody is assigned. */
  readonly assignee: string;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  /** ISO 8601; empty when there is none. */
  readonly dueDate: string;
  /** ISO 8601; empty when there is none. */
  readonly followUpDate: string;
  /** 0 to 100; 50 for a job. */
  readonly priority: number;
}

/** Job type of a user task that is a job. */
const userTaskJobType = 'io.camunda.zeebe:userTask';

/** User tasks that wait, from the records and the open jobs of an instance, oldest first. */
export function openUserTasks(
  records: readonly EngineRecord[],
  jobs: readonly Job[],
): readonly TestUserTask[] {
  const native = new Map<number, TestUserTask>();
  for (const { recordType, valueType, intent, key, value } of records) {
    if (recordType !== 'EVENT' || valueType !== 'USER_TASK') {
      continue;
    }
    if (intent === 'COMPLETED' || intent === 'CANCELED') {
      native.delete(key);
    } else {
      // A record's value has the shape that its value type names.
      native.set(key, nativeTask(key, value as UserTaskValue));
    }
  }
  return [
    ...native.values(),
    ...jobs.filter(({ value }) => value.type === userTaskJobType).map(jobTask),
  ];
}

function nativeTask(key: number, value: UserTaskValue): TestUserTask {
  const { elementId, assignee, dueDate, followUpDate, priority } = value;
  return {
    key,
    kind: 'native',
    elementId,
    assignee,
    candidateGroups: value.candidateGroupsList,
    candidateUsers: value.candidateUsersList,
    dueDate,
    followUpDate,
    priority,
  };
}

function jobTask({ key, value }: Job): TestUserTask {
  const header = (name: string): string => value.customHeaders[`io.camunda.zeebe:${name}`] ?? '';
  return {
    key,
    kind: 'job',
    elementId: value.elementId,
    assignee: header('assignee'),
    candidateGroups: readList(header('candidateGroups')),
    candidateUsers: readList(header('candidateUsers')),
    dueDate: header('dueDate'),
    followUpDate: header('followUpDate'),
    priority: 50,
  };
}

/** A header has a list as JSON text, or as the model has it: names with commas between. */
function readList(text: string): readonly string[] {
  if (text.trimStart().startsWith('[')) {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
  }
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
