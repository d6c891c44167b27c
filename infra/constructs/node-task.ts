import { Duration } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.js';
import { keptLogs } from './kept-logs.js';
import type { Settings } from './service-connections.js';

/** What `NodeTask` needs. */
export interface NodeTaskProps {
  /** Name of task family, container and stream prefix. */
  readonly family: string;
  /** ECR repository of the image, and its digest. */
  readonly repositoryName: string;
  readonly digest: string;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly settings: Settings;
  readonly logRetention: logs.RetentionDays;
  /** Arguments instead of the image's own. */
  readonly command?: readonly string[];
  /** Port at which the container answers `/health/live`; absent for a task that runs once. */
  readonly healthPort?: number;
}

/** Seconds from SIGTERM to SIGKILL; services drain within 30. */
const stopTimeoutSeconds = 60;

/**
 * One task of our images: ARM, no root, nothing writable but /tmp, an init process that hands on
 * SIGTERM, logs that never block. Its task role may do nothing; its execution role reads one
 * repository, one log group and the secrets it names.
 */
export class NodeTask extends Construct {
  readonly definition: ecs.FargateTaskDefinition;
  readonly container: ecs.ContainerDefinition;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: NodeTaskProps) {
    super(scope, id);
    this.logGroup = keptLogs(this, 'Logs', { retention: props.logRetention });
    this.definition = new ecs.FargateTaskDefinition(this, 'Definition', {
      family: props.family,
      taskRole: this.#role(props.family, 'task'),
      executionRole: this.#role(props.family, 'execution'),
      cpu: props.cpu,
      memoryLimitMiB: props.memoryMiB,
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      volumes: [{ name: 'tmp' }],
    });
    const repository = ecr.Repository.fromRepositoryName(this, 'Images', props.repositoryName);
    this.container = this.definition.addContainer('node', {
      containerName: props.family,
      image: ecs.ContainerImage.fromEcrRepository(repository, props.digest),
      user: '65532:65532',
      readonlyRootFilesystem: true,
      linuxParameters: new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true }),
      environment: { NODE_ENV: 'production', ...props.settings.environment },
      secrets: { ...props.settings.secrets },
      stopTimeout: Duration.seconds(stopTimeoutSeconds),
      logging: ecs.LogDrivers.awsLogs({
        streamPrefix: props.family,
        logGroup: this.logGroup,
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
      ...(props.command === undefined ? {} : { command: [...props.command] }),
      ...(props.healthPort === undefined ? {} : healthCheck()),
    });
    this.container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });
    acknowledge(this, {
      rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'ecr:GetAuthorizationToken knows no resources',
    });
    acknowledge(this, {
      rule: 'AwsSolutions::AwsSolutions-ECS2',
      reason: 'Plain settings are addresses and names; a test keeps secrets out of them',
    });
  }

  #role(family: string, kind: 'task' | 'execution'): iam.Role {
    return new iam.Role(this, kind === 'task' ? 'TaskRole' : 'ExecutionRole', {
      roleName: taskRoleName(family, kind),
      assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
    });
  }
}

/** The names of a task's two roles; the pipeline may hand on those of the release's tasks alone. */
export function taskRoleName(family: string, kind: 'task' | 'execution'): string {
  return `${family}-${kind}`;
}

/** Without a shell, which an image need not have. */
function healthCheck(): { readonly healthCheck: ecs.HealthCheck } {
  return {
    healthCheck: {
      command: ['CMD', '/usr/local/bin/node', '/app/health.js'],
      interval: Duration.seconds(30),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(60),
    },
  };
}
