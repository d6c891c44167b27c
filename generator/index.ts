/** Room `generator`: from models to the TypeScript between them and user code. */
export { check, type CheckResult, type Drift } from './check.js';
export { generatorCodes, type GeneratorCode } from './codes.js';
export {
  generatorErrorCodes,
  isGeneratorError,
  GeneratorError,
  type GeneratorErrorCode,
} from './errors.js';
export { generate, type GenerateResult } from './generate.js';
export type { GeneratorOptions } from './options.js';
export { plan } from './plan/plan.js';
export type { Plan, ProcessPlan } from './plan/plan-types.js';
export type { Source, SourceKind } from './source.js';
