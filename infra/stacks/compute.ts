import { Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { Parameters } from '../parameters/parameters.js';

/** What `ComputeStack` needs. */
export interface ComputeStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
  readonly vpc: ec2.IVpc;
}

/** The ECS cluster in which every task runs. */
export class ComputeStack extends Stack {
  readonly cluster: ecs.ICluster;

  constructor(scope: Construct, id: string, { parameters, vpc, ...props }: ComputeStackProps) {
    super(scope, id, props);
    // CDK's classes and interfaces differ in optional members alone.
    this.cluster = new ecs.Cluster(this, 'Cluster', {
      clusterName: `jobwright-${parameters.environment}`,
      vpc,
      containerInsightsV2: ecs.ContainerInsights.ENHANCED,
      enableFargateCapacityProviders: true,
    }) as ecs.ICluster;
  }
}
