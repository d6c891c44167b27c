import { EngineError } from '../../index.js';
import type { RestCall } from '../../client/rest-calls.js';
import { createRestTransport } from '../../client/rest-transport.js';

/** A transport whose calls are kept and answered from a list. */
function scripted(...answers: readonly unknown[]): {
  readonly transport: ReturnType<typeof createRestTransport>;
  readonly calls: RestCall[];
} {
  const calls: RestCall[] = [];
  const left = [...answers];
  const transport = createRestTransport((call) => {
    calls.push(call);
    const answer = left.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  return { transport, calls };
}

const instance = {
  processInstanceKey: '7',
  processDefinitionId: 'order',
  processDefinitionVersion: 2,
  state: 'ACTIVE',
  hasIncident: null,
  startDate: '2025-01-15T09:30:00Z',
  endDate: null,
};
const variable = (name: string, value: string, isTruncated = false): object => ({
  variableKey: `key of ${name}`,
  name,
  value,
  isTruncated,
});
const task = {
  userTaskKey: '9',
  elementId: 'Approve',
  name: 'Approve order',
  processDefinitionId: 'order',
  processInstanceKey: '7',
  state: 'CREATED',
  assignee: null,
  candidateGroups: ['clerks'],
  creationDate: '2025-01-15T09:30:00Z',
  dueDate: null,
};

describe('looking at a process instance', () => {
  test('reads it and the variables of its root scope, those cut off one by one', async () => {
    const { transport, calls } = scripted(
      instance,
      { items: [variable('a', '{"x":1}'), variable('__proto__', '"lo', true)] },
      variable('__proto__', '"long"'),
    );
    const found = await transport.getProcessInstance('7', { variables: ['a', '__proto__'] });
    expect(found).toEqual({
      processInstanceKey: '7',
      processId: 'order',
      processVersion: 2,
      state: 'ACTIVE',
      hasIncident: false,
      startedAt: '2025-01-15T09:30:00Z',
      variables: JSON.parse('{"a":{"x":1},"__proto__":"long"}') as unknown,
    });
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET process-instances/7',
      'POST variables/search',
      'GET variables/key of __proto__',
    ]);
    expect(calls[1]?.body).toEqual({
      filter: { processInstanceKey: '7', scopeKey: '7', name: { $in: ['a', '__proto__'] } },
      page: { from: 0, limit: 1000 },
    });
  });

  test('asks for all variables, page by page, unless told which; for none it does not ask', async () => {
    const page = { items: Array.from({ length: 1000 }, (_, index) => variable(`v${index}`, '1')) };
    const { transport, calls } = scripted(instance, page, { items: [] }, instance);
    const all = await transport.getProcessInstance('7');
    expect(Object.keys(all?.variables ?? {})).toHaveLength(1000);
    expect(calls.slice(1).map(({ body }) => body)).toEqual(
      [0, 1000].map((from) => ({
        filter: { processInstanceKey: '7', scopeKey: '7' },
        page: { from, limit: 1000 },
      })),
    );
    expect((await transport.getProcessInstance('7', { variables: [] }))?.variables).toEqual({});
    expect(calls).toHaveLength(4);
  });

  test.each([
    ['COMPLETED', 'COMPLETED'],
    ['TERMINATED', 'TERMINATED'],
    ['CANCELED', 'TERMINATED'],
    ['SUSPENDED', 'ACTIVE'],
  ])('tells the state %s as %s', async (state, told) => {
    const { transport } = scripted({ ...instance, state }, { items: [] });
    expect((await transport.getProcessInstance('7'))?.state).toBe(told);
  });

  test('gives nothing for one that is not there; other failures pass through', async () => {
    const absent = scripted(new EngineError('NOT_FOUND', 'x', 'gone'));
    expect(await absent.transport.getProcessInstance('a/b')).toBeUndefined();
    expect(absent.calls[0]?.path).toBe('process-instances/a%2Fb');
    const away = scripted(new EngineError('UNAVAILABLE', 'x', 'away'));
    await expect(away.transport.getProcessInstance('7')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    const odd = scripted({ surprise: true }, { items: [] });
    await expect(odd.transport.getProcessInstance('7')).rejects.toMatchObject({
      code: 'INTERNAL',
      call: 'getProcessInstance',
    });
  });
});

describe('user tasks', () => {
  const shown = {
    userTaskKey: '9',
    elementId: 'Approve',
    name: 'Approve order',
    processId: 'order',
    processInstanceKey: '7',
    state: 'CREATED',
    candidateGroups: ['clerks'],
    createdAt: '2025-01-15T09:30:00Z',
  };

  test('are listed by what is asked for', async () => {
    const { transport, calls } = scripted({ items: [task] }, { items: [] });
    expect(
      await transport.listUserTasks({
        candidateGroup: 'clerks',
        assignee: 'ada',
        processId: 'order',
      }),
    ).toEqual([shown]);
    expect(await transport.listUserTasks({})).toEqual([]);
    const search = { sort: [{ field: 'creationDate', order: 'ASC' }], page: { limit: 100 } };
    expect(calls.map(({ path, body }) => [path, body])).toEqual([
      [
        'user-tasks/search',
        {
          ...search,
          filter: {
            state: 'CREATED',
            candidateGroup: 'clerks',
            assignee: 'ada',
            processDefinitionId: 'order',
          },
        },
      ],
      ['user-tasks/search', { ...search, filter: { state: 'CREATED' } }],
    ]);
  });

  test('are looked at, with their variables', async () => {
    const { transport, calls } = scripted(
      { ...task, assignee: 'ada', dueDate: '2025-02-01T00:00:00Z', candidateGroups: null },
      { items: [variable('a', 'null')] },
      new EngineError('NOT_FOUND', 'x', 'gone'),
    );
    expect(await transport.getUserTask('9')).toEqual({
      ...shown,
      assignee: 'ada',
      dueAt: '2025-02-01T00:00:00Z',
      candidateGroups: [],
    });
    expect(await transport.getUserTaskVariables('9')).toEqual({ a: null });
    expect(await transport.getUserTask('10')).toBeUndefined();
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET user-tasks/9',
      'POST user-tasks/9/variables/search',
      'GET user-tasks/10',
    ]);
  });

  test('are assigned without taking them from anybody, given back and completed', async () => {
    const { transport, calls } = scripted();
    await transport.assignUserTask('9', 'ada');
    await transport.unassignUserTask('9');
    await transport.completeUserTask({ userTaskKey: '9', variables: { ok: true } });
    expect(calls).toEqual([
      {
        name: 'assignUserTask',
        method: 'POST',
        path: 'user-tasks/9/assignment',
        body: { assignee: 'ada', allowOverride: false },
      },
      { name: 'unassignUserTask', method: 'DELETE', path: 'user-tasks/9/assignee' },
      {
        name: 'completeUserTask',
        method: 'POST',
        path: 'user-tasks/9/completion',
        body: { variables: { ok: true } },
      },
    ]);
  });
});

describe('evaluations', () => {
  test('of a decision give its output, and fail with its reason', async () => {
    const { transport, calls } = scripted(
      { output: '{"fare":3}', failureMessage: '' },
      { output: 'null', failureMessage: 'no such input' },
    );
    const request = { decisionId: 'fare', variables: { a: 1 } };
    expect(await transport.evaluateDecision(request)).toEqual({ output: { fare: 3 } });
    expect(calls[0]).toMatchObject({
      path: 'decision-definitions/evaluation',
      body: { decisionDefinitionId: 'fare', variables: { a: 1 } },
    });
    await expect(transport.evaluateDecision(request)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('of conditions give what they started', async () => {
    const processInstances = [{ processDefinitionKey: '1', processInstanceKey: '2' }];
    const { transport, calls } = scripted({ processInstances });
    expect(await transport.evaluateConditions({ variables: { a: 1 } })).toEqual(processInstances);
    expect(calls[0]).toMatchObject({
      path: 'conditionals/evaluation',
      body: { variables: { a: 1 } },
    });
  });
});
