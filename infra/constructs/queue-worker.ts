import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { NodeService } from './node-service.js';
import { ownMetric } from './own-metric.js';

/** What `QueueWorker` needs. */
export interface QueueWorkerProps {
  readonly environment: string;
  readonly service: NodeService;
  readonly least: number;
  readonly most: number;
  /** Messages that one task may have waiting for it. */
  readonly backlogPerConsumer: number;
  readonly deploymentAlarmName: string;
}

/**
 * Scaling and safe deployment of the worker. Amazon MQ publishes no metrics of single queues of
 * RabbitMQ 4, so the worker measures its backlog per consumer itself.
 */
export class QueueWorker extends Construct {
  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { environment, service, least, most } = props;
    const backlog = ownMetric(environment, 'BacklogPerConsumer', {
      dimensions: { service: 'worker' },
      statistic: cloudwatch.Stats.AVERAGE,
    });
    const scaling = service.service.autoScaleTaskCount({ minCapacity: least, maxCapacity: most });
    scaling.scaleToTrackCustomMetric('Backlog', {
      metric: backlog,
      targetValue: props.backlogPerConsumer,
      scaleOutCooldown: Duration.seconds(60),
      scaleInCooldown: Duration.minutes(5),
    });
    service.rollBackOn(
      new cloudwatch.Alarm(this, 'DeploymentBacklog', {
        alarmName: props.deploymentAlarmName,
        alarmDescription: 'Rolls a deployment of the worker back: nobody takes its messages.',
        metric: backlog,
        threshold: props.backlogPerConsumer * 10,
        evaluationPeriods: 3,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        // A worker that writes no metric does not run.
        treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      }),
    );
  }
}
