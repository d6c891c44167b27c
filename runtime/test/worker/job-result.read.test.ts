import { activate, correct, deny, finish, type JobDescriptor } from '../../v1.js';
import { readJobResult } from '../../worker/job-result.js';

const descriptor = (result?: JobDescriptor['result']): JobDescriptor => ({
  type: 'check',
  elementIds: ['Check'],
  inputSchema: {},
  outputSchema: {},
  errorCodes: [],
  ...(result === undefined ? {} : { result }),
});
const listener = (...events: ('creating' | 'assigning' | 'completing' | 'canceling')[]) =>
  descriptor({ taskListenerEvents: events });

describe('what a handler returns', () => {
  test('is variables where the job takes no result, whatever its members are called', () => {
    const output = { jobResult: 'taskListener', denied: true };

    expect(readJobResult(output, descriptor())).toEqual({ variables: output });
    expect(readJobResult(undefined, descriptor())).toEqual({ variables: {} });
  });

  test('is variables where a listener returns no result', () => {
    expect(readJobResult({ jobResult: 1 }, listener('completing'))).toEqual({
      variables: { jobResult: 1 },
    });
    expect(readJobResult(null, listener('completing'))).toEqual({ variables: {} });
  });

  test('is a denial or a correction of a task listener', () => {
    expect(readJobResult(deny('no stock'), listener('creating', 'assigning'))).toEqual({
      variables: {},
      result: { jobResult: 'taskListener', denied: true, reason: 'no stock' },
    });
    expect(readJobResult(correct({ priority: 80 }), listener('creating'))).toEqual({
      variables: {},
      result: { jobResult: 'taskListener', denied: false, corrections: { priority: 80 } },
    });
  });

  test.each([
    [deny('no'), listener('creating', 'canceling'), 'deny is not possible on creating, canceling'],
    [correct({}), listener('canceling'), 'correct is not possible on canceling'],
    [correct({}), descriptor({ activatable: ['A'] }), 'correct is not possible on this job'],
  ])('is a fault where the event does not allow it: %j', (output, of, fault) => {
    expect(readJobResult(output, of)).toEqual({ variables: {}, fault });
  });

  test('is activities to activate, with the variables of the sub-process apart', () => {
    const adHoc = descriptor({ activatable: ['A', 'B'] });
    const output = activate([{ elementId: 'B', variables: { x: 1 } }], { round: 2 });

    expect(readJobResult(output, adHoc)).toEqual({
      variables: { round: 2 },
      result: {
        jobResult: 'adHocSubProcess',
        activateElements: [{ elementId: 'B', variables: { x: 1 } }],
        isCompletionConditionFulfilled: false,
        isCancelRemainingInstances: false,
      },
    });
    expect(readJobResult(finish(undefined, { cancelRemaining: true }), adHoc)).toEqual({
      variables: {},
      result: {
        jobResult: 'adHocSubProcess',
        activateElements: [],
        isCompletionConditionFulfilled: true,
        isCancelRemainingInstances: true,
      },
    });
    expect(readJobResult(finish({ answer: 42 }), adHoc)).toMatchObject({
      variables: { answer: 42 },
      result: { isCompletionConditionFulfilled: true, isCancelRemainingInstances: false },
    });
  });

  test('is a fault when it activates what the sub-process lacks', () => {
    const output = activate([{ elementId: 'C' }, { elementId: 'A' }, { elementId: 'D' }]);

    expect(readJobResult(output, descriptor({ activatable: ['A'] }))).toEqual({
      variables: {},
      fault: 'it activates "C", "D", which the sub-process lacks',
    });
  });
});
