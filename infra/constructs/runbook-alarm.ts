import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** One thing worth waking somebody for. */
export interface Watched {
  /** Letters and dashes; also the anchor of its runbook, `#alarm-<id>`. */
  readonly id: string;
  /** What is wrong, as a sentence. */
  readonly says: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  /** @default above */
  readonly when?: 'above' | 'below';
  /** Minutes or periods of the metric in a row. @default 3 */
  readonly periods?: number;
  /** Whether silence is a fault. @default false */
  readonly silenceIsFault?: boolean;
}

/** What `RunbookAlarm` needs. */
export interface RunbookAlarmProps {
  readonly watched: Watched;
  readonly prefix: string;
  /** Address of the page with the runbooks. */
  readonly runbooks: string;
  readonly topic: sns.ITopic;
}

/** An alarm that tells the topic and names its runbook. */
export class RunbookAlarm extends Construct {
  readonly alarm: cloudwatch.Alarm;

  constructor(scope: Construct, props: RunbookAlarmProps) {
    super(scope, `Alarm-${props.watched.id}`);
    const { watched, prefix, runbooks, topic } = props;
    this.alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmName: `${prefix}-${watched.id}`,
      alarmDescription: `${watched.says}\nRunbook: ${runbooks}#alarm-${watched.id}`,
      metric: watched.metric,
      threshold: watched.threshold,
      evaluationPeriods: watched.periods ?? 3,
      comparisonOperator:
        watched.when === 'below'
          ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
          : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData:
        watched.silenceIsFault === true
          ? cloudwatch.TreatMissingData.BREACHING
          : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(new actions.SnsAction(topic));
    this.alarm.addOkAction(new actions.SnsAction(topic));
  }
}
