import { z } from 'zod';
import type { JsonValue, ProcessInstance, UserTask } from '../v1.js';
import type { DeployedProcess } from './engine-client.js';

const text = z.string().nullish();
const instance = z.object({
  processInstanceKey: z.string(),
  processDefinitionId: z.string(),
  processDefinitionVersion: z.number(),
  state: z.string(),
  hasIncident: z.boolean().nullish(),
  startDate: text,
  endDate: text,
});
const variable = z.object({
  variableKey: z.string(),
  name: z.string(),
  value: z.string(),
  isTruncated: z.boolean().nullish(),
});
const process = z.object({
  processDefinitionKey: z.string(),
  processDefinitionId: z.string(),
  version: z.number(),
  resourceName: text,
});
const userTask = z.object({
  userTaskKey: z.string(),
  elementId: z.string(),
  name: text,
  processDefinitionId: z.string(),
  processInstanceKey: z.string(),
  state: z.string(),
  assignee: text,
  candidateGroups: z.array(z.string()).nullish(),
  creationDate: text,
  dueDate: text,
});
const decision = z.object({ output: z.string(), failureMessage: text });
const conditions = z.object({
  processInstances: z.array(
    z.object({ processDefinitionKey: z.string(), processInstanceKey: z.string() }),
  ),
});
const page = z.object({ items: z.array(z.unknown()) });

/** A process instance as the REST API shows it. Throws what zod throws for anything else. */
export function parseInstance(value: unknown): Omit<ProcessInstance, 'variables'> {
  const found = instance.parse(value);
  return {
    processInstanceKey: found.processInstanceKey,
    processId: found.processDefinitionId,
    processVersion: found.processDefinitionVersion,
    state: stateOf(found.state),
    hasIncident: found.hasIncident === true,
    ...optional('startedAt', found.startDate),
    ...optional('endedAt', found.endDate),
  };
}

/** A process definition as the REST API shows it. */
export function parseProcess(value: unknown): DeployedProcess {
  const found = process.parse(value);
  return {
    processDefinitionKey: found.processDefinitionKey,
    processId: found.processDefinitionId,
    version: found.version,
    ...optional('resourceName', found.resourceName),
  };
}

/** A variable as the REST API shows it: its value is JSON text, cut off when `isTruncated`. */
export function parseVariable(value: unknown): z.output<typeof variable> {
  return variable.parse(value);
}

/** The value of a variable that is not cut off. */
export function variableValue(json: string): JsonValue {
  return JSON.parse(json) as JsonValue;
}

/** A user task as the REST API shows it. */
export function parseUserTask(value: unknown): UserTask {
  const found = userTask.parse(value);
  return {
    userTaskKey: found.userTaskKey,
    elementId: found.elementId,
    ...optional('name', found.name),
    processId: found.processDefinitionId,
    processInstanceKey: found.processInstanceKey,
    state: found.state,
    ...optional('assignee', found.assignee),
    candidateGroups: found.candidateGroups ?? [],
    ...optional('createdAt', found.creationDate),
    ...optional('dueAt', found.dueDate),
  };
}

/** What a decision gave, from the answer to its evaluation: JSON text there. */
export function parseDecision(value: unknown): unknown {
  const { output, failureMessage } = decision.parse(value);
  if (failureMessage !== undefined && failureMessage !== null && failureMessage !== '') {
    throw new TypeError(failureMessage);
  }
  return JSON.parse(output) as unknown;
}

/** The instances that an evaluation of conditions started. */
export function parseConditions(
  value: unknown,
): readonly { readonly processDefinitionKey: string; readonly processInstanceKey: string }[] {
  return conditions.parse(value).processInstances;
}

/** The items of an answer to a search. */
export function parseItems(value: unknown): readonly unknown[] {
  return page.parse(value).items;
}

function stateOf(state: string): ProcessInstance['state'] {
  switch (state) {
    case 'COMPLETED':
      return 'COMPLETED';
    case 'TERMINATED':
    case 'CANCELED':
      return 'TERMINATED';
    default:
      return 'ACTIVE';
  }
}

function optional<Name extends string>(
  name: Name,
  value: string | null | undefined,
): Readonly<Partial<Record<Name, string>>> {
  // A computed key widens to `string`; it is the one named.
  return (
    value === null || value === undefined || value === '' ? {} : { [name]: value }
  ) as Readonly<Partial<Record<Name, string>>>;
}
