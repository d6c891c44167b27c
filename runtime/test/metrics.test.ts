import {
  apiMetrics,
  bookingMetrics,
  createMetricsRegistry,
  metricNames,
  outboxMetrics,
  workerMetrics,
} from '../index.js';

describe('metrics', () => {
  test('every name is unique, well formed, and registered by exactly one group', async () => {
    const registry = createMetricsRegistry({ service: 'test' });
    workerMetrics(registry);
    apiMetrics(registry);
    outboxMetrics(registry);
    bookingMetrics(registry);

    const names = Object.values<string>(metricNames);
    const registered = (await registry.getMetricsAsJSON()).map((metric) => metric.name);

    expect(new Set(names).size).toBe(names.length);
    expect([...registered].sort()).toEqual([...names].sort());
    for (const name of names) {
      expect(name).toMatch(/^jobwright_[a-z_]+$/);
    }
  });
});
