import { readFileSync } from 'node:fs';
import { Duration, Stack } from 'aws-cdk-lib';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import { acknowledge, logicalIdOf } from './acknowledge.js';
import { privateBucket } from './log-bucket.js';

/** What `BookingCanary` needs. */
export interface BookingCanaryProps {
  /** At most 21 characters, lower case. */
  readonly name: string;
  readonly address: string;
  readonly flightId: string;
  readonly paymentToken: string;
  readonly everyMinutes: number;
}

/** Books a seat on a test flight as a customer would, waits for the ticket, and cancels. */
export class BookingCanary extends Construct {
  readonly canary: synthetics.Canary;

  constructor(scope: Construct, id: string, props: BookingCanaryProps) {
    super(scope, id);
    const artifacts = privateBucket(this, 'Runs', { keep: Duration.days(30) });
    this.canary = new synthetics.Canary(this, 'Canary', {
      canaryName: props.name,
      runtime: synthetics.Runtime.SYNTHETICS_NODEJS_3_1,
      test: synthetics.Test.custom({
        handler: 'index.handler',
        code: synthetics.Code.fromInline(
          readFileSync(new URL('../canary/book-and-cancel.js', import.meta.url), 'utf8'),
        ),
      }),
      schedule: synthetics.Schedule.rate(Duration.minutes(props.everyMinutes)),
      timeout: Duration.seconds(55),
      environmentVariables: {
        API_ADDRESS: props.address,
        FLIGHT_ID: props.flightId,
        PAYMENT: props.paymentToken,
      },
      artifactsBucketLocation: { bucket: artifacts },
      artifactsBucketLifecycleRules: [],
      successRetentionPeriod: Duration.days(30),
      failureRetentionPeriod: Duration.days(30),
      provisionedResourceCleanup: true,
    });
    const { region, account } = Stack.of(this);
    acknowledge(
      this.canary,
      ...[
        '*',
        `<${logicalIdOf(artifacts)}.Arn>/*`,
        `arn:<AWS::Partition>:logs:${region}:${account}:log-group:/aws/lambda/cwsyn-*`,
      ].map((resource) => ({
        rule: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
        reason:
          'What CDK lets a canary do: write runs to its own bucket, its logs, and its metrics',
      })),
    );
  }
}
