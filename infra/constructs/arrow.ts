import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** A part of the system that connections start from or end at. */
export interface ArrowEnd {
  /** As in diagrams. */
  readonly name: string;
  readonly securityGroup: ec2.ISecurityGroup;
}

/** What `Arrow` needs. */
export interface ArrowProps {
  readonly from: ArrowEnd;
  readonly to: ArrowEnd;
  /** TCP port at `to`. */
  readonly port: number;
}

/**
 * One allowed connection: a rule out of the one security group and a rule into the other, both here.
 * Groups let nothing out by themselves, so what has no arrow cannot connect.
 */
export class Arrow extends Construct {
  constructor(scope: Construct, id: string, { from, to, port }: ArrowProps) {
    super(scope, id);
    const rule = {
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: `${from.name} to ${to.name}`,
    };
    new ec2.CfnSecurityGroupEgress(this, 'Out', {
      ...rule,
      groupId: from.securityGroup.securityGroupId,
      destinationSecurityGroupId: to.securityGroup.securityGroupId,
    });
    new ec2.CfnSecurityGroupIngress(this, 'In', {
      ...rule,
      groupId: to.securityGroup.securityGroupId,
      sourceSecurityGroupId: from.securityGroup.securityGroupId,
    });
  }
}

/**
 * Lets `from` reach HTTPS anywhere: AWS's own APIs, image layers, Camunda SaaS. None of them has
 * addresses that a security group could name.
 */
export class ArrowToHttps extends Construct {
  constructor(scope: Construct, id: string, from: ArrowEnd) {
    super(scope, id);
    new ec2.CfnSecurityGroupEgress(this, 'Out', {
      groupId: from.securityGroup.securityGroupId,
      cidrIp: '0.0.0.0/0',
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      description: `${from.name} to HTTPS`,
    });
  }
}

/** A security group that lets nothing in and nothing out until an `Arrow` says so. */
export function closedGroup(
  scope: Construct,
  id: string,
  props: { readonly vpc: ec2.IVpc; readonly name: string },
): ArrowEnd {
  const securityGroup = new ec2.SecurityGroup(scope, id, {
    vpc: props.vpc,
    description: props.name,
    allowAllOutbound: false,
  });
  return { name: props.name, securityGroup };
}
