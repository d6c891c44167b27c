import type { z } from 'zod';
import { RuntimeError } from './errors.js';
import type { Environment } from './service.js';

/** One variable that is missing or malformed. */
export interface EnvironmentFault {
  readonly variable: string;
  /** What is wrong and what is expected; holds the value only where it cannot be a secret. */
  readonly detail: string;
}

/** Thrown when the environment does not fit its schema; `faults` holds every fault, not the first. */
export class EnvironmentError extends RuntimeError {
  override readonly name = 'EnvironmentError';
  readonly faults: readonly EnvironmentFault[];

  constructor(faults: readonly EnvironmentFault[]) {
    super(
      'ENVIRONMENT_INVALID',
      faults.map((fault) => `${fault.variable}: ${fault.detail}.`).join(' '),
      'Set the named variables and start again.',
    );
    this.faults = faults;
  }
}

const SECRET_NAME = /PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL|CERT|_URL$|_DSN$|CONNECTION/iu;
const SHOWN_VALUE_LENGTH = 60;

/**
 * Reads the variables that `schema` names; an empty string counts as absent, so defaults apply.
 * Values arrive as strings: use `z.coerce` or `z.stringbool()` for the rest.
 * @throws EnvironmentError naming every variable at fault, its value unless it may be a secret, and
 *   what was expected.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Environment,
): z.output<z.ZodObject<Shape>> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = environment[name];
    if (value !== undefined && value !== '') {
      given[name] = value;
    }
  }
  const result = schema.safeParse(given);
  if (result.success) {
    return result.data;
  }
  throw new EnvironmentError(
    result.error.issues.map((issue) => {
      const variable = String(issue.path[0] ?? 'environment');
      return { variable, detail: describe(variable, given[variable], issue.message) };
    }),
  );
}

function describe(variable: string, value: string | undefined, expectation: string): string {
  if (value === undefined) {
    return `is not set; ${expectation}`;
  }
  const shown = SECRET_NAME.test(variable)
    ? 'its value (not shown)'
    : JSON.stringify(value.slice(0, SHOWN_VALUE_LENGTH));
  return `${shown} does not fit; ${expectation}`;
}
