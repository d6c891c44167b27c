/**
 * How long single commands take beside many waiting instances, each with a job, a timer and an open
 * message: the figures should be the same however many wait. In memory, so that no disk is measured.
 */
import { Operations } from '../../../engine/gateway/index.js';
import { ControlledClock, Engine } from '../../../engine/index.js';
import { quantile } from '../closed-loop.js';
import { report } from './options.js';

const size = Number(process.argv[2] ?? 1_000);
const samples = 300;
const hour = 3_600_000;

const model = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:message id="m" name="bench-message"><bpmn:extensionElements><zeebe:subscription correlationKey="=id" /></bpmn:extensionElements></bpmn:message>
  <bpmn:process id="bench-waiting" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
    <bpmn:serviceTask id="task"><bpmn:extensionElements><zeebe:taskDefinition type="bench-wait" /></bpmn:extensionElements><bpmn:incoming>f</bpmn:incoming></bpmn:serviceTask>
    <bpmn:boundaryEvent id="late" attachedToRef="task"><bpmn:outgoing>fl</bpmn:outgoing><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>=wait</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="told" attachedToRef="task"><bpmn:outgoing>ft</bpmn:outgoing><bpmn:messageEventDefinition id="me" messageRef="m" /></bpmn:boundaryEvent>
    <bpmn:endEvent id="end"><bpmn:incoming>fl</bpmn:incoming><bpmn:incoming>ft</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f" sourceRef="start" targetRef="task" />
    <bpmn:sequenceFlow id="fl" sourceRef="late" targetRef="end" />
    <bpmn:sequenceFlow id="ft" sourceRef="told" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

const clock = new ControlledClock();
const engine = await Engine.open({ clock });
const operations = new Operations(engine);
await operations.deploy([{ name: 'waiting.bpmn', content: Buffer.from(model) }]);

let started = 0;
/** Starts an instance; its timer is due at a place among the others that no order foretells. */
async function start(): Promise<void> {
  const id = started;
  started += 1;
  const seconds = 3_600 + ((id * 7_919) % 1_000_003);
  const variables = { id: String(id), wait: `PT${String(seconds)}S` };
  await operations.createInstance({ bpmnProcessId: 'bench-waiting', version: -1, variables });
}

async function startMany(count: number): Promise<void> {
  const lanes = Array.from({ length: 64 }, async (_lane, place) => {
    for (let done = place; done < count; done += 64) {
      await start();
    }
  });
  await Promise.all(lanes);
}

/** The middle time of a command, in microseconds; `again` makes up for what it used. */
async function measure(
  command: (sample: number) => Promise<unknown>,
  again: () => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const before = performance.now();
    await command(sample);
    times.push((performance.now() - before) * 1_000);
    await again();
  }
  return quantile(times.slice(samples / 3), 0.5);
}

await startMany(size);
const nothing = (): Promise<void> => Promise.resolve();
const begun = await measure(start, nothing);
const taken: number[] = [];
const activation = await measure(async () => {
  const value = { type: 'bench-wait', worker: 'bench', timeout: 10 * hour, maxJobsToActivate: 1 };
  const answer = await engine.execute({ valueType: 'JOB_BATCH', intent: 'ACTIVATE', value });
  // The answer to ACTIVATE is a JOB_BATCH event.
  taken.push(...(answer.value as { readonly jobKeys: readonly number[] }).jobKeys);
}, nothing);
const completion = await measure(() => operations.completeJob(taken.pop() ?? -1, {}), start);
const message = await measure(
  (sample) =>
    operations.publishMessage({
      name: 'bench-message',
      correlationKey: String(size - 1 - sample),
      timeToLiveMs: 0,
      messageId: '',
      variables: {},
    }),
  start,
);
// The first timers come due one by one, whatever the step.
clock.advance(hour);
await engine.idle();
const timer = await measure(async () => {
  clock.advance(1_000_003_000 / size);
  await engine.idle();
}, nothing);
report({ begun, activation, completion, message, timer });
await engine.close();
