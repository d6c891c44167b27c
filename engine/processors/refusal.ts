import type { RejectionType } from '../records/record.js';

/**
 * Thrown by a processor, before it has written anything, when a command cannot be done. Becomes a
 * rejection record, and an answer to the client if one waits.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly type: RejectionType;
  /** What the client is told when it differs from the record. */
  readonly clientType: RejectionType;

  constructor(type: RejectionType, reason: string, clientType: RejectionType = type) {
    super(reason);
    this.type = type;
    this.clientType = clientType;
  }
}

/** Error types of incidents, as Camunda names them. */
export type IncidentType =
  | 'IO_MAPPING_ERROR'
  | 'JOB_NO_RETRIES'
  | 'EXECUTION_LISTENER_NO_RETRIES'
  | 'CONDITION_ERROR'
  | 'EXTRACT_VALUE_ERROR'
  | 'CALLED_ELEMENT_ERROR'
  | 'UNHANDLED_ERROR_EVENT'
  | 'CALLED_DECISION_ERROR'
  | 'DECISION_EVALUATION_ERROR'
  | 'FORM_NOT_FOUND'
  | 'MESSAGE_SIZE_EXCEEDED';

/** Thrown while an element is processed when it cannot go on; becomes an incident of the element. */
export class ElementFailure extends Error {
  override readonly name = 'ElementFailure';
  readonly type: IncidentType;
  /** Scope whose variables were read; the element itself when absent. */
  readonly variableScopeKey: number | undefined;

  constructor(type: IncidentType, message: string, variableScopeKey?: number) {
    super(message);
    this.type = type;
    this.variableScopeKey = variableScopeKey;
  }
}
