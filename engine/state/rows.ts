import type {
  CompensationSubscriptionValue,
  IncidentValue,
  JobValue,
  MessageStartSubscriptionValue,
  MessageSubscriptionValue,
  MessageValue,
  ProcessInstanceValue,
  ProcessMessageSubscriptionValue,
  SignalSubscriptionValue,
  TimerValue,
  UserTaskValue,
  Variables,
} from '../records/values.js';

/** Where an element instance is in its life. Instances that ended are not in the state. */
export type ElementState = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING';

/** One element instance that has not ended. */
export interface ElementInstance {
  readonly key: number;
  readonly state: ElementState;
  readonly value: ProcessInstanceValue;
  /**
   * Tokens on flows of this scope that no element has taken up yet, waiting joins included: flow id
   * and number, in order of first arrival; flows without a token are left out.
   */
  readonly takenFlows: readonly (readonly [flowId: string, tokens: number])[];
  /**
   * How many tokens are under way in this scope as Camunda counts them: whatever begins takes one off,
   * if there is one, even what no token brought (a compensation handler, an element that a modification
   * activates). So a scope can be done while a token still waits at a join.
   */
  readonly openFlows: number;
  /** Inner instances of a multi-instance body: place in the collection, from 1. */
  readonly loopCounter: number;
  /** Of a multi-instance body: how many inner instances began, completed and were terminated. */
  readonly loop: {
    readonly begun: number;
    readonly completed: number;
    readonly terminated: number;
  };
  /** Execution listeners done in the current transition. */
  readonly listenersDone: number;
  /** Call activity: the process instance it called; -1 when none. */
  readonly calledInstanceKey: number;
  /** Id of the event that interrupted this scope; empty when none did. */
  readonly interruptedBy: string;
  /**
   * Set for good once an event interrupted it: no event of its event sub-processes and no variables of
   * its listeners get through any more, not even after a modification made it go on.
   */
  readonly isClosed?: true;
}

/** One variable in one scope. `text` is its JSON text. */
export interface Variable {
  readonly key: number;
  readonly scopeKey: number;
  readonly name: string;
  readonly text: string;
}

/** An event that hit a scope and waits to be consumed. */
export interface EventTrigger {
  readonly key: number;
  readonly scopeKey: number;
  readonly targetElementId: string;
  readonly variables: Variables;
  /** The instance it is for; start events wait at the process definition, which many instances share. */
  readonly processInstanceKey: number;
}

/** Where a job is in its life. */
export type JobState = 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'ERROR_THROWN';

/** One job that is not done. */
export interface Job {
  readonly key: number;
  readonly state: JobState;
  readonly value: JobValue;
  /** While it waits after a failure: when it can be activated again, epoch milliseconds. */
  readonly waitsUntil?: number;
}

/** A native user task that is not done. */
export interface UserTask {
  readonly key: number;
  readonly value: UserTaskValue;
}

/** A waiting timer. */
export interface Timer {
  readonly key: number;
  readonly value: TimerValue;
}

/** A message that may still correlate. */
export interface BufferedMessage {
  readonly key: number;
  readonly value: MessageValue;
}

/** Marks that a message went to a process id, so that it goes there once. */
export interface MessageCorrelation {
  readonly messageKey: number;
  readonly bpmnProcessId: string;
}

/** An open message catch, message side. */
export interface MessageSubscription {
  readonly key: number;
  readonly correlating: boolean;
  readonly value: MessageSubscriptionValue;
}

/** An open message catch, process side. */
export interface ProcessMessageSubscription {
  readonly key: number;
  readonly state: 'OPENING' | 'OPEN' | 'CLOSING';
  readonly value: ProcessMessageSubscriptionValue;
}

/** A message start event of the latest version of a process. */
export interface MessageStartSubscription {
  readonly key: number;
  readonly value: MessageStartSubscriptionValue;
}

/** The process instance that a message with this correlation key started and that still runs. */
export interface MessageLock {
  readonly bpmnProcessId: string;
  readonly correlationKey: string;
  readonly processInstanceKey: number;
}

/** An open signal catch or signal start event. */
export interface SignalSubscription {
  readonly key: number;
  readonly value: SignalSubscriptionValue;
}

/** An unresolved incident. */
export interface Incident {
  readonly key: number;
  readonly value: IncidentValue;
  /** When it arose: epoch milliseconds. */
  readonly createdAt: number;
}

/** A completed activity that can be compensated. */
export interface CompensationSubscription {
  readonly key: number;
  readonly value: CompensationSubscriptionValue;
}

/** The highest version of a process or form that was deleted. */
export interface DeletedVersion {
  readonly kind: 'process' | 'form';
  readonly id: string;
  readonly version: number;
}
