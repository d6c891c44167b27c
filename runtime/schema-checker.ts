import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { RuntimeError } from './errors.js';
import type { JsonSchema } from './v1.js';

/** One place where a value does not fit its schema. */
export interface SchemaFault {
  /** JSON pointer into the value; empty for the value itself. */
  readonly pointer: string;
  readonly detail: string;
}

/** Says where a value does not fit; empty when it does. */
export type SchemaCheck = (value: unknown) => readonly SchemaFault[];

/** At most so many faults are reported, so that a hostile value cannot make a huge answer. */
const MAX_FAULTS = 20;

// ajv-formats is CommonJS: under ESM its function is the `default` of the module's exports.
const addFormats = addFormatsModule.default;

/** An ajv for draft 2020-12, as JSON Schema and OpenAPI 3.1 use it, with the common formats. */
export function createSchemaValidator(options: { readonly coerce?: boolean } = {}): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    coerceTypes: options.coerce === true ? 'array' : false,
    useDefaults: options.coerce === true,
    validateSchema: false,
    addUsedSchema: false,
  });
  addFormats(ajv);
  return ajv;
}

/**
 * Compiles a JSON Schema once.
 * @throws RuntimeError SCHEMA_INVALID naming `subject`
 */
export function compileSchema(schema: JsonSchema, subject: string): SchemaCheck {
  try {
    return toCheck(createSchemaValidator().compile(schema));
  } catch (error) {
    throw new RuntimeError(
      'SCHEMA_INVALID',
      `The JSON Schema of ${subject} cannot be compiled: ${messageOf(error)}.`,
      'Correct the schema the model refers to and generate again.',
      error,
    );
  }
}

/** The faults a compiled ajv function reports. */
export function toCheck(validate: ValidateFunction): SchemaCheck {
  return (value) => (validate(value) ? [] : faultsOf(validate.errors ?? []));
}

/** One line for logs and incidents: `/seats/0 must match pattern ...`. */
export function describeFaults(faults: readonly SchemaFault[]): string {
  return faults.map((fault) => `${fault.pointer || '/'} ${fault.detail}`).join('; ');
}

function faultsOf(errors: readonly ErrorObject[]): readonly SchemaFault[] {
  const faults = errors.slice(0, MAX_FAULTS).map((error) => ({
    pointer: pointerOf(error),
    detail: detailOf(error),
  }));
  return faults;
}

function pointerOf(error: ErrorObject): string {
  const name: unknown = error.params.missingProperty ?? error.params.additionalProperty;
  return typeof name === 'string'
    ? `${error.instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    : error.instancePath;
}

function detailOf(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not known here';
    case 'enum':
      return `must be one of ${JSON.stringify(error.params.allowedValues)}`;
    case 'const':
      return `must be ${JSON.stringify(error.params.allowedValue)}`;
    default:
      return error.message ?? `fails ${error.keyword}`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
