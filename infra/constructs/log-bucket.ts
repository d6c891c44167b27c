import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge, skipCheckov } from './acknowledge.js';

/**
 * A private bucket for what AWS services write: access logs, canary runs, leases. TLS alone, encrypted,
 * emptied by age where `keep` says so.
 */
export function privateBucket(
  scope: Construct,
  id: string,
  options: { readonly keep?: Duration } = {},
): s3.IBucket {
  const bucket = new s3.Bucket(scope, id, {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    // Load balancers can write to no bucket that is encrypted with a key of ours.
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
    versioned: options.keep === undefined,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      {
        abortIncompleteMultipartUploadAfter: Duration.days(1),
        ...(options.keep === undefined
          ? { noncurrentVersionExpiration: Duration.days(30) }
          : { expiration: options.keep }),
      },
    ],
  });
  const reason =
    'Holds logs, canary runs or leases, which no person reads or changes in daily work';
  acknowledge(bucket, { rule: 'AwsSolutions::AwsSolutions-S1', reason });
  skipCheckov(bucket, 'CKV_AWS_18', reason);
  if (options.keep !== undefined) {
    skipCheckov(bucket, 'CKV_AWS_21', 'Logs are written once and deleted by age');
  }
  // CDK's classes and interfaces differ in optional members alone.
  return bucket as s3.IBucket;
}
