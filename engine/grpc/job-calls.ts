import {
  GatewayError,
  readPollRequest,
  readStreamRequest,
  requireDefaultTenant,
  type JobDispatcher,
  type JobStream,
} from '../gateway/index.js';
import { inMessages, jobMessage } from './answers.js';
import type { Requests } from './messages.js';
import { toGrpcError } from './status.js';
import type { ServerCall } from './wire/server-call.js';

/** How long a poll with a request timeout of 0 is parked, in ms. */
const defaultPollMs = 10_000;

/** Serves ActivateJobs: at most one answer, then the end; see `JobDispatcher.poll`. */
export async function activateJobs(
  asked: Requests['ActivateJobs'],
  call: ServerCall,
  dispatcher: JobDispatcher,
): Promise<void> {
  const gone = new AbortController();
  call.whenOver(() => {
    gone.abort();
  });
  try {
    const { requestTimeout, maxJobsToActivate: maxJobs, tenantIds } = asked;
    const name = 'gRPC request ActivateJobs';
    requireDefaultTenant(name, tenantIds);
    if (maxJobs < 1) {
      // As in Camunda: who wants no job gets none, whatever else the request says.
      call.end();
      return;
    }
    const request = readPollRequest(name, fieldsOf(asked));
    const timeout = Number(requestTimeout);
    const waitMs = timeout === 0 ? defaultPollMs : Math.max(timeout, 0);
    const jobs = await dispatcher.poll({ ...request, maxJobs, waitMs, signal: gone.signal });
    for (const group of inMessages(jobs)) {
      call.write({ jobs: group });
    }
    call.end();
  } catch (error) {
    call.fail(toGrpcError(error));
  }
}

/** Serves StreamActivatedJobs: pushes jobs until the caller goes or the gateway closes. */
export function streamJobs(
  asked: Requests['StreamActivatedJobs'],
  call: ServerCall,
  dispatcher: JobDispatcher,
): void {
  try {
    const request = readStreamRequest('gRPC request StreamActivatedJobs', fieldsOf(asked));
    // Without headers the client does not know yet that it is connected.
    call.sendHeaders();
    const stream = openStream(call, { dispatcher, request });
    call.onDrain(() => {
      stream.resume();
    });
    call.whenOver(() => {
      stream.close();
    });
  } catch (error) {
    call.fail(toGrpcError(error));
  }
}

function openStream(
  call: ServerCall,
  open: {
    readonly dispatcher: JobDispatcher;
    readonly request: ReturnType<typeof readPollRequest>;
  },
): JobStream {
  return open.dispatcher.open(open.request, {
    push: (job) => {
      if (call.isOver) {
        throw new GatewayError('UNAVAILABLE', 'the stream is gone');
      }
      return call.write(jobMessage(job));
    },
    end: () => {
      call.end();
    },
  });
}

function fieldsOf(request: Requests['StreamActivatedJobs']): Parameters<typeof readPollRequest>[1] {
  return { ...request, timeout: Number(request.timeout), fetchVariables: request.fetchVariable };
}
