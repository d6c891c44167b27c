import type { JobResult } from '../client/engine-client.js';
import type {
  AdHocResult,
  JobDescriptor,
  JobResultDescriptor,
  JsonObject,
  TaskCorrection,
  TaskDenial,
} from '../v1.js';

/** What a handler returned, taken apart; `fault` says why it cannot answer the job. */
export interface HandlerAnswer {
  readonly variables: unknown;
  readonly result?: JobResult;
  readonly fault?: string;
}

/** Task listener events whose change can be refused, and those whose task can be corrected. */
const DENIABLE: ReadonlySet<string> = new Set(['assigning', 'updating', 'completing']);
const CORRECTABLE: ReadonlySet<string> = new Set([
  'creating',
  'assigning',
  'updating',
  'completing',
]);

/**
 * Tells a result made by `deny`, `correct`, `activate` or `finish` from plain variables, and checks that
 * the job's type can take it. Only types that the model makes listeners or ad-hoc sub-processes of
 * return results, so a variable named `jobResult` elsewhere stays a variable.
 */
export function readJobResult(output: unknown, descriptor: JobDescriptor): HandlerAnswer {
  const expected = descriptor.result;
  if (expected === undefined || !isTagged(output)) {
    return { variables: output ?? {} };
  }
  if (output.jobResult === 'taskListener') {
    const fault = taskFault(output, expected);
    return { variables: {}, ...(fault === undefined ? { result: output } : { fault }) };
  }
  const { variables, ...result } = output;
  const fault = adHocFault(result, expected);
  return { variables: variables ?? {}, ...(fault === undefined ? { result } : { fault }) };
}

type Tagged = TaskDenial | TaskCorrection | AdHocResult<Readonly<Record<string, JsonObject>>>;

function isTagged(output: unknown): output is Tagged {
  return (
    typeof output === 'object' &&
    output !== null &&
    'jobResult' in output &&
    (output.jobResult === 'taskListener' || output.jobResult === 'adHocSubProcess')
  );
}

function taskFault(
  result: TaskDenial | TaskCorrection,
  { taskListenerEvents = [] }: JobResultDescriptor,
): string | undefined {
  const possible = result.denied ? DENIABLE : CORRECTABLE;
  return taskListenerEvents.some((event) => possible.has(event))
    ? undefined
    : `${result.denied ? 'deny' : 'correct'} is not possible on ${taskListenerEvents.join(', ') || 'this job'}`;
}

function adHocFault(
  result: Pick<AdHocResult<Readonly<Record<string, JsonObject>>>, 'activateElements'>,
  { activatable = [] }: JobResultDescriptor,
): string | undefined {
  const known = new Set(activatable);
  const unknown = result.activateElements.filter(({ elementId }) => !known.has(elementId));
  return unknown.length === 0
    ? undefined
    : `it activates ${unknown.map(({ elementId }) => `"${elementId}"`).join(', ')}, which the sub-process lacks`;
}
