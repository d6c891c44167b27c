import { parseWireJobs, wireJobResult } from '../../client/job-wire.js';
import { activate, correct, deny } from '../../v1.js';

const wire = {
  key: '2251799813685250',
  type: 'pack',
  processInstanceKey: '9223372036854775807',
  bpmnProcessId: 'order',
  processDefinitionVersion: 2,
  processDefinitionKey: '2251799813685249',
  elementId: 'Pack',
  elementInstanceKey: '2251799813685251',
  customHeaders: '{"max-tries":"3"}',
  worker: 'w',
  retries: 3,
  deadline: '1700000000000',
  variables: '{"item":"cup"}',
  tenantId: '<default>',
};
const parseOne = (more: object): ReturnType<typeof parseWireJobs>[number] | undefined =>
  parseWireJobs({ jobs: [{ ...wire, ...more }] })[0];

describe('jobs on the wire', () => {
  test('keys stay strings, the deadline becomes a number, variables an object', () => {
    expect(parseOne({})).toEqual({
      key: '2251799813685250',
      type: 'pack',
      processInstanceKey: '9223372036854775807',
      processDefinitionKey: '2251799813685249',
      processId: 'order',
      processVersion: 2,
      elementId: 'Pack',
      elementInstanceKey: '2251799813685251',
      retries: 3,
      deadline: 1_700_000_000_000,
      variables: { item: 'cup' },
      headers: { 'max-tries': '3' },
    });
  });

  test.each([
    ['{"a":{"b/c":[1,9007199254740993]}}', '/a/b~1c/1'],
    ['{"id":12345678901234567890}', '/id'],
    ['not json', 'not JSON'],
    ['[1]', 'not a JSON object'],
  ])('variables %s become a fault of that job alone', (variables, text) => {
    const jobs = parseWireJobs({ jobs: [{ ...wire, variables }, wire] });

    expect(jobs[0]?.fault).toContain(text);
    expect(jobs[1]?.fault).toBeUndefined();
  });

  test('long digits in a string and large fractions are no fault', () => {
    const variables = '{"card":"4111111111111111","x":0.12345678901234567}';

    expect(parseOne({ variables })?.fault).toBeUndefined();
  });

  test('no variables are an empty object', () => {
    expect(parseOne({ variables: '' })).toMatchObject({ variables: {} });
  });
});

describe('job results on the wire', () => {
  test('a denial carries its reason', () => {
    expect(wireJobResult(deny('no stock'))).toEqual({
      type: 'userTask',
      denied: true,
      deniedReason: 'no stock',
    });
  });

  test('a correction wraps its lists and leaves out what it does not name', () => {
    expect(
      wireJobResult(
        correct({ assignee: '', candidateUsers: [], candidateGroups: ['a', 'b'], priority: 0 }),
      ),
    ).toEqual({
      type: 'userTask',
      denied: false,
      corrections: {
        assignee: '',
        priority: 0,
        candidateUsers: { values: [] },
        candidateGroups: { values: ['a', 'b'] },
      },
    });
    expect(wireJobResult(correct({}))).toEqual({
      type: 'userTask',
      denied: false,
      corrections: {},
    });
  });

  test('activities carry their variables as JSON text', () => {
    const result = activate([{ elementId: 'A', variables: { x: [1] } }, { elementId: 'B' }]);

    expect(wireJobResult(result)).toEqual({
      type: 'adHocSubProcess',
      activateElements: [
        { elementId: 'A', variables: '{"x":[1]}' },
        { elementId: 'B', variables: '{}' },
      ],
      isCompletionConditionFulfilled: false,
      isCancelRemainingInstances: false,
    });
  });
});
