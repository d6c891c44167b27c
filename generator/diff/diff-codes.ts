import type { Subject } from './subject.js';

interface DiffCodeEntry {
  readonly subject: Subject;
  /** One sentence for docs/diff.md. */
  readonly summary: string;
  /** What to do when such a change is not safe. */
  readonly fix: string;
}

/**
 * The kinds of change that `diff` reports, one code for each thing that can change. A code that is no
 * longer raised is never used again. docs/diff.md describes them.
 */
export const diffCodes = {
  DIFF801: {
    subject: 'process',
    summary: 'A process came, went, or has another version tag.',
    fix: 'keep its workers until its instances have ended, and tell whoever starts or calls it',
  },
  DIFF802: {
    subject: 'element',
    summary: 'An element came, went, or is now something else.',
    fix: 'see what the migration plan says of instances that wait there',
  },
  DIFF803: {
    subject: 'job type',
    summary: 'A job type came, went, or its jobs are created by something else.',
    fix: 'change the handler map, and keep the old handler while old instances run',
  },
  DIFF804: {
    subject: 'job input',
    summary: 'A variable that jobs of a type carry came, went, or has another type.',
    fix: 'make the handler cope with both while old instances run',
  },
  DIFF805: {
    subject: 'job output',
    summary: 'A variable that completing a job takes came, went, or has another type.',
    fix: 'have the handler return what both versions read while old instances run',
  },
  DIFF806: {
    subject: 'header',
    summary: 'A fixed header of a job type came, went, or has other values.',
    fix: 'make the handler cope with both while old instances run',
  },
  DIFF807: {
    subject: 'job error',
    summary: 'An error code that a handler may throw came or went.',
    fix: 'catch the code in the model again, or stop throwing it',
  },
  DIFF808: {
    subject: 'message',
    summary: 'A message that a process waits for came, went, or is used differently.',
    fix: 'change its publishers at the same time',
  },
  DIFF809: {
    subject: 'correlation key',
    summary: 'A message is correlated by something else.',
    fix: 'change its publishers at the same time',
  },
  DIFF810: {
    subject: 'payload',
    summary: 'The payload of a message or signal has another shape.',
    fix: 'have its publishers send what both versions take first',
  },
  DIFF811: {
    subject: 'signal',
    summary: 'A signal that a process waits for came or went.',
    fix: 'change whoever broadcasts it',
  },
  DIFF813: {
    subject: 'error code',
    summary: 'An error code is thrown or caught elsewhere.',
    fix: 'catch it in this process, or in the processes that call it',
  },
  DIFF814: {
    subject: 'escalation code',
    summary: 'An escalation code is thrown or caught elsewhere.',
    fix: 'catch it in this process, or in the processes that call it',
  },
  DIFF815: {
    subject: 'user task',
    summary: 'A user task came, went, or is offered differently.',
    fix: 'change the applications that show its tasks',
  },
  DIFF816: {
    subject: 'form',
    summary: 'The form of a user task shows or takes something else.',
    fix: 'change the applications that fill it in',
  },
  DIFF817: {
    subject: 'decision',
    summary: 'A decision came, went, or another version of it is called.',
    fix: 'bind the decision by version tag or deployment if old instances must not see the new one',
  },
  DIFF818: {
    subject: 'decision variable',
    summary: 'A decision takes or gives something else.',
    fix: 'bind the decision by version tag or deployment if old instances must not see the new one',
  },
  DIFF819: {
    subject: 'call activity',
    summary: 'A call activity came, went, or calls something else.',
    fix: 'deploy the called process first, and check what it takes and gives',
  },
  DIFF820: {
    subject: 'timer',
    summary: 'A timer came, went, or has another time.',
    fix: 'migrate instances without mapping the timer if those that wait should get the new time',
  },
  DIFF821: {
    subject: 'start input',
    summary: 'Starting a process takes something else.',
    fix: 'have callers send what both versions take first',
  },
  DIFF822: {
    subject: 'result',
    summary: 'A process ends with other variables.',
    fix: 'change whoever reads the result',
  },
  DIFF823: {
    subject: 'operation',
    summary: 'An operation of the API came, went, or is reached differently.',
    fix: 'keep the old operation beside the new one until no caller uses it',
  },
  DIFF824: {
    subject: 'parameter',
    summary: 'A parameter of an operation came, went, or has another type.',
    fix: 'make the parameter optional, or add another operation',
  },
  DIFF825: {
    subject: 'request body',
    summary: 'The request body of an operation has another shape.',
    fix: 'take what old callers send, too',
  },
  DIFF826: {
    subject: 'response',
    summary: 'A response of an operation came, went, or has another shape.',
    fix: 'keep giving what old callers read',
  },
  DIFF827: {
    subject: 'element',
    summary: 'An element has another id but does the same work: it was probably renamed.',
    fix: 'map the old id to the new one when you migrate instances, or take the old id back',
  },
  DIFF828: {
    subject: 'running instances',
    summary: 'Instances of the old version still need what the new version no longer has.',
    fix: 'keep the old worker running until those instances have ended or have been migrated',
  },
  DIFF829: {
    subject: 'running instances',
    summary: 'Instances that wait at an element cannot be migrated to the new version.',
    fix: 'let them end on the old version, or keep the element as it was',
  },
} as const satisfies Readonly<Record<string, DiffCodeEntry>>;

/** A code of a change. */
export type DiffCode = keyof typeof diffCodes;
