import type { Place } from '../../model/index.js';
import { isList, isRecord, member, type Json, type JsonRecord } from '../json.js';
import type { Components } from './derived-components.js';
import { problemResponses, type DerivedProblemCode } from './derived-problems.js';
import { exampleOf } from './openapi-example.js';
import type { ApiMethod, HandlerPlan, ServedPlan } from './plan-types.js';

/** One operation of a derived API. */
export interface DerivedOperation {
  readonly method: ApiMethod;
  readonly path: string;
  readonly place: Place;
  readonly document: JsonRecord;
  readonly handler: HandlerPlan;
  readonly problems: readonly DerivedProblemCode[];
}

/** What a derived operation is made of. */
export interface OperationParts {
  readonly operationId: string;
  readonly method: ApiMethod;
  readonly path: string;
  readonly place: Place;
  readonly elementIds: readonly string[];
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly JsonRecord[];
  readonly body?: Json;
  readonly status: number;
  readonly answers: string;
  readonly location?: boolean;
  readonly answer?: Json;
  readonly problems: readonly DerivedProblemCode[];
  readonly serves: ServedPlan;
}

/** The operation object of an operation, with an example of its body where one can be made. */
export function derivedOperation(parts: OperationParts, components: Components): DerivedOperation {
  const { operationId, method, path, place, elementIds, serves } = parts;
  const keyed = parts.parameters?.some((parameter) => member(parameter, '$ref') === REQUIRED_KEY);
  const problems: DerivedProblemCode[] = ['REQUEST_INVALID', ...parts.problems];
  if (parts.body !== undefined) {
    problems.push('BODY_NOT_JSON');
  }
  if (keyed === true) {
    problems.push('IDEMPOTENCY_KEY_MISSING');
  }
  if (serves.kind !== 'schema') {
    problems.push('ENGINE_UNAVAILABLE');
  }
  const document: JsonRecord = {
    operationId,
    summary: parts.summary,
    ...(parts.description === undefined ? {} : { description: parts.description }),
    tags: [parts.tag],
    ...(parts.parameters === undefined ? {} : { parameters: parts.parameters }),
    ...(parts.body === undefined ? {} : { requestBody: requestBody(parts.body, components) }),
    responses: { [String(parts.status)]: success(parts), ...problemResponses(problems) },
  };
  return { method, path, place, document, handler: { operationId, elementIds, serves }, problems };
}

const REQUIRED_KEY = '#/components/parameters/IdempotencyKey';
/** Parameter objects by the name that operations refer to them by. */
export const derivedParameters: JsonRecord = {
  IdempotencyKey: keyParameter(true),
  OptionalIdempotencyKey: keyParameter(false),
  ProcessInstanceKey: {
    name: 'processInstanceKey',
    in: 'path',
    required: true,
    description: 'Key of the process instance, as starting it returned it.',
    schema: { type: 'string', pattern: '^[0-9]{1,19}$' },
  },
  UserTaskKey: {
    name: 'userTaskKey',
    in: 'path',
    required: true,
    description: 'Key of the user task, as the list of tasks has it.',
    schema: { type: 'string', pattern: '^[0-9]{1,19}$' },
  },
};

/** A reference to one of `derivedParameters`. */
export function parameter(name: string): JsonRecord {
  return { $ref: `#/components/parameters/${name}` };
}

function keyParameter(required: boolean): JsonRecord {
  return {
    name: 'Idempotency-Key',
    in: 'header',
    required,
    description:
      'A new random value, such as a UUID, for each request: 1 to 255 visible ASCII characters. Send the same value again when you repeat a request.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  };
}

function requestBody(schema: Json, components: Components): JsonRecord {
  const example = exampleOf(schema, components.schemas);
  return {
    required: true,
    content: {
      'application/json': { schema, ...(example === undefined ? {} : { example }) },
    },
  };
}

function success({ answers, answer, location }: OperationParts): JsonRecord {
  const headers = {
    Location: {
      description: 'Address of the process instance.',
      required: true,
      schema: { type: 'string' },
    },
  };
  return {
    description: answers,
    ...(location === true ? { headers } : {}),
    ...(answer === undefined ? {} : { content: { 'application/json': { schema: answer } } }),
  };
}

/** Names of the components of one kind that a document refers to. */
export function referencedComponents(document: Json, kind: string): ReadonlySet<string> {
  const prefix = `#/components/${kind}/`;
  const found = new Set<string>();
  const visit = (value: Json): void => {
    if (isList(value)) {
      value.forEach(visit);
    } else if (isRecord(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (key === '$ref' && typeof item === 'string' && item.startsWith(prefix)) {
          found.add(item.slice(prefix.length));
        } else {
          visit(item);
        }
      }
    }
  };
  visit(document);
  return found;
}
