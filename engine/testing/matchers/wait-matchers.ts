import { fieldsFit, matcher, textFits } from './matcher.js';
import type { ExpectedJob, ExpectedUserTask } from './process-matchers.js';

/** What an instance waits for. */
export const waitMatchers = {
  toHaveJob: matcher<readonly [(string | ExpectedJob)?]>(
    'toHaveJob',
    (instance, runner, expected = {}) => {
      const wanted = typeof expected === 'string' ? { type: expected } : expected;
      const { message, ...fields }: ExpectedJob = wanted;
      const jobs = instance.jobs();
      return {
        pass: jobs.some(
          (job) =>
            fieldsFit(job, fields, runner) &&
            (message === undefined || textFits(job.errorMessage, message, runner)),
        ),
        expected: () => `a job ${runner.printExpected(wanted)}`,
        found: () =>
          list(
            'no jobs',
            jobs.map(
              ({ type, elementId, retries, state }) =>
                `'${type}' at ${instance.nameOf(elementId)}, retries: ${retries}, ${state}`,
            ),
          ),
      };
    },
  ),

  toBeWaitingForMessage: matcher<readonly [string, unknown?]>(
    'toBeWaitingForMessage',
    (instance, runner, name, ...rest) => {
      const [correlationKey] = rest;
      const subscriptions = instance.messageSubscriptions();
      return {
        pass: subscriptions.some(
          (one) =>
            one.messageName === name &&
            (correlationKey === undefined || runner.equals(one.correlationKey, correlationKey)),
        ),
        expected: () =>
          `waiting for message '${name}'` +
          (correlationKey === undefined
            ? ''
            : ` with correlation key ${runner.printExpected(correlationKey)}`),
        found: () =>
          list(
            'it waits for no message',
            subscriptions.map(
              (one) =>
                `message '${one.messageName}' with correlation key '${one.correlationKey}' at ${instance.nameOf(one.elementId)}`,
            ),
          ),
      };
    },
  ),

  toHaveUserTask: matcher<readonly [(string | ExpectedUserTask)?]>(
    'toHaveUserTask',
    (instance, runner, expected = {}) => {
      const wanted = typeof expected === 'string' ? { elementId: expected } : expected;
      if (typeof wanted.elementId === 'string') {
        instance.requireElements([wanted.elementId]);
      }
      const tasks = instance.userTasks();
      return {
        pass: tasks.some((task) => fieldsFit(task, wanted, runner)),
        expected: () => `a user task ${runner.printExpected(wanted)}`,
        found: () =>
          list(
            'no user tasks',
            tasks.map(
              ({ elementId, assignee, candidateGroups, candidateUsers }) =>
                `${instance.nameOf(elementId)}, assignee: '${assignee}', ` +
                `groups: [${candidateGroups.join(', ')}], users: [${candidateUsers.join(', ')}]`,
            ),
          ),
      };
    },
  ),
};

function list(nothing: string, texts: readonly string[]): string {
  return texts.length === 0 ? nothing : texts.join('\n          ');
}
