import { noCatchEvent } from '../appliers/job.js';
import { valueOf } from '../appliers/applier.js';
import { findCatcher, uncaughtErrorText } from '../behaviors/catching.js';
import { elementOfInstance } from '../behaviors/element.js';
import type { Element } from '../behaviors/element.js';
import { requestCompletion } from '../behaviors/flow.js';
import { shownJob } from '../behaviors/jobs.js';
import { createIncident } from '../behaviors/incidents.js';
import { offerJob } from '../behaviors/jobs.js';
import {
  doesCatch,
  isClosed,
  placeOf,
  triggerEvent,
  writeTriggering,
} from '../behaviors/trigger.js';
import { mergeLocal } from '../behaviors/variables.js';
import type { EngineRecord } from '../records/record.js';
import type { JobValue } from '../records/values.js';
import type { Job, JobState } from '../state/rows.js';
import { closedScope } from './closed-scope.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { ElementFailure, Refusal } from './refusal.js';

/** Longest error message kept with a job; longer ones are cut, as in Camunda. */
const longestMessage = 10_000;

function cut(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage)}...` : message;
}

function require(
  cx: Processing,
  command: EngineRecord,
  verb: string,
  states: readonly JobState[],
): Job {
  const job = cx.state.jobs.get(command.key);
  if (job === undefined) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to ${verb} job with key '${command.key}', but no such job was found`,
    );
  }
  if (!states.includes(job.state)) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected to ${verb} job with key '${command.key}', but it is in state '${job.state}'`,
    );
  }
  return job;
}

const open: readonly JobState[] = ['ACTIVATABLE', 'ACTIVATED'];

function elementOfJob(cx: Processing, job: Job): Element | undefined {
  const instance = cx.state.elements.get(job.value.elementInstanceKey);
  return instance === undefined ? undefined : elementOfInstance(cx, instance);
}

function complete(cx: Processing, command: EngineRecord): void {
  const job = require(cx, command, 'complete', open);
  const { variables } = valueOf<JobValue>(command);
  const event = cx.event('JOB', 'COMPLETED', job.key, { ...job.value, variables });
  cx.respond(event);
  const element = elementOfJob(cx, job);
  const scope = cx.state.elements.get(element?.value.flowScopeKey ?? -1);
  const scopeIsOpen = element?.node === undefined || scope?.state === 'ACTIVATED';
  if (element === undefined || !scopeIsOpen) {
    return;
  }
  if (!isClosed(cx, element)) {
    writeTriggering(cx, placeOf(element), job.value.elementId, variables);
  }
  if (job.value.jobKind === 'EXECUTION_LISTENER') {
    cx.command('PROCESS_INSTANCE', 'COMPLETE_EXECUTION_LISTENER', element.key, element.value);
  } else {
    requestCompletion(cx, element);
  }
}

function noRetriesType(job: Job): 'JOB_NO_RETRIES' | 'EXECUTION_LISTENER_NO_RETRIES' {
  return job.value.jobKind === 'EXECUTION_LISTENER'
    ? 'EXECUTION_LISTENER_NO_RETRIES'
    : 'JOB_NO_RETRIES';
}

function fail(cx: Processing, command: EngineRecord): void {
  const job = require(cx, command, 'fail', open);
  const { retries, retryBackoff, errorMessage, variables } = valueOf<JobValue>(command);
  const waits = retries > 0 && retryBackoff > 0;
  const failed: JobValue = {
    ...job.value,
    retries,
    retryBackoff,
    errorMessage: cut(errorMessage),
    recurringTime: waits ? cx.now + retryBackoff : job.value.recurringTime,
    variables,
  };
  cx.respond(cx.event('JOB', 'FAILED', job.key, failed));
  const element = elementOfJob(cx, job);
  if (element === undefined) {
    return;
  }
  mergeLocal(cx, element.key, element.value, variables);
  if (retries <= 0) {
    const message = failed.errorMessage === '' ? 'No more retries left.' : failed.errorMessage;
    createIncident(cx, element, new ElementFailure(noRetriesType(job), message), {
      key: job.key,
      elementId: job.value.elementId,
    });
  } else if (!waits) {
    offerJob(cx, job.key);
  }
}

function throwError(cx: Processing, command: EngineRecord): void {
  const job = require(cx, command, 'throw an error for', open);
  const { errorCode, errorMessage, variables } = valueOf<JobValue>(command);
  if (job.value.jobKind === 'EXECUTION_LISTENER') {
    throw new Refusal(
      'INVALID_STATE',
      `Cannot throw BPMN error from ${job.value.jobKind} job with key '${command.key}', ` +
        `type '${job.value.type}' and processInstanceKey '${job.value.processInstanceKey}'`,
    );
  }
  const element = elementOfJob(cx, job);
  const thrown: JobValue = {
    ...job.value,
    errorCode,
    errorMessage: cut(errorMessage),
    variables,
  };
  const search = findCatcher(cx, job.value.elementInstanceKey, 'error', errorCode);
  if (search.kind === 'caught') {
    const { catcher } = search;
    if (catcher.node.elementType === 'START_EVENT' && isClosed(cx, catcher.element)) {
      throw closedScope(cx, catcher.element);
    }
    cx.respond(cx.event('JOB', 'ERROR_THROWN', job.key, thrown));
    if (doesCatch(cx, catcher)) {
      triggerEvent(cx, catcher.element, catcher.node, variables);
    }
    return;
  }
  const uncaught = { ...thrown, elementId: noCatchEvent };
  cx.respond(cx.event('JOB', 'ERROR_THROWN', job.key, uncaught));
  if (element !== undefined) {
    const text = uncaughtErrorText(errorCode, errorMessage, search.codes);
    createIncident(cx, element, new ElementFailure('UNHANDLED_ERROR_EVENT', text), {
      key: job.key,
      elementId: noCatchEvent,
    });
  }
}

const everyState: readonly JobState[] = ['ACTIVATABLE', 'ACTIVATED', 'FAILED', 'ERROR_THROWN'];

function checkRetries(command: EngineRecord): number {
  const { retries } = valueOf<JobValue>(command);
  if (retries <= 0) {
    throw new Refusal(
      'INVALID_ARGUMENT',
      `Expected to update retries for job with key '${command.key}' with a positive amount of retries, but the amount given was '${retries}'`,
    );
  }
  return retries;
}

function update(
  cx: Processing,
  command: EngineRecord,
  attributes: readonly string[],
  intent: string,
): void {
  const job = require(cx, command, 'update', everyState);
  const { timeout } = valueOf<JobValue>(command);
  let value: JobValue = {
    ...shownJob(job),
    // The commands for one attribute do not say so in the event.
    changedAttributes: intent === 'UPDATED' ? attributes : [],
  };
  if (attributes.includes('retries')) {
    value = { ...value, retries: checkRetries(command) };
  }
  if (attributes.includes('timeout')) {
    if (job.state !== 'ACTIVATED') {
      throw new Refusal(
        // As in Camunda, which kind of command it was decides.
        intent === 'UPDATED' ? 'INVALID_ARGUMENT' : 'INVALID_STATE',
        `Expected to update the timeout of job with key '${command.key}', but it is not active`,
      );
    }
    value = { ...value, deadline: cx.now + timeout };
  }
  cx.respond(cx.event('JOB', intent, job.key, value));
}

/** Makes a job activatable again for a reason that time or a worker gave. */
function giveBack(verb: string, from: JobState, intent: string) {
  return (cx: Processing, command: EngineRecord): void => {
    const job = require(cx, command, verb, [from]);
    cx.respond(cx.event('JOB', intent, job.key, job.value));
    offerJob(cx, job.key);
  };
}

/** JOB commands. */
export const jobProcessors: Processors = {
  COMPLETE: complete,
  FAIL: fail,
  THROW_ERROR: throwError,
  UPDATE: (cx, command) => {
    update(cx, command, valueOf<JobValue>(command).changedAttributes, 'UPDATED');
  },
  UPDATE_RETRIES: (cx, command) => {
    update(cx, command, ['retries'], 'RETRIES_UPDATED');
  },
  UPDATE_TIMEOUT: (cx, command) => {
    update(cx, command, ['timeout'], 'TIMEOUT_UPDATED');
  },
  YIELD: giveBack('yield', 'ACTIVATED', 'YIELDED'),
  TIME_OUT: giveBack('time out', 'ACTIVATED', 'TIMED_OUT'),
  RECUR_AFTER_BACKOFF: giveBack('recur', 'FAILED', 'RECURRED_AFTER_BACKOFF'),
};
