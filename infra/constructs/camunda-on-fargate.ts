import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as cloudmap from 'aws-cdk-lib/aws-servicediscovery';
import { Construct } from 'constructs';
import type { SelfManagedCamunda } from '../parameters/camunda-parameters.js';
import { acknowledge, logicalIdOf } from './acknowledge.js';
import { Arrow, ArrowToHttps, closedGroup, type ArrowEnd } from './arrow.js';
import { clusterEnvironment } from './camunda-environment.js';
import { keptLogs } from './kept-logs.js';
import { privateBucket } from './log-bucket.js';
import { postgresPort, type Postgres } from './postgres.js';

const ports = { grpc: 26_500, command: 26_501, internal: 26_502, rest: 8_080, management: 9_600 };
const efsPort = 2_049;
const dataFolder = '/usr/local/camunda/data';

/** What `CamundaOnFargate` needs. */
export interface CamundaOnFargateProps {
  readonly vpc: ec2.IVpc;
  readonly cluster: ecs.ICluster;
  readonly key: kms.IKey;
  readonly camunda: SelfManagedCamunda;
  /** Secondary storage: what Operate and the search API read. */
  readonly database: Postgres;
  /** `username` and `password` of the one user that is made at the first start. */
  readonly user: secretsmanager.ISecret;
  readonly region: string;
  readonly logRetention: logs.RetentionDays;
}

/**
 * Camunda's orchestration cluster (8.8 or newer: broker, gateway, REST API, Operate in one image) on
 * Fargate. A task has no identity of its own, so a broker takes its node id as a lease in S3, its data
 * lies on EFS by node id, and a new task goes on where the old one stopped. Secondary storage is
 * PostgreSQL. Clients come through an internal load balancer that speaks TLS.
 */
export class CamundaOnFargate extends Construct {
  /** Where clients connect: gRPC at 26500, REST at 443. */
  readonly end: ArrowEnd;
  readonly host: string;
  readonly service: ecs.FargateService;
  readonly #brokers: ArrowEnd;

