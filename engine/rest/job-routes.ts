import {
  readPollRequest,
  type ActivatedJob,
  type JobDispatcher,
  type Operations,
} from '../gateway/index.js';
import { defaultTenant } from '../records/values.js';
import { key } from './command-routes.js';
import { checkBody } from './request-body.js';
import { noContent, route, type RestRequest, type RestResponse, type Route } from './route.js';
import { activationBody, completionBody, errorBody, failureBody, jobUpdateBody } from './shapes.js';

/** How long an activation without a request timeout waits for a job, in ms. */
const defaultPollMs = 10_000;

/** Operations on jobs. */
export function jobRoutes(operations: Operations, dispatcher: JobDispatcher): readonly Route[] {
  return [
    route('POST', 'jobs/activation', (request) => activate(request, dispatcher)),
    route('POST', 'jobs/{jobKey}/completion', async (request) => {
      const { variables } = checkBody(completionBody, await request.json());
      await operations.completeJob(key(request.params, 'jobKey'), variables);
      return noContent;
    }),
    route('POST', 'jobs/{jobKey}/failure', async (request) => {
      const body = checkBody(failureBody, await request.json());
      await operations.failJob(key(request.params, 'jobKey'), {
        retries: body.retries ?? 0,
        errorMessage: body.errorMessage ?? '',
        retryBackOffMs: body.retryBackOff ?? 0,
        variables: body.variables,
      });
      return noContent;
    }),
    route('POST', 'jobs/{jobKey}/error', async (request) => {
      const { errorCode, errorMessage, variables } = checkBody(errorBody, await request.json());
      const error = { errorCode, errorMessage: errorMessage ?? '', variables };
      await operations.throwError(key(request.params, 'jobKey'), error);
      return noContent;
    }),
    route('PATCH', 'jobs/{jobKey}', (request) => update(request, operations)),
  ];
}

async function activate(request: RestRequest, dispatcher: JobDispatcher): Promise<RestResponse> {
  const body = checkBody(activationBody, await request.json());
  const jobRequest = readPollRequest('request Activate Jobs', {
    type: body.type,
    worker: body.worker ?? '',
    timeout: body.timeout,
    fetchVariables: body.fetchVariable ?? [],
    tenantIds: body.tenantIds ?? [],
  });
  const timeout = body.requestTimeout ?? 0;
  const jobs = await dispatcher.poll({
    ...jobRequest,
    maxJobs: body.maxJobsToActivate,
    waitMs: timeout === 0 ? defaultPollMs : Math.max(timeout, 0),
    signal: request.signal,
  });
  return { body: { jobs: jobs.map(jobBody) } };
}

async function update(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const { retries, timeout } = checkBody(jobUpdateBody, await request.json()).changeset;
  const jobKey = key(request.params, 'jobKey');
  if (retries !== undefined) {
    await operations.updateJobRetries(jobKey, retries);
  }
  if (timeout !== undefined) {
    await operations.updateJobTimeout(jobKey, timeout);
  }
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
