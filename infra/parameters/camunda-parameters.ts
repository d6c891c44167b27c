import { z } from 'zod';

/** A Camunda 8 SaaS cluster: its client lies in a secret that is filled by hand. */
const saas = z.strictObject({
  kind: z.literal('saas'),
  clusterId: z.uuid('the id of the cluster, from its page in the Camunda Console'),
  /** Region in cluster addresses. */
  region: z.string().regex(/^[a-z]{3}-\d$/, 'a SaaS region such as bru-2'),
});

/** Camunda's orchestration cluster on our own Fargate tasks. */
const selfManaged = z.strictObject({
  kind: z.literal('self-managed'),
  /** Camunda image with its digest; 8.9.x or 8.10.2 and newer. */
  image: z
    .string()
    .regex(/@sha256:[0-9a-f]{64}$/, 'an image reference that ends in its digest, @sha256:...'),
  /** Odd: each partition needs a majority of brokers. */
  brokers: z.union([z.literal(1), z.literal(3), z.literal(5)]),
  partitions: z.int().min(1).max(24),
  /** Zone in which the cluster's name `camunda` is kept; only the VPC resolves it. */
  privateZone: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'a domain name'),
  /** For `camunda.<privateZone>`. */
  certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:/, 'the ARN of an ACM certificate'),
  /** One of the primary database's classes, without `db.`. */
  databaseClass: z.string().regex(/^[a-z0-9]+\.[a-z0-9]+$/, 'for example m7g.large'),
});

/** Which Camunda the services talk to. */
export const camundaSchema = z.discriminatedUnion('kind', [saas, selfManaged]);
/** Which Camunda the services talk to. */
export type CamundaParameters = z.infer<typeof camundaSchema>;
/** Camunda on our own tasks. */
export type SelfManagedCamunda = Extract<CamundaParameters, { kind: 'self-managed' }>;
