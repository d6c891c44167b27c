import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { EnvironmentName } from './environment-names.js';
import { parseParameters, type Parameters } from './parameters.js';
import { readVariable, type PlaceholderName, type Variables } from './placeholders.js';

const canary = { flightId: 'JW204-TUE', paymentToken: 'tok_visa', everyMinutes: 10 };

/** What differs: `dev` is cheap, `staging` is small, `prod` survives the loss of a zone. */
const different: Readonly<Record<EnvironmentName, object>> = {
  dev: {
    cidr: '10.20.0.0/16',
    natGateways: 1,
    flowLogRetention: RetentionDays.ONE_WEEK,
    logRetention: RetentionDays.ONE_WEEK,
    imagesKept: 20,
    database: {
      instanceClass: 't4g.micro',
      storageGiB: 20,
      multiAz: false,
      backupDays: 1,
      deletionProtection: false,
    },
    broker: { instanceType: 'mq.m7g.medium', deploymentMode: 'SINGLE_INSTANCE' },
    booking: { cpu: 256, memoryMiB: 512, least: 1, most: 2, requestsPerTarget: 1_000 },
    worker: { cpu: 256, memoryMiB: 512, least: 1, most: 2, backlogPerConsumer: 100 },
    paymentsStandIn: true,
    canary: { ...canary, everyMinutes: 60 },
  },
  staging: {
    cidr: '10.30.0.0/16',
    natGateways: 1,
    flowLogRetention: RetentionDays.ONE_MONTH,
    logRetention: RetentionDays.ONE_MONTH,
    imagesKept: 50,
    database: {
      instanceClass: 't4g.medium',
      storageGiB: 50,
      multiAz: false,
      backupDays: 7,
      deletionProtection: true,
    },
    broker: { instanceType: 'mq.m7g.medium', deploymentMode: 'SINGLE_INSTANCE' },
    booking: { cpu: 512, memoryMiB: 1024, least: 2, most: 4, requestsPerTarget: 1_000 },
    worker: { cpu: 512, memoryMiB: 1024, least: 2, most: 4, backlogPerConsumer: 100 },
    paymentsStandIn: true,
    canary,
  },
  prod: {
    cidr: '10.40.0.0/16',
    natGateways: 3,
    flowLogRetention: RetentionDays.ONE_YEAR,
    logRetention: RetentionDays.ONE_YEAR,
    imagesKept: 200,
    database: {
      instanceClass: 'm7g.large',
      storageGiB: 200,
      multiAz: true,
      backupDays: 35,
      deletionProtection: true,
    },
    broker: { instanceType: 'mq.m7g.large', deploymentMode: 'CLUSTER_MULTI_AZ' },
    booking: { cpu: 1024, memoryMiB: 2048, least: 3, most: 30, requestsPerTarget: 1_000 },
    worker: { cpu: 1024, memoryMiB: 2048, least: 3, most: 30, backlogPerConsumer: 100 },
    paymentsStandIn: false,
    canary: { ...canary, everyMinutes: 5 },
  },
};

/**
 * The parameters of each environment, checked. What a repository should not know (account, domain,
 * digests) comes from environment variables, see `placeholders.ts`.
 */
export function parametersOf(
  environment: EnvironmentName,
  variables: Variables,
): Readonly<Parameters> {
  const read = (name: PlaceholderName): string => readVariable(variables, name);
  const region = read('AWS_REGION');
  return parseParameters(environment, {
    account: read('AWS_ACCOUNT_ID'),
    region,
    availabilityZones: ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
    domainName: read('DOMAIN_NAME'),
    certificateArn: read('CERTIFICATE_ARN'),
    alarmEmail: read('ALARM_EMAIL'),
    runbooks: read('RUNBOOKS_URL'),
    github: { subject: read('OIDC_SUBJECT'), providerArn: variables.OIDC_PROVIDER_ARN },
    images: {
      booking: read('BOOKING_IMAGE'),
      worker: read('WORKER_IMAGE'),
      payments: read('PAYMENTS_IMAGE'),
    },
    camunda: camundaOf(variables),
    ...different[environment],
  });
}

/** SaaS, unless `CAMUNDA_IMAGE` asks for a cluster of our own. */
function camundaOf(variables: Variables): object {
  if (variables.CAMUNDA_IMAGE === undefined) {
    return {
      kind: 'saas',
      clusterId: readVariable(variables, 'CAMUNDA_CLUSTER_ID'),
      region: readVariable(variables, 'CAMUNDA_REGION'),
    };
  }
  return {
    kind: 'self-managed',
    image: variables.CAMUNDA_IMAGE,
    brokers: 3,
    partitions: 3,
    privateZone: variables.CAMUNDA_PRIVATE_ZONE ?? '',
    certificateArn: variables.CAMUNDA_CERTIFICATE_ARN ?? '',
    databaseClass: 'm7g.large',
  };
}
