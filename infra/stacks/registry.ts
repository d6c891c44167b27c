import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../parameters/environment-names.js';
import type { Parameters } from '../parameters/parameters.js';

/** Services that are shipped as images, one repository each. */
export const imageNames = ['booking', 'worker', 'payments'] as const;
/** One of `imageNames`. */
export type ImageName = (typeof imageNames)[number];

/** The name of an image's repository. */
export function repositoryName(environment: EnvironmentName, image: ImageName): string {
  return `jobwright-${environment}/${image}`;
}

/** What `RegistryStack` needs. */
export interface RegistryStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
}

/** One image repository a service: tags cannot be moved, every push is scanned. */
export class RegistryStack extends Stack {
  constructor(scope: Construct, id: string, props: RegistryStackProps) {
    super(scope, id, props);
    const { environment, imagesKept } = props.parameters;
    for (const name of imageNames) {
      new ecr.Repository(this, name, {
        repositoryName: repositoryName(environment, name),
        imageTagMutability: ecr.TagMutability.IMMUTABLE,
        imageScanOnPush: true,
        encryption: ecr.RepositoryEncryption.KMS,
        removalPolicy: RemovalPolicy.RETAIN,
        lifecycleRules: [{ maxImageCount: imagesKept }],
      });
    }
  }
}
