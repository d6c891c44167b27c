import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge, skipCheckov } from '../constructs/acknowledge.js';
import { Postgres } from '../constructs/postgres.js';
import { RabbitMq } from '../constructs/rabbitmq.js';
import type { Parameters } from '../parameters/parameters.js';
import { imageNames, type ImageName } from './registry.js';

/** What `DataStack` needs. */
export interface DataStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
  readonly vpc: ec2.IVpc;
}

/** What keeps state: the database, the broker, and the secrets of those who use them. */
export class DataStack extends Stack {
  readonly key: kms.Key;
  readonly postgres: Postgres;
  readonly rabbitMq: RabbitMq;
  /** User of the database for each service: `username`, `password`. The migration task makes them. */
  readonly databaseUsers: Readonly<Record<ImageName, secretsmanager.ISecret>>;
  /** `clientId` and `clientSecret` of SaaS, or `username` and `password` of our own cluster. */
  readonly camundaSecret: secretsmanager.ISecret;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { vpc, parameters } = props;
    const name = `jobwright-${parameters.environment}`;
    this.key = new kms.Key(this, 'Key', {
      description: `${name}: database, broker and files`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.postgres = new Postgres(this, 'Postgres', {
      name: 'PostgreSQL',
      identifier: name,
      vpc,
      key: this.key,
      databaseName: 'jobwright',
      ...parameters.database,
      logRetention: parameters.logRetention,
    });
    this.rabbitMq = new RabbitMq(this, 'RabbitMq', {
      name,
      vpc,
      key: this.key,
      ...parameters.broker,
    });
    const [booking, worker, payments] = imageNames.map((image) => this.#user(image));
    if (booking === undefined || worker === undefined || payments === undefined) {
      throw new Error('a service has no database user');
    }
    this.databaseUsers = { booking, worker, payments };
    this.camundaSecret = this.#camundaSecret(parameters);
    for (const secret of [this.rabbitMq.secret, booking, worker, payments, this.camundaSecret]) {
      const reason = 'Rotated by the steps in docs/aws.md: no managed rotation knows these users';
      acknowledge(secret, { rule: 'AwsSolutions::AwsSolutions-SMG4', reason });
      skipCheckov(
        secret,
        'CKV_AWS_149',
        'Encrypted with the key of Secrets Manager; a key of ours makes the stacks depend on each other in a circle',
      );
    }
  }

  #user(image: ImageName): secretsmanager.ISecret {
    return new secretsmanager.Secret(this, `DatabaseUser-${image}`, {
      description: `Database user of the ${image} service`,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: image }),
        generateStringKey: 'password',
        passwordLength: 40,
        excludePunctuation: true,
      },
    }) as secretsmanager.ISecret; // CDK's classes and interfaces differ in optional members alone.
  }

  #camundaSecret({ camunda, environment }: Readonly<Parameters>): secretsmanager.ISecret {
    const saas = camunda.kind === 'saas';
    return new secretsmanager.Secret(this, 'Camunda', {
      secretName: `jobwright-${environment}/camunda`,
      description: saas
        ? 'Client of the Camunda SaaS cluster; fill in clientId and clientSecret'
        : 'User of the Camunda cluster',
      generateSecretString: {
        secretStringTemplate: JSON.stringify(
          saas ? { clientId: 'fill in' } : { username: 'jobwright' },
        ),
        generateStringKey: saas ? 'clientSecret' : 'password',
        passwordLength: 40,
        excludePunctuation: true,
      },
    }) as secretsmanager.ISecret; // CDK's classes and interfaces differ in optional members alone.
  }
}
