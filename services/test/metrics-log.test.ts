import { z } from 'zod';
import { createMetricsRegistry, workerMetrics } from '../../runtime/index.js';
import { startMetricsLog } from '../metrics-log.js';

const line = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.tuple([
      z.object({
        Namespace: z.literal('jobwright/test'),
        Dimensions: z.array(z.array(z.string()).max(30)),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ]),
  }),
});

function start(measure?: () => Promise<Record<string, number>>) {
  const registry = createMetricsRegistry({ service: 'worker', processMetrics: true });
  const metrics = workerMetrics(registry);
  const lines: z.infer<typeof line>[] = [];
  const log = startMetricsLog({
    namespace: 'jobwright/test',
    service: 'worker',
    registry,
    write: (text) => lines.push(line.parse(JSON.parse(text))),
    everyMs: 10,
    ...(measure === undefined ? {} : { measure }),
  });
  return { metrics, lines, log };
}

const named = (lines: readonly z.infer<typeof line>[], name: string) =>
  lines.filter((each) => name in each);

describe('the metrics log', () => {
  test('writes how much a counter has grown, by service, by each label and by all', async () => {
    const { metrics, lines, log } = start();
    metrics.jobsFinished.inc({ type: 'issue-ticket', outcome: 'completed' }, 2);
    await new Promise((resolve) => setTimeout(resolve, 60));
    metrics.jobsFinished.inc({ type: 'issue-ticket', outcome: 'completed' }, 3);

    await log.close();

    const written = named(lines, 'jobwright_jobs_finished_total');
    expect(written.map((each) => each.jobwright_jobs_finished_total)).toEqual([2, 3]);
    expect(written[0]).toMatchObject({
      service: 'worker',
      type: 'issue-ticket',
      outcome: 'completed',
    });
    expect(written[0]?._aws.CloudWatchMetrics[0].Dimensions).toEqual([
      ['service'],
      ['service', 'type'],
      ['service', 'outcome'],
      ['service', 'type', 'outcome'],
    ]);
  });

  test('writes sum and count of a histogram, no buckets, and nothing of Node itself', async () => {
    const { metrics, lines, log } = start();
    metrics.jobDuration.observe({ type: 'issue-ticket' }, 0.5);

    await log.close();

    expect(named(lines, 'jobwright_job_duration_seconds_sum')).toHaveLength(1);
    expect(named(lines, 'jobwright_job_duration_seconds_count')).toHaveLength(1);
    const names = lines.flatMap(({ _aws }) =>
      _aws.CloudWatchMetrics[0].Metrics.map(({ Name }) => Name),
    );
    expect(names.filter((name) => name.includes('bucket') || name.startsWith('nodejs'))).toEqual(
      [],
    );
  });

  test('writes what is measured, and goes on when measuring fails', async () => {
    let broken = true;
    const { lines, log } = start(() =>
      broken
        ? Promise.reject(new Error('the broker is away'))
        : Promise.resolve({ BacklogPerConsumer: 7 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(named(lines, 'BacklogPerConsumer')).toEqual([]);
    broken = false;

    await log.close();

    expect(named(lines, 'BacklogPerConsumer').at(-1)).toMatchObject({
      BacklogPerConsumer: 7,
      service: 'worker',
    });
  });
});