  constructor(scope: Construct, id: string, props: CamundaOnFargateProps) {
    super(scope, id);
    const { vpc, camunda, database } = props;
    this.host = `camunda.${camunda.privateZone}`;
    this.end = closedGroup(this, 'EntryGroup', { vpc, name: 'Camunda entry' });
    this.#brokers = closedGroup(this, 'Group', { vpc, name: 'Camunda' });
    const leases = privateBucket(this, 'Leases');
    const data = this.#data(props);
    const task = this.#task(props, leases, data);
    this.service = this.#service(props, task);
    this.#entry(props);
    new ArrowToHttps(this, 'ToHttps', this.#brokers);
    new Arrow(this, 'ToDatabase', { from: this.#brokers, to: database.end, port: postgresPort });
    for (const port of [ports.command, ports.internal]) {
      new Arrow(this, `Between${port}`, { from: this.#brokers, to: this.#brokers, port });
    }
    for (const port of [ports.grpc, ports.rest, ports.management]) {
      new Arrow(this, `Entry${port}`, { from: this.end, to: this.#brokers, port });
    }
  }

  #data({ vpc, key }: CamundaOnFargateProps): efs.AccessPoint {
    const group = closedGroup(this, 'DataGroup', { vpc, name: 'Camunda data' });
    const files = new efs.FileSystem(this, 'Data', {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroup: group.securityGroup,
      encrypted: true,
      kmsKey: key,
      throughputMode: efs.ThroughputMode.ELASTIC,
      enableAutomaticBackups: true,
      allowAnonymousAccess: false,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new Arrow(this, 'ToData', { from: this.#brokers, to: group, port: efsPort });
    return files.addAccessPoint('Camunda', {
      path: '/camunda',
      posixUser: { uid: '1001', gid: '1001' },
      createAcl: { ownerUid: '1001', ownerGid: '1001', permissions: '700' },
    });
  }

  #task(
    props: CamundaOnFargateProps,
    leases: s3.IBucket,
    data: efs.AccessPoint,
  ): ecs.FargateTaskDefinition {
    const { camunda, database, user } = props;
    const task = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: 4_096,
      memoryLimitMiB: 8_192,
      ephemeralStorageGiB: 30,
      volumes: [
        { name: 'tmp' },
        { name: 'logs' },
        {
          name: 'data',
          efsVolumeConfiguration: {
            fileSystemId: data.fileSystem.fileSystemId,
            transitEncryption: 'ENABLED',
            authorizationConfig: { accessPointId: data.accessPointId, iam: 'ENABLED' },
          },
        },
      ],
    });
    leases.grantReadWrite(task.taskRole);
    task.addToTaskRolePolicy(
      new iam.PolicyStatement({
        actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        resources: [data.fileSystem.fileSystemArn],
        conditions: {
          StringEquals: { 'elasticfilesystem:AccessPointArn': data.accessPointArn },
        },
      }),
    );
    const { environment, secrets } = clusterEnvironment({
      camunda,
      databaseAddress: database.address,
      databaseUser: database.masterSecret,
      user,
      leaseBucket: leases.bucketName,
      region: props.region,
      contactPoints: `brokers.${this.#namespaceName(props)}:${ports.internal}`,
      dataFolder,
    });
    const container = task.addContainer('camunda', {
      image: ecs.ContainerImage.fromRegistry(camunda.image),
      user: '1001:1001',
      readonlyRootFilesystem: true,
      linuxParameters: new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true }),
      environment,
      secrets,
      // A broker hands its lease and its leaderships back when it has time to.
      stopTimeout: Duration.seconds(30),
      portMappings: Object.values(ports).map((containerPort) => ({ containerPort })),
      logging: ecs.LogDrivers.awsLogs({
        streamPrefix: 'camunda',
        logGroup: keptLogs(this, 'Logs', { retention: props.logRetention }),
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
    });
    container.addMountPoints(
      { sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false },
      { sourceVolume: 'logs', containerPath: '/usr/local/camunda/logs', readOnly: false },
      { sourceVolume: 'data', containerPath: dataFolder, readOnly: false },
    );
    acknowledge(
      task,
      {
        rule: 'AwsSolutions::AwsSolutions-ECS2',
        reason: 'Plain settings are addresses and sizes; a test keeps secrets out of them',
      },
      ...[
        'Action::s3:GetObject*',
        'Action::s3:GetBucket*',
        'Action::s3:List*',
        'Action::s3:DeleteObject*',
        'Action::s3:Abort*',
        `Resource::<${logicalIdOf(leases)}.Arn>/*`,
      ].map((finding) => ({
        rule: `AwsSolutions::AwsSolutions-IAM5[${finding}]`,
        reason: 'Brokers read and write every lease in their own bucket',
      })),
    );
    return task;
  }

  #namespaceName({ camunda }: CamundaOnFargateProps): string {
    return `brokers.${camunda.privateZone}`;
  }

  #service(props: CamundaOnFargateProps, task: ecs.FargateTaskDefinition): ecs.FargateService {
    const { camunda, cluster, vpc } = props;
    const namespace = new cloudmap.PrivateDnsNamespace(this, 'Namespace', {
      vpc,
      name: this.#namespaceName(props),
    });
    return new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition: task,
      desiredCount: camunda.brokers,
      assignPublicIp: false,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [this.#brokers.securityGroup],
      // One broker at a time, and never more than there are node ids.
      maxHealthyPercent: 100,
      minHealthyPercent: camunda.brokers === 1 ? 0 : 66,
      circuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriod: Duration.seconds(900),
      cloudMapOptions: {
        cloudMapNamespace: namespace,
        name: 'brokers',
        dnsRecordType: cloudmap.DnsRecordType.A,
        dnsTtl: Duration.seconds(10),
      },
      enableExecuteCommand: false,
    });
  }

  #entry({ vpc, camunda }: CamundaOnFargateProps): void {
    const balancer = new elb.NetworkLoadBalancer(this, 'Entry', {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      internetFacing: false,
      crossZoneEnabled: true,
      deletionProtection: true,
      securityGroups: [this.end.securityGroup],
    });
    balancer.logAccessLogs(privateBucket(this, 'AccessLogs', { keep: Duration.days(90) }), 'nlb');
    const certificates = [{ certificateArn: camunda.certificateArn }];
    for (const [port, target] of [
      [ports.grpc, ports.grpc],
      [443, ports.rest],
    ] as const) {
      const targets = new elb.NetworkTargetGroup(this, `Targets${target}`, {
        vpc,
        port: target,
        protocol: elb.Protocol.TCP,
        targetType: elb.TargetType.IP,
        deregistrationDelay: Duration.seconds(30),
        healthCheck: {
          protocol: elb.Protocol.HTTP,
          port: String(ports.management),
          path: '/actuator/health/readiness',
        },
      });
      targets.addTarget(
        this.service.loadBalancerTarget({ containerName: 'camunda', containerPort: target }),
      );
      new elb.CfnListener(this, `Tls${port}`, {
        loadBalancerArn: balancer.loadBalancerArn,
        port,
        protocol: 'TLS',
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        certificates,
        ...(port === ports.grpc ? { alpnPolicy: ['HTTP2Only'] } : {}),
        defaultActions: [{ type: 'forward', targetGroupArn: targets.targetGroupArn }],
      });
    }
    const zone = new route53.PrivateHostedZone(this, 'Zone', {
      vpc,
      zoneName: camunda.privateZone,
    });
    new route53.ARecord(this, 'Name', {
      zone,
      recordName: 'camunda',
      target: route53.RecordTarget.fromAlias(new LoadBalancerTarget(balancer)),
    });
  }
}
