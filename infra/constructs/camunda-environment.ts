import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { SelfManagedCamunda } from '../parameters/camunda-parameters.js';
import { postgresPort } from './postgres.js';
import type { Settings } from './service-connections.js';

/** What `clusterEnvironment` needs. */
export interface ClusterEnvironmentOptions {
  readonly camunda: SelfManagedCamunda;
  readonly databaseAddress: string;
  readonly databaseUser: secretsmanager.ISecret;
  readonly user: secretsmanager.ISecret;
  readonly leaseBucket: string;
  readonly region: string;
  /** `host:port` at which brokers find each other. */
  readonly contactPoints: string;
  readonly dataFolder: string;
}

/** The settings of a broker, by Camunda's own variables (8.8 and newer). */
export function clusterEnvironment(options: ClusterEnvironmentOptions): Settings {
  const { camunda, databaseUser, user } = options;
  return {
    environment: {
      // A broker must give its lease back before the task is killed.
      SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE: '5s',
      CAMUNDA_CLUSTER_SIZE: String(camunda.brokers),
      CAMUNDA_CLUSTER_REPLICATIONFACTOR: String(Math.min(3, camunda.brokers)),
      CAMUNDA_CLUSTER_PARTITIONCOUNT: String(camunda.partitions),
      CAMUNDA_CLUSTER_INITIALCONTACTPOINTS: options.contactPoints,
      CAMUNDA_CLUSTER_NODEIDPROVIDER_TYPE: 's3',
      CAMUNDA_CLUSTER_NODEIDPROVIDER_S3_BUCKETNAME: options.leaseBucket,
      CAMUNDA_CLUSTER_NODEIDPROVIDER_S3_REGION: options.region,
      CAMUNDA_CLUSTER_NODEIDPROVIDER_S3_LEASEDURATION: 'PT15S',
      ZEEBE_BROKER_DATA_DIRECTORY: options.dataFolder,
      CAMUNDA_DATA_SECONDARYSTORAGE_TYPE: 'rdbms',
      CAMUNDA_DATA_SECONDARYSTORAGE_AUTOCONFIGURECAMUNDAEXPORTER: 'false',
      CAMUNDA_DATA_SECONDARYSTORAGE_RDBMS_AUTODDL: 'true',
      CAMUNDA_DATA_SECONDARYSTORAGE_RDBMS_URL: `jdbc:postgresql://${options.databaseAddress}:${postgresPort}/camunda?sslmode=require`,
      CAMUNDA_SECURITY_AUTHENTICATION_METHOD: 'basic',
      CAMUNDA_SECURITY_AUTHENTICATION_UNPROTECTEDAPI: 'false',
      CAMUNDA_SECURITY_AUTHORIZATIONS_ENABLED: 'true',
      CAMUNDA_SECURITY_INITIALIZATION_DEFAULTROLES_ADMIN_USERS_0: 'jobwright',
      CAMUNDA_SECURITY_INITIALIZATION_USERS_0_NAME: 'jobwright',
      CAMUNDA_SECURITY_INITIALIZATION_USERS_0_EMAIL: 'jobwright@example.com',
    },
    secrets: {
      CAMUNDA_DATA_SECONDARYSTORAGE_RDBMS_USERNAME: ecs.Secret.fromSecretsManager(
        databaseUser,
        'username',
      ),
      CAMUNDA_DATA_SECONDARYSTORAGE_RDBMS_PASSWORD: ecs.Secret.fromSecretsManager(
        databaseUser,
        'password',
      ),
      CAMUNDA_SECURITY_INITIALIZATION_USERS_0_USERNAME: ecs.Secret.fromSecretsManager(
        user,
        'username',
      ),
      CAMUNDA_SECURITY_INITIALIZATION_USERS_0_PASSWORD: ecs.Secret.fromSecretsManager(
        user,
        'password',
      ),
    },
  };
}
