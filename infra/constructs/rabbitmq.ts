import { Fn } from 'aws-cdk-lib';
import * as amazonmq from 'aws-cdk-lib/aws-amazonmq';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { closedGroup, type ArrowEnd } from './arrow.js';

/** AMQP over TLS, the only protocol that Amazon MQ for RabbitMQ speaks. */
export const amqpsPort = 5671;

/** What `RabbitMq` needs. */
export interface RabbitMqProps {
  readonly name: string;
  readonly vpc: ec2.IVpc;
  readonly key: kms.IKey;
  readonly instanceType: string;
  readonly deploymentMode: 'SINGLE_INSTANCE' | 'CLUSTER_MULTI_AZ';
}

/**
 * RabbitMQ 4 on Amazon MQ, in the isolated subnets. Queues are declared by the services, as quorum
 * queues. Its user lies in Secrets Manager; the template holds a reference, never the value.
 */
export class RabbitMq extends Construct {
  readonly end: ArrowEnd;
  /** `amqps://host:5671` */
  readonly url: string;
  /** `username` and `password`. */
  readonly secret: secretsmanager.ISecret;
  readonly brokerName: string;

  constructor(scope: Construct, id: string, props: RabbitMqProps) {
    super(scope, id);
    this.brokerName = props.name;
    this.end = closedGroup(this, 'Group', { vpc: props.vpc, name: 'RabbitMQ' });
    // The key of Secrets Manager itself: with one of ours the grants of other stacks become a cycle.
    // CDK's classes and interfaces differ in optional members alone.
    this.secret = new secretsmanager.Secret(this, 'User', {
      description: 'User of the broker',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: 'jobwright' }),
        generateStringKey: 'password',
        passwordLength: 40,
        excludePunctuation: true,
      },
    }) as secretsmanager.ISecret;
    const { subnetIds } = props.vpc.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_ISOLATED });
    const broker = new amazonmq.CfnBroker(this, 'Broker', {
      brokerName: props.name,
      engineType: 'RABBITMQ',
      engineVersion: '4.2',
      hostInstanceType: props.instanceType,
      deploymentMode: props.deploymentMode,
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
      subnetIds: props.deploymentMode === 'SINGLE_INSTANCE' ? subnetIds.slice(0, 1) : subnetIds,
      securityGroups: [this.end.securityGroup.securityGroupId],
      encryptionOptions: { useAwsOwnedKey: false, kmsKeyId: props.key.keyArn },
      logs: { general: true },
      maintenanceWindowStartTime: { dayOfWeek: 'SUNDAY', timeOfDay: '03:00', timeZone: 'UTC' },
      users: [
        {
          username: this.secret.secretValueFromJson('username').unsafeUnwrap(),
          password: this.secret.secretValueFromJson('password').unsafeUnwrap(),
        },
      ],
    });
    this.url = Fn.select(0, broker.attrAmqpEndpoints);
  }
}
