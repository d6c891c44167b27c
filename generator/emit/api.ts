import { isRecord, member, stringMember, type Json } from '../json.js';
import type { ApiPlan, OperationPlan, ResponsePlan } from '../plan/plan-types.js';
import { emitModule, exportType, type EmitOptions } from './module.js';
import { schemaType, union } from './schema-type.js';
import { docComment, propertyKey } from './text.js';
import { printValue } from './value.js';

/** `api.gen.ts`: the types of the API's schemas, and the interface its handlers must satisfy. */
export function emitApi(api: ApiPlan, options: EmitOptions): string {
  const types = new Map(api.types.map(({ key, name }) => [key, name]));
  const typeOf: TypeOf = (schema, indent = '') =>
    schemaType(schema, { indent, anything: 'JsonValue', nameOf: (key) => types.get(key) });
  const operations = api.operations;
  return emitModule({
    sources: api.source === undefined ? [] : [api.source],
    runtime: options.runtime(''),
    runtimeTypes: [
      'ApiHandler',
      'ApiOperation',
      'ApiRequest',
      'ApiResponse',
      'JsonValue',
      'ServerSentEvent',
    ],
    blocks: [
      ...api.types.map(({ name, schema }) =>
        exportType(name, typeOf(schema), docComment([describe(schema)])),
      ),
      ...operations.flatMap((operation) => [
        requestType(operation, typeOf),
        responseType(operation, typeOf),
      ]),
      handlersInterface(operations),
      operationsConstant(operations),
    ],
  });
}

/** `openapi.json`: the document as it is published. */
export function emitOpenApi(api: ApiPlan): string {
  return `${JSON.stringify(api.document, null, 2)}\n`;
}

type TypeOf = (schema: Json, indent?: string) => string;

function requestType(operation: OperationPlan, typeOf: TypeOf): string {
  const parts = [operation.params, operation.query, operation.headers].map((schema) =>
    hasProperties(schema) ? typeOf(schema, '  ') : 'object',
  );
  const { body } = operation;
  if (body !== undefined) {
    const type = typeOf(body.schema, '  ');
    parts.push(body.required ? type : union([type, 'undefined']));
  }
  while (parts.length > 0 && parts.at(-1) === 'object') {
    parts.pop();
  }
  const parameters =
    parts.length === 0 ? '' : `<\n${parts.map((part) => `  ${part}`).join(',\n')}\n>`;
  const doc = docComment([`What \`${operation.operationId}\` is called with.`]);
  return exportType(`${operation.typeName}Request`, `ApiRequest${parameters}`, doc);
}

function responseType(operation: OperationPlan, typeOf: TypeOf): string {
  const responses = operation.responses.map((response) => {
    const body = bodyType(response, typeOf);
    return `ApiResponse<${response.status}${body === undefined ? '' : `, ${body}`}>`;
  });
  const doc = docComment([
    `What \`${operation.operationId}\` answers when it succeeds; failures are thrown as problems.`,
  ]);
  return exportType(`${operation.typeName}Response`, union(responses), doc);
}

function bodyType(response: ResponsePlan, typeOf: TypeOf): string | undefined {
  switch (response.kind) {
    case 'json':
      return typeOf(response.schema);
    case 'events':
      return 'AsyncIterable<ServerSentEvent>';
    case 'text':
      return 'string';
    case 'none':
      return undefined;
  }
}

function handlersInterface(operations: readonly OperationPlan[]): string {
  const members = operations.map((operation) => {
    const doc = docComment([operation.summary, operation.description], {
      indent: '  ',
      tags: [`${operation.method.toUpperCase()} ${operation.path}`],
    });
    const stem = operation.typeName;
    return `${doc}  readonly ${propertyKey(operation.operationId)}: ApiHandler<${stem}Request, ${stem}Response>;\n`;
  });
  const doc = docComment([
    'One handler for each operation of the API. A missing, surplus or changed handler is a compile error.',
  ]);
  return `${doc}export interface ApiHandlers {\n${members.join('')}}\n`;
}

function operationsConstant(operations: readonly OperationPlan[]): string {
  const members = operations.map(({ operationId, method, path }) => {
    const value = printValue({ operationId, method, path }, '  ');
    return `  ${propertyKey(operationId)}: ${value},\n`;
  });
  return (
    docComment(['Operations of the API, as the API kit routes them.']) +
    'export const apiOperations: { readonly [Id in keyof ApiHandlers]: ApiOperation } = ' +
    `{\n${members.join('')}};\n`
  );
}

function hasProperties(schema: Json): boolean {
  const properties = member(schema, 'properties');
  return isRecord(properties) && Object.keys(properties).length > 0;
}

function describe(schema: Json): string | undefined {
  return stringMember(schema, 'description') ?? stringMember(schema, 'title');
}
