import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { keptLogs } from './kept-logs.js';
import { acknowledge, skipCheckov } from './acknowledge.js';
import { closedGroup, type ArrowEnd } from './arrow.js';

/** Not PostgreSQL's own port: the first that a scanner tries. */
export const postgresPort = 5433;

/** What `Postgres` needs. */
export interface PostgresProps {
  readonly name: string;
  /** Name of the instance. */
  readonly identifier: string;
  readonly vpc: ec2.IVpc;
  readonly key: kms.IKey;
  readonly databaseName: string;
  /** Without `db.`. */
  readonly instanceClass: string;
  readonly storageGiB: number;
  readonly multiAz: boolean;
  readonly backupDays: number;
  readonly deletionProtection: boolean;
  readonly logRetention: RetentionDays;
}

/**
 * PostgreSQL 17 on RDS: in the isolated subnets, encrypted, TLS forced, backed up. RDS keeps and rotates
 * the master password itself; a snapshot is left when the database is deleted.
 */
export class Postgres extends Construct {
  readonly end: ArrowEnd;
  readonly address: string;
  /** `username` and `password` of the master user. Only migrations use it. */
  readonly masterSecret: secretsmanager.ISecret;
  readonly instance: rds.DatabaseInstance;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    this.end = closedGroup(this, 'Group', { vpc: props.vpc, name: props.name });
    const logGroups = ['postgresql', 'upgrade'].map((name) =>
      keptLogs(this, `Logs-${name}`, {
        logGroupName: `/aws/rds/instance/${props.identifier}/${name}`,
        retention: props.logRetention,
      }),
    );
    this.instance = new rds.DatabaseInstance(this, 'Instance', {
      instanceIdentifier: props.identifier,
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17_9 }),
      instanceType: new ec2.InstanceType(props.instanceClass),
      vpc: props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [this.end.securityGroup],
      port: postgresPort,
      databaseName: props.databaseName,
      credentials: rds.Credentials.fromUsername('migrator'),
      manageMasterUserPassword: true,
      multiAz: props.multiAz,
      storageType: rds.StorageType.GP3,
      allocatedStorage: props.storageGiB,
      maxAllocatedStorage: props.storageGiB * 5,
      storageEncrypted: true,
      storageEncryptionKey: props.key,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
      iamAuthentication: true,
      parameters: {
        'rds.force_ssl': '1',
        log_statement: 'ddl',
        log_min_duration_statement: '1000',
      },
      backupRetention: Duration.days(props.backupDays),
      copyTagsToSnapshot: true,
      deletionProtection: props.deletionProtection,
      removalPolicy: RemovalPolicy.SNAPSHOT,
      autoMinorVersionUpgrade: true,
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: props.key,
      performanceInsightRetention: rds.PerformanceInsightRetention.DEFAULT,
      monitoringInterval: Duration.seconds(60),
      cloudwatchLogsExports: ['postgresql', 'upgrade'],
    });
    // Made here, or RDS would make them without an end to what they keep.
    this.instance.node.addDependency(...logGroups);
    acknowledgeSize(this.instance, props);
    const { secret } = this.instance;
    if (secret === undefined) {
      throw new Error('RDS manages the password of the master user, so there is a secret');
    }
    this.masterSecret = secret;
    this.address = this.instance.dbInstanceEndpointAddress;
  }
}

/** What a small environment does without, and the one policy that is not ours. */
function acknowledgeSize(instance: rds.DatabaseInstance, props: PostgresProps): void {
  acknowledge(instance, {
    rule: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]',
    reason: 'The policy that AWS keeps for exactly this role',
  });
  if (!props.multiAz) {
    const reason = 'This environment may be away for the minutes of a restore';
    acknowledge(instance, { rule: 'AwsSolutions::AwsSolutions-RDS3', reason });
    skipCheckov(instance, 'CKV_AWS_157', reason);
  }
  if (!props.deletionProtection) {
    acknowledge(instance, {
      rule: 'AwsSolutions::AwsSolutions-RDS10',
      reason: 'This environment is made and deleted at will',
    });
  }
}
