/**
 * `jobwright/testing/matchers`: matchers for process instances, `expect(instance).toBeCompleted()`.
 * Importing it adds them to the global `expect` of jest and vitest and tells TypeScript of them;
 * where `expect` is imported, call `installMatchers(expect)`.
 */
import { installMatchers } from './testing/matchers/install.js';
import type { ProcessMatchers } from './testing/matchers/process-matchers.js';

export { installMatchers } from './testing/matchers/install.js';
export type {
  ExpectedIncident,
  ExpectedJob,
  ExpectedUserTask,
  ProcessMatchers,
  VariableScope,
} from './testing/matchers/process-matchers.js';

declare global {
  // The name and the parameters are those of @types/jest; vitest has the same for such additions.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> extends ProcessMatchers<R, T> {}
  }
}

const { expect } = globalThis as { readonly expect?: unknown };
if (typeof expect === 'function' && 'extend' in expect) {
  // It is there, and both runners have it with this shape.
  installMatchers(expect as never);
}
