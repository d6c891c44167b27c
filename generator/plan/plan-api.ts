import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../codes.js';
import type { Json } from '../json.js';
import { pointerSegment, type JsonDocument } from '../read/json-document.js';
import { SchemaBundle } from '../read/schema-bundle.js';
import { typeNameOf } from './names.js';
import { normaliseDocument } from './openapi-document.js';
import { OperationReader } from './openapi-operations.js';
import type { ApiPlan, OperationPlan } from './plan-types.js';

/** The prefix of references between schemas of an API document. */
export const COMPONENTS = '#/components/schemas/';
/** The API plan with what is wrong with its document. */
export interface PlannedApi {
  readonly api: ApiPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Plans the API of an OpenAPI 3.1 document: the document with all references local and its members in
 * a stable order, and one typed operation for each operationId.
 */
export function planApi(
  document: JsonDocument,
  documents: ReadonlyMap<string, JsonDocument>,
): PlannedApi {
  const bundle = new SchemaBundle({ documents, prefix: COMPONENTS, keyOf: (segment) => segment });
  bundle.addAll(document, '/components/schemas');
  const normal = normaliseDocument(document, bundle);
  const reader = new OperationReader((pointer) => document.placeOf(pointer), normal);
  const operations = reader.operations();
  const types = schemaTypes(bundle.schemas, operations);
  return {
    api: {
      document: normal,
      source: document.source.path,
      operations,
      types,
      handlers: [],
      tasks: [],
    },
    diagnostics: [...bundle.diagnostics, ...reader.diagnostics, ...clashes(types, document)],
  };
}

/** Type names of the component schemas: where an operation's own types have the name, with a suffix. */
export function schemaTypes(
  schemas: readonly { readonly key: string; readonly schema: Json }[],
  operations: readonly OperationPlan[],
): ApiPlan['types'] {
  const taken = new Set(
    operations.flatMap(({ typeName }) => [`${typeName}Request`, `${typeName}Response`]),
  );
  return schemas.map(({ key, schema }) => {
    const name = typeNameOf(key);
    return { key, name: taken.has(name) ? `${name}Schema` : name, schema };
  });
}

function clashes(types: ApiPlan['types'], document: JsonDocument): readonly Diagnostic[] {
  return types.flatMap(({ key, name }, index) => {
    const other = types.findIndex((type) => type.name === name);
    const place = document.placeOf(`/components/schemas/${pointerSegment(key)}`);
    return other === index
      ? []
      : [
          diagnose(
            'NAME201',
            `The schemas "${types[other]?.key ?? ''}" and "${key}" would both be called ${name}.`,
            {
              place,
            },
          ),
        ];
  });
}
