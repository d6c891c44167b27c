import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { BookingCanary } from '../constructs/booking-canary.js';
import {
  businessDashboard,
  platformDashboard,
  processDashboard,
} from '../constructs/dashboards.js';
import { RunbookAlarm, type Watched } from '../constructs/runbook-alarm.js';
import { watchedMetrics } from '../constructs/watched-metrics.js';
import type { Parameters } from '../parameters/parameters.js';
import type { DataStack } from './data.js';
import type { ServicesStack } from './services.js';

/** What `ObservabilityStack` needs. */
export interface ObservabilityStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
  readonly data: DataStack;
  readonly services: ServicesStack;
}

/** Who is told of what: alarms with their runbooks, dashboards, a canary that books. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const { parameters } = props;
    const { environment } = parameters;
    const prefix = `jobwright-${environment}`;
    const topic = this.#topic(parameters.alarmEmail);
    const { canary } = new BookingCanary(this, 'BookingCanary', {
      name: `jobwright-${environment}`,
      address: `https://${parameters.domainName}`,
      ...parameters.canary,
    });
    const watched: readonly Watched[] = [
      ...watchedMetrics(props),
      {
        id: 'canary',
        says: 'A test booking did not get its ticket, or could not be cancelled.',
        metric: canary.metricSuccessPercent({
          period: Duration.minutes(Math.max(5, parameters.canary.everyMinutes)),
        }),
        threshold: 100,
        when: 'below',
        periods: 2,
        silenceIsFault: true,
      },
    ];
    const alarms = watched.map(
      (each) =>
        new RunbookAlarm(this, { watched: each, prefix, runbooks: parameters.runbooks, topic }),
    );
    businessDashboard(this, environment);
    processDashboard(this, environment);
    platformDashboard(this, { ...props, alarms });
  }

  #topic(email: string): sns.Topic {
    const key = new kms.Key(this, 'Key', {
      description: 'What alarms say',
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    const topic = new sns.Topic(this, 'Alarms', { masterKey: key, enforceSSL: true });
    topic.addSubscription(new subscriptions.EmailSubscription(email));
    return topic;
  }
}
