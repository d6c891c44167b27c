import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { camundaSchema } from './camunda-parameters.js';
import type { EnvironmentName } from './environment-names.js';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'an image digest, sha256:...');
const domain = z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'a domain name');

/** Fargate sells memory by steps that depend on the processor units. */
const task = z
  .strictObject({
    /** 1024 is one virtual processor. */
    cpu: z.literal([256, 512, 1024, 2048, 4096]),
    memoryMiB: z.int().multipleOf(512),
    least: z.int().min(1, 'at least one task').max(100),
    most: z.int().min(1).max(200),
  })
  .refine(({ least, most }) => least <= most, { path: ['most'], message: 'is below `least`' })
  .refine(({ cpu, memoryMiB }) => memoryMiB >= cpu * 2 && memoryMiB <= cpu * 8, {
    path: ['memoryMiB'],
    message: 'Fargate takes 2 to 8 times the processor units',
  });

const schema = z
  .strictObject({
    /** Twelve digits. */
    account: z.string().regex(/^\d{12}$/, 'an AWS account id has twelve digits'),
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'for example eu-central-1'),
    /** Named here, not looked up: synth then needs no AWS call. */
    availabilityZones: z.array(z.string()).min(2, 'a load balancer needs two zones').max(3),
    /** IPv4 block of the VPC. */
    cidr: z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/(1[6-9]|2[0-4])$/, 'for example 10.20.0.0/16'),
    /** One is cheap and a single point of failure; one a zone is for production. */
    natGateways: z.int().min(1).max(3),
    /** How long VPC flow logs are kept, in days. */
    flowLogRetention: z.enum(RetentionDays),
    /** How long the logs of services, broker and database are kept, in days. */
    logRetention: z.enum(RetentionDays),
    /** Images kept per repository. */
    imagesKept: z.int().min(5).max(500),
    /** What runs, by digest: a tag may be moved, a digest cannot. */
    images: z.strictObject({ booking: digest, worker: digest, payments: digest }),
    /** The API answers at https://<domainName>. */
    domainName: domain,
    /** ACM certificate for `domainName`, in `region`. */
    certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:/, 'the ARN of an ACM certificate'),
    /** Who is told of alarms. */
    alarmEmail: z.email('an e-mail address'),
    /** Where runbooks are read: alarms link to <runbooks>#<alarm>. */
    runbooks: z.url({ protocol: /^https$/, error: 'an https:// address' }),
    github: z.strictObject({
      /** What GitHub puts before `:environment:` in the subject of its tokens; never a wildcard. */
      subject: z
        .string()
        .regex(/^repo:[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/, 'repo:owner/name, or with their ids'),
      /** The provider of GitHub's tokens, if the account has one; made otherwise. */
      providerArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:iam:/, 'the ARN of a provider')
        .optional(),
    }),
    database: z.strictObject({
      /** Without `db.`. */
      instanceClass: z.string().regex(/^[a-z0-9]+\.[a-z0-9]+$/, 'for example m7g.large'),
      storageGiB: z.int().min(20).max(16_384),
      multiAz: z.boolean(),
      backupDays: z.int().min(1, 'backups are never off').max(35),
      deletionProtection: z.boolean(),
    }),
    broker: z
      .strictObject({
        /** RabbitMQ 4 runs on mq.m7g alone. */
        instanceType: z.string().regex(/^mq\.m7g\.[a-z0-9]+$/, 'RabbitMQ 4 needs mq.m7g.*'),
        deploymentMode: z.enum(['SINGLE_INSTANCE', 'CLUSTER_MULTI_AZ']),
      })
      .refine((b) => b.deploymentMode === 'SINGLE_INSTANCE' || b.instanceType !== 'mq.m7g.medium', {
        path: ['instanceType'],
        message: 'mq.m7g.medium is for tests: a cluster needs mq.m7g.large or more',
      }),
    booking: z.intersection(task, z.looseObject({ requestsPerTarget: z.int().min(10) })),
    worker: z.intersection(task, z.looseObject({ backlogPerConsumer: z.int().min(1) })),
    /** Whether the stand-in for the payment provider runs; a real provider is reached over the bus too. */
    paymentsStandIn: z.boolean(),
    camunda: camundaSchema,
    canary: z.strictObject({
      /** A flight that is never sold to people. */
      flightId: z.string().min(1),
      /** Payment token that moves no money. */
      paymentToken: z.string().min(1),
      everyMinutes: z.int().min(1).max(60),
    }),
  })
  .check((context) => {
    const { availabilityZones, region } = context.value;
    for (const zone of availabilityZones) {
      if (!zone.startsWith(region)) {
        context.issues.push({
          code: 'custom',
          input: zone,
          path: ['availabilityZones'],
          message: `zone ${zone} is not in ${region}`,
        });
      }
    }
  });

/** Everything that differs between environments. */
export type Parameters = z.infer<typeof schema> & { readonly environment: EnvironmentName };

/**
 * Checks the parameters of one environment and freezes them.
 * Throws an Error that names every fault, its field and what is expected.
 */
export function parseParameters(
  environment: EnvironmentName,
  input: unknown,
): Readonly<Parameters> {
  const result = schema.safeParse(input);
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `  ${issue.path.join('.') || '(root)'}: ${issue.message}`,
    );
    throw new Error(
      `The parameters of environment "${environment}" are not usable:\n${faults.join('\n')}\n` +
        'Mend them in infra/parameters/environments.ts, or the variable that sets them.',
    );
  }
  if (environment === 'prod' && result.data.paymentsStandIn) {
    throw new Error(
      'The parameters of environment "prod" are not usable:\n  paymentsStandIn: must not run in prod',
    );
  }
  return Object.freeze({ ...result.data, environment });
}
