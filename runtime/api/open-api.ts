import type { Ajv2020 } from 'ajv/dist/2020.js';
import { RuntimeError } from '../errors.js';
import { toCheck } from '../schema-checker.js';
import type { SchemaCheck } from '../schema-checker.js';
import type { ApiOperation } from '../v1.js';
import type { OpenApiDocument } from './options.js';

/** The name under which validators know the document. */
const DOCUMENT_ID = 'api';
/** `$ref` to `$ref` steps followed before it counts as a circle. */
const MAX_REFERENCES = 16;

/** A node of the document and where it is, as path segments from the root. */
export interface DocumentNode {
  readonly value: Readonly<Record<string, unknown>>;
  readonly path: readonly string[];
}

/** A declared parameter. */
export interface DeclaredParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  /** Path segments of its schema. */
  readonly schema: readonly string[];
}

/** Reads what the API kit needs from an OpenAPI 3.1 document, following local references. */
export class OpenApiReader {
  readonly #document: OpenApiDocument;

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  /**
   * The operation object of a generated operation.
   * @throws RuntimeError API_DOCUMENT_INVALID when the document does not have it
   */
  operation(operation: ApiOperation): DocumentNode {
    const node = this.child(
      { value: this.#document, path: [] },
      'paths',
      operation.path,
      operation.method,
    );
    if (node?.value.operationId !== operation.operationId) {
      throw documentInvalid(
        `has no operation "${operation.operationId}" at ${operation.method.toUpperCase()} ${operation.path}`,
      );
    }
    return node;
  }

  /** The parameters of an operation, those of its path item included; cookies are not supported. */
  parameters(operation: DocumentNode): readonly DeclaredParameter[] {
    const pathItem: DocumentNode = {
      value: this.#at(operation.path.slice(0, -1)) ?? {},
      path: operation.path.slice(0, -1),
    };
    const byKey = new Map<string, DeclaredParameter>();
    for (const owner of [pathItem, operation]) {
      for (const parameter of this.#parametersOf(owner)) {
        byKey.set(`${parameter.in} ${parameter.name}`, parameter);
      }
    }
    return [...byKey.values()];
  }

  /** The node below `node`, references followed; undefined when there is none. */
  child(node: DocumentNode, ...names: readonly string[]): DocumentNode | undefined {
    let current = this.#follow(node);
    for (const name of names) {
      const value = memberOf(current?.value, name);
      current =
        current === undefined || value === undefined
          ? undefined
          : this.#follow({ value, path: [...current.path, name] });
    }
    return current;
  }

  #parametersOf(owner: DocumentNode): readonly DeclaredParameter[] {
    const list = owner.value.parameters;
    if (!Array.isArray(list)) {
      return [];
    }
    return list.flatMap((value: unknown, index) => {
      const node = isRecord(value)
        ? this.#follow({ value, path: [...owner.path, 'parameters', String(index)] })
        : undefined;
      if (node === undefined || typeof node.value.name !== 'string') {
        throw documentInvalid(`has a parameter without a name at ${toPointer(owner.path)}`);
      }
      const place = node.value.in;
      if (place !== 'path' && place !== 'query' && place !== 'header') {
        return [];
      }
      return [
        {
          name: place === 'header' ? node.value.name.toLowerCase() : node.value.name,
          in: place,
          required: node.value.required === true,
          schema: [...node.path, 'schema'],
        },
      ];
    });
  }

  #follow(node: DocumentNode): DocumentNode | undefined {
    let current = node;
    for (let step = 0; step < MAX_REFERENCES; step += 1) {
      const reference = current.value.$ref;
      if (typeof reference !== 'string') {
        return current;
      }
      if (!reference.startsWith('#/')) {
        throw documentInvalid(`refers to "${reference}", which is not in the document itself`);
      }
      const path = reference
        .slice(2)
        .split('/')
        .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
      const value = this.#at(path);
      if (value === undefined) {
        throw documentInvalid(`refers to "${reference}", which does not exist`);
      }
      current = { value, path };
    }
    throw documentInvalid(`has a circle of references at ${toPointer(node.path)}`);
  }

  #at(path: readonly string[]): Readonly<Record<string, unknown>> | undefined {
    let value: unknown = this.#document;
    for (const name of path) {
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? Reflect.get(value, name)
          : undefined;
    }
    return isRecord(value) ? value : undefined;
  }
}

/** Makes the document's schemas known to a validator, to be used by `schemaAt`. */
export function addDocument(validator: Ajv2020, document: OpenApiDocument): void {
  validator.addSchema(document, DOCUMENT_ID, false, false);
}

/** A schema that is the one at `path` of the document given to `addDocument`. */
export function schemaAt(path: readonly string[]): { readonly $ref: string } {
  return { $ref: `${DOCUMENT_ID}#${toPointer(path, encodeURIComponent)}` };
}

/**
 * Compiles a schema that may use `schemaAt`.
 * @throws RuntimeError SCHEMA_INVALID naming `subject`
 */
export function compileCheck(validator: Ajv2020, schema: object, subject: string): SchemaCheck {
  try {
    return toCheck(validator.compile(schema));
  } catch (error) {
    throw new RuntimeError(
      'SCHEMA_INVALID',
      `The schema of ${subject} in the OpenAPI document cannot be compiled: ${error instanceof Error ? error.message : String(error)}.`,
      'Correct the document and generate again.',
      error,
    );
  }
}

function toPointer(path: readonly string[], encode = (part: string): string => part): string {
  return path
    .map((part) => `/${encode(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('');
}

function memberOf(
  value: Readonly<Record<string, unknown>> | undefined,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  const member = value !== undefined && Object.hasOwn(value, name) ? value[name] : undefined;
  return isRecord(member) ? member : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function documentInvalid(what: string): RuntimeError {
  return new RuntimeError(
    'API_DOCUMENT_INVALID',
    `The OpenAPI document ${what}.`,
    'Correct the document, or generate operations and document again together.',
  );
}
