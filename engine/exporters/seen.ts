import type {
  EvaluatedDecision,
  IncidentValue,
  JobValue,
  ProcessInstanceValue,
  ProcessMessageSubscriptionValue,
  UserTaskValue,
} from '../records/values.js';

/** How far a process or element instance is. */
export type InstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

/** A process or element instance as searches show it; dates are epoch milliseconds. */
export interface SeenInstance {
  readonly value: ProcessInstanceValue;
  readonly state: InstanceState;
  /** Undefined for instances that began before what the history has seen. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}
/** An incident as searches show it. */
export interface SeenIncident {
  readonly value: IncidentValue;
  readonly state: 'ACTIVE' | 'RESOLVED';
  readonly createdAt: number;
}
/** A job as searches show it; `state` is the protocol's name of what happened to it last. */
export interface SeenJob {
  readonly value: JobValue;
  readonly state: string;
  readonly endedAt: number | undefined;
}
/** A native user task as searches show it. */
export interface SeenUserTask {
  readonly value: UserTaskValue;
  readonly state: string;
  readonly endedAt: number | undefined;
}
/** An open or past subscription to a message. */
export interface SeenSubscription {
  readonly value: ProcessMessageSubscriptionValue;
  readonly state: 'CREATED' | 'CORRELATED' | 'DELETED';
  readonly changedAt: number;
}
/** A message that reached a process instance. */
export interface SeenCorrelation {
  readonly subscriptionKey: number;
  readonly value: ProcessMessageSubscriptionValue;
  readonly at: number;
}
/** An evaluated decision, as its DECISION_EVALUATION record has it. */
export interface SeenEvaluation {
  readonly value: EvaluationValue;
  readonly isFailed: boolean;
  readonly at: number;
}
/** The value of a DECISION_EVALUATION record. */
export interface EvaluationValue {
  readonly decisionId: string;
  readonly decisionRequirementsId: string;
  readonly evaluationFailureMessage: string;
  readonly failedDecisionId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly elementInstanceKey: number;
  readonly evaluatedDecisions: readonly EvaluatedDecision[];
}
