import {
  BpmnError,
  isBpmnError,
  isJobFailure,
  nonRetryable,
  retryable,
} from 'jobwright/runtime/v1';

describe('runtime/v1 errors', () => {
  test('a BpmnError keeps its code and variables and is told from other errors', () => {
    const error = new BpmnError('SEATS_UNAVAILABLE', 'seat 12A is taken', { seat: '12A' });

    expect(error.code).toBe('SEATS_UNAVAILABLE');
    expect(error.variables).toEqual({ seat: '12A' });
    expect(isBpmnError(error)).toBe(true);
    expect(isBpmnError(new Error('x'))).toBe(false);
    expect(isJobFailure(error)).toBe(false);
  });

  test('retryable and nonRetryable differ only in what the worker may do next', () => {
    const cause = new Error('socket closed');

    expect(retryable('bus is down', { backoffMs: 500, cause })).toMatchObject({
      retryable: true,
      backoffMs: 500,
      cause,
    });
    expect(nonRetryable('no such flight')).toMatchObject({
      retryable: false,
      backoffMs: undefined,
    });
    expect(isJobFailure(nonRetryable('x'))).toBe(true);
  });
});
