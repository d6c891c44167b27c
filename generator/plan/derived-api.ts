import { isRecord, member, type Json, type JsonRecord } from '../json.js';
import { referencedKeys } from '../read/schema-bundle.js';
import { fileNameOf } from './names.js';
import type { ApiPlan, OperationPlan, ProcessPlan, StartPlan } from './plan-types.js';
import { objectSchema } from './schema-algebra.js';

interface StartableProcess extends ProcessPlan {
  readonly start: StartPlan;
}

const PROBLEM: JsonRecord = {
  description: 'The request failed (RFC 9457).',
  content: {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  },
};

const PROBLEM_SCHEMA: JsonRecord = {
  description: 'A problem document (RFC 9457).',
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { description: 'Stable code of the problem.', type: 'string' },
    detail: { type: 'string' },
    instance: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code'],
};

const INSTANCE_SCHEMA: JsonRecord = {
  description: 'A process instance.',
  type: 'object',
  properties: {
    processInstanceKey: { description: 'Key of the instance, a decimal number.', type: 'string' },
    state: { type: 'string', enum: ['ACTIVE', 'COMPLETED', 'TERMINATED'] },
  },
  required: ['processInstanceKey', 'state'],
};

/**
 * The API of processes that can be started directly, for models without an API document: start with
 * `POST /<process>` (202 and Location), look with `GET`, cancel with `DELETE`. Undefined when no
 * process has a none start event.
 */
export function deriveApi(processes: readonly ProcessPlan[]): ApiPlan | undefined {
  const startable = processes.filter((plan): plan is StartableProcess => plan.start !== undefined);
  if (startable.length === 0) {
    return undefined;
  }
  const operations = startable.flatMap(operationsOf);
  const types = componentsOf(startable);
  const schemas = Object.fromEntries(types.map(({ key, schema }) => [key, schema]));
  const document: Json = {
    openapi: '3.1.0',
    info: { title: startable.map(({ name, id }) => name ?? id).join(', '), version: '1.0.0' },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(startable.flatMap(pathsOf)),
    components: { schemas },
  };
  return { document, operations, types };
}

function operationsOf(plan: StartableProcess): readonly OperationPlan[] {
  const path = `/${fileNameOf(plan.id)}`;
  const none = objectSchema([], { open: false });
  const key = objectSchema(
    [{ name: 'processInstanceKey', schema: { type: 'string' }, required: true }],
    { open: false },
  );
  const common = { query: none, headers: none };
  const instance = { $ref: '#/components/schemas/ProcessInstance' };
  const name = plan.typeName;
  return [
    {
      ...common,
      operationId: `cancel${name}`,
      typeName: `Cancel${name}`,
      method: 'delete',
      path: `${path}/{processInstanceKey}`,
      summary: `Cancel an instance of ${plan.name ?? plan.id}.`,
      params: key,
      responses: [{ status: 202, kind: 'none', schema: true }],
    },
    {
      ...common,
      operationId: `get${name}`,
      typeName: `Get${name}`,
      method: 'get',
      path: `${path}/{processInstanceKey}`,
      summary: `Look at an instance of ${plan.name ?? plan.id}.`,
      params: key,
      responses: [{ status: 200, kind: 'json', schema: instance }],
    },
    {
      ...common,
      operationId: `start${name}`,
      typeName: `Start${name}`,
      method: 'post',
      path,
      summary: `Start ${plan.name ?? plan.id}.`,
      params: none,
      body: { schema: { $ref: `#/components/schemas/${name}Variables` }, required: true },
      responses: [{ status: 202, kind: 'json', schema: instance }],
    },
  ];
}

function pathsOf(plan: StartableProcess): readonly (readonly [string, Json])[] {
  const [cancel, get, start] = operationsOf(plan);
  if (cancel === undefined || get === undefined || start === undefined) {
    return [];
  }
  const parameter = {
    name: 'processInstanceKey',
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: '^[0-9]+$' },
  };
  return [
    [start.path, { post: operationDocument(start, plan) }],
    [
      get.path,
      {
        parameters: [parameter],
        get: operationDocument(get, plan),
        delete: operationDocument(cancel, plan),
      },
    ],
  ];
}

function operationDocument(operation: OperationPlan, plan: StartableProcess): Json {
  const [response] = operation.responses;
  const json =
    response?.kind === 'json'
      ? { content: { 'application/json': { schema: response.schema } } }
      : {};
  const location = {
    Location: { description: 'Address of the instance.', schema: { type: 'string' } },
  };
  const headers = operation.method === 'post' ? { headers: location } : {};
  const body = operation.body;
  return {
    operationId: operation.operationId,
    summary: operation.summary ?? plan.id,
    ...(body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: body.schema } } },
        }),
    responses: {
      [String(response?.status ?? 202)]: { description: 'Done or accepted.', ...headers, ...json },
      default: PROBLEM,
    },
  };
}

/** The schemas that the start inputs use, moved from `$defs` to components; first come keeps a name. */
function componentsOf(plans: readonly StartableProcess[]): ApiPlan['types'] {
  const found = new Map<string, Json>([
    ['Problem', PROBLEM_SCHEMA],
    ['ProcessInstance', INSTANCE_SCHEMA],
  ]);
  for (const plan of plans) {
    const all = new Map(plan.types.map(({ name, schema }) => [name, schema]));
    found.set(`${plan.typeName}Variables`, moveReferences(plan.start.input));
    for (const key of referencedKeys(plan.start.input, all)) {
      found.set(key, moveReferences(all.get(key) ?? true));
    }
  }
  return [...found].map(([key, schema]) => ({ key, name: key, schema }));
}

function moveReferences(schema: Json): Json {
  if (Array.isArray(schema)) {
    return (schema as readonly Json[]).map(moveReferences);
  }
  if (!isRecord(schema)) {
    return schema;
  }
  const reference = member(schema, '$ref');
  const moved = Object.entries(schema).map(([key, value]) => [key, moveReferences(value)] as const);
  return {
    ...Object.fromEntries(moved),
    ...(typeof reference === 'string'
      ? { $ref: reference.replace('#/$defs/', '#/components/schemas/') }
      : {}),
  };
}
