import { EngineClosed, isCommandRejected } from '../records/client-command.js';
import type { RejectionType } from '../records/record.js';

/** Why a request failed, in words both gateways know; each maps it to its own status codes. */
export type GatewayStatus =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'INVALID_STATE'
  | 'DEADLINE_EXCEEDED'
  | 'UNAVAILABLE'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNKNOWN';

/** Thrown when a gateway itself refuses a request or gives up waiting; the engine was not at fault. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly status: GatewayStatus;
  /** Short name of the fault; problem documents carry it as their title. */
  readonly title: string;

  constructor(status: GatewayStatus, message: string, title: string = status) {
    super(message);
    this.status = status;
    this.title = title;
  }
}

/** Turns anything thrown into an error with a status; what is unknown becomes `INTERNAL`, no details. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) {
    return error;
  }
  if (isCommandRejected(error)) {
    return new GatewayError(
      statusOfRejection(error.rejectionType),
      error.message,
      error.rejectionType,
    );
  }
  if (error instanceof EngineClosed) {
    return new GatewayError(
      'UNAVAILABLE',
      'The engine is closed or its journal cannot be written.',
    );
  }
  return new GatewayError('INTERNAL', 'Unexpected error occurred during the request processing');
}

function statusOfRejection(type: RejectionType): GatewayStatus {
  switch (type) {
    case 'INVALID_ARGUMENT':
    case 'NOT_FOUND':
    case 'ALREADY_EXISTS':
    case 'INVALID_STATE':
      return type;
    case 'PROCESSING_ERROR':
      return 'INTERNAL';
    case 'EXCEEDED_BATCH_RECORD_SIZE':
    case 'NULL_VAL':
      return 'UNKNOWN';
  }
}
