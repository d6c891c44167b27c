import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { skipCheckov } from './acknowledge.js';

/** A log group that keeps its lines for a while, also when its stack is deleted. */
export function keptLogs(
  scope: Construct,
  id: string,
  options: { readonly retention: logs.RetentionDays; readonly logGroupName?: string },
): logs.LogGroup {
  const group = new logs.LogGroup(scope, id, { ...options, removalPolicy: RemovalPolicy.RETAIN });
  skipCheckov(
    group,
    'CKV_AWS_158',
    'CloudWatch Logs encrypts every group at rest with its own key',
  );
  return group;
}
