/** What the gRPC and the REST gateway have in common; internal to the engine. */
export { GatewayError, toGatewayError } from './gateway-error.js';
export type { GatewayStatus } from './gateway-error.js';
export { readJsonDocument } from './json-document.js';
export { JsonFault } from './json-reader.js';
export { JobDispatcher } from './job-dispatcher.js';
export type { JobStream } from './job-dispatcher.js';
export type { ActivatedJob, JobPoll, JobRequest, JobSink } from './job-request.js';
export { defaultResultTimeoutMs, Operations } from './operations.js';
export type {
  CreateInstance,
  DecisionMetadata,
  DecisionRequirementsMetadata,
  DeployedFile,
  DeploymentResult,
  FormMetadata,
  ProcessMetadata,
} from './operations.js';
export {
  readDocument,
  readKey,
  readPollRequest,
  readReference,
  readStreamRequest,
  requireDefaultTenant,
  requireDocument,
} from './request-fields.js';
