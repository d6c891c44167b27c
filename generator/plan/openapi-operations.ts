import type { Diagnostic, Place } from '../../model/index.js';
import { diagnose } from '../codes.js';
import {
  compareText,
  isList,
  isRecord,
  member,
  stringMember,
  type Json,
  type JsonRecord,
} from '../json.js';
import { pointerSegment } from '../read/json-document.js';
import { valueAt } from '../read/schema-bundle.js';
import { typeNameOf } from './names.js';
import type { ApiMethod, OperationPlan, ResponsePlan } from './plan-types.js';
import { objectSchema } from './schema-algebra.js';

/** Methods in the order in which a path lists them. */
export const API_METHODS: readonly ApiMethod[] = ['get', 'post', 'put', 'patch', 'delete'];

/** Reads the typed operations of an OpenAPI document whose references are all local. */
export class OperationReader {
  /** What is wrong with the operations; complete after `operations`. */
  readonly diagnostics: Diagnostic[] = [];
  readonly #placeOf: (pointer: string) => Place;
  readonly #root: Json;
  readonly #seen = new Map<string, string>();

  constructor(placeOf: (pointer: string) => Place, normal: Json) {
    this.#placeOf = placeOf;
    this.#root = normal;
  }

  /** Every operation with a usable operationId, by operationId. */
  operations(): readonly OperationPlan[] {
    const paths = member(this.#root, 'paths');
    const found = isRecord(paths)
      ? Object.entries(paths).flatMap(([path, item]) =>
          API_METHODS.flatMap((method) => this.#operation(path, method, item) ?? []),
        )
      : [];
    return [...found].sort((left, right) => compareText(left.operationId, right.operationId));
  }

  #operation(path: string, method: ApiMethod, item: Json): OperationPlan | undefined {
    const operation = member(item, method);
    if (!isRecord(operation)) {
      return undefined;
    }
    const pointer = `/paths/${pointerSegment(path)}/${method}`;
    const operationId = this.#operationId(operation, pointer);
    // `x-jobwright-handler: false` marks what the runtime serves by itself, such as health.
    if (operationId === undefined || member(operation, 'x-jobwright-handler') === false) {
      return undefined;
    }
    const parameters = [...this.#parameters(item), ...this.#parameters(operation)];
    const requestBody = this.#resolve(member(operation, 'requestBody'));
    const bodySchema = valueAt(requestBody ?? null, '/content/application~1json/schema');
    const responses = this.#responses(operation, pointer);
    const summary = stringMember(operation, 'summary');
    const description = stringMember(operation, 'description');
    return {
      operationId,
      typeName: typeNameOf(operationId),
      method,
      path,
      ...(summary === undefined ? {} : { summary }),
      ...(description === undefined ? {} : { description }),
      params: parametersSchema(parameters, 'path'),
      query: parametersSchema(parameters, 'query'),
      headers: parametersSchema(parameters, 'header'),
      ...(bodySchema === undefined
        ? {}
        : { body: { schema: bodySchema, required: member(requestBody, 'required') === true } }),
      responses,
    };
  }

  #operationId(operation: JsonRecord, pointer: string): string | undefined {
    const place = this.#placeOf(pointer);
    const operationId = stringMember(operation, 'operationId');
    const where = pointer.slice('/paths/'.length).replaceAll('~1', '/');
    if (operationId === undefined || operationId === '') {
      this.diagnostics.push(
        diagnose('API601', `The operation ${where} has no operationId.`, { place }),
      );
      return undefined;
    }
    const other = this.#seen.get(typeNameOf(operationId));
    if (other !== undefined) {
      this.diagnostics.push(
        diagnose(
          'API602',
          `The operations ${other} and ${where} are both called "${operationId}".`,
          { place },
        ),
      );
      return undefined;
    }
    this.#seen.set(typeNameOf(operationId), where);
    return operationId;
  }

  #parameters(owner: Json): readonly JsonRecord[] {
    const list = member(owner, 'parameters');
    return (isList(list) ? list : []).map((item) => this.#resolve(item)).filter(isRecord);
  }

  #responses(operation: JsonRecord, pointer: string): readonly ResponsePlan[] {
    const responses = member(operation, 'responses');
    const entries = isRecord(responses) ? Object.entries(responses) : [];
    const planned = entries.flatMap(([status, response]) => {
      const resolved = this.#resolve(response) ?? null;
      if (/^[23]\d\d$/.test(status)) {
        return [responsePlan(Number(status), resolved)];
      }
      this.#checkProblem(status, resolved, `${pointer}/responses/${status}`);
      return [];
    });
    if (planned.length === 0) {
      const name = stringMember(operation, 'operationId') ?? '';
      this.diagnostics.push(
        diagnose('API603', `The operation "${name}" declares no successful response.`, {
          place: this.#placeOf(pointer),
        }),
      );
    }
    return planned;
  }

  #checkProblem(status: string, response: Json, pointer: string): void {
    if (
      /^[45]/.test(status) &&
      valueAt(response, '/content/application~1problem+json') === undefined
    ) {
      this.diagnostics.push(
        diagnose('API606', `The response ${status} is no application/problem+json document.`, {
          place: this.#placeOf(pointer),
        }),
      );
    }
  }

  /** Follows a reference to another component of the document. */
  #resolve(value: Json | undefined): Json | undefined {
    const reference = stringMember(value, '$ref');
    return reference === undefined ? value : valueAt(this.#root, reference.slice(1));
  }
}

function responsePlan(status: number, response: Json): ResponsePlan {
  const content = member(response, 'content');
  if (!isRecord(content) || Object.keys(content).length === 0) {
    return { status, kind: 'none', schema: true };
  }
  if ('text/event-stream' in content) {
    return { status, kind: 'events', schema: true };
  }
  const json = member(content, 'application/json');
  return json === undefined
    ? { status, kind: 'text', schema: { type: 'string' } }
    : { status, kind: 'json', schema: member(json, 'schema') ?? true };
}

function parametersSchema(parameters: readonly JsonRecord[], location: string): Json {
  const own = new Map<string, JsonRecord>();
  for (const parameter of parameters) {
    const name = stringMember(parameter, 'name') ?? '';
    if (member(parameter, 'in') === location && name !== '') {
      own.set(location === 'header' ? name.toLowerCase() : name, parameter);
    }
  }
  const properties = [...own].map(([name, parameter]) => ({
    name,
    schema: describedSchema(parameter),
    required: location === 'path' || member(parameter, 'required') === true,
  }));
  return objectSchema(properties, { open: false });
}

function describedSchema(parameter: JsonRecord): Json {
  const schema = member(parameter, 'schema') ?? true;
  const description = stringMember(parameter, 'description');
  return description === undefined || !isRecord(schema) ? schema : { description, ...schema };
}
