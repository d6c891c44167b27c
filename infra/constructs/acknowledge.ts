import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A rule that does not fit here, and why. */
export interface Acknowledged {
  /** Full id as the validation report has it, such as `AwsSolutions::AwsSolutions-EC23`. */
  readonly rule: string;
  /** A sentence; it ends up in the report. */
  readonly reason: string;
}

/** Says of one construct, and what is in it, that rules of cdk-nag do not fit, and why. */
export function acknowledge(construct: IConstruct, ...all: readonly Acknowledged[]): void {
  for (const { rule, reason } of all) {
    Validations.of(construct).acknowledge({ id: rule, reason });
  }
}

/** The same for checkov, which reads the metadata of one resource in the template. */
export function skipCheckov(construct: IConstruct, id: string, comment: string): void {
  const resource = resourceOf(construct);
  // The node has no type of its own for metadata.
  const known = (resource.getMetadata('checkov') ?? { skip: [] }) as {
    readonly skip: readonly object[];
  };
  resource.addMetadata('checkov', { skip: [...known.skip, { id, comment }] });
}

/** The name of a construct's resource in its template, which findings are named after. */
export function logicalIdOf(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId(resourceOf(construct));
}

function resourceOf(construct: IConstruct): CfnResource {
  const resource = construct instanceof CfnResource ? construct : construct.node.defaultChild;
  if (!(resource instanceof CfnResource)) {
    throw new Error(`${construct.node.path} has no resource of its own`);
  }
  return resource;
}
