import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Parameters } from '../parameters/parameters.js';
import type { DataStack } from '../stacks/data.js';
import type { ServicesStack } from '../stacks/services.js';
import { ownMetric } from './own-metric.js';
import type { Watched } from './runbook-alarm.js';

/** Where the watched things are. */
export interface WatchedParts {
  readonly parameters: Readonly<Parameters>;
  readonly data: DataStack;
  readonly services: ServicesStack;
}

const gibibyte = 1024 ** 3;
const { MAXIMUM, MINIMUM, AVERAGE, SUM } = cloudwatch.Stats;

/** Everything that rings, each with a runbook in docs/aws.md. */
export function watchedMetrics(parts: WatchedParts): readonly Watched[] {
  return [...apiAlarms(parts), ...taskAlarms(parts), ...dataAlarms(parts), ...processAlarms(parts)];
}

function apiAlarms({ services }: WatchedParts): readonly Watched[] {
  const { loadBalancer, targets } = services.api;
  const metric = (metricName: string, statistic: string): cloudwatch.Metric =>
    new cloudwatch.Metric({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensionsMap: {
        LoadBalancer: loadBalancer.loadBalancerFullName,
        TargetGroup: targets.targetGroupFullName,
      },
      statistic,
      period: Duration.minutes(1),
    });
  return [
    {
      id: 'api-errors',
      says: 'The API answers with server errors.',
      metric: metric('HTTPCode_Target_5XX_Count', SUM),
      threshold: 5,
    },
    {
      id: 'api-slow',
      says: 'One request in a hundred takes longer than a second.',
      metric: metric('TargetResponseTime', 'p99'),
      threshold: 1,
      periods: 5,
    },
    {
      id: 'api-unhealthy',
      says: 'Tasks of the booking service are not ready.',
      metric: metric('UnHealthyHostCount', MAXIMUM),
      threshold: 0,
      periods: 5,
    },
  ];
}

function taskAlarms({ parameters, services }: WatchedParts): readonly Watched[] {
  return (['booking', 'worker'] as const).map((name) => ({
    id: `${name}-tasks`,
    says: `Fewer tasks of the ${name} service run than the least that was asked for.`,
    metric: new cloudwatch.Metric({
      namespace: 'ECS/ContainerInsights',
      metricName: 'RunningTaskCount',
      dimensionsMap: {
        ClusterName: `jobwright-${parameters.environment}`,
        ServiceName: services.services[name]?.service.serviceName ?? name,
      },
      statistic: MINIMUM,
      period: Duration.minutes(1),
    }),
    threshold: parameters[name].least,
    when: 'below' as const,
    periods: 5,
    silenceIsFault: true,
  }));
}

function dataAlarms({ parameters, data }: WatchedParts): readonly Watched[] {
  const { instance } = data.postgres;
  const broker = (metricName: string, statistic: string): cloudwatch.Metric =>
    new cloudwatch.Metric({
      namespace: 'AWS/AmazonMQ',
      metricName,
      dimensionsMap: { Broker: data.rabbitMq.brokerName },
      statistic,
      period: Duration.minutes(1),
    });
  return [
    {
      id: 'database-cpu',
      says: 'The database works at its limit.',
      metric: instance.metricCPUUtilization({ period: Duration.minutes(5) }),
      threshold: 80,
    },
    {
      id: 'database-storage',
      says: 'The database runs out of disk.',
      metric: instance.metricFreeStorageSpace({ period: Duration.minutes(5), statistic: MINIMUM }),
      threshold: (parameters.database.storageGiB / 10) * gibibyte,
      when: 'below',
    },
    {
      id: 'database-memory',
      says: 'The database runs out of memory.',
      metric: instance.metricFreeableMemory({ period: Duration.minutes(5), statistic: MINIMUM }),
      threshold: 0.1 * gibibyte,
      when: 'below',
    },
    {
      id: 'broker-messages',
      says: 'Messages pile up in the broker.',
      metric: broker('MessageCount', MAXIMUM),
      threshold: 20_000,
      periods: 5,
    },
    {
      id: 'broker-disk',
      says: 'The broker runs out of disk and will stop taking messages.',
      metric: broker('RabbitMQDiskFree', MINIMUM),
      threshold: 5 * gibibyte,
      when: 'below',
    },
    {
      id: 'broker-cpu',
      says: 'The broker works at its limit.',
      metric: broker('SystemCpuUtilization', AVERAGE),
      threshold: 80,
      periods: 10,
    },
  ];
}

function processAlarms({ parameters }: WatchedParts): readonly Watched[] {
  const { environment, worker } = parameters;
  const own = (
    name: string,
    dimensions: Readonly<Record<string, string>>,
    statistic: string = SUM,
  ): cloudwatch.Metric => ownMetric(environment, name, { dimensions, statistic });
  return [
    {
      id: 'incidents',
      says: 'Jobs have no tries left and wait for a person.',
      metric: own('jobwright_jobs_finished_total', { service: 'worker', outcome: 'incident' }),
      threshold: 0,
      periods: 1,
    },
    {
      id: 'backlog',
      says: 'The worker falls behind although it has grown.',
      metric: own('BacklogPerConsumer', { service: 'worker' }, AVERAGE),
      threshold: worker.backlogPerConsumer * 5,
      periods: 10,
      silenceIsFault: true,
    },
    ...(['booking', 'worker'] as const).map((service) => ({
      id: `outbox-${service}`,
      says: `Messages of the ${service} service have waited for a minute: bus or engine do not take them.`,
      metric: own('jobwright_outbox_oldest_age_seconds', { service }, MAXIMUM),
      threshold: 60,
    })),
    {
      id: 'dead-letters',
      says: 'Messages were given up and lie in a dead-letter queue.',
      metric: own('jobwright_bus_dead_letters_total', { service: 'booking' }),
      threshold: 0,
      periods: 1,
    },
    {
      id: 'rejections',
      says: 'Many bookings end without a ticket.',
      metric: own('jobwright_bookings_finished_total', { service: 'booking', status: 'REJECTED' }),
      threshold: 50,
      periods: 5,
    },
  ];
}
