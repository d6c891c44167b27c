import { loadGatewayService } from '../../engine/grpc/protocol.js';
import { topologyMessage } from '../../engine/grpc/topology.js';
import type { ServerCall } from '../../engine/grpc/wire/server-call.js';
import { startWireServer } from '../../engine/grpc/wire/wire-server.js';
import { jobTypes, processId } from './three-tasks.js';

const definitionKey = '2251799813685249';
const tenantId = '<default>';

interface Instance {
  readonly key: string;
  readonly variables: string;
  readonly done: (() => void) | undefined;
}
interface Job {
  readonly key: string;
  readonly place: number;
  readonly instance: Instance;
}
/** Makes a line durable, then calls back. */
export type Commit = (line: string, done: () => void) => void;

/** Serves what the load needs of the protocol; resolves to the port. */
export async function startNullServer(commit: Commit): Promise<number> {
  let lastKey = 2 ** 51 + 1;
  const nextKey = (): string => String((lastKey += 1));
  const jobs = new Map<string, Job>();
  const streams = new Map<string, ServerCall[]>();

  const give = (job: Job): void => {
    const open = streams.get(jobTypes[job.place] ?? '') ?? [];
    const stream = open.shift();
    if (stream !== undefined) {
      open.push(stream);
      stream.write(jobMessage(job));
    }
  };
  const createJob = (instance: Instance, place: number): Job => {
    const job = { key: nextKey(), place, instance };
    jobs.set(job.key, job);
    return job;
  };
  const create = (
    variables: string,
    done: ((instance: Instance) => void) | undefined,
    begun: (instance: Instance) => void,
  ): void => {
    const instance: Instance = {
      key: nextKey(),
      variables: variables === '' ? '{}' : variables,
      done:
        done === undefined
          ? undefined
          : () => {
              done(instance);
            },
    };
    const job = createJob(instance, 0);
    commit(`create ${instance.key} ${job.key} ${instance.variables}\n`, () => {
      begun(instance);
      give(job);
    });
  };
  const calls: Readonly<Record<string, (request: unknown, call: ServerCall) => void>> = {
    Topology: (_request, call) => {
      call.end(topologyMessage({ host: '127.0.0.1', port: 0 }, '8.6.0'));
    },
    DeployResource: (_request, call) => {
      const process = { bpmnProcessId: processId, version: 1, processDefinitionKey: definitionKey };
      call.end({ key: nextKey(), tenantId, deployments: [{ process }] });
    },
    CreateProcessInstance: (request, call) => {
      const { variables } = request as { readonly variables: string };
      create(variables, undefined, (instance) => {
        call.end(instanceMessage(instance));
      });
    },
    CreateProcessInstanceWithResult: (request, call) => {
      const asked = request as { readonly request: { readonly variables: string } };
      const done = (instance: Instance): void => {
        call.end({ ...instanceMessage(instance), variables: instance.variables });
      };
      create(asked.request.variables, done, () => undefined);
    },
    // The load's streams take every job; what a poll would find is nothing.
    ActivateJobs: (_request, call) => {
      call.end();
    },
    StreamActivatedJobs: (request, call) => {
      const { type } = request as { readonly type: string };
      call.sendHeaders();
      streams.set(type, [...(streams.get(type) ?? []), call]);
      call.whenOver(() => {
        streams.set(
          type,
          (streams.get(type) ?? []).filter((open) => open !== call),
        );
      });
    },
    CompleteJob: (request, call) => {
      const { jobKey, variables } = request as {
        readonly jobKey: string;
        readonly variables: string;
      };
      const job = jobs.get(jobKey);
      jobs.delete(jobKey);
      const next =
        job === undefined || job.place + 1 === jobTypes.length
          ? undefined
          : createJob(job.instance, job.place + 1);
      commit(`complete ${jobKey} ${next?.key ?? ''} ${variables}\n`, () => {
        call.end({});
        if (next === undefined) {
          job?.instance.done?.();
        } else {
          give(next);
        }
      });
    },
  };
  const methods = Object.entries(await loadGatewayService()).flatMap(([name, definition]) => {
    const serve = calls[name];
    const { path, requestDeserialize, responseSerialize: serialize } = definition;
    // Messages of this protocol are objects.
    const deserialize = requestDeserialize as (bytes: Buffer) => object;
    return serve === undefined ? [] : [{ path, deserialize, serialize, serve }];
  });
  const onError = (error: unknown): void => {
    process.stderr.write(`${String(error)}\n`);
  };
  const maxMessageBytes = 16 * 1024 * 1024;
  const options = { methods, host: '127.0.0.1', port: 0, maxMessageBytes, onError };
  return (await startWireServer(options)).port;
}

function instanceMessage({ key }: Instance): object {
  return {
    processDefinitionKey: definitionKey,
    bpmnProcessId: processId,
    version: 1,
    processInstanceKey: key,
    tenantId,
  };
}

function jobMessage({ key, place, instance }: Job): object {
  const type = jobTypes[place] ?? '';
  return {
    key,
    type,
    processInstanceKey: instance.key,
    bpmnProcessId: processId,
    processDefinitionVersion: 1,
    processDefinitionKey: definitionKey,
    elementId: type,
    elementInstanceKey: key,
    customHeaders: '{}',
    worker: 'bench',
    retries: 3,
    deadline: Date.now() + 60_000,
    variables: instance.variables,
    tenantId,
  };
}
