import { isRecord, type Json, type JsonRecord } from '../json.js';
import { Components } from './derived-components.js';
import {
  exposureKey,
  exposureOf,
  type PlannedProcess,
  type ProcessExposure,
} from './derived-exposure.js';
import {
  derivedParameters,
  referencedComponents,
  type DerivedOperation,
} from './derived-operation.js';
import { problemComponents, problemSchema } from './derived-problems.js';
import { processOperations, type SharedAnswers } from './derived-process-operations.js';
import { servedTasks, TASK_TAG, taskOperations } from './derived-task-operations.js';
import { Findings } from './model-context.js';
import { typeNameOf } from './names.js';
import { orderDocument } from './openapi-document.js';
import { OperationReader } from './openapi-operations.js';
import { schemaTypes } from './plan-api.js';
import type { ApiPlan } from './plan-types.js';

/**
 * The API of models without an API document: each process can be started, looked at and cancelled, and
 * serves the messages, signals and user tasks that `jobwright:api` opens. Undefined when there is
 * nothing to serve. Operations that would stand in each other's way are reported and left out.
 */
export function deriveApi(
  processes: readonly PlannedProcess[],
  findings: Findings,
): ApiPlan | undefined {
  const exposures = processes.map((process) => exposureOf(process, findings));
  const key = exposures.map(exposureKey).join('\n');
  if (last?.key !== key) {
    const own = new Findings();
    last = { key, api: apiOf(exposures, own), findings: own };
  }
  findings.list.push(...last.findings.list);
  return last.api;
}

/** The API that was derived last: most changes of a model leave it as it is. */
let last:
  | { readonly key: string; readonly api: ApiPlan | undefined; readonly findings: Findings }
  | undefined;

function apiOf(exposures: readonly ProcessExposure[], findings: Findings): ApiPlan | undefined {
  const components = new Components();
  components.add('Problem', problemSchema);
  const shared = { components, answers: sharedAnswers(components) };
  const tags = tagsOf(exposures);
  const operations = withoutClashes(
    [
      ...exposures.flatMap((exposure, index) =>
        processOperations(exposure, tags[index] ?? exposure.plan.id, shared),
      ),
      ...taskOperations(exposures, components),
    ],
    findings,
  );
  const [first] = operations;
  if (first === undefined) {
    return undefined;
  }
  const document = documentOf(operations, { exposures, tags, components });
  const reader = new OperationReader(() => first.place, document);
  const read = reader.operations();
  return {
    document,
    operations: read,
    types: schemaTypes(
      Object.entries(schemasOf(document)).map(([key, schema]) => ({ key, schema })),
      read,
    ),
    handlers: operations.map(({ handler }) => handler),
    tasks: servedTasks(exposures),
  };
}

function documentOf(
  operations: readonly DerivedOperation[],
  parts: {
    readonly exposures: readonly ProcessExposure[];
    readonly tags: readonly string[];
    readonly components: Components;
  },
): JsonRecord {
  const { exposures, tags, components } = parts;
  const paths = new Map<string, JsonRecord>();
  for (const { path, method, document } of operations) {
    paths.set(path, { ...paths.get(path), [method]: document });
  }
  const used = Object.fromEntries(paths);
  const named = exposures.map(({ plan }) => plan.name ?? plan.id);
  const spoken = new Set(
    operations.flatMap(({ document }) => (document.tags as readonly string[])[0] ?? []),
  );
  const parameters = referencedComponents(used, 'parameters');
  const problems = new Set(operations.flatMap(({ problems: codes }) => codes));
  return orderDocument(
    {
      openapi: '3.1.0',
      info: {
        title: named.join(', '),
        description: `The API of ${named.join(', ')}, derived from the process models.`,
        version: '1.0.0',
      },
      // Who may call is for what stands in front of the API to decide.
      security: [],
      tags: [
        ...exposures.flatMap(({ plan }, index) => {
          const name = tags[index] ?? plan.id;
          const description = plan.documentation ?? `Instances of ${plan.name ?? plan.id}.`;
          return spoken.has(name) ? [{ name, description }] : [];
        }),
        ...(spoken.has(TASK_TAG)
          ? [{ name: TASK_TAG, description: 'What waits for a person.' }]
          : []),
      ],
      paths: used,
      components: {
        parameters: Object.fromEntries(
          Object.entries(derivedParameters).filter(([name]) => parameters.has(name)),
        ),
        responses: problemComponents(problems),
      },
    },
    reachable(used, components.schemas),
  );
}

/** The schemas that operations really use: those of operations left out are gone. */
function reachable(paths: Json, schemas: JsonRecord): JsonRecord {
  const wanted = new Set(['Problem', ...referencedComponents(paths, 'schemas')]);
  for (const name of wanted) {
    for (const more of referencedComponents(schemas[name] ?? true, 'schemas')) {
      wanted.add(more);
    }
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => wanted.has(name)));
}

/** One tag a process; its id goes along where two have one name. */
function tagsOf(exposures: readonly ProcessExposure[]): readonly string[] {
  const names = exposures.map(({ plan }) => plan.name ?? plan.id);
  return names.map((name, index) => {
    const shared = names.filter((other) => other === name).length > 1 || name === TASK_TAG;
    return shared ? `${name} (${exposures[index]?.plan.id ?? ''})` : name;
  });
}

function sharedAnswers(components: Components): SharedAnswers {
  const once = (name: string, schema: Json): (() => Json) => {
    let reference: Json | undefined;
    return () => (reference ??= components.add(name, schema));
  };
  return {
    started: once('ProcessInstanceStarted', {
      description: 'A process instance that was started.',
      type: 'object',
      properties: { processInstanceKey: { description: 'A decimal number.', type: 'string' } },
      required: ['processInstanceKey'],
    }),
    accepted: once('MessageAccepted', {
      description: 'A message that the engine has.',
      type: 'object',
      properties: {
        messageKey: { description: 'Empty for a message that it had already.', type: 'string' },
        duplicate: { description: 'True when it had the message already.', type: 'boolean' },
      },
      required: ['messageKey', 'duplicate'],
    }),
  };
}

/** Reports operations that share a name, or a method and a path; the first keeps it. */
function withoutClashes(
  operations: readonly DerivedOperation[],
  findings: Findings,
): readonly DerivedOperation[] {
  const byName = new Map<string, DerivedOperation>();
  const byAddress = new Map<string, DerivedOperation>();
  return operations.filter((operation) => {
    const name = typeNameOf(operation.handler.operationId);
    // What stands between braces is any text: two templates of one shape are one address.
    const address = `${operation.method} ${operation.path.replaceAll(/\{[^}]*\}/g, '{}')}`;
    const other = byName.get(name) ?? byAddress.get(address.toLowerCase());
    if (other === undefined) {
      byName.set(name, operation);
      byAddress.set(address.toLowerCase(), operation);
      return true;
    }
    const what = byName.has(name)
      ? `the operationId "${operation.handler.operationId}"`
      : `the address ${operation.method.toUpperCase()} ${operation.path}`;
    const { file, line, column } = other.place;
    const [elementId] = operation.handler.elementIds;
    findings.add(
      'API608',
      `${what.slice(0, 1).toUpperCase()}${what.slice(1)} is also that of the operation at ${file}:${line}:${column}.`,
      {
        place: operation.place,
        ...(elementId === undefined ? {} : { elementId }),
      },
    );
    return false;
  });
}

function schemasOf(document: JsonRecord): JsonRecord {
  const { components } = document;
  const schemas = isRecord(components) ? components.schemas : undefined;
  return isRecord(schemas) ? schemas : {};
}
