import type { DmnModel } from '../../model/dmn/index.js';
import type { ExecutableProcess } from './executable.js';

/** A resource of a deployment, read and checked. */
export type PreparedResource = {
  readonly resourceName: string;
  /** Base64. */
  readonly resource: string;
  readonly checksum: string;
} & (
  | { readonly kind: 'bpmn'; readonly processes: readonly ExecutableProcess[] }
  | { readonly kind: 'dmn'; readonly model: DmnModel }
  | { readonly kind: 'form'; readonly formId: string; readonly versionTag: string }
  /** A file that others use: kept and given out as it is. */
  | { readonly kind: 'other'; readonly resourceId: string; readonly versionTag: string }
  /** What the deployment is refused with. */
  | { readonly kind: 'broken'; readonly text: string }
);

type WithoutBase<T> = T extends unknown ? Omit<T, 'resourceName' | 'resource' | 'checksum'> : never;
/** What a check finds out about a resource. */
export type ResourceContent = WithoutBase<PreparedResource>;
