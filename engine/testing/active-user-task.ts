import { document } from './document.js';
import type { InstanceHost } from './instance-host.js';
import type { TestUserTask } from './user-task-view.js';

/** What a user can change of a native user task. */
export interface UserTaskChange {
  readonly candidateGroups?: readonly string[];
  readonly candidateUsers?: readonly string[];
  readonly dueDate?: string;
  readonly followUpDate?: string;
  readonly priority?: number;
}

/**
 * A user task that a test does by hand. Each call waits until the engine is idle. A user task that is
 * a job can only be completed.
 */
export interface ActiveUserTask extends TestUserTask {
  complete(variables?: object): Promise<void>;
  /** Gives it to a user, whoever has it. */
  assign(assignee: string): Promise<void>;
  /** Gives it to a user; rejects when another one has it. */
  claim(assignee: string): Promise<void>;
  unassign(): Promise<void>;
  update(change: UserTaskChange): Promise<void>;
}

/** Puts what users do with it beside a user task. */
export function activeUserTask(task: TestUserTask, host: InstanceHost): ActiveUserTask {
  const execute = async (intent: string, value: object): Promise<void> => {
    if (task.kind === 'job') {
      throw new Error(`the user task '${task.elementId}' is a job: it can only be completed`);
    }
    await host.operations().execute({ valueType: 'USER_TASK', intent, key: task.key, value });
    await host.idle();
  };
  return {
    ...task,
    complete: async (variables = {}) => {
      if (task.kind === 'native') {
        await execute('COMPLETE', { variables: document(variables) });
        return;
      }
      await host.operations().completeJob(task.key, document(variables));
      await host.idle();
    },
    assign: (assignee) => execute('ASSIGN', { assignee }),
    claim: (assignee) => execute('CLAIM', { assignee }),
    unassign: () => execute('ASSIGN', { assignee: '' }),
    update: (change) => {
      const { candidateGroups, candidateUsers, ...rest } = change;
      const value = {
        ...rest,
        ...(candidateGroups === undefined ? {} : { candidateGroupsList: candidateGroups }),
        ...(candidateUsers === undefined ? {} : { candidateUsersList: candidateUsers }),
      };
      return execute('UPDATE', { ...value, changedAttributes: Object.keys(value) });
    },
  };
}
