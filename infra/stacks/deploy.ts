import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.js';
import { githubRole } from '../constructs/github-role.js';
import { taskRoleName } from '../constructs/node-task.js';
import type { Parameters } from '../parameters/parameters.js';
import { imageNames, repositoryName } from './registry.js';

/** What `DeployStack` needs. */
export interface DeployStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
}

/** The roles that `cdk bootstrap` makes, without which CDK deploys nothing. */
const bootstrapRoles = ['deploy', 'file-publishing', 'image-publishing', 'lookup'];

/**
 * What the pipeline may do: one role pushes images, the other takes on CDK's own roles and runs the two
 * tasks of a release. Both are for one GitHub environment of one repository.
 */
export class DeployStack extends Stack {
  readonly #parameters: Readonly<Parameters>;

  constructor(scope: Construct, id: string, { parameters, ...props }: DeployStackProps) {
    super(scope, id, props);
    this.#parameters = parameters;
    const { environment, github } = parameters;
    const provider =
      github.providerArn === undefined
        ? new iam.OidcProviderNative(this, 'GitHub', {
            url: 'https://token.actions.githubusercontent.com',
            clientIds: ['sts.amazonaws.com'],
          })
        : iam.OidcProviderNative.fromOidcProviderArn(this, 'GitHub', github.providerArn);
    const subject = `${github.subject}:environment:${environment}`;
    const publish = githubRole(this, 'Publish', {
      provider,
      subject,
      roleName: `jobwright-${environment}-publish`,
      description: 'Pushes images',
    });
    this.#allowPush(publish);
    const deploy = githubRole(this, 'Deploy', {
      provider,
      subject,
      roleName: `jobwright-${environment}-deploy`,
      description: 'Deploys by CDK and runs the tasks of a release',
    });
    this.#allowDeploy(deploy);
    new CfnOutput(this, 'PublishRole', { value: publish.roleArn });
    new CfnOutput(this, 'DeployRole', { value: deploy.roleArn });
  }

  #allowPush(role: iam.Role): void {
    role.addToPolicy(
      new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    );
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:CompleteLayerUpload',
          'ecr:DescribeImages',
          'ecr:GetDownloadUrlForLayer',
          'ecr:InitiateLayerUpload',
          'ecr:PutImage',
          'ecr:UploadLayerPart',
        ],
        resources: imageNames.map((image) =>
          this.formatArn({
            service: 'ecr',
            resource: 'repository',
            resourceName: repositoryName(this.#parameters.environment, image),
          }),
        ),
      }),
    );
    acknowledge(role, {
      rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'ecr:GetAuthorizationToken knows no resources',
    });
  }

  #allowDeploy(role: iam.Role): void {
    const { account, region, environment } = this.#parameters;
    const prefix = `jobwright-${environment}`;
    const families = ['migrate', 'models'].map((name) => `${prefix}-${name}`);
    const ecs = (resource: string): string => `ecs:${region}:${account}:${resource}`;
    const definitions = families.map((family) => ecs(`task-definition/${family}:*`));
    const tasks = ecs(`task/${prefix}/*`);
    const stacks = `cloudformation:${region}:${account}:stack/${prefix}-*/*`;
    const inCluster = { ArnEquals: { 'ecs:cluster': this.#arn(ecs(`cluster/${prefix}`)) } };
    const roleArn = (name: string): string => `iam::${account}:role/${name}`;
    this.#allow(
      role,
      ['sts:AssumeRole'],
      bootstrapRoles.map((name) => roleArn(`cdk-hnb659fds-${name}-role-${account}-${region}`)),
    );
    this.#allow(role, ['ecs:RunTask'], definitions, inCluster);
    this.#allow(role, ['ecs:DescribeTasks'], [tasks], inCluster);
    this.#allow(
      role,
      ['iam:PassRole'],
      families.flatMap((family) =>
        (['task', 'execution'] as const).map((kind) => roleArn(taskRoleName(family, kind))),
      ),
      { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    );
    this.#allow(role, ['cloudformation:DescribeStacks'], [stacks]);
    acknowledge(
      role,
      ...[...definitions, tasks, stacks].map((resource) => ({
        rule: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:${resource}]`,
        reason:
          'Revisions of two task families, their tasks and the ids of stacks are not known beforehand',
      })),
    );
  }

  #arn(resource: string): string {
    return `arn:${this.partition}:${resource}`;
  }

  #allow(
    role: iam.Role,
    actions: readonly string[],
    resources: readonly string[],
    conditions: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  ): void {
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: [...actions],
        resources: resources.map((resource) => this.#arn(resource)),
        conditions,
      }),
    );
  }
}
