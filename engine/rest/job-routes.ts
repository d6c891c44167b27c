import {
  readPollRequest,
  type ActivatedJob,
  type JobDispatcher,
  type Operations,
} from '../gateway/index.js';
import { defaultTenant } from '../records/values.js';
import { key } from './path-key.js';
import { checkBody } from './request-body.js';
import { RequestChecks } from './request-checks.js';
import { noContent, route, type RestRequest, type RestResponse, type Route } from './route.js';
import { activationBody, completionBody, errorBody, failureBody, jobUpdateBody } from './shapes.js';

/** How long an activation without a request timeout waits for a job, in ms. */
const defaultPollMs = 10_000;

/** Operations on jobs. */
export function jobRoutes(operations: Operations, dispatcher: JobDispatcher): readonly Route[] {
  return [
    route('POST', 'jobs/activation', (request) => activate(request, dispatcher)),
    route('POST', 'jobs/{jobKey}/completion', async (request) => {
      const { variables = {} } = checkBody(completionBody, await request.optionalJson());
      await operations.completeJob(key(request.params, 'jobKey'), variables);
      return noContent;
    }),
    route('POST', 'jobs/{jobKey}/failure', async (request) => {
      const body = checkBody(failureBody, await request.optionalJson());
      await operations.failJob(key(request.params, 'jobKey'), {
        retries: body.retries ?? 0,
        errorMessage: body.errorMessage ?? '',
        retryBackOffMs: body.retryBackOff ?? 0,
        variables: body.variables ?? {},
      });
      return noContent;
    }),
    route('POST', 'jobs/{jobKey}/error', async (request) => {
      const body = checkBody(errorBody, await request.json());
      const { errorCode = '', errorMessage = '', variables = {} } = body;
      const jobKey = key(request.params, 'jobKey');
      new RequestChecks().present('errorCode', errorCode).refuseFaults();
      await operations.throwError(jobKey, { errorCode, errorMessage, variables });
      return noContent;
    }),
    route('PATCH', 'jobs/{jobKey}', (request) => update(request, operations)),
  ];
}

async function activate(request: RestRequest, dispatcher: JobDispatcher): Promise<RestResponse> {
  const body = checkBody(activationBody, await request.json());
  const { type = '', timeout, maxJobsToActivate } = body;
  new RequestChecks()
    .present('type', type)
    .present('timeout', timeout)
    .positive('timeout', timeout)
    .present('maxJobsToActivate', maxJobsToActivate)
    .positive('maxJobsToActivate', maxJobsToActivate)
    .refuseFaults();
  const jobRequest = readPollRequest('request Activate Jobs', {
    type,
    worker: body.worker ?? '',
    timeout: timeout ?? 0,
    fetchVariables: body.fetchVariable ?? [],
    // As in Camunda, who has no tenants may name any here.
    tenantIds: [],
  });
  const wait = body.requestTimeout ?? 0;
  const jobs = await dispatcher.poll({
    ...jobRequest,
    maxJobs: maxJobsToActivate ?? 0,
    waitMs: wait === 0 ? defaultPollMs : Math.max(wait, 0),
    signal: request.signal,
  });
  return { body: { jobs: jobs.map(jobBody) } };
}

async function update(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const { changeset } = checkBody(jobUpdateBody, await request.json());
  const retries = changeset?.retries;
  const timeout = changeset?.timeout;
  const jobKey = key(request.params, 'jobKey');
  const checks = new RequestChecks();
  if (retries === undefined && timeout === undefined) {
    checks.add('At least one of [retries, timeout] is required.');
  }
  checks.refuseFaults();
  await operations.updateJob(jobKey, {
    ...(retries === undefined ? {} : { retries }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  });
  return noContent;
}

function jobBody(job: ActivatedJob): object {
  return {
    type: job.type,
    processDefinitionId: job.bpmnProcessId,
    processDefinitionVersion: job.processDefinitionVersion,
    elementId: job.elementId,
    customHeaders: job.customHeaders,
    worker: job.worker,
    retries: job.retries,
    deadline: job.deadline,
    variables: job.variables,
    tenantId: defaultTenant,
    jobKey: String(job.key),
    processInstanceKey: String(job.processInstanceKey),
    processDefinitionKey: String(job.processDefinitionKey),
    elementInstanceKey: String(job.elementInstanceKey),
    kind: job.jobKind,
    listenerEventType: job.jobListenerEventType,
    userTask: null,
    tags: [],
    rootProcessInstanceKey: null,
  };
}
