import { z } from 'zod';
import type { JsonObject } from '../v1.js';
import type { ActivatedJob, JobResult } from './engine-client.js';

/** An activated job as the gateway protocol carries it: keys and times are decimal strings. */
const wireJob = z.object({
  key: z.string(),
  type: z.string(),
  processInstanceKey: z.string(),
  processDefinitionKey: z.string(),
  bpmnProcessId: z.string(),
  processDefinitionVersion: z.number(),
  elementId: z.string(),
  elementInstanceKey: z.string(),
  retries: z.number(),
  deadline: z.coerce.number(),
  customHeaders: z.string(),
  variables: z.string(),
});

const wireJobs = z.object({ jobs: z.array(wireJob) });

/** A run of digits this long may be an integer that a number cannot hold exactly. */
const LONG_DIGITS = /\d{16}/u;

/**
 * Reads one message of the job stream. Variables or headers that cannot be read become the job's
 * `fault`, so that one bad job does not take the others of the message with it.
 * @throws ZodError when the message is not one of the protocol
 */
export function parseWireJobs(message: unknown): readonly ActivatedJob[] {
  return wireJobs.parse(message).jobs.map((job) => {
    const variables = parseObject(job.variables);
    const headers = parseObject(job.customHeaders);
    const fault = variables.fault ?? headers.fault;
    return {
      key: job.key,
      type: job.type,
      processInstanceKey: job.processInstanceKey,
      processDefinitionKey: job.processDefinitionKey,
      processId: job.bpmnProcessId,
      processVersion: job.processDefinitionVersion,
      elementId: job.elementId,
      elementInstanceKey: job.elementInstanceKey,
      retries: job.retries,
      deadline: job.deadline,
      variables: variables.value,
      headers: Object.fromEntries(
        Object.entries(headers.value).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value ?? null),
        ]),
      ),
      ...(fault === undefined ? {} : { fault }),
    };
  });
}

/** The `result` of a job's completion as the gateway protocol of Camunda 8.8 carries it. */
export function wireJobResult(result: JobResult): object {
  if (result.jobResult === 'adHocSubProcess') {
    return {
      type: 'adHocSubProcess',
      activateElements: result.activateElements.map(({ elementId, variables }) => ({
        elementId,
        variables: JSON.stringify(variables ?? {}),
      })),
      isCompletionConditionFulfilled: result.isCompletionConditionFulfilled,
      isCancelRemainingInstances: result.isCancelRemainingInstances,
    };
  }
  if (result.denied) {
    return { type: 'userTask', denied: true, deniedReason: result.reason };
  }
  const { candidateUsers, candidateGroups, ...texts } = result.corrections;
  return {
    type: 'userTask',
    denied: false,
    corrections: {
      ...texts,
      // Lists are wrapped, so that an empty one differs from one that is left out.
      ...(candidateUsers === undefined ? {} : { candidateUsers: { values: [...candidateUsers] } }),
      ...(candidateGroups === undefined
        ? {}
        : { candidateGroups: { values: [...candidateGroups] } }),
    },
  };
}

interface Parsed {
  readonly value: JsonObject;
  readonly fault?: string;
}

function parseObject(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text === '' ? '{}' : text);
  } catch {
    return { value: {}, fault: 'the engine sent variables that are not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { value: {}, fault: 'the engine sent variables that are not a JSON object' };
  }
  const unsafe = LONG_DIGITS.test(text) ? unsafeInteger(value, '') : undefined;
  return {
    value: value as JsonObject, // JSON.parse of an object
    ...(unsafe === undefined
      ? {}
      : {
          fault: `${unsafe} is an integer beyond 2^53, which JSON numbers lose; send it as a string`,
        }),
  };
}

function unsafeInteger(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? pointer : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const [name, member] of Object.entries(value)) {
    const found = unsafeInteger(member, `${pointer}/${escapePointer(name)}`);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
