import { grafanaMetrics } from '../../generator/index.js';
import {
  apiMetrics,
  createMetricsRegistry,
  metricNames,
  workerMetrics,
} from '../../runtime/index.js';

test('the dashboards ask for what the runtime counts, by labels that it has', () => {
  const names: Readonly<Record<string, string>> = metricNames;
  for (const [key, name] of Object.entries(grafanaMetrics)) {
    expect(names[key]).toBe(name);
  }
  const registry = createMetricsRegistry({ service: 'test' });
  const { jobsFinished, jobDuration, jobsActive, pollFailures, staleJobs } =
    workerMetrics(registry);
  const { httpRequests, httpDuration } = apiMetrics(registry);
  jobsFinished.inc({ type: 'pack', outcome: 'incident' });
  jobDuration.observe({ type: 'pack' }, 1);
  jobsActive.inc({ type: 'pack' });
  pollFailures.inc({ type: 'pack', code: 'UNAVAILABLE' });
  staleJobs.inc({ type: 'pack' });
  httpRequests.inc({ operation: 'bookSeats', status: '202' });
  httpDuration.observe({ operation: 'bookSeats' }, 1);
});
