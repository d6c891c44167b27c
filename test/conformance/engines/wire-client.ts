import grpc from '@grpc/grpc-js';
import { loadGatewayService } from '../../../engine/grpc/protocol.js';
import { isObject } from '../trace.js';
import type { Answer, Call, RestCall, RpcCall } from './judged-engine.js';

/** Speaks to a gateway as any client does: over the wire, without retries. */
export interface WireClient {
  execute(call: Call): Promise<Answer>;
  close(): void;
}

type Done = (error: grpc.ServiceError | null, response: unknown) => void;
interface Options {
  readonly deadline: number;
}
type Method = (
  request: object,
  options: Options,
  done?: Done,
) => grpc.ClientReadableStream<unknown>;

/** No call may take longer, in milliseconds; awaited results have limits of their own below it. */
const CALL_LIMIT_MS = 60_000;

/** Connects to a gateway. Without `restAddress`, REST calls are a mistake of the caller. */
export async function connectWire(grpcAddress: string, restAddress?: string): Promise<WireClient> {
  const Client = grpc.makeGenericClientConstructor(await loadGatewayService(), 'Gateway');
  const client = new Client(grpcAddress, grpc.credentials.createInsecure());
  return {
    execute: (call) => ('rpc' in call ? executeRpc(client, call) : executeRest(restAddress, call)),
    close: () => {
      client.close();
    },
  };
}

async function executeRpc(client: grpc.Client, { rpc, request }: RpcCall): Promise<Answer> {
  const found: unknown = Reflect.get(client, rpc);
  if (typeof found !== 'function') {
    throw new Error(`the gateway has no rpc ${rpc}`);
  }
  // What the generic client makes of each rpc of the service.
  const method = found.bind(client) as Method;
  try {
    const response =
      rpc === 'ActivateJobs' ? await jobsOf(method, request) : await unary(method, request);
    return { status: 'OK', response };
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'details' in error) {
      return {
        status: grpc.status[Number(error.code)] ?? 'UNKNOWN',
        message: String(error.details),
      };
    }
    throw error;
  }
}

async function unary(method: Method, request: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    method(request, { deadline: Date.now() + CALL_LIMIT_MS }, (error, response) => {
      if (error === null) {
        resolve(response);
      } else {
        reject(error);
      }
    });
  });
}

/** All jobs that one activation gives. */
async function jobsOf(method: Method, request: object): Promise<unknown> {
  const jobs: unknown[] = [];
  const stream = method(
    { requestTimeout: -1, ...request },
    { deadline: Date.now() + CALL_LIMIT_MS },
  );
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (part: unknown) => {
      if (isObject(part) && Array.isArray(part.jobs)) {
        jobs.push(...part.jobs.map((job: unknown) => job));
      }
    });
    stream.on('end', () => {
      resolve();
    });
    stream.on('error', reject);
  });
  return { jobs };
}

async function executeRest(address: string | undefined, call: RestCall): Promise<Answer> {
  if (address === undefined) {
    throw new Error('this engine has no REST API');
  }
  const response = await fetch(`${address}/v2/${call.path}`, {
    method: call.method,
    ...(call.body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(call.body) }),
  });
  const text = await response.text();
  const body: unknown = text === '' ? undefined : parse(text);
  if (response.ok) {
    return { status: 'OK', ...(body === undefined ? {} : { response: body }) };
  }
  const detail = isObject(body) ? `${String(body.title)}: ${String(body.detail)}` : text;
  return { status: String(response.status), message: detail };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
