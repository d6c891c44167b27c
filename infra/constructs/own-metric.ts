import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Where the services' own metrics are, by the log lines they write (embedded metric format). */
export function metricNamespace(environment: string): string {
  return `jobwright/${environment}`;
}

/** One of the services' own metrics, as `services/metrics-log.ts` names it. */
export function ownMetric(
  environment: string,
  metricName: string,
  options: {
    readonly dimensions?: Readonly<Record<string, string>>;
    readonly statistic?: string;
    readonly label?: string;
  } = {},
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: metricNamespace(environment),
    metricName,
    dimensionsMap: { ...options.dimensions },
    statistic: options.statistic ?? cloudwatch.Stats.SUM,
    period: Duration.minutes(1),
    ...(options.label === undefined ? {} : { label: options.label }),
  });
}
