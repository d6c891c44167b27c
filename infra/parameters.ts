import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';

/** The environments that the system is deployed to. */
export const environmentNames = ['dev', 'staging', 'prod'] as const;
/** One of `environmentNames`. */
export type EnvironmentName = (typeof environmentNames)[number];

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
    /** How long VPC flow logs are kept. */
    flowLogRetention: z.enum(RetentionDays),
    /** Images kept per repository. */
    imagesKept: z.int().min(5).max(500),
  })
  .check((context) => {
    for (const zone of context.value.availabilityZones) {
      if (!zone.startsWith(context.value.region)) {
        context.issues.push({
          code: 'custom',
          input: zone,
          path: ['availabilityZones'],
          message: `zone ${zone} is not in ${context.value.region}`,
        });
      }
    }
  });

/** Everything that differs between environments. */
export type Parameters = z.infer<typeof schema>;

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
        'Mend them in infra/environments.ts.',
    );
  }
  return Object.freeze(result.data);
}
