import { z } from 'zod';

import type { Variables } from '../records/values.js';

/** Keys and whole numbers of 64 bits, beyond which no request can be read. */
const largestKey = 2n ** 63n - 1n;
const largestInt = 2 ** 31 - 1;

/** A field that may be absent; null counts as absent. */
function optional<T>(schema: z.ZodType<T>): z.ZodType<T | undefined> {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Text; numbers and truth values count as their text, as in Camunda. */
const text = optional(z.union([z.string(), z.number(), z.boolean()]).transform(String));
const flag = optional(
  z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]),
);
const texts = optional(z.array(z.string()));
/** A whole number; text of one counts, and what is behind a point is cut off, as in Camunda. */
const number = z
  .union([z.number(), z.string().regex(/^-?\d{1,18}$/, 'must be a whole number')])
  .transform((value) => Math.trunc(Number(value)));
const int = optional(
  number.refine((value) => Math.abs(value) <= largestInt, 'must be a whole number of 32 bits'),
);
/** Durations and times in ms. */
const millis = optional(number);
/** A key: a decimal string, or a number as older clients send it. */
const key = optional(
  z
    .union([z.string().regex(/^(-?\d{1,19}|\s*)$/, 'must be a key'), z.number().int()])
    .transform((value) => (String(value).trim() === '' ? undefined : String(value)))
    .refine((value) => {
      const wanted = BigInt(value ?? 0);
      return wanted <= largestKey && wanted >= -largestKey;
    }, 'must be a key'),
);
/** A document of variables; undefined when there is none. */
const document = optional(
  z.custom<Variables>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object',
  ),
);
const operationReference = millis;
const tenantId = text;

/** Body of commands that need none. */
export const referenceBody = z.object({ operationReference });

/** Body of POST process-instances. */
export const creationBody = z.object({
  processDefinitionId: text,
  processDefinitionKey: key,
  processDefinitionVersion: int,
  variables: document,
  startInstructions: optional(z.array(z.object({ elementId: text }))),
  awaitCompletion: flag,
  fetchVariables: texts,
  requestTimeout: millis,
  tenantId,
  operationReference,
});

/** Body of POST process-instances/{key}/modification. */
export const modificationBody = z.object({
  activateInstructions: optional(
    z.array(
      z.object({
        elementId: text,
        ancestorElementInstanceKey: key,
        variableInstructions: optional(z.array(z.object({ variables: document, scopeId: text }))),
      }),
    ),
  ),
  terminateInstructions: optional(z.array(z.object({ elementInstanceKey: key }))),
  operationReference,
});

/** Body of POST process-instances/{key}/migration. */
export const migrationBody = z.object({
  targetProcessDefinitionKey: key,
  mappingInstructions: optional(
    z.array(z.object({ sourceElementId: text, targetElementId: text })),
  ),
  operationReference,
});

/** Body of POST jobs/activation. */
export const activationBody = z.object({
  type: text,
  worker: text,
  timeout: millis,
  maxJobsToActivate: int,
  fetchVariable: texts,
  requestTimeout: millis,
  tenantIds: texts,
});

/** Body of POST jobs/{key}/completion; `result` is of listeners of user tasks. */
export const completionBody = z.object({
  variables: document,
  result: optional(z.record(z.string(), z.unknown())),
});

/** Body of POST jobs/{key}/failure. */
export const failureBody = z.object({
  retries: int,
  errorMessage: text,
  retryBackOff: millis,
  variables: document,
});

/** Body of POST jobs/{key}/error. */
export const errorBody = z.object({ errorCode: text, errorMessage: text, variables: document });

/** Body of PATCH jobs/{key}. */
export const jobUpdateBody = z.object({
  changeset: optional(z.object({ retries: int, timeout: millis })),
});

/** Body of POST messages/publication and messages/correlation. */
export const messageBody = z.object({
  name: text,
  correlationKey: text,
  timeToLive: millis,
  messageId: text,
  variables: document,
  tenantId,
});

/** Body of POST signals/broadcast. */
export const signalBody = z.object({ signalName: text, variables: document, tenantId });

/** Body of PUT element-instances/{key}/variables. */
export const variablesBody = z.object({ variables: document, local: flag, operationReference });

/** Body of POST decision-definitions/evaluation. */
export const evaluationBody = z.object({
  decisionDefinitionId: text,
  decisionDefinitionKey: key,
  variables: document,
  tenantId,
});

/** Body of PUT clock. */
export const clockBody = z.object({ timestamp: millis });

/** Body of POST user-tasks/{key}/completion. */
export const taskCompletionBody = z.object({ variables: document, action: text });

/** Body of POST user-tasks/{key}/assignment. */
export const assignmentBody = z.object({ assignee: text, allowOverride: flag, action: text });

/** Body of PATCH user-tasks/{key}. */
export const taskUpdateBody = z.object({
  changeset: optional(
    z.object({
      candidateGroups: texts,
      candidateUsers: texts,
      dueDate: text,
      followUpDate: text,
      priority: int,
    }),
  ),
  action: text,
});
