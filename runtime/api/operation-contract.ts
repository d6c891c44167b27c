import type { Ajv2020 } from 'ajv/dist/2020.js';
import { createSchemaValidator } from '../schema-checker.js';
import type { SchemaCheck } from '../schema-checker.js';
import type { ApiOperation, ApiOperations } from '../v1.js';
import { OpenApiReader, addDocument, compileCheck, schemaAt } from './open-api.js';
import type { DeclaredParameter, DocumentNode } from './open-api.js';
import type { OpenApiDocument } from './options.js';

const JSON_TYPE = 'application/json';
const EVENT_STREAM_TYPE = 'text/event-stream';
const IDEMPOTENCY_KEY = 'idempotency-key';

/** What one operation takes and answers, compiled from the document. */
export interface OperationContract {
  readonly operation: ApiOperation;
  /** Each converts the strings it is given in place: `"7"` becomes `7` where a number is declared. */
  readonly checkPath: SchemaCheck;
  readonly checkQuery: SchemaCheck;
  readonly checkHeaders: SchemaCheck;
  /** Lower-case names of the declared headers. */
  readonly headerNames: readonly string[];
  /** Declared as a header, and whether it must be sent. */
  readonly idempotencyKey: 'none' | 'optional' | 'required';
  readonly body: { readonly required: boolean; readonly check: SchemaCheck } | undefined;
  /** Declared answers by status: a number as text, `4XX` or `default`. */
  readonly responses: ReadonlyMap<string, ResponseContract>;
  /** True when a success is a stream of server-sent events. */
  readonly streams: boolean;
}

/** One declared answer. */
export interface ResponseContract {
  /** Lower-case names of headers that must be there. */
  readonly requiredHeaders: readonly string[];
  /** Of the body, or of the `data` of each event of a stream; undefined when there is no body. */
  readonly check: SchemaCheck | undefined;
}

/**
 * Compiles the contract of every operation.
 * @throws RuntimeError API_DOCUMENT_INVALID or SCHEMA_INVALID
 */
export function compileContracts(
  operations: ApiOperations,
  document: OpenApiDocument,
): ReadonlyMap<string, OperationContract> {
  const reader = new OpenApiReader(document);
  const plain = createSchemaValidator();
  const coercing = createSchemaValidator({ coerce: true });
  addDocument(plain, document);
  addDocument(coercing, document);
  return new Map(
    Object.values(operations).map((operation) => [
      operation.operationId,
      compileContract(operation, { reader, plain, coercing }),
    ]),
  );
}

interface Tools {
  readonly reader: OpenApiReader;
  readonly plain: Ajv2020;
  readonly coercing: Ajv2020;
}

function compileContract(operation: ApiOperation, tools: Tools): OperationContract {
  const node = tools.reader.operation(operation);
  const parameters = tools.reader.parameters(node);
  const check = (place: DeclaredParameter['in']): SchemaCheck =>
    compileCheck(
      tools.coercing,
      parametersSchema(parameters.filter((parameter) => parameter.in === place)),
      `the ${place} parameters of ${operation.operationId}`,
    );
  const headers = parameters.filter((parameter) => parameter.in === 'header');
  const key = headers.find((header) => header.name === IDEMPOTENCY_KEY);
  const responses = compileResponses(node, operation, tools);
  return {
    operation,
    checkPath: check('path'),
    checkQuery: check('query'),
    checkHeaders: check('header'),
    headerNames: headers.map((header) => header.name),
    idempotencyKey: key === undefined ? 'none' : key.required ? 'required' : 'optional',
    body: compileBody(node, operation, tools),
    responses: responses.byStatus,
    streams: responses.streams,
  };
}

function parametersSchema(parameters: readonly DeclaredParameter[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schemaAt(schema)])),
    // A missing Idempotency-Key has a problem code of its own.
    required: parameters
      .filter(({ name, required }) => required && name !== IDEMPOTENCY_KEY)
      .map(({ name }) => name),
    additionalProperties: false,
  };
}

function compileBody(
  node: DocumentNode,
  operation: ApiOperation,
  tools: Tools,
): OperationContract['body'] {
  const body = tools.reader.child(node, 'requestBody');
  const media = body && tools.reader.child(body, 'content', JSON_TYPE);
  if (body === undefined || media === undefined) {
    return undefined;
  }
  return {
    required: body.value.required === true,
    check: compileCheck(
      tools.plain,
      schemaAt([...media.path, 'schema']),
      `the request body of ${operation.operationId}`,
    ),
  };
}

function compileResponses(
  node: DocumentNode,
  operation: ApiOperation,
  tools: Tools,
): { readonly byStatus: ReadonlyMap<string, ResponseContract>; readonly streams: boolean } {
  const { reader, plain } = tools;
  const byStatus = new Map<string, ResponseContract>();
  let streams = false;
  const responses = reader.child(node, 'responses');
  for (const status of Object.keys(responses?.value ?? {})) {
    const response = responses && reader.child(responses, status);
    if (response === undefined) {
      continue;
    }
    const events = reader.child(response, 'content', EVENT_STREAM_TYPE);
    const media = events ?? reader.child(response, 'content', JSON_TYPE);
    streams ||= events !== undefined;
    const headers = reader.child(response, 'headers');
    byStatus.set(status, {
      requiredHeaders: Object.keys(headers?.value ?? {})
        .filter((name) => headers && reader.child(headers, name)?.value.required === true)
        .map((name) => name.toLowerCase()),
      check:
        media && reader.child(media, 'schema')
          ? compileCheck(
              plain,
              schemaAt([...media.path, 'schema']),
              `the ${status} response of ${operation.operationId}`,
            )
          : undefined,
    });
  }
  return { byStatus, streams };
}

/** The declared answer for a status: exact, then by class (`2XX`), then `default`. */
export function responseFor(
  contract: OperationContract,
  status: number,
): ResponseContract | undefined {
  return (
    contract.responses.get(String(status)) ??
    contract.responses.get(`${Math.floor(status / 100)}XX`) ??
    contract.responses.get('default')
  );
}
