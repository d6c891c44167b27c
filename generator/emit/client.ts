import { isRecord, member, stringsMember, type Json } from '../json.js';
import type { ApiPlan, OperationPlan } from '../plan/plan-types.js';
import { CLIENT_KIT } from './client-kit.js';
import { emitModule, type EmitOptions } from './module.js';
import { docComment, propertyKey, stringLiteral } from './text.js';

const KEY_HEADER = 'idempotency-key';

/** `client.gen.ts`: a typed caller of the API that stands alone, on `fetch` and nothing else. */
export function emitClient(api: ApiPlan, options: EmitOptions): string {
  const { operations } = api;
  return emitModule({
    sources: api.source === undefined ? [] : [api.source],
    runtime: options.runtime(''),
    runtimeTypes: [
      'ApiResponse',
      'CancelSignal',
      'JsonValue',
      'ProblemDocument',
      'ServerSentEvent',
    ],
    otherTypes: new Map([
      [
        './api.gen.js',
        operations.flatMap(({ typeName }) => [`${typeName}Request`, `${typeName}Response`]),
      ],
    ]),
    blocks: [
      ...operations.map(callType),
      clientInterface(operations),
      createFunction(operations),
      CLIENT_KIT,
    ],
  });
}

/** What one call is made with; absent where nothing can be said. */
function callType(operation: OperationPlan): string {
  const parts = callParts(operation);
  if (parts.length === 0) {
    return '';
  }
  const members = parts.map(
    ({ name, optional, type }) => `  readonly ${name}${optional ? '?' : ''}: ${type};\n`,
  );
  const doc = docComment([`What a call of \`${operation.operationId}\` says.`]);
  return `${doc}export interface ${operation.typeName}Call {\n${members.join('')}}\n`;
}

interface CallPart {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
}

function callParts(operation: OperationPlan): readonly CallPart[] {
  const request = `${operation.typeName}Request`;
  const named = (name: 'params' | 'query' | 'headers', schema: Json): readonly CallPart[] => {
    const names = propertyNames(schema).filter((key) => key !== KEY_HEADER || name !== 'headers');
    const type = `${request}['${name}']`;
    return names.length === 0
      ? []
      : [
          {
            name,
            optional: !stringsMember(schema, 'required').some((key) => names.includes(key)),
            type: isKeyed(schema) ? `Omit<${type}, ${stringLiteral(KEY_HEADER)}>` : type,
          },
        ];
  };
  const { body } = operation;
  return [
    ...named('params', operation.params),
    ...named('query', operation.query),
    ...named('headers', operation.headers),
    ...(body === undefined
      ? []
      : [{ name: 'body', optional: !body.required, type: `${request}['body']` }]),
  ];
}

function isKeyed(schema: Json): boolean {
  return propertyNames(schema).includes(KEY_HEADER);
}

function propertyNames(schema: Json): readonly string[] {
  const properties = member(schema, 'properties');
  return isRecord(properties) ? Object.keys(properties) : [];
}

/** `call: X, options?: Y`: what may be left out comes last. */
function parameters(operation: OperationPlan): string {
  const parts = callParts(operation);
  const keyed = isKeyed(operation.headers);
  const keyRequired = stringsMember(operation.headers, 'required').includes(KEY_HEADER);
  const options = keyRequired
    ? 'options: CallOptions & IdempotencyKey'
    : `options?: CallOptions${keyed ? ' & Partial<IdempotencyKey>' : ''}`;
  if (parts.length === 0) {
    return options;
  }
  const optional = !keyRequired && parts.every((part) => part.optional);
  const type = `${operation.typeName}Call`;
  return `call${optional ? '?' : ''}: ${type}, ${options}`;
}

function clientInterface(operations: readonly OperationPlan[]): string {
  const members = operations.map((operation) => {
    const doc = docComment([operation.summary, operation.description], {
      indent: '  ',
      tags: [`${operation.method.toUpperCase()} ${operation.path}`],
    });
    const result = `Promise<Answer<${operation.typeName}Response>>`;
    const line = `  ${propertyKey(operation.operationId)}(${parameters(operation)}): ${result};\n`;
    return `${doc}${line.length <= 101 ? line : brokenLine(operation, result)}`;
  });
  const doc = docComment([
    'One function for each operation. An answer that is not declared, and every failure the server tells of, is thrown as `ApiError`.',
  ]);
  return `${doc}export interface ApiClient {\n${members.join('')}}\n`;
}

function brokenLine(operation: OperationPlan, result: string): string {
  const list = parameters(operation)
    .split(', ')
    .map((parameter) => `    ${parameter},\n`);
  return `  ${propertyKey(operation.operationId)}(\n${list.join('')}  ): ${result};\n`;
}

function createFunction(operations: readonly OperationPlan[]): string {
  const members = operations.map((operation) => {
    const takesCall = callParts(operation).length > 0;
    const statuses = operation.responses.map(({ status, kind }) => `${status}: '${kind}'`);
    const list = takesCall ? 'call, options' : 'options';
    return (
      `    ${propertyKey(operation.operationId)}: (${list}) =>\n` +
      `      send({\n        method: '${operation.method.toUpperCase()}',\n` +
      `        path: ${stringLiteral(operation.path)},\n` +
      `        statuses: { ${statuses.join(', ')} },\n` +
      `${takesCall ? '        call,\n' : ''}        options,\n      }),\n`
    );
  });
  const doc = docComment(['Makes a caller of the API at an address.']);
  return (
    `${doc}export function createApiClient(options: ApiClientOptions): ApiClient {\n` +
    `  const send = sender(options);\n  return {\n${members.join('')}  };\n}\n`
  );
}
