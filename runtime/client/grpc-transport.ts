import { EngineError } from '../errors.js';
import type { JsonObject } from '../v1.js';
import { parseDeployment } from './deployment-wire.js';
import type { ActivateJobs, ActivatedJob, EngineTransport, JobResult } from './engine-client.js';
import { Channel } from './grpc/channel.js';
import { credentialsOf } from './grpc/credentials.js';
import { loadGatewayProtocol, type RpcDefinition } from './grpc/gateway-protocol.js';
import { readTlsOptions } from './grpc/tls-options.js';
import { parseWireJobs } from './job-wire.js';
import { createRestCalls } from './rest-calls.js';
import { createRestTransport } from './rest-transport.js';
import { toEngineError } from './sdk-errors.js';
import type { SdkSettings } from './sdk-settings.js';
import {
  wireCreated,
  wirePublished,
  wireTopology,
  type CreatedInstance,
} from './gateway-answers.js';

/** Options of `createGrpcTransport`. */
export interface GrpcTransportOptions {
  /** Milliseconds a call may take, the long poll left out. */
  readonly timeoutMs: number;
}

/** How much longer than its long poll a request for jobs may take, in ms. */
const pollSlackMs = 5_000;

/**
 * The calls of an engine over gRPC on an HTTP/2 connection of its own, one network call a method. Unlike
 * the SDK it does not compress what it sends, cancels what nobody waits for any more and names its
 * deadline to the gateway. No retry: put `withCallPolicy` around it.
 */
export async function createGrpcTransport(
  settings: SdkSettings,
  options: GrpcTransportOptions,
): Promise<EngineTransport> {
  const [protocol, tls] = await Promise.all([loadGatewayProtocol(), readTlsOptions(settings)]);
  const channel = new Channel({
    // grpc://host:port is HTTP/2 in the open, grpcs:// is HTTP/2 over TLS.
    url: settings.address.replace(/^grpc/u, 'http'),
    tls,
    credentials: credentialsOf(settings),
  });
  return {
    ...createRestTransport(createRestCalls(settings)),
    ...calls(channel, protocol, settings, options),
  };
}

