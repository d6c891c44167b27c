import { withCallPolicy } from '../../client/call-policy.js';
import { EngineError, defaultCallPolicy } from '../../index.js';
import type { EngineClient, EngineErrorCode, EngineTransport } from '../../index.js';
import { ScriptedEngine } from '../worker/scripted-engine.js';

const policy = {
  timeoutMs: 100,
  tries: 3,
  backoff: { initialMs: 1, maxMs: 4, factor: 2, jitter: 0 },
};
const message = {
  name: 'm',
  correlationKey: 'c',
  messageId: 'id',
  timeToLiveMs: 1_000,
  variables: {},
};

/** A foreign engine whose calls fail in turn, then succeed. */
function failing(codes: readonly EngineErrorCode[]): { client: EngineClient; calls: string[] } {
  const calls: string[] = [];
  const left = [...codes];
  const call =
    <Answer>(name: string, answer: Answer) =>
    (): Promise<Answer> => {
      calls.push(name);
      const code = left.shift();
      return code === undefined
        ? Promise.resolve(answer)
        : Promise.reject(new EngineError(code, name, 'scripted'));
    };
  const engine = new ScriptedEngine([]);
  const transport: EngineTransport = {
    publishMessage: call('publishMessage', { messageKey: '1', duplicate: false }),
    createProcessInstance: call('create', { processInstanceKey: '1', processVersion: 1 }),
    broadcastSignal: call('broadcast', undefined),
    cancelProcessInstance: call('cancel', undefined),
    activateJobs: (request, options) => engine.activateJobs(request, options),
    completeJob: call('complete', undefined),
    failJob: call('fail', undefined),
    throwError: call('throw', undefined),
    getProcessXml: call('xml', undefined),
    latestProcess: call('latest', undefined),
    getProcessInstance: call('inquire', undefined),
    listUserTasks: call('list', []),
    getUserTask: call('look', undefined),
    getUserTaskVariables: call('read', {}),
    assignUserTask: call('assign', undefined),
    unassignUserTask: call('unassign', undefined),
    completeUserTask: call('complete task', undefined),
    evaluateDecision: call('decide', { output: null }),
    evaluateConditions: call('conditions', []),
    updateJobRetries: call('retries', undefined),
    deploy: call('deploy', { key: '1', resources: [] }),
    resolveIncident: call('resolve', undefined),
    topology: call('topology', { gatewayVersion: '8.6.0', brokers: 1, partitions: 1 }),
    close: () => Promise.resolve(),
  };
  return { client: withCallPolicy(transport, policy), calls };
}

describe('call policy', () => {
  test.each(['UNAVAILABLE', 'DEADLINE_EXCEEDED'] as const)(
    'starting an instance is never repeated after %s: it may have worked',
    async (code) => {
      const { client, calls } = failing([code, code]);

      await expect(
        client.createProcessInstance({ processId: 'p', variables: {} }),
      ).rejects.toMatchObject({ code });
      expect(calls).toEqual(['create']);
    },
  );

  test('starting an instance is repeated when the engine refused it under load', async () => {
    const { client, calls } = failing(['RESOURCE_EXHAUSTED']);

    await client.createProcessInstance({ processId: 'p', variables: {} });

    expect(calls).toHaveLength(2);
  });

  test('a signal is not broadcast twice', async () => {
    const { client, calls } = failing(['UNAVAILABLE']);

    await expect(client.broadcastSignal({ name: 's', variables: {} })).rejects.toThrow();
    expect(calls).toEqual(['broadcast']);
  });

  test('a message is repeated, because its id makes a double a no-op', async () => {
    const { client, calls } = failing(['UNAVAILABLE', 'DEADLINE_EXCEEDED']);

    expect(await client.publishMessage(message)).toEqual({ messageKey: '1', duplicate: false });
    expect(calls).toHaveLength(3);
  });

  test('a message without time to live is not repeated: nothing would drop the double', async () => {
    const { client, calls } = failing(['UNAVAILABLE']);

    await expect(client.publishMessage({ ...message, timeToLiveMs: 0 })).rejects.toThrow();
    expect(calls).toHaveLength(1);
  });

  test('a message the engine has already is a duplicate, not an error', async () => {
    const { client } = failing(['ALREADY_EXISTS']);

    expect(await client.publishMessage(message)).toEqual({ messageKey: '', duplicate: true });
  });

  test('an answer whose first try arrived though its reply was lost is a success', async () => {
    const { client, calls } = failing(['UNAVAILABLE', 'NOT_FOUND']);

    await client.completeJob({ jobKey: '1', variables: {} });

    expect(calls).toHaveLength(2);
  });

  test('an answer to a job that is gone fails with NOT_FOUND', async () => {
    const { client } = failing(['NOT_FOUND']);

    await expect(client.completeJob({ jobKey: '1', variables: {} })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('repeats are bounded', async () => {
    const { client, calls } = failing(Array.from({ length: 9 }, () => 'UNAVAILABLE' as const));

    await expect(client.topology()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(calls).toHaveLength(policy.tries);
  });

  test('a call that is never answered ends with DEADLINE_EXCEEDED', async () => {
    const { client } = failing([]);
    const silent = withCallPolicy(
      { ...client, broadcastSignal: () => new Promise(() => undefined) },
      policy,
    );

    await expect(silent.broadcastSignal({ name: 's', variables: {} })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
  });

  test('closing ends calls in flight and refuses new ones', async () => {
    const { client } = failing([]);
    const silent = withCallPolicy(
      { ...client, topology: () => new Promise(() => undefined) },
      { ...defaultCallPolicy, timeoutMs: 60_000 },
    );
    const pending = silent.topology();
    const poll = silent.activateJobs({
      type: 't',
      worker: 'w',
      maxJobs: 1,
      timeoutMs: 1_000,
      longPollMs: 60_000,
    });

    await silent.close();

    await expect(pending).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await poll).toEqual([]);
    await expect(silent.topology()).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
