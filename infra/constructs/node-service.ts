import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { closedGroup, type ArrowEnd } from './arrow.js';
import type { NodeTask } from './node-task.js';

/** What `NodeService` needs. */
export interface NodeServiceProps {
  /** As in diagrams. */
  readonly name: string;
  readonly vpc: ec2.IVpc;
  readonly cluster: ecs.ICluster;
  readonly task: NodeTask;
  /** Tasks at the start; scaling takes over. */
  readonly tasks: number;
  /** How long after its start a task may answer unhealthily to a load balancer. */
  readonly grace?: Duration;
}

/**
 * A service of private tasks without public addresses. A deployment starts new tasks before it stops
 * old ones, and goes back by itself when tasks do not come up or a deployment alarm rings.
 */
export class NodeService extends Construct {
  readonly end: ArrowEnd;
  readonly service: ecs.FargateService;

  constructor(scope: Construct, id: string, props: NodeServiceProps) {
    super(scope, id);
    this.end = closedGroup(this, 'Group', { vpc: props.vpc, name: props.name });
    this.service = new ecs.FargateService(this, 'Service', {
      serviceName: props.name,
      cluster: props.cluster,
      taskDefinition: props.task.definition,
      desiredCount: props.tasks,
      assignPublicIp: false,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [this.end.securityGroup],
      circuitBreaker: { enable: true, rollback: true },
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      enableECSManagedTags: true,
      enableExecuteCommand: false,
      ...(props.grace === undefined ? {} : { healthCheckGracePeriod: props.grace }),
    });
  }

  /** Rolls a deployment back when one of these alarms rings during it. */
  rollBackOn(...alarms: readonly cloudwatch.Alarm[]): void {
    this.service.enableDeploymentAlarms(
      alarms.map(({ alarmName }) => alarmName),
      { behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM },
    );
  }
}
