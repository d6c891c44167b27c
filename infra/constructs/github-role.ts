import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** What `githubRole` needs. */
export interface GithubRoleProps {
  readonly provider: iam.IOidcProvider;
  /** The exact subject of the tokens, `repo:owner/name:environment:prod`: no wildcard. */
  readonly subject: string;
  readonly roleName: string;
  readonly description: string;
}

/** A role for the pipeline, by GitHub's own tokens: no key is kept anywhere. */
export function githubRole(scope: Construct, id: string, props: GithubRoleProps): iam.Role {
  const issuer = 'token.actions.githubusercontent.com';
  return new iam.Role(scope, id, {
    roleName: props.roleName,
    description: props.description,
    maxSessionDuration: Duration.hours(1),
    assumedBy: new iam.FederatedPrincipal(
      props.provider.oidcProviderArn,
      {
        StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: props.subject },
      },
      'sts:AssumeRoleWithWebIdentity',
    ),
  });
}
