import { CfnOutput, CfnResource, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { skipCheckov } from '../constructs/acknowledge.js';
import { keptLogs } from '../constructs/kept-logs.js';
import type { Parameters } from '../parameters/parameters.js';

/** What `NetworkStack` needs. */
export interface NetworkStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
}

/**
 * The VPC: public subnets for the load balancer, private ones with egress for the services,
 * isolated ones for data. Flow logs are kept; AWS services that every task start needs are reached
 * without leaving the VPC.
 */
export class NetworkStack extends Stack {
  readonly vpc: ec2.IVpc;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    const { parameters } = props;
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(parameters.cidr),
      availabilityZones: [...parameters.availabilityZones],
      natGateways: parameters.natGateways,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 },
        { name: 'services', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
        { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
    });
    // CDK's classes and interfaces differ in optional members alone.
    this.vpc = vpc as ec2.IVpc;
    vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        keptLogs(this, 'FlowLogGroup', { retention: parameters.flowLogRetention }),
      ),
    });
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    const endpoints = {
      EcrApi: ec2.InterfaceVpcEndpointAwsService.ECR,
      EcrDocker: ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
      Logs: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
      SecretsManager: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    };
    const group = new ec2.SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'AWS endpoints',
      allowAllOutbound: false,
    });
    group.addIngressRule(ec2.Peer.ipv4(parameters.cidr), ec2.Port.tcp(443), 'VPC to AWS endpoints');
    for (const [name, service] of Object.entries(endpoints)) {
      vpc.addInterfaceEndpoint(name, {
        service,
        subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        securityGroups: [group],
        open: false,
      });
    }
    const { subnetIds } = vpc.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS });
    new CfnOutput(this, 'ServiceSubnets', { value: subnetIds.join(',') });
    this.#acknowledge();
  }

  /** The function by which CDK empties the default security group, once, when the VPC is made. */
  #acknowledge(): void {
    const helper = this.node.findChild('Custom::VpcRestrictDefaultSGCustomResourceProvider');
    const handler = helper.node.findChild('Handler');
    if (handler instanceof CfnResource) {
      for (const id of ['CKV_AWS_115', 'CKV_AWS_116', 'CKV_AWS_117']) {
        skipCheckov(handler, id, 'Runs when the VPC is made and deleted, and at no other time');
      }
    }
  }
}
