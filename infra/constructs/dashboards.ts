import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { metricNamespace, ownMetric } from './own-metric.js';
import type { RunbookAlarm } from './runbook-alarm.js';
import type { WatchedParts } from './watched-metrics.js';

const width = 12;
const height = 6;

/** What people of the airline ask: bookings, tickets, why others failed, money. */
export function businessDashboard(scope: Construct, environment: string): cloudwatch.Dashboard {
  const finished = (status: string): cloudwatch.Metric =>
    ownMetric(environment, 'jobwright_bookings_finished_total', {
      dimensions: { service: 'booking', status },
      label: status.toLowerCase(),
    });
  return dashboard(scope, 'Business', environment, [
    graph('Bookings accepted', [
      ownMetric(environment, 'jobwright_http_requests_total', {
        dimensions: { service: 'booking', operation: 'createBooking' },
        label: 'requests',
      }),
    ]),
    graph('Bookings by how they ended', ['CONFIRMED', 'REJECTED', 'CANCELLED'].map(finished)),
    graph('Why bookings were rejected', [
      search(environment, ['service', 'reason'], 'jobwright_bookings_rejected_total'),
    ]),
    graph('Revenue, minor units', [
      search(environment, ['service', 'currency'], 'jobwright_booking_revenue_total'),
    ]),
    graph('From acceptance to the end, seconds', [
      ratio(environment, 'jobwright_booking_duration_seconds', { service: 'booking' }),
    ]),
  ]);
}

/** What those ask who answer for the processes. */
export function processDashboard(scope: Construct, environment: string): cloudwatch.Dashboard {
  return dashboard(scope, 'Processes', environment, [
    graph('Process instances started', [
      ownMetric(environment, 'jobwright_outbox_relayed_total', {
        dimensions: { service: 'booking' },
        label: 'messages to the engine',
      }),
    ]),
    graph('Incidents', [
      ownMetric(environment, 'jobwright_jobs_finished_total', {
        dimensions: { service: 'worker', outcome: 'incident' },
        label: 'incidents',
      }),
    ]),
    graph('Jobs by type', [
      search(environment, ['service', 'type'], 'jobwright_jobs_finished_total'),
    ]),
    graph('Jobs by how they ended', [
      search(environment, ['service', 'outcome'], 'jobwright_jobs_finished_total'),
    ]),
    graph('Time in jobs by type, seconds a minute', [
      search(environment, ['service', 'type'], 'jobwright_job_duration_seconds_sum'),
    ]),
    graph('Mean latency of a job, seconds', [
      ratio(environment, 'jobwright_job_duration_seconds', { service: 'worker' }),
    ]),
    graph('Backlog per consumer', [
      ownMetric(environment, 'BacklogPerConsumer', {
        dimensions: { service: 'worker' },
        statistic: cloudwatch.Stats.AVERAGE,
      }),
    ]),
    graph('Oldest message in an outbox, seconds', [
      ...['booking', 'worker'].map((service) =>
        ownMetric(environment, 'jobwright_outbox_oldest_age_seconds', {
          dimensions: { service },
          statistic: cloudwatch.Stats.MAXIMUM,
          label: service,
        }),
      ),
    ]),
  ]);
}

/** What those ask who keep it running; all alarms are on it. */
export function platformDashboard(
  scope: Construct,
  parts: WatchedParts & { readonly alarms: readonly RunbookAlarm[] },
): cloudwatch.Dashboard {
  const { environment } = parts.parameters;
  const { instance } = parts.data.postgres;
  const { services } = parts.services;
  const present = Object.values(services);
  return dashboard(scope, 'Platform', environment, [
    new cloudwatch.AlarmStatusWidget({
      title: 'Alarms',
      width: width * 2,
      alarms: parts.alarms.map(({ alarm }) => alarm),
    }),
    graph(
      'Processor of services, %',
      present.map(({ service }) => service.metricCpuUtilization()),
    ),
    graph(
      'Memory of services, %',
      present.map(({ service }) => service.metricMemoryUtilization()),
    ),
    graph('Database: processor, %', [instance.metricCPUUtilization()]),
    graph('Database: connections', [instance.metricDatabaseConnections()]),
    ...parts.alarms.map(
      ({ alarm }) =>
        new cloudwatch.AlarmWidget({
          title: alarm.node.path.split('Alarm-').at(-1)?.split('/')[0] ?? '',
          alarm,
          width,
          height,
        }),
    ),
  ]);
}

function dashboard(
  scope: Construct,
  title: string,
  environment: string,
  widgets: readonly cloudwatch.IWidget[],
): cloudwatch.Dashboard {
  const made = new cloudwatch.Dashboard(scope, title, {
    dashboardName: `jobwright-${environment}-${title.toLowerCase()}`,
    defaultInterval: Duration.hours(3),
  });
  made.addWidgets(...widgets);
  return made;
}

function graph(title: string, left: readonly cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left: [...left], width, height });
}

/** Every metric with these dimensions, whatever their values. */
function search(
  environment: string,
  dimensions: readonly string[],
  name: string,
): cloudwatch.MathExpression {
  const schema = `{${[`"${metricNamespace(environment)}"`, ...dimensions].join(',')}}`;
  return new cloudwatch.MathExpression({
    expression: `SEARCH('${schema} MetricName="${name}"', 'Sum', 60)`,
    usingMetrics: {},
    label: '',
    period: Duration.minutes(1),
  });
}

/** The mean of a histogram: its sum by its count. */
function ratio(
  environment: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: 'total / times',
    usingMetrics: {
      total: ownMetric(environment, `${name}_sum`, { dimensions }),
      times: ownMetric(environment, `${name}_count`, { dimensions }),
    },
    label: 'mean',
    period: Duration.minutes(1),
  });
}
