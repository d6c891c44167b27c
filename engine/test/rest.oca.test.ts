import createCamundaClient, {
  DecisionDefinitionId,
  ProcessDefinitionId,
  type ResourceKey,
  TenantId,
} from '@camunda8/orchestration-cluster-api';

import { startEngineServer, type EngineServer } from '../server.js';
import { emptyProcess, failingDecision, sizeTable } from './gateway/parity/models.js';
import { messageProcess, processXml, signalProcess, taskProcess } from './gateway/models.js';

type Client = ReturnType<typeof createCamundaClient>;

let server: EngineServer;
let client: Client;
let lax: Client;
const defects: unknown[] = [];
const processId = (id: string) => ProcessDefinitionId.assumeExists(id);
const decisionId = (id: string) => DecisionDefinitionId.assumeExists(id);
/** Ours are there at once. */
const now = { consistency: { waitUpToMs: 0 } };

function connect(validation: 'strict' | 'none'): Client {
  return createCamundaClient({
    config: {
      CAMUNDA_REST_ADDRESS: server.restAddress,
      CAMUNDA_AUTH_STRATEGY: 'NONE',
      CAMUNDA_SDK_VALIDATION: validation,
      CAMUNDA_SDK_LOG_LEVEL: 'silent',
    },
  });
}

beforeAll(async () => {
  server = await startEngineServer({
    grpcPort: 0,
    restPort: 0,
    onError: (error) => defects.push(error),
  });
  // Requests and answers must have every field that the API's schema asks for, and of its type.
  client = connect('strict');
  lax = connect('none');
});
afterAll(async () => {
  await server.close();
  expect(defects).toEqual([]);
});

type Resource = Parameters<Client['createDeployment']>[0]['resources'][number];
function file(name: string, content: string): Resource {
  // The client's types copy those of an older DOM library.
  return new File([content], name);
}
const deploy = (name: string, content: string) =>
  client.createDeployment({ resources: [file(name, content)] });
/** start -> native user task -> end. */
function userTaskProcess(id: string, rest = ''): string {
  return processXml(
    id,
    `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="ask" name="Ask somebody"><bpmn:extensionElements><zeebe:userTask />${rest}</bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask" /><bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="end" />`,
  );
}

/** One page of instances. */
interface Page {
  readonly items: readonly { readonly processInstanceKey: string }[];
  readonly page: {
    readonly totalItems: number;
    readonly startCursor: string;
    readonly endCursor: string;
  };
}