function calls(
  channel: Channel,
  protocol: ReadonlyMap<string, RpcDefinition>,
  settings: SdkSettings,
  { timeoutMs }: GrpcTransportOptions,
): Omit<EngineTransport, keyof ReturnType<typeof createRestTransport>> {
  const tenant = settings.config.CAMUNDA_TENANT_ID;
  const tenantId = typeof tenant === 'string' ? tenant : '<default>';
  const rpcOf = (name: string): RpcDefinition => {
    const rpc = protocol.get(name);
    if (rpc === undefined) {
      throw new EngineError('UNIMPLEMENTED', name, 'the protocol has no such call');
    }
    return rpc;
  };
  /** Calls the rpc that a method stands for; names the method in errors. */
  const call = async (method: string, rpc: RpcDefinition, request: object): Promise<object> => {
    try {
      return await channel.unary(rpc, request, { timeoutMs });
    } catch (error) {
      throw toEngineError(error, method);
    }
  };
  const [publish, create, broadcast, cancel] = [
    rpcOf('PublishMessage'),
    rpcOf('CreateProcessInstance'),
    rpcOf('BroadcastSignal'),
    rpcOf('CancelProcessInstance'),
  ];
  const [activate, complete, fail, throwing] = [
    rpcOf('ActivateJobs'),
    rpcOf('CompleteJob'),
    rpcOf('FailJob'),
    rpcOf('ThrowError'),
  ];
  return {
    publishMessage: async (message) => {
      const answer = await call('publishMessage', publish, {
        name: message.name,
        correlationKey: message.correlationKey,
        messageId: message.messageId,
        timeToLive: message.timeToLiveMs,
        variables: JSON.stringify(message.variables),
        tenantId,
      });
      return { messageKey: wirePublished(answer).key, duplicate: false };
    },
    createProcessInstance: async (request): Promise<CreatedInstance> =>
      wireCreated(
        await call('createProcessInstance', create, {
          bpmnProcessId: request.processId,
          variables: JSON.stringify(request.variables),
          version: request.version ?? -1,
          tenantId,
        }),
      ),
    broadcastSignal: async (request) => {
      const variables = JSON.stringify(request.variables);
      await call('broadcastSignal', broadcast, { signalName: request.name, variables, tenantId });
    },
    cancelProcessInstance: async (processInstanceKey) => {
      await call('cancelProcessInstance', cancel, { processInstanceKey });
    },
    activateJobs: (request, { signal } = {}) =>
      activateJobs(channel, activate, { request, signal, tenantId }),
    completeJob: async ({ jobKey, variables, result }) => {
      if (result === undefined) {
        await call('completeJob', complete, { jobKey, variables: JSON.stringify(variables) });
      } else {
        await completeWithResult(call, { jobKey, variables, result });
      }
    },
    failJob: async (request) => {
      await call('failJob', fail, {
        jobKey: request.jobKey,
        retries: request.retries,
        errorMessage: request.message,
        retryBackOff: request.backoffMs ?? 0,
      });
    },
    throwError: async (request) => {
      await call('throwError', throwing, {
        jobKey: request.jobKey,
        errorCode: request.code,
        errorMessage: request.message,
        variables: JSON.stringify(request.variables ?? {}),
      });
    },
    updateJobRetries: async (request) => {
      await call('updateJobRetries', rpcOf('UpdateJobRetries'), request);
    },
    deploy: async (files) => {
      const resources = files.map(({ name, content }) => ({ name, content: Buffer.from(content) }));
      return parseDeployment(
        await call('deploy', rpcOf('DeployResource'), { resources, tenantId }),
      );
    },
    resolveIncident: async (incidentKey) => {
      await call('resolveIncident', rpcOf('ResolveIncident'), { incidentKey });
    },
    topology: async () => wireTopology(await call('topology', rpcOf('Topology'), {})),
    close: () => {
      channel.close();
      return Promise.resolve();
    },
  };
}

async function completeWithResult(
  call: (method: string, rpc: RpcDefinition, request: object) => Promise<object>,
  request: { readonly jobKey: string; readonly variables: JsonObject; readonly result: JobResult },
): Promise<void> {
  const [{ completeJobService }, { wireJobResult }] = await Promise.all([
    import('./complete-with-result.js'),
    import('./job-wire.js'),
  ]);
  await call('completeJob', completeJobService.CompleteJob, {
    jobKey: request.jobKey,
    variables: JSON.stringify(request.variables),
    result: wireJobResult(request.result),
  });
}

async function activateJobs(
  channel: Channel,
  rpc: RpcDefinition,
  asked: {
    readonly request: ActivateJobs;
    readonly signal: AbortSignal | undefined;
    readonly tenantId: string;
  },
): Promise<readonly ActivatedJob[]> {
  const { request, signal, tenantId } = asked;
  const jobs: ActivatedJob[] = [];
  const message = {
    type: request.type,
    worker: request.worker,
    maxJobsToActivate: request.maxJobs,
    timeout: request.timeoutMs,
    // Below zero the gateway answers at once; zero would be its own default.
    requestTimeout: request.longPollMs <= 0 ? -1 : request.longPollMs,
    fetchVariable: request.fetchVariables ?? [],
    tenantIds: [tenantId],
  };
  try {
    await channel.stream(rpc, message, {
      timeoutMs: Math.max(request.longPollMs, 0) + pollSlackMs,
      signal,
      onMessage: (answer) => {
        jobs.push(...parseWireJobs(answer));
      },
    });
  } catch (error) {
    // Jobs that arrived belong to us whatever ended the call.
    if (jobs.length === 0 && signal?.aborted !== true) {
      throw toEngineError(error, `activateJobs ${request.type}`);
    }
  }
  return jobs;
}
