import { Metadata, type ServerWritableStream } from '@grpc/grpc-js';

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
import { toServiceError } from './status.js';

/** How long a poll with a request timeout of 0 is parked, in ms. */
const defaultPollMs = 10_000;

/** Serves ActivateJobs: at most one answer, then the end; see `JobDispatcher.poll`. */
export async function activateJobs(
  call: ServerWritableStream<Requests['ActivateJobs'], object>,
  dispatcher: JobDispatcher,
): Promise<void> {
  const gone = new AbortController();
  call.on('cancelled', () => {
    gone.abort();
  });
  // A call that was cancelled before it got here tells nobody any more.
  if (call.cancelled) {
    gone.abort();
  }
  try {
    const { requestTimeout, maxJobsToActivate: maxJobs } = call.request;
    const name = 'gRPC request ActivateJobs';
    const { tenantIds } = call.request;
    requireDefaultTenant(name, tenantIds);
    if (maxJobs < 1) {
      // As in Camunda: who wants no job gets none, whatever else the request says.
      call.end();
      return;
    }
    const request = readPollRequest(name, fieldsOf(call.request));
    const timeout = Number(requestTimeout);
    const waitMs = timeout === 0 ? defaultPollMs : Math.max(timeout, 0);
    const jobs = await dispatcher.poll({ ...request, maxJobs, waitMs, signal: gone.signal });
    for (const group of inMessages(jobs)) {
      call.write({ jobs: group });
    }
    call.end();
  } catch (error) {
    call.emit('error', toServiceError(error));
  }
}

/** Serves StreamActivatedJobs: pushes jobs until the caller goes or the gateway closes. */
export function streamJobs(
  call: ServerWritableStream<Requests['StreamActivatedJobs'], object>,
  dispatcher: JobDispatcher,
): void {
  try {
    const request = readStreamRequest('gRPC request StreamActivatedJobs', fieldsOf(call.request));
    // Without headers the client does not know yet that it is connected.
    call.sendMetadata(new Metadata());
    const stream = openStream(call, { dispatcher, request });
    call.on('drain', () => {
      stream.resume();
    });
    for (const event of ['cancelled', 'close', 'error']) {
      call.on(event, () => {
        stream.close();
      });
    }
  } catch (error) {
    call.emit('error', toServiceError(error));
  }
}

function openStream(
  call: ServerWritableStream<Requests['StreamActivatedJobs'], object>,
  open: {
    readonly dispatcher: JobDispatcher;
    readonly request: ReturnType<typeof readPollRequest>;
  },
): JobStream {
  return open.dispatcher.open(open.request, {
    push: (job) => {
      if (call.cancelled || call.destroyed) {
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
