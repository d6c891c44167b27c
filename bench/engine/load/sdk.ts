/** The load through the unmodified `@camunda8/sdk`: one job stream for each type, results awaited. */
import { setTimeout as pause } from 'node:timers/promises';

import { closedLoop } from '../closed-loop.js';
import { jobAnswer, jobTypes, payload, processId, threeTasks } from '../three-tasks.js';
import { readOptions, report } from './options.js';

Object.assign(process.env, {
  CAMUNDA_AUTH_STRATEGY: 'NONE',
  CAMUNDA_LOG_LEVEL: 'none',
  ZEEBE_CLIENT_LOG_LEVEL: 'NONE',
});
const options = readOptions();
const { Camunda8 } = await import('@camunda8/sdk');
const camunda = new Camunda8({ ZEEBE_GRPC_ADDRESS: `grpc://${options.address}` });
const client = camunda.getZeebeGrpcApiClient();
await client.topology();
await client.deployResource({ name: 'three.bpmn', process: Buffer.from(threeTasks) });
for (const type of jobTypes) {
  await client.streamJobs({
    type,
    worker: 'bench',
    timeout: 60_000,
    tenantIds: ['<default>'],
    taskHandler: (job) => job.complete(jobAnswer),
  });
}
// The streams are open once their headers came; the SDK does not say when.
await pause(500);
const request = { bpmnProcessId: processId, variables: payload, requestTimeout: 30_000 };
report(await closedLoop(options, () => client.createProcessInstanceWithResult(request)));
process.exit(0);
