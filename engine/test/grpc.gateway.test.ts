/* eslint-disable no-console -- the SDK prints where it should not; it is muted for a while */
import { startEngineServer, type EngineServer } from '../server.js';
import { messageProcess, signalProcess, sizeDecision, taskProcess } from './gateway/models.js';
import { connect } from './gateway/sdk-client.js';

let server: EngineServer;
let client: Awaited<ReturnType<typeof connect>>;

beforeAll(async () => {
  server = await startEngineServer({ grpcPort: 0, restPort: 0 });
  client = await connect(server.grpcAddress);
});
afterAll(async () => {
  await client.close();
  await server.close();
});

async function deployTask(id: string): Promise<void> {
  await client.deployResource({ process: Buffer.from(taskProcess(id, id)), name: `${id}.bpmn` });
}
async function start(bpmnProcessId: string, variables = {}): Promise<string> {
  return (await client.createProcessInstance({ bpmnProcessId, variables })).processInstanceKey;
}
async function activateOne(type: string, requestTimeout = 5000) {
  const jobs = await client.activateJobs({
    type,
    worker: 'test',
    timeout: 60_000,
    maxJobsToActivate: 1,
    requestTimeout,
  });
  return jobs[0];
}
/** Jest types its matchers as any. */
const text = (part: string): unknown => expect.stringContaining(part);
const incidentOf = (instance: string): number =>
  server.engine.queries
    .incidents()
    .find(({ value }) => String(value.processInstanceKey) === instance)?.key ?? -1;

