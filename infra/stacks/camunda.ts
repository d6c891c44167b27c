import { Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { CamundaOnFargate } from '../constructs/camunda-on-fargate.js';
import { Postgres } from '../constructs/postgres.js';
import { clusterSettings, type CamundaConnection } from '../constructs/service-connections.js';
import type { SelfManagedCamunda } from '../parameters/camunda-parameters.js';
import type { Parameters } from '../parameters/parameters.js';
import type { DataStack } from './data.js';

/** What `CamundaStack` needs. */
export interface CamundaStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
  readonly camunda: SelfManagedCamunda;
  readonly vpc: ec2.IVpc;
  readonly cluster: ecs.ICluster;
  readonly data: DataStack;
}

/** A Camunda cluster of our own with its database. There is no such stack with Camunda SaaS. */
export class CamundaStack extends Stack {
  readonly connection: CamundaConnection;

  constructor(scope: Construct, id: string, props: CamundaStackProps) {
    super(scope, id, props);
    const { parameters, camunda, vpc, cluster, data } = props;
    const database = new Postgres(this, 'Postgres', {
      name: 'Camunda PostgreSQL',
      identifier: `jobwright-${parameters.environment}-camunda`,
      vpc,
      key: data.key,
      databaseName: 'camunda',
      ...parameters.database,
      instanceClass: camunda.databaseClass,
      logRetention: parameters.logRetention,
    });
    const { host, end } = new CamundaOnFargate(this, 'Camunda', {
      vpc,
      cluster,
      key: data.key,
      camunda,
      database,
      user: data.camundaSecret,
      region: parameters.region,
      logRetention: parameters.logRetention,
    });
    this.connection = clusterSettings({ host, end }, data.camundaSecret);
  }
}
