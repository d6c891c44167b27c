import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { ArrowEnd } from './arrow.js';
import { postgresPort } from './postgres.js';

/** What one container is given: plain settings, and secrets that ECS reads when the task starts. */
export interface Settings {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, ecs.Secret>>;
}

/** A Camunda that services can reach. */
export interface CamundaConnection extends Settings {
  /** Where connections end; absent for SaaS, which is reached over HTTPS. */
  readonly end?: ArrowEnd;
}

/** Joins settings; later ones win. */
export function joinSettings(...all: readonly Settings[]): Settings {
  return {
    environment: Object.assign(
      {},
      ...all.map(({ environment }) => environment),
    ) as Settings['environment'], // of string records
    secrets: Object.assign({}, ...all.map(({ secrets }) => secrets)) as Settings['secrets'], // of secret records
  };
}

/**
 * The database, with a user of its own for each service. User and password go by PostgreSQL's own
 * variables, so that the address holds no secret; the server is checked against the CA in the image.
 */
export function databaseSettings(address: string, user: secretsmanager.ISecret): Settings {
  return {
    environment: {
      DATABASE_URL: `postgresql://${address}:${postgresPort}/jobwright?sslmode=verify-full`,
    },
    secrets: {
      PGUSER: ecs.Secret.fromSecretsManager(user, 'username'),
      PGPASSWORD: ecs.Secret.fromSecretsManager(user, 'password'),
    },
  };
}

/** The message bus. */
export function busSettings(url: string, user: secretsmanager.ISecret): Settings {
  return {
    environment: { BUS_URL: url },
    secrets: {
      BUS_USERNAME: ecs.Secret.fromSecretsManager(user, 'username'),
      BUS_PASSWORD: ecs.Secret.fromSecretsManager(user, 'password'),
    },
  };
}

/** A cluster of Camunda SaaS; `client` has `clientId` and `clientSecret`. */
export function saasSettings(
  cluster: { readonly clusterId: string; readonly region: string },
  client: secretsmanager.ISecret,
): CamundaConnection {
  const { clusterId, region } = cluster;
  return {
    environment: {
      ZEEBE_GRPC_ADDRESS: `grpcs://${clusterId}.${region}.zeebe.camunda.io:443`,
      ZEEBE_REST_ADDRESS: `https://${region}.zeebe.camunda.io/${clusterId}`,
      CAMUNDA_AUTH_STRATEGY: 'OAUTH',
      CAMUNDA_OAUTH_URL: 'https://login.cloud.camunda.io/oauth/token',
      ZEEBE_TOKEN_AUDIENCE: 'zeebe.camunda.io',
      // The only folder a container can write to.
      CAMUNDA_TOKEN_CACHE_DIR: '/tmp/camunda',
    },
    secrets: {
      ZEEBE_CLIENT_ID: ecs.Secret.fromSecretsManager(client, 'clientId'),
      ZEEBE_CLIENT_SECRET: ecs.Secret.fromSecretsManager(client, 'clientSecret'),
    },
  };
}

/** A cluster of our own; `user` has `username` and `password`. */
export function clusterSettings(
  cluster: { readonly host: string; readonly end: ArrowEnd },
  user: secretsmanager.ISecret,
): CamundaConnection {
  return {
    end: cluster.end,
    environment: {
      ZEEBE_GRPC_ADDRESS: `grpcs://${cluster.host}:26500`,
      ZEEBE_REST_ADDRESS: `https://${cluster.host}`,
      CAMUNDA_AUTH_STRATEGY: 'BASIC',
    },
    secrets: {
      CAMUNDA_BASIC_AUTH_USERNAME: ecs.Secret.fromSecretsManager(user, 'username'),
      CAMUNDA_BASIC_AUTH_PASSWORD: ecs.Secret.fromSecretsManager(user, 'password'),
    },
  };
}
