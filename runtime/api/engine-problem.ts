import { engineErrorCode } from '../v1.js';
import { ApiProblem } from './problem.js';

/**
 * The problem behind a failed engine call: the engine does not answer, or cannot do what was asked.
 * Undefined for every other failure; what an engine refuses is for the handler to explain.
 */
export function engineProblem(error: unknown): ApiProblem | undefined {
  switch (engineErrorCode(error)) {
    case 'UNAVAILABLE':
    case 'DEADLINE_EXCEEDED':
    case 'RESOURCE_EXHAUSTED':
      return new ApiProblem('ENGINE_UNAVAILABLE', 'The engine does not answer; try again.', {
        headers: { 'Retry-After': '1' },
        cause: error,
      });
    case 'UNIMPLEMENTED':
      return new ApiProblem('NOT_SUPPORTED', 'The engine behind this server cannot do this.', {
        cause: error,
      });
    default:
      return undefined;
  }
}