describe('the gRPC gateway with the unmodified SDK', () => {
  test('says what cluster it is', async () => {
    const topology = await client.topology();
    expect(topology).toMatchObject({
      clusterSize: 1,
      partitionsCount: 1,
      gatewayVersion: '8.6.0',
      brokers: [{ partitions: [{ partitionId: 1, role: 'LEADER', health: 'HEALTHY' }] }],
    });
  });

  test('deploys processes and decisions together, and the same again as a duplicate', async () => {
    const resources = [
      { process: Buffer.from(taskProcess('two', 'two')), name: 'two.bpmn' },
      { decision: Buffer.from(sizeDecision), name: 'size.dmn' },
    ];
    const first = await client.deployResources(resources);
    expect(first.deployments).toMatchObject([
      { process: { bpmnProcessId: 'two', version: 1, resourceName: 'two.bpmn' } },
      { decision: { dmnDecisionId: 'size', version: 1, dmnDecisionRequirementsId: 'sizes' } },
      { decisionRequirements: { dmnDecisionRequirementsId: 'sizes', resourceName: 'size.dmn' } },
    ]);
    const again = await client.deployResources(resources);
    expect(again.deployments).toEqual(first.deployments);
  });

  test('refuses a bad deployment with every fault in the text', async () => {
    const broken = taskProcess('broken', 'broken').replace(
      'targetRef="end"',
      'targetRef="nowhere"',
    );
    await expect(
      client.deployResource({ process: Buffer.from(broken), name: 'broken.bpmn' }),
    ).rejects.toMatchObject({ code: 3, details: text("'broken.bpmn'") });
  });

  test('runs a process to its result through a job', async () => {
    await deployTask('result');
    const result = client.createProcessInstanceWithResult({
      bpmnProcessId: 'result',
      variables: { seat: '12A' },
      requestTimeout: 20_000,
    });
    const job = await activateOne('result');
    expect(job).toMatchObject({
      type: 'result',
      bpmnProcessId: 'result',
      processDefinitionVersion: 1,
      elementId: 'work',
      retries: 3,
      worker: 'test',
      customHeaders: { kind: 'test' },
      variables: { seat: '12A' },
      tenantId: '<default>',
    });
    expect(Number(job!.deadline)).toBeGreaterThan(Date.now());
    await client.completeJob({ jobKey: job!.key, variables: { ticket: 'T-1' } });
    expect((await result).variables).toEqual({ seat: '12A', ticket: 'T-1' });
  });

  test('gives only the fetched variables of the result', async () => {
    await deployTask('fetched');
    const result = client.createProcessInstanceWithResult({
      bpmnProcessId: 'fetched',
      variables: { a: 1, b: 2 },
      requestTimeout: 20_000,
      fetchVariables: ['b'],
    });
    const job = await activateOne('fetched');
    await client.completeJob({ jobKey: job!.key, variables: {} });
    expect((await result).variables).toEqual({ b: 2 });
  });

  test('times out a result that does not come, and the instance keeps running', async () => {
    await deployTask('slow');
    await expect(
      client.createProcessInstanceWithResult({
        bpmnProcessId: 'slow',
        variables: {},
        requestTimeout: 200,
      }),
    ).rejects.toMatchObject({ code: 4 });
    expect(server.engine.queries.jobs('slow')).toHaveLength(1);
  });

  test('cancels an instance once, and says that it is gone the second time', async () => {
    await deployTask('cancelled');
    const instance = await start('cancelled');
    await client.cancelProcessInstance(instance);
    expect(server.engine.queries.jobs('cancelled')).toEqual([]);
    await expect(client.cancelProcessInstance(instance)).rejects.toMatchObject({
      code: 5,
      details: text("Command 'CANCEL' rejected with code 'NOT_FOUND': Expected"),
    });
  });

  test('answers a parked poll as soon as a job appears', async () => {
    await deployTask('parked');
    const poll = activateOne('parked', 20_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = Date.now();
    await start('parked');
    expect((await poll)?.type).toBe('parked');
    // Far from the 20 s that the poll may wait.
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  test('ends an empty poll at its request timeout, and at once when the timeout is negative', async () => {
    let before = Date.now();
    expect(await activateOne('nothing-there', 400)).toBeUndefined();
    expect(Date.now() - before).toBeGreaterThanOrEqual(390);
    // Far from the 10 s that a poll without a timeout of its own waits.
    expect(Date.now() - before).toBeLessThan(8000);
    before = Date.now();
    expect(await activateOne('nothing-there', -1)).toBeUndefined();
    expect(Date.now() - before).toBeLessThan(8000);
  });

  test('gives each job to one of many parked polls, in the order they came', async () => {
    await deployTask('shared');
    const polls = [1, 2, 3, 4, 5].map(() => activateOne('shared', 20_000));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await Promise.all(polls.map(() => start('shared')));
    const keys = (await Promise.all(polls)).map((job) => job?.key);
    expect(new Set(keys).size).toBe(5);
    expect(keys).not.toContain(undefined);
  });

  test('fails a job with retries left, then without, and resolves the incident', async () => {
    await deployTask('failing');
    const instance = await start('failing');
    let job = await activateOne('failing');
    const failure = { errorMessage: 'no printer', retryBackOff: 0 };
    await client.failJob({ jobKey: job!.key, retries: 1, ...failure });
    job = await activateOne('failing');
    expect(job!.retries).toBe(1);
    await client.failJob({ jobKey: job!.key, retries: 0, ...failure });
    await expect(client.completeJob({ jobKey: job!.key, variables: {} })).rejects.toMatchObject({
      code: 9,
      details: text("but it is in state 'FAILED'"),
    });
    await client.updateJobRetries({ jobKey: job!.key, retries: 2 });
    await client.resolveIncident({ incidentKey: String(incidentOf(instance)) });
    job = await activateOne('failing');
    await client.completeJob({ jobKey: job!.key, variables: {} });
    expect(incidentOf(instance)).toBe(-1);
  });

  test('takes the modelled path of a thrown error, and raises an incident for an unknown code', async () => {
    await deployTask('throwing');
    const instance = await start('throwing');
    const job = await activateOne('throwing');
    await client.throwError({ jobKey: job!.key, errorCode: 'SOLD_OUT', errorMessage: 'no seat' });
    expect(server.engine.queries.element(Number(instance))).toBeUndefined();

    const other = await start('throwing');
    const second = await activateOne('throwing');
    await client.throwError({ jobKey: second!.key, errorCode: 'UNKNOWN', errorMessage: 'boo' });
    expect(incidentOf(other)).toBeGreaterThan(0);
  });

  test('moves the deadline of an activated job', async () => {
    await deployTask('deadline');
    await start('deadline');
    const job = await activateOne('deadline');
    await client.updateJobTimeout({ jobKey: job!.key, timeout: 3_600_000 });
    const [kept] = server.engine.queries.jobs('deadline');
    expect(kept!.value.deadline).toBeGreaterThan(Date.now() + 3_000_000);
  });

  test('makes the job of a worker that let its deadline pass activatable again', async () => {
    await deployTask('timing-out');
    await start('timing-out');
    const request = {
      type: 'timing-out',
      worker: 'slow',
      maxJobsToActivate: 1,
      requestTimeout: 5000,
    };
    const [lost] = await client.activateJobs({ ...request, timeout: 300 });
    expect((await activateOne('timing-out', 10_000))?.key).toBe(lost!.key);
  });

  test('correlates a message by its key, refuses the same id twice, and buffers by time to live', async () => {
    await client.deployResource({
      process: Buffer.from(messageProcess('waiting', 'paid')),
      name: 'waiting.bpmn',
    });
    const message = {
      name: 'paid',
      correlationKey: 'order-1',
      messageId: 'm1',
      timeToLive: 60_000,
    };
    const published = await client.publishMessage({ ...message, variables: { amount: 3 } });
    expect(published.key).toMatch(/^\d+$/);
    await expect(client.publishMessage({ ...message, variables: {} })).rejects.toMatchObject({
      code: 6,
    });
    const result = await client.createProcessInstanceWithResult({
      bpmnProcessId: 'waiting',
      variables: { orderId: 'order-1' },
      requestTimeout: 10_000,
    });
    expect(result.variables).toEqual({ orderId: 'order-1', amount: 3 });
  });

  test('broadcasts a signal to start events', async () => {
    await client.deployResource({
      process: Buffer.from(signalProcess('alarmed', 'fire')),
      name: 'alarmed.bpmn',
    });
    const seen: string[] = [];
    const stop = server.engine.onRecords((records) => {
      seen.push(
        ...records
          .filter(({ intent }) => intent === 'ELEMENT_COMPLETED')
          .map(({ value }) => JSON.stringify(value)),
      );
    });
    const { key } = await client.broadcastSignal({ signalName: 'fire', variables: {} });
    await server.engine.idle();
    stop();
    expect(key).toMatch(/^\d+$/);
    expect(seen.some((value) => value.includes('"elementId":"alarmed"'))).toBe(true);
  });

  test('sets variables of a scope, and refuses a scope that is not there', async () => {
    await deployTask('variables');
    const instance = await start('variables', { a: 1 });
    const set = { elementInstanceKey: instance, local: true };
    await client.setVariables({ ...set, variables: { a: 2, b: { c: [1] } } });
    const job = await activateOne('variables');
    expect(job!.variables).toEqual({ a: 2, b: { c: [1] } });
    await client.cancelProcessInstance(instance);
    await expect(client.setVariables({ ...set, variables: { a: 3 } })).rejects.toMatchObject({
      code: 5,
    });
  });

  test('evaluates a decision with the rules that matched', async () => {
    await client.deployResource({ decision: Buffer.from(sizeDecision), name: 'size.dmn' });
    const result = await client.evaluateDecision({ decisionId: 'size', variables: { x: 5 } });
    expect(result).toMatchObject({
      decisionId: 'size',
      decisionOutput: '"low"',
      failedDecisionId: '',
      evaluatedDecisions: [{ matchedRules: [{ ruleId: 'r1', ruleIndex: 1 }] }],
    });
    await expect(
      client.evaluateDecision({ decisionId: 'unknown', variables: {} }),
    ).rejects.toMatchObject({ code: 3 });
  });

  test.each([
    ['an unknown process', 5, () => start('no-such-process')],
    ['an unknown job', 5, () => client.completeJob({ jobKey: '2251799899999999', variables: {} })],
    ['a key of no partition', 14, () => client.completeJob({ jobKey: '17', variables: {} })],
    ['an empty job type', 3, () => activateOne('')],
    ['an unknown incident', 5, () => client.resolveIncident({ incidentKey: '2251799899999998' })],
  ])('refuses %s with status %i', async (_what, code, call: () => Promise<unknown>) => {
    await expect(call()).rejects.toMatchObject({ code });
  });
});

describe('job streams', () => {
  const consoleError = console.error;
  beforeAll(() => {
    // The SDK prints a stack for every stream it closes itself.
    console.error = () => undefined;
  });
  afterAll(() => {
    console.error = consoleError;
  });

  async function openStream(type: string, onKey: (key: string) => void) {
    return client.streamJobs({
      type,
      worker: 'streamer',
      timeout: 60_000,
      fetchVariables: [],
      tenantIds: ['<default>'],
      pollInterval: 500,
      taskHandler: (job) => {
        onKey(job.key);
        return job.complete({});
      },
    });
  }

  test('push jobs as they are created, each once over two streams', async () => {
    await deployTask('streamed');
    const got: string[] = [];
    const record = (key: string): void => {
      got.push(key);
    };
    const streams = await Promise.all([
      openStream('streamed', record),
      openStream('streamed', record),
    ]);
    const count = 40;
    const results = await Promise.all(
      Array.from({ length: count }, () =>
        client.createProcessInstanceWithResult({
          bpmnProcessId: 'streamed',
          variables: {},
          requestTimeout: 20_000,
        }),
      ),
    );
    expect(results).toHaveLength(count);
    expect(new Set(got).size).toBe(count);
    expect(got).toHaveLength(count);
    streams.forEach((stream) => {
      stream.close();
    });
  });

  test('leave jobs for others once they are cancelled', async () => {
    await deployTask('left');
    const got: string[] = [];
    const stream = await openStream('left', (key) => {
      got.push(key);
    });
    stream.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await start('left');
    expect((await activateOne('left'))?.type).toBe('left');
    expect(got).toEqual([]);
  });
});
