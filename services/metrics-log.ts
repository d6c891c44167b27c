import type { MetricObjectWithValues, MetricValue, Registry } from 'prom-client';

/** Options of `startMetricsLog`. */
export interface MetricsLogOptions {
  /** CloudWatch namespace. */
  readonly namespace: string;
  readonly registry: Registry;
  /** Takes one line without its end. @default standard output */
  readonly write?: (line: string) => void;
  /** @default 60000 */
  readonly everyMs?: number;
  /** More numbers, measured each time, by name. */
  readonly measure?: () => Promise<Readonly<Record<string, number>>>;
  /** Name of the service, for what `measure` answers. */
  readonly service: string;
}

type Values = MetricObjectWithValues<MetricValue<string>>;
type Labels = Readonly<Record<string, string | number>>;

/**
 * Writes the product's own metrics to the log, in CloudWatch's embedded metric format: CloudWatch reads
 * them from there without an agent. What only grows is written as its growth. Each is there by
 * service, by service and each label, and by all labels. `close` writes a last time.
 */
export function startMetricsLog(options: MetricsLogOptions): { close(): Promise<void> } {
  const write = options.write ?? ((line) => process.stdout.write(`${line}\n`));
  const before = new Map<string, number>();
  const look = async (): Promise<void> => {
    for (const metric of await options.registry.getMetricsAsJSON()) {
      for (const { name, labels, value } of valuesOf(metric, before)) {
        write(lineOf(options.namespace, { [name]: value }, labels));
      }
    }
    const measured = await options.measure?.().catch(() => undefined);
    if (measured !== undefined) {
      write(lineOf(options.namespace, measured, { service: options.service }));
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, options.everyMs ?? 60_000);
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
      await look();
    },
  };
}

interface Written {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** What of a metric is worth a line: a gauge's value, a counter's growth, a histogram's sum and count. */
function valuesOf(metric: Values, before: Map<string, number>): readonly Written[] {
  if (!metric.name.startsWith('jobwright_')) {
    return [];
  }
  return metric.values.flatMap((each) => {
    const { value } = each;
    const labels = each.labels as Labels; // prom-client types them by the metric's own label names
    const name = 'metricName' in each ? String(each.metricName) : metric.name;
    if (name.endsWith('_bucket')) {
      return [];
    }
    // prom-client's JSON names the type as Prometheus does.
    if (String(metric.type) === 'gauge') {
      return [{ name, labels, value }];
    }
    const key = JSON.stringify([name, labels]);
    const grown = value - (before.get(key) ?? 0);
    before.set(key, value);
    return grown === 0 ? [] : [{ name, labels, value: grown }];
  });
}

function lineOf(
  namespace: string,
  values: Readonly<Record<string, number>>,
  labels: Labels,
): string {
  const names = Object.keys(labels).filter((name) => name !== 'service');
  const sets = [['service'], ...names.map((name) => ['service', name]), ['service', ...names]];
  const dimensions = [...new Map(sets.map((set) => [set.join(), set])).values()];
  return JSON.stringify({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: dimensions,
          Metrics: Object.keys(values).map((Name) => ({ Name })),
        },
      ],
    },
    ...labels,
    ...values,
  });
}
