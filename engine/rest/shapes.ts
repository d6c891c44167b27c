import { z } from 'zod';

import { requireDocument } from '../gateway/index.js';
import type { Variables } from '../records/values.js';

/** A document of variables, null and absent being the empty one. */
export const documentField = z
  .unknown()
  .optional()
  .transform((value): Variables =>
    (value ?? undefined) === undefined ? {} : requireDocument('variables', value),
  );
/** A key: a decimal string, or a number as older clients send it. */
export const keyField = z.union([z.string(), z.number().int()]).transform(String);
/** Durations in ms, as numbers or as text of digits. */
export const millisField = z.coerce.number().int();
/** A field that may be absent; null counts as absent. */
function optional<T>(schema: z.ZodType<T>): z.ZodType<T | undefined> {
  return schema.nullish().transform((value) => value ?? undefined);
}
const tenant = optional(z.string());

/** Body of POST process-instances. */
export const creationBody = z.object({
  processDefinitionId: optional(z.string()),
  processDefinitionKey: optional(keyField),
  processDefinitionVersion: optional(z.number().int()),
  variables: documentField,
  startInstructions: optional(z.array(z.object({ elementId: z.string() }))),
  awaitCompletion: optional(z.boolean()),
  fetchVariables: optional(z.array(z.string())),
  requestTimeout: optional(millisField),
  tenantId: tenant,
});

/** Body of POST jobs/activation. */
export const activationBody = z.object({
  type: z.string(),
  worker: optional(z.string()),
  timeout: millisField,
  maxJobsToActivate: z.number().int().min(1, 'must be greater than zero'),
  fetchVariable: optional(z.array(z.string())),
  requestTimeout: optional(millisField),
  tenantIds: optional(z.array(z.string())),
});

/** Body of POST jobs/{key}/completion. */
export const completionBody = z.object({ variables: documentField });

/** Body of POST jobs/{key}/failure. */
export const failureBody = z.object({
  retries: optional(z.number().int()),
  errorMessage: optional(z.string()),
  retryBackOff: optional(millisField),
  variables: documentField,
});

/** Body of POST jobs/{key}/error. */
export const errorBody = z.object({
  errorCode: z.string().min(1, 'must not be empty'),
  errorMessage: optional(z.string()),
  variables: documentField,
});

/** Body of PATCH jobs/{key}. */
export const jobUpdateBody = z.object({
  changeset: z
    .object({ retries: optional(z.number().int()), timeout: optional(millisField) })
    .refine((changes) => changes.retries !== undefined || changes.timeout !== undefined, {
      message: 'at least one of retries and timeout must be given',
    }),
});

/** Body of POST messages/publication and messages/correlation. */
export const messageBody = z.object({
  name: z.string().min(1, 'must not be empty'),
  correlationKey: optional(z.string()),
  timeToLive: optional(millisField),
  messageId: optional(z.string()),
  variables: documentField,
  tenantId: tenant,
});

/** Body of POST signals/broadcast. */
export const signalBody = z.object({
  signalName: z.string().min(1, 'must not be empty'),
  variables: documentField,
  tenantId: tenant,
});

/** Body of PUT element-instances/{key}/variables. */
export const variablesBody = z.object({
  variables: documentField,
  local: optional(z.boolean()),
});

/** Body of POST decision-definitions/evaluation. */
export const evaluationBody = z.object({
  decisionDefinitionId: optional(z.string()),
  decisionDefinitionKey: optional(keyField),
  variables: documentField,
  tenantId: tenant,
});
