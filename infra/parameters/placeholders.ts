/**
 * Values that a repository should not know, from environment variables. Each has a placeholder, enough
 * for every check that runs offline; a deployment takes none of them.
 */
const placeholders = {
  AWS_ACCOUNT_ID: '111111111111',
  AWS_REGION: 'eu-central-1',
  DOMAIN_NAME: 'booking.example.com',
  CERTIFICATE_ARN: 'arn:aws:acm:eu-central-1:111111111111:certificate/placeholder',
  ALARM_EMAIL: 'on-call@example.com',
  RUNBOOKS_URL: 'https://example.com/docs/aws.md',
  OIDC_SUBJECT: 'repo:example/jobwright',
  CAMUNDA_CLUSTER_ID: '00000000-0000-4000-8000-000000000000',
  CAMUNDA_REGION: 'bru-2',
  BOOKING_IMAGE: `sha256:${'0'.repeat(64)}`,
  WORKER_IMAGE: `sha256:${'0'.repeat(64)}`,
  PAYMENTS_IMAGE: `sha256:${'0'.repeat(64)}`,
} as const;

/** A variable that has a placeholder. */
export type PlaceholderName = keyof typeof placeholders;

/** Environment variables as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Every variable that a deployment must set. */
export const deploymentVariables = Object.keys(placeholders) as readonly PlaceholderName[]; // keys of a literal

/**
 * Reads one variable, or its placeholder.
 * With `DEPLOYING=true`, as in the release, throws an Error that names all missing variables.
 */
export function readVariable(variables: Variables, name: PlaceholderName): string {
  if (variables.DEPLOYING === 'true') {
    const missing = deploymentVariables.filter((each) => !variables[each]);
    if (missing.length > 0) {
      throw new Error(`A deployment takes no placeholders. Set ${missing.join(', ')}.`);
    }
  }
  const value = variables[name];
  return value === undefined || value === '' ? placeholders[name] : value;
}
