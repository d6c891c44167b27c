import type { Zeebe } from '@camunda8/sdk';
import { EngineError } from '../errors.js';
import { parseDeployment } from './deployment-wire.js';
import type { ActivateJobs, ActivatedJob, EngineTransport } from './engine-client.js';
import { parseWireJobs } from './job-wire.js';
import { createRestCalls } from './rest-calls.js';
import { createRestTransport } from './rest-transport.js';
import { toEngineError } from './sdk-errors.js';
import type { SdkSettings } from './sdk-settings.js';

type SdkClient = InstanceType<typeof Zeebe.ZeebeGrpcClient>;
type SdkVariables = Parameters<SdkClient['completeJob']>[0]['variables'];
type JobStream = NodeJS.ReadableStream & { cancel(): void };

/**
 * The calls of an engine on `@camunda8/sdk`, one network call a method: no retry, no timeout; put
 * `withCallPolicy` around it. Loads the SDK on first use, which takes a third of a second.
 */
export async function createSdkTransport(settings: SdkSettings): Promise<EngineTransport> {
  const { Zeebe } = await import('@camunda8/sdk');
  const client = new Zeebe.ZeebeGrpcClient({ config: settings.config });
  // The SDK sets up its channel and logger in a promise of its own; calls made before it is through
  // fail on the missing logger.
  const openStream = await jobStreamOpener(client);

  const call = async <Answer>(name: string, operation: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await operation();
    } catch (error) {
      throw toEngineError(error, name);
    }
  };

  return {
    ...createRestTransport(createRestCalls(settings)),
    publishMessage: (message) =>
      call('publishMessage', async () => {
        const answer = await client.publishMessage({
          name: message.name,
          correlationKey: message.correlationKey,
          messageId: message.messageId,
          timeToLive: message.timeToLiveMs,
          variables: sdkVariables(message.variables),
        });
        return { messageKey: answer.key, duplicate: false };
      }),
    createProcessInstance: (request) =>
      call('createProcessInstance', async () => {
        const answer = await client.createProcessInstance({
          bpmnProcessId: request.processId,
          variables: sdkVariables(request.variables),
          version: request.version ?? -1,
        });
        return { processInstanceKey: answer.processInstanceKey, processVersion: answer.version };
      }),
    broadcastSignal: (request) =>
      call('broadcastSignal', async () => {
        await client.broadcastSignal({
          signalName: request.name,
          variables: sdkVariables(request.variables),
        });
      }),
    cancelProcessInstance: (key) =>
      call('cancelProcessInstance', () => client.cancelProcessInstance(key)),
    activateJobs: (request, options) =>
      call('activateJobs', async () => {
        const stream = await openStream({
          type: request.type,
          worker: request.worker,
          maxJobsToActivate: request.maxJobs,
          timeout: request.timeoutMs,
          requestTimeout: request.longPollMs <= 0 ? -1 : request.longPollMs,
          fetchVariable: [...(request.fetchVariables ?? [])],
          tenantIds: [tenantOf(settings)],
        });
        return collectJobs(toJobStream(stream), request, options?.signal);
      }),
    completeJob: (request) =>
      call('completeJob', async () => {
        const { jobKey, variables, result } = request;
        if (result === undefined) {
          await client.completeJob({ jobKey, variables: sdkVariables(variables) });
          return;
        }
        const { completeWithResult } = await import('./complete-with-result.js');
        await completeWithResult(client, { jobKey, variables, result });
      }),
    failJob: (request) =>
      call('failJob', () =>
        client.failJob({
          jobKey: request.jobKey,
          retries: request.retries,
          errorMessage: request.message,
          retryBackOff: request.backoffMs ?? 0,
        }),
      ),
    throwError: (request) =>
      call('throwError', () =>
        client.throwError({
          jobKey: request.jobKey,
          errorCode: request.code,
          errorMessage: request.message,
          variables: sdkVariables(request.variables ?? {}),
        }),
      ),
    updateJobRetries: (request) => call('updateJobRetries', () => client.updateJobRetries(request)),
    deploy: (files) =>
      call('deploy', async () => {
        const resources = files.map((file) => ({
          name: file.name,
          process: Buffer.from(file.content),
        }));
        return parseDeployment(await client.deployResources(resources));
      }),
    resolveIncident: (incidentKey) =>
      call('resolveIncident', () => client.resolveIncident({ incidentKey })),
    topology: () =>
      call('topology', async () => {
        const answer = await client.topology();
        return {
          gatewayVersion: answer.gatewayVersion,
          brokers: answer.brokers.length,
          partitions: answer.partitionsCount,
        };
      }),
    close: () =>
      call('close', async () => {
        await client.close();
      }),
  };
}

