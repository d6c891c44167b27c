import type { Snapshot } from '../diff/snapshot.js';
import { typeText } from '../diff/schema-differences.js';
import type { ApiPlan, OperationPlan } from '../plan/plan-types.js';
import { propertyOf } from '../plan/model-context.js';
import { pointerSegment } from '../read/json-document.js';
import { describeNode } from './catchers.js';
import { emptyExplanation, LONGEST_TYPE, type Entry } from './entry.js';
import type { ExplainedElement, ExplainedOperation } from './explanation.js';
import { operationSymbols } from './symbols.js';

/** Every operation of the API. */
export function operationEntries(snapshot: Snapshot): readonly Entry[] {
  const { api } = snapshot.plan;
  return api === undefined
    ? []
    : api.operations.map((operation) => operationEntry(operation, api, snapshot));
}

/** An operation as it is named in explanations. */
export function operationFact({ operationId, method, path }: OperationPlan): ExplainedOperation {
  const pointer = `#/paths/${pointerSegment(path)}/${method}`;
  return { operationId, method: method.toUpperCase(), path, pointer };
}

function operationEntry(operation: OperationPlan, api: ApiPlan, snapshot: Snapshot): Entry {
  const fact = operationFact(operation);
  const elements = servedElements(operation, api, snapshot);
  const place = snapshot.apiPlaceOf(fact.pointer.slice(1)) ?? elements[0]?.place;
  const title = `The operation "${operation.operationId}" (${fact.method} ${fact.path})`;
  return {
    subject: 'operation',
    name: operation.operationId,
    aliases: [`${fact.method} ${fact.path}`],
    title,
    place,
    explain: () => ({
      ...emptyExplanation('operation', operation.operationId, `${title}.`),
      ...(place === undefined ? {} : { place }),
      facts: facts(operation, api),
      elements,
      generated: [
        ...operationSymbols(operation),
        ...(api.handlers.some(({ operationId }) => operationId === operation.operationId)
          ? [{ file: 'api-handlers.gen.ts', symbols: ['createApiHandlers'] }]
          : []),
      ],
      operations: [fact],
    }),
  };
}

function facts(operation: OperationPlan, api: ApiPlan): readonly string[] {
  const definitions = new Map(api.types.map(({ key, schema }) => [key, schema]));
  const { summary, body, responses } = operation;
  return [
    ...(summary === undefined ? [] : [summary]),
    api.source === undefined ? 'Derived from the models' : `Written in ${api.source}`,
    ...(body === undefined
      ? []
      : [
          `Takes${body.required ? '' : ' (optional)'}: ${typeText({ schema: body.schema, definitions }, LONGEST_TYPE)}`,
        ]),
    ...responses.map(({ status, kind, schema }) => {
      const answer = kind === 'json' ? typeText({ schema, definitions }, LONGEST_TYPE) : kind;
      return `Answers ${status}: ${answer}`;
    }),
  ];
}

/** Elements that name the operation, and those that a derived one was made for. */
function servedElements(
  { operationId }: OperationPlan,
  api: ApiPlan,
  snapshot: Snapshot,
): readonly ExplainedElement[] {
  const handler = api.handlers.find((each) => each.operationId === operationId);
  const serves = handler?.serves;
  return snapshot.processes.flatMap((side) =>
    side.nodes
      .filter(({ node }) => {
        const named = propertyOf(node, 'jobwright:api')?.value.trim() === operationId;
        const isOfProcess =
          serves !== undefined && 'process' in serves && serves.process.id === side.plan.id;
        const isTask =
          serves !== undefined &&
          !('process' in serves) &&
          api.tasks.some(
            ({ processId, elementId }) => processId === side.plan.id && elementId === node.id,
          );
        const made = handler?.elementIds.includes(node.id) === true && isOfProcess;
        return named || made || isTask;
      })
      .map(({ node }) => describeNode(node)),
  );
}
