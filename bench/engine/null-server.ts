import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';

import { loadGatewayService } from '../../engine/grpc/protocol.js';
import { topologyMessage } from '../../engine/grpc/topology.js';
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
type Stream = ServerWritableStream<{ readonly type: string }, object>;
type Answer = (error: null, answer: object) => void;
/** Makes a line durable, then calls back. */
export type Commit = (line: string, done: () => void) => void;

/** Serves what the load needs of the protocol; resolves to the port. */
export async function startNullServer(commit: Commit): Promise<number> {
  let lastKey = 2 ** 51 + 1;
  const nextKey = (): string => String((lastKey += 1));
  const jobs = new Map<string, Job>();
  const streams = new Map<string, Stream[]>();

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
  const server = new Server();
  server.addService(await loadGatewayService(), {
    Topology: (_call: unknown, answer: Answer) => {
      answer(null, topologyMessage({ host: '127.0.0.1', port: 0 }));
    },
    DeployResource: (_call: unknown, answer: Answer) => {
      const process = { bpmnProcessId: processId, version: 1, processDefinitionKey: definitionKey };
      answer(null, { key: nextKey(), tenantId, deployments: [{ process }] });
    },
    CreateProcessInstance: (
      call: { readonly request: { readonly variables: string } },
      answer: Answer,
    ) => {
      create(call.request.variables, undefined, (instance) => {
        answer(null, instanceMessage(instance));
      });
    },
    CreateProcessInstanceWithResult: (
      call: { readonly request: { readonly request: { readonly variables: string } } },
      answer: Answer,
    ) => {
      const done = (instance: Instance): void => {
        answer(null, { ...instanceMessage(instance), variables: instance.variables });
      };
      create(call.request.request.variables, done, () => undefined);
    },
    // The load's streams take every job; what a poll would find is nothing.
    ActivateJobs: (call: Stream) => {
      call.end();
    },
    StreamActivatedJobs: (call: Stream) => {
      const { type } = call.request;
      streams.set(type, [...(streams.get(type) ?? []), call]);
      call.on('cancelled', () => {
        streams.set(
          type,
          (streams.get(type) ?? []).filter((open) => open !== call),
        );
      });
    },
    CompleteJob: (
      call: { readonly request: { readonly jobKey: string; readonly variables: string } },
      answer: Answer,
    ) => {
      const { jobKey, variables } = call.request;
      const job = jobs.get(jobKey);
      jobs.delete(jobKey);
      const next =
        job === undefined || job.place + 1 === jobTypes.length
          ? undefined
          : createJob(job.instance, job.place + 1);
      commit(`complete ${jobKey} ${next?.key ?? ''} ${variables}\n`, () => {
        answer(null, {});
        if (next === undefined) {
          job?.instance.done?.();
        } else {
          give(next);
        }
      });
    },
  });
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) {
        resolve(port);
      } else {
        reject(error);
      }
    });
  });
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