function sdkVariables(variables: object): SdkVariables {
  return variables as SdkVariables; // JsonObject is what the SDK calls IProcessVariables, but readonly
}

function tenantOf(settings: SdkSettings): string {
  const tenant = settings.config.CAMUNDA_TENANT_ID;
  return typeof tenant === 'string' ? tenant : '<default>';
}

/**
 * The SDK's public `activateJobs` can neither be cancelled nor bounded, and loses jobs whose variables
 * it cannot parse; the channel it keeps underneath can. Its shape is checked, since it is not public.
 */
async function jobStreamOpener(client: object): Promise<(request: object) => Promise<unknown>> {
  const channel: unknown = await Reflect.get(client, 'grpc');
  const open: unknown =
    typeof channel === 'object' && channel !== null
      ? Reflect.get(channel, 'activateJobsStream')
      : undefined;
  if (typeof open !== 'function') {
    throw new EngineError(
      'UNIMPLEMENTED',
      'connect',
      'this version of @camunda8/sdk has no activateJobsStream; use the version in package-lock.json',
    );
  }
  return async (request) => {
    const stream: unknown = await Reflect.apply(open, channel, [request]);
    return stream;
  };
}

/** The SDK resolves with a stream, with `{ error }`, or with nothing once it closes. */
function toJobStream(value: unknown): JobStream {
  if (typeof value === 'object' && value !== null) {
    if ('cancel' in value && 'on' in value) {
      return value as JobStream; // grpc-js ClientReadableStream, checked by the two members used
    }
    if ('error' in value) {
      throw toEngineError(value.error, 'activateJobs');
    }
  }
  throw new EngineError('CANCELLED', 'activateJobs', 'the connection is closed');
}

/**
 * Cancels the call. The SDK arms a timer for every poll and clears it on `end`, which a cancelled call
 * does not emit, nor does it emit an error once the client closes: the timer would hold the process.
 */
function endStream(stream: JobStream): void {
  stream.cancel();
  stream.emit('end');
}

function collectJobs(
  stream: JobStream,
  request: ActivateJobs,
  signal: AbortSignal | undefined,
): Promise<readonly ActivatedJob[]> {
  return new Promise((resolve, reject) => {
    const jobs: ActivatedJob[] = [];
    const finish = (error?: unknown): void => {
      signal?.removeEventListener('abort', onAbort);
      // Jobs that arrived belong to us whatever ended the stream.
      if (error === undefined || jobs.length > 0 || signal?.aborted === true) {
        resolve(jobs);
      } else {
        reject(toEngineError(error, `activateJobs ${request.type}`));
      }
    };
    const onAbort = (): void => {
      endStream(stream);
      finish();
    };
    stream.on('data', (message: unknown) => {
      try {
        jobs.push(...parseWireJobs(message));
      } catch (error) {
        finish(new EngineError('INTERNAL', 'activateJobs', 'unreadable answer', error));
        endStream(stream);
      }
    });
    stream.on('error', finish);
    stream.on('end', () => {
      finish();
    });
    if (signal?.aborted === true) {
      onAbort();
    } else {
      signal?.addEventListener('abort', onAbort, { once: true });
    }
  });
}