describe('the Orchestration Cluster API client, validating strictly', () => {
  test('sees the cluster', async () => {
    expect((await client.getTopology()).clusterSize).toBe(1);
    expect((await client.getLicense()).validLicense).toBe(false);
    expect((await client.getAuthentication()).groups).toEqual([]);
    await client.getStatus();
  });

  test('deploys, finds and deletes definitions', async () => {
    const { deployments } = await client.createDeployment({
      resources: [
        file('d1.bpmn', emptyProcess('defined')),
        file('d1.dmn', sizeTable('defined-size')),
        file('d1.form', '{"id":"defined-form","components":[]}'),
      ],
    });
    expect(deployments).toHaveLength(4);
    const processes = await client.searchProcessDefinitions(
      { filter: { processDefinitionId: processId('defined'), isLatestVersion: true } },
      now,
    );
    expect(processes.items).toMatchObject([{ name: 'defined', version: 1, hasStartForm: false }]);
    const processDefinitionKey = processes.items![0]!.processDefinitionKey!;
    const one = await client.getProcessDefinition({ processDefinitionKey }, now);
    expect(one.resourceName).toBe('d1.bpmn');
    expect(await client.getProcessDefinitionXml({ processDefinitionKey }, now)).toContain('<bpmn:');
    const resourceKey = processDefinitionKey satisfies ResourceKey;
    const resource = await client.getResource({ resourceKey });
    expect(resource.resourceId).toBe('defined');
    const decisions = await client.searchDecisionDefinitions(
      { filter: { decisionDefinitionId: decisionId('defined-size') } },
      now,
    );
    const decisionDefinitionKey = decisions.items![0]!.decisionDefinitionKey!;
    expect((await client.getDecisionDefinition({ decisionDefinitionKey }, now)).name).toBe('Size');
    expect(await client.getDecisionDefinitionXml({ decisionDefinitionKey }, now)).toContain('rule');
    const files = await client.searchDecisionRequirements({}, now);
    const decisionRequirementsKey = files.items![0]!.decisionRequirementsKey!;
    await client.getDecisionRequirements({ decisionRequirementsKey }, now);
    await client.getDecisionRequirementsXml({ decisionRequirementsKey }, now);
    await client.deleteResource({ resourceKey });
    await expect(client.getProcessDefinition({ processDefinitionKey }, now)).rejects.toMatchObject({
      status: 404,
    });
  });

  test('follows an instance from its start to its end', async () => {
    await deploy('t.bpmn', taskProcess('followed', 'followed'));
    const { processInstanceKey, processDefinitionKey } = await client.createProcessInstance({
      processDefinitionId: processId('followed'),
      variables: { a: 1 },
    });
    const filter = { processInstanceKey };
    expect((await client.searchProcessInstances({ filter }, now)).items).toMatchObject([
      { state: 'ACTIVE', hasIncident: false, processDefinitionName: 'followed' },
    ]);
    const elements = await client.searchElementInstances({ filter }, now);
    const work = elements.items!.find((item) => item.elementId === 'work')!;
    expect(work).toMatchObject({ type: 'SERVICE_TASK', state: 'ACTIVE' });
    const { elementInstanceKey } = work;
    await client.createElementInstanceVariables({ elementInstanceKey, variables: { b: 2 } });
    expect((await client.getElementInstance({ elementInstanceKey }, now)).elementName).toBe('work');
    const variables = await client.searchVariables({ filter, sort: [{ field: 'name' }] }, now);
    expect(variables.items.map(({ name, value }) => [name, value])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    await client.getVariable({ variableKey: variables.items[0]!.variableKey }, now);
    const { jobs } = await client.activateJobs({
      type: 'followed',
      worker: 'w',
      timeout: 60_000,
      maxJobsToActivate: 1,
    });
    const { jobKey } = jobs[0]!;
    await client.updateJob({ jobKey, changeset: { retries: 5, timeout: 90_000 } });
    expect((await client.searchJobs({ filter }, now)).items).toMatchObject([{ retries: 5 }]);
    const statistics = await client.getProcessInstanceStatistics({ processInstanceKey }, now);
    expect(statistics.items).toContainEqual(
      expect.objectContaining({ elementId: 'work', active: 1n }),
    );
    await client.completeJob({ jobKey, variables: { done: true } });
    const flows = await client.getProcessInstanceSequenceFlows({ processInstanceKey }, now);
    expect(flows.items?.map(({ elementId }) => elementId)).toEqual(['f1', 'f2']);
    await client.getProcessDefinitionStatistics({ processDefinitionKey }, now);
    await client.getProcessInstanceCallHierarchy({ processInstanceKey }, now);
    const ended = await client.getProcessInstance({ processInstanceKey }, now);
    expect(ended.state).toBe('COMPLETED');
  });

  test('sees and resolves incidents', async () => {
    await deploy('i.bpmn', taskProcess('broken', 'broken'));
    const { processInstanceKey } = await client.createProcessInstance({
      processDefinitionId: processId('broken'),
    });
    const job = { type: 'broken', worker: 'w', timeout: 60_000, maxJobsToActivate: 1 };
    const { jobs } = await client.activateJobs(job);
    const { jobKey } = jobs[0]!;
    await client.failJob({ jobKey, retries: 0, errorMessage: 'no way' });
    const { items } = await client.searchIncidents({ filter: { processInstanceKey } }, now);
    expect(items).toMatchObject([{ errorType: 'JOB_NO_RETRIES', errorMessage: 'no way' }]);
    const incidentKey = items![0]!.incidentKey!;
    expect((await client.getIncident({ incidentKey }, now)).state).toBe('ACTIVE');
    await client.searchProcessInstanceIncidents({ processInstanceKey }, now);
    await client.updateJob({ jobKey, changeset: { retries: 1 } });
    await client.resolveIncident({ incidentKey });
    const again = await client.activateJobs(job);
    expect(again.jobs).toHaveLength(1);
    await client.throwJobError({ jobKey, errorCode: 'SOLD_OUT' });
    const ended = await client.getProcessInstance({ processInstanceKey }, now);
    expect(ended.state).toBe('COMPLETED');
  });

  test('works on user tasks', async () => {
    await deploy('u.form', '{"id":"asked","components":[]}');
    await deploy(
      'u.bpmn',
      userTaskProcess(
        'asking',
        '<zeebe:formDefinition formId="asked" /><zeebe:assignmentDefinition candidateGroups="crew" />',
      ),
    );
    const { processInstanceKey } = await client.createProcessInstance({
      processDefinitionId: processId('asking'),
      variables: { question: 'why' },
    });
    const found = await client.searchUserTasks(
      { filter: { processInstanceKey, candidateGroup: 'crew' } },
      now,
    );
    expect(found.items).toMatchObject([{ name: 'Ask somebody', state: 'CREATED', priority: 50 }]);
    const { userTaskKey } = found.items[0]!;
    const form = await client.getUserTaskForm({ userTaskKey }, now);
    expect(form).toMatchObject({ formId: 'asked' });
    await client.assignUserTask({ userTaskKey, assignee: 'ada', allowOverride: false });
    await expect(
      client.assignUserTask({ userTaskKey, assignee: 'bob', allowOverride: false }),
    ).rejects.toMatchObject({ status: 409 });
    await client.updateUserTask({
      userTaskKey,
      changeset: { priority: 80, dueDate: '2030-01-01T10:00:00Z', candidateUsers: ['eve'] },
    });
    expect(await client.getUserTask({ userTaskKey }, now)).toMatchObject({
      assignee: 'ada',
      priority: 80,
      candidateUsers: ['eve'],
      dueDate: '2030-01-01T10:00:00.000Z',
    });
    const variables = await client.searchUserTaskVariables({ userTaskKey }, now);
    expect(variables.items).toMatchObject([{ name: 'question', value: '"why"' }]);
    await client.unassignUserTask({ userTaskKey });
    await client.completeUserTask({ userTaskKey, variables: { answer: 42 } });
    expect((await client.getProcessInstance({ processInstanceKey }, now)).state).toBe('COMPLETED');
  });

  test('publishes, correlates and broadcasts', async () => {
    await deploy('m.bpmn', messageProcess('meeting', 'met'));
    const { processInstanceKey } = await client.createProcessInstance({
      processDefinitionId: processId('meeting'),
      variables: { orderId: 'o-1' },
    });
    const filter = { processInstanceKey };
    expect((await client.searchMessageSubscriptions({ filter }, now)).items).toMatchObject([
      { messageName: 'met', correlationKey: 'o-1', messageSubscriptionState: 'CREATED' },
    ]);
    const correlated = await client.correlateMessage({ name: 'met', correlationKey: 'o-1' });
    expect(correlated.processInstanceKey).toBe(processInstanceKey);
    const messages = await client.searchCorrelatedMessageSubscriptions({ filter }, now);
    expect(messages.items).toMatchObject([{ messageKey: correlated.messageKey }]);
    await client.publishMessage({ name: 'met', correlationKey: 'o-2', timeToLive: 1000 });
    await deploy('s.bpmn', signalProcess('signalled', 'go'));
    await client.broadcastSignal({ signalName: 'go', variables: {} });
    const started = await client.searchProcessInstances(
      { filter: { processDefinitionId: processId('signalled') } },
      now,
    );
    expect(started.items).toHaveLength(1);
  });

  test('evaluates decisions and finds what came of them', async () => {
    await deploy('size.dmn', sizeTable('sized'));
    await deploy('fails.dmn', failingDecision('failing'));
    // Strictly taken, the id of the decision that failed must not be empty, not even when none did.
    const result = await lax.evaluateDecision({
      decisionDefinitionId: decisionId('sized'),
      variables: { x: 5 },
    });
    expect(result.output).toBe('"low"');
    await lax.evaluateDecision({ decisionDefinitionId: decisionId('failing'), variables: {} });
    const filter = { decisionDefinitionId: decisionId('sized') };
    const { items } = await client.searchDecisionInstances({ filter }, now);
    expect(items).toMatchObject([{ state: 'EVALUATED', result: '"low"' }]);
    const decisionEvaluationInstanceKey = items![0]!.decisionEvaluationInstanceKey!;
    const one = await client.getDecisionInstance({ decisionEvaluationInstanceKey }, now);
    expect(one.evaluatedInputs).toHaveLength(1);
    const failed = await client.searchDecisionInstances({ filter: { state: 'FAILED' } }, now);
    expect(failed.items).toHaveLength(1);
  });

  test('reads long lists page by page, forward and backward', async () => {
    await deploy('p.bpmn', emptyProcess('paged'));
    const keys: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      const created = await client.createProcessInstance({
        processDefinitionId: processId('paged'),
      });
      keys.push(created.processInstanceKey);
    }
    // The client itself, when it validates, drops cursors: it takes every page for one with an offset.
    const read = async (page: object): Promise<Page> => {
      const response = await fetch(`${server.restAddress}/v2/process-instances/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          filter: { processDefinitionId: { $like: 'pag?d' }, state: { $in: ['COMPLETED'] } },
          sort: [{ field: 'state', order: 'DESC' }],
          page,
        }),
      });
      return (await response.json()) as Page;
    };
    const first = await read({ limit: 3 });
    const second = await read({ limit: 3, after: first.page.endCursor });
    const third = await read({ limit: 3, after: second.page.endCursor });
    const seen = [first, second, third].flatMap(({ items }) => items);
    expect(seen.map((item) => item.processInstanceKey)).toEqual(keys);
    const back = await read({ limit: 3, before: third.page.startCursor });
    expect(back.items).toEqual(second.items);
    expect(first.page.totalItems).toBe(7);
  });

  test('cancels many instances at once', async () => {
    await deploy('c.bpmn', taskProcess('cancelled', 'cancelled'));
    await client.createProcessInstance({ processDefinitionId: processId('cancelled') });
    const { processInstanceKey } = await client.createProcessInstance({
      processDefinitionId: processId('cancelled'),
    });
    await client.cancelProcessInstance({ processInstanceKey });
    const batch = await client.cancelProcessInstancesBatchOperation(
      { filter: { processDefinitionId: processId('cancelled') } },
      now,
    );
    const batchOperationKey = batch.batchOperationKey!;
    expect(await client.getBatchOperation({ batchOperationKey }, now)).toMatchObject({
      state: 'COMPLETED',
      operationsCompletedCount: 1,
    });
  });

  test('runs a job worker', async () => {
    await deploy('w.bpmn', taskProcess('worked', 'worked'));
    const worker = client.createJobWorker({
      jobType: 'worked',
      workerName: 'w',
      jobTimeoutMs: 10_000,
      maxParallelJobs: 5,
      pollTimeoutMs: 500,
      jobHandler: (job) => job.complete({ by: 'worker' }),
    });
    const instance = await client.createProcessInstance({
      processDefinitionId: processId('worked'),
      awaitCompletion: true,
    });
    expect(instance.variables).toEqual({ by: 'worker' });
    worker.stop();
  });

  test('has no users, groups or tenants', async () => {
    expect((await client.searchUsers({}, now)).items).toEqual([]);
    expect((await client.searchGroups({}, now)).items).toEqual([]);
    await expect(
      client.getTenant({ tenantId: TenantId.assumeExists('other') }, now),
    ).rejects.toMatchObject({
      status: 404,
    });
  });
});
