import { plan } from '../plan/plan.js';
import { bpmnSource, flowsThrough, serviceTask } from './fixture.js';

/** Milliseconds of processor time that planning a line of jobs takes, each with mappings of its own. */
async function timeOf(length: number): Promise<number> {
  const ids = Array.from({ length }, (_, at) => `t${at}`);
  const jobs = ids.map((id, at) =>
    serviceTask(
      id,
      `type-${at}`,
      `<zeebe:ioMapping><zeebe:input source="=v${at} + 1" target="x" /><zeebe:output source="=y" target="v${at + 1}" /></zeebe:ioMapping>`,
    ),
  );
  const source = bpmnSource(
    `<bpmn:startEvent id="s" />${jobs.join('')}${flowsThrough('s', ...ids)}`,
  );
  const before = process.cpuUsage();
  const { processes } = await plan([source]);
  const { user } = process.cpuUsage(before);
  expect(processes[0]?.jobs).toHaveLength(length);
  return user / 1_000;
}

test('planning many job types takes time that grows with their number, not with its square', async () => {
  await timeOf(300);
  const small = await timeOf(750);
  const large = await timeOf(3_000);
  expect(large / small).toBeLessThan(10);
}, 120_000);
