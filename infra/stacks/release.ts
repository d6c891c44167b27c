import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { Arrow, ArrowToHttps, closedGroup, type ArrowEnd } from '../constructs/arrow.js';
import { NodeTask } from '../constructs/node-task.js';
import { postgresPort } from '../constructs/postgres.js';
import {
  databaseSettings,
  type CamundaConnection,
  type Settings,
} from '../constructs/service-connections.js';
import type { Parameters } from '../parameters/parameters.js';
import type { DataStack } from './data.js';
import { imageNames, repositoryName } from './registry.js';

/** What `ReleaseStack` needs. */
export interface ReleaseStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
  readonly vpc: ec2.IVpc;
  readonly data: DataStack;
  readonly camunda: CamundaConnection;
}

/** Ports of a Camunda cluster of our own: gRPC and REST, both over TLS. */
export const camundaPorts = [26_500, 443] as const;

/**
 * What runs once before new services start: `migrate` brings the database up to date and makes the
 * services' users, `models` deploys the processes. The pipeline runs both and goes on when they exit 0.
 */
export class ReleaseStack extends Stack {
  constructor(scope: Construct, id: string, props: ReleaseStackProps) {
    super(scope, id, props);
    const { parameters, vpc, data, camunda } = props;
    const migrate = this.#task('migrate', parameters, migrateSettings(data));
    const models = this.#task('models', parameters, camunda);
    const migrateEnd = closedGroup(this, 'MigrateGroup', { vpc, name: 'Migrate' });
    const modelsEnd = closedGroup(this, 'ModelsGroup', { vpc, name: 'Models' });
    new Arrow(this, 'MigrateToPostgres', {
      from: migrateEnd,
      to: data.postgres.end,
      port: postgresPort,
    });
    new ArrowToHttps(this, 'MigrateToHttps', migrateEnd);
    new ArrowToHttps(this, 'ModelsToHttps', modelsEnd);
    if (camunda.end !== undefined) {
      for (const port of camundaPorts) {
        new Arrow(this, `ModelsToCamunda${port}`, { from: modelsEnd, to: camunda.end, port });
      }
    }
    this.#outputs('Migrate', migrate, migrateEnd);
    this.#outputs('Models', models, modelsEnd);
  }

  #task(
    name: 'migrate' | 'models',
    parameters: Readonly<Parameters>,
    settings: Settings,
  ): NodeTask {
    return new NodeTask(this, name === 'migrate' ? 'Migrate' : 'Models', {
      family: `jobwright-${parameters.environment}-${name}`,
      repositoryName: repositoryName(parameters.environment, 'worker'),
      digest: parameters.images.worker,
      cpu: 256,
      memoryMiB: 512,
      settings: { environment: settings.environment, secrets: settings.secrets },
      command: [`/app/services/release/${name}.js`],
      logRetention: parameters.logRetention,
    });
  }

  /** What `aws ecs run-task` is told. */
  #outputs(name: string, task: NodeTask, end: ArrowEnd): void {
    new CfnOutput(this, `${name}Task`, { value: task.definition.taskDefinitionArn });
    new CfnOutput(this, `${name}SecurityGroup`, { value: end.securityGroup.securityGroupId });
  }
}

/** The master user, and the passwords that the services' users are given. */
function migrateSettings(data: DataStack): Settings {
  const { environment, secrets } = databaseSettings(
    data.postgres.address,
    data.postgres.masterSecret,
  );
  return {
    environment,
    secrets: {
      ...secrets,
      ...Object.fromEntries(
        imageNames.map((image) => [
          `${image.toUpperCase()}_DATABASE_PASSWORD`,
          ecs.Secret.fromSecretsManager(data.databaseUsers[image], 'password'),
        ]),
      ),
    },
  };
}
