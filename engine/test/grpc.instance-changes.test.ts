import { startEngineServer, type EngineServer } from '../server.js';
import { messageProcess, taskProcess } from './gateway/models.js';
import { connect } from './gateway/sdk-client.js';

let server: EngineServer;
let client: Awaited<ReturnType<typeof connect>>;

beforeEach(async () => {
  server = await startEngineServer({ grpcPort: 0, restPort: 0 });
  client = await connect(server.grpcAddress);
});
afterEach(async () => {
  await client.close();
  await server.close();
});

async function deploy(id: string, xml: string): Promise<string> {
  const { deployments } = await client.deployResource({
    process: Buffer.from(xml),
    name: `${id}.bpmn`,
  });
  return deployments[0]!.process.processDefinitionKey;
}
const start = async (bpmnProcessId: string, variables = {}) =>
  (await client.createProcessInstance({ bpmnProcessId, variables })).processInstanceKey;
const waitingAt = (instance: string) =>
  server.engine.queries
    .elements(Number(instance))
    .filter(({ value }) => value.bpmnElementType !== 'PROCESS')
    .map(({ value }) => value.elementId);

describe('the gRPC gateway, changes to running instances', () => {
  test('moves a token from one element to another', async () => {
    await deploy('waiting', messageProcess('waiting', 'paid'));
    const instance = await start('waiting', { orderId: 'o-1' });
    const [catching] = server.engine.queries
      .elements(Number(instance))
      .filter(({ value }) => value.elementId === 'wait');
    await client.modifyProcessInstance({
      processInstanceKey: instance,
      activateInstructions: [
        { elementId: 'end', ancestorElementInstanceKey: '-1', variableInstructions: [] },
      ],
      terminateInstructions: [{ elementInstanceKey: String(catching!.key) }],
    });
    await server.engine.idle();
    expect(server.engine.queries.element(Number(instance))).toBeUndefined();
  });

  test('refuses to move a token to an element that is not there', async () => {
    await deploy('waiting', messageProcess('waiting', 'paid'));
    const instance = await start('waiting', { orderId: 'o-1' });
    await expect(
      client.modifyProcessInstance({
        processInstanceKey: instance,
        activateInstructions: [
          { elementId: 'nowhere', ancestorElementInstanceKey: '-1', variableInstructions: [] },
        ],
        terminateInstructions: [],
      }),
    ).rejects.toMatchObject({ code: 3 });
  });

  test('migrates an instance to another version of its process', async () => {
    await deploy('task', taskProcess('task', 'old'));
    const instance = await start('task');
    const target = await deploy('task', taskProcess('task', 'new'));
    await client.migrateProcessInstance({
      processInstanceKey: instance,
      migrationPlan: {
        targetProcessDefinitionKey: target,
        mappingInstructions: [{ sourceElementId: 'work', targetElementId: 'work' }],
      },
    });
    const [root] = server.engine.queries.elements(Number(instance));
    expect(String(root?.value.processDefinitionKey)).toBe(target);
    expect(waitingAt(instance)).toEqual(['work']);
  });

  test('deletes a process that nobody runs', async () => {
    const definition = await deploy('task', taskProcess('task', 'task'));
    await client.deleteResource({ resourceKey: definition });
    await expect(start('task')).rejects.toMatchObject({ code: 5 });
    await expect(client.deleteResource({ resourceKey: definition })).rejects.toMatchObject({
      code: 5,
    });
  });
});
