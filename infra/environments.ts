import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { parseParameters, type EnvironmentName, type Parameters } from './parameters.js';

const placeholderAccount = '111111111111';

/**
 * The parameters of each environment. `account` comes from AWS_ACCOUNT_ID: an account number is
 * not something a repository should know; without it synth uses a placeholder, which is enough
 * for every check that runs offline.
 */
export function parametersOf(
  environment: EnvironmentName,
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Parameters> {
  const region = variables.AWS_REGION ?? 'eu-central-1';
  const common = {
    account: variables.AWS_ACCOUNT_ID ?? placeholderAccount,
    region,
    availabilityZones: ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
  };
  const different: Record<EnvironmentName, object> = {
    dev: {
      cidr: '10.20.0.0/16',
      natGateways: 1,
      flowLogRetention: RetentionDays.ONE_WEEK,
      imagesKept: 20,
    },
    staging: {
      cidr: '10.30.0.0/16',
      natGateways: 1,
      flowLogRetention: RetentionDays.ONE_MONTH,
      imagesKept: 50,
    },
    prod: {
      cidr: '10.40.0.0/16',
      natGateways: 3,
      flowLogRetention: RetentionDays.ONE_YEAR,
      imagesKept: 200,
    },
  };
  return parseParameters(environment, { ...common, ...different[environment] });
}
