/** Room `generator`: from models to the TypeScript between them and user code. */
export {
  check,
  type CheckOptions,
  type CheckResult,
  type Drift,
  type FoundHandlerMap,
} from './check.js';
export { generatorCodes, type GeneratorCode } from './codes.js';
export { defineConfig, type JobwrightConfig, type Target } from './config/config.js';
export {
  diff,
  diffCodes,
  type Change,
  type ChangeKind,
  type Compatibility,
  type DiffCode,
  type DiffResult,
  type ElementMigration,
  type MappingInstruction,
  type Party,
  type ProcessMigration,
  type Subject,
  type SubscriptionMigration,
} from './diff/index.js';
export type { OutputFile } from './emit/emit.js';
export {
  generatorErrorCodes,
  isGeneratorError,
  GeneratorError,
  type GeneratorErrorCode,
} from './errors.js';
export {
  explain,
  type ExplainCandidate,
  type ExplainFacts,
  type ExplainResult,
  type Explanation,
} from './explain/index.js';
export { createGenerator, generate, type Generated, type Generator } from './generate.js';
export type { GenerateOptions, GeneratorOptions, PlanOptions } from './options.js';
export { plan } from './plan-sources.js';
export type { Plan, ProcessPlan } from './plan/plan-types.js';
export { grafana, grafanaMetrics } from './plugin/grafana/grafana.js';
export {
  definePlugin,
  type Plugin,
  type PluginEmitter,
  type PluginFinding,
  type PluginRule,
} from './plugin/plugin.js';
export { checkProject, type CheckProjectResult } from './project/check-project.js';
export { cleanProject, type CleanResult } from './project/clean-project.js';
export {
  deploymentProject,
  type DeployedModel,
  type DeploymentFile,
  type DeploymentProject,
} from './project/deployment-project.js';
export { diffProject, type DiffProjectResult } from './project/diff-project.js';
export { explainProject } from './project/explain-project.js';
export {
  createProjectGenerator,
  generateProject,
  type GenerateProjectResult,
  type ProjectGenerator,
} from './project/generate-project.js';
export { scaffoldProject, type ScaffoldResult } from './project/scaffold-project.js';
export {
  scaffoldTestsProject,
  type ScaffoldTestsOptions,
  type ScaffoldTestsResult,
} from './project/scaffold-tests-project.js';
export { validateProject, type ValidateProjectResult } from './project/validate-project.js';
export {
  watchProject,
  type WatchEnd,
  type WatchEvent,
  type WatchOptions,
} from './project/watch-project.js';
export { readModel, type ReadModel } from './read-model.js';
export type { Source, SourceKind } from './source.js';
export { validate } from './validate.js';
