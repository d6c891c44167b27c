export { assertNever } from './assert-never.js';
export { EngineError, RuntimeError, isEngineError, isRuntimeError } from './errors.js';
export type { EngineErrorCode, RuntimeErrorCode } from './errors.js';
export { runAsMain } from './service.js';
export type { Environment, RunningService, StartService } from './service.js';
export { EnvironmentError, readEnvironment } from './environment.js';
export type { EnvironmentFault } from './environment.js';
export { createLogger, silentLogger, withFields } from './logger.js';
export type { LoggerOptions, RootLogger } from './logger.js';
export {
  apiMetrics,
  bookingMetrics,
  createMetricsRegistry,
  metricNames,
  outboxMetrics,
  workerMetrics,
} from './metrics.js';
export type {
  ApiMetrics,
  BookingMetrics,
  JobOutcome,
  OutboxMetrics,
  WorkerMetrics,
} from './metrics.js';
export type {
  ActivateJobs,
  ActivatedJob,
  DefinitionInquiry,
  DeployableFile,
  DeployedProcess,
  DeployedResource,
  Deployment,
  EngineClient,
  EngineTransport,
  JobResult,
  Topology,
} from './client/engine-client.js';
export type { Backoff } from './backoff.js';
export type {
  HandlersOf,
  ShutdownReport,
  StaleModelPolicy,
  WorkerHost,
  WorkerHostOptions,
  WorkerState,
  WorkerStatus,
} from './worker/options.js';
export { ApiProblem, isApiProblem, runtimeProblems } from './api/problem.js';
export type {
  ProblemDetail,
  ProblemDocument,
  ProblemKind,
  ProblemRegistry,
} from './api/problem.js';
export { fingerprint, parseIdempotencyKey } from './api/idempotency.js';
export type {
  IdempotencyClaim,
  IdempotencyStore,
  IdempotentRequest,
  StoredResponse,
} from './api/idempotency.js';
export type { Api, ApiHandlersOf, ApiLimits, ApiOptions, OpenApiDocument } from './api/options.js';
export { connectEngine } from './client/connect-engine.js';
export { clusterCodes, type ClusterCode } from './diagnosis/codes.js';
export {
  diagnoseConnection,
  logConnectionFaults,
  type DiagnoseOptions,
} from './diagnosis/diagnose.js';
export {
  isClusterFault,
  type ClusterFault,
  type ClusterFinding,
  type ClusterPass,
} from './diagnosis/finding.js';
export type { ConnectOptions } from './client/connect-engine.js';
export { defaultCallPolicy } from './client/call-policy.js';
export type { CallPolicy } from './client/call-policy.js';
export { createWorkerHost } from './worker/worker-host.js';
export { describeFaults } from './schema-checker.js';
export type { SchemaFault } from './schema-checker.js';
export { createApi } from './api/create-api.js';
export { serveHttp } from './api/serve-http.js';
export type { HttpServer, ServeOptions } from './api/serve-http.js';
export { createHealth, metricsHandler } from './health.js';
export type { Health, HealthCheck, HealthOptions } from './health.js';
export { createRequestMemory } from './request-memory.js';
export type { RequestMemoryOptions } from './request-memory.js';
export { backoffDelay, pause } from './backoff.js';
