/** Room `generator`: from models to the TypeScript between them and user code. */
export { generate, type GenerateResult } from './generate.js';
export type { GeneratorOptions } from './options.js';
export { plan } from './plan/plan.js';
