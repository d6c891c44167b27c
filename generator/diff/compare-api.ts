import type { Place } from '../../model/index.js';
import type { ApiPlan, OperationPlan, ResponsePlan } from '../plan/plan-types.js';
import type { Definitions } from '../plan/schema-algebra.js';
import { pointerSegment } from '../read/json-document.js';
import { change, breaking, risky, SAFE, type Change, type Effect } from './change.js';
import type { DiffCode } from './diff-codes.js';
import { pairs } from './pair.js';
import type { Snapshot } from './snapshot.js';
import { givenChanges, takenChanges, type SchemaPair } from './variance.js';

const CALLERS = 'API callers';

interface OperationPair {
  readonly before: OperationPlan;
  readonly after: OperationPlan;
}

/** Changes of the API: its operations and what they take and give. */
export function apiChanges(before: Snapshot, after: Snapshot): readonly Change[] {
  const matched = matchOperations(before.plan.api, after.plan.api);
  const comparison = new ApiComparison(before, after);
  return [
    ...matched.added.map((operation) => comparison.lone(operation, 'added')),
    ...matched.removed.map((operation) => comparison.lone(operation, 'removed')),
    ...matched.kept.flatMap((pair) => comparison.kept(pair)),
  ];
}

/** By operationId; what is left, by method and path: there the operation has another id. */
function matchOperations(
  before: ApiPlan | undefined,
  after: ApiPlan | undefined,
): ReturnType<typeof pairs<OperationPlan>> {
  const byId = pairs(
    before?.operations ?? [],
    after?.operations ?? [],
    ({ operationId }) => operationId,
  );
  const byAddress = pairs(byId.removed, byId.added, address);
  return { ...byAddress, kept: [...byId.kept, ...byAddress.kept] };
}

function address({ method, path }: OperationPlan): string {
  return `${method.toUpperCase()} ${path}`;
}

class ApiComparison {
  readonly #before: Snapshot;
  readonly #after: Snapshot;

  constructor(before: Snapshot, after: Snapshot) {
    this.#before = before;
    this.#after = after;
  }

  lone(operation: OperationPlan, kind: 'added' | 'removed'): Change {
    const where = `"${operation.operationId}" (${address(operation)})`;
    return change('DIFF823', kind === 'added' ? SAFE : breaking(CALLERS), {
      kind,
      name: operation.operationId,
      message:
        kind === 'added'
          ? `The API gains the operation ${where}.`
          : `The API loses the operation ${where}.`,
      ...(kind === 'added'
        ? { after: placeIn(this.#after, operation) }
        : { before: placeIn(this.#before, operation) }),
    });
  }

  kept(pair: OperationPair): readonly Change[] {
    return [
      ...this.#identity(pair),
      ...this.#parameters(pair),
      ...this.#body(pair),
      ...this.#responses(pair),
    ];
  }

  #identity(pair: OperationPair): readonly Change[] {
    const { before, after } = pair;
    if (before.operationId !== after.operationId) {
      return [
        this.#made('DIFF823', risky(CALLERS), pair, {
          message: `The operation ${address(after)} is called "${after.operationId}" instead of "${before.operationId}": its handler and its function of the typed client have another name.`,
        }),
      ];
    }
    return address(before) === address(after)
      ? []
      : [
          this.#made('DIFF823', breaking(CALLERS), pair, {
            message: `The operation "${after.operationId}" is reached by ${address(after)} instead of ${address(before)}.`,
          }),
        ];
  }

  #parameters(pair: OperationPair): readonly Change[] {
    const kinds = [
      ['params', 'path'],
      ['query', 'query'],
      ['headers', 'header'],
    ] as const;
    return kinds.flatMap(([key, word]) =>
      takenChanges(
        this.#schemas('DIFF824', pair, {
          name: `${pair.after.operationId} ${word}`,
          what: `The ${word} parameters of "${pair.after.operationId}"`,
          before: pair.before[key],
          after: pair.after[key],
        }),
        CALLERS,
      ),
    );
  }

  #body(pair: OperationPair): readonly Change[] {
    const from = pair.before.body;
    const to = pair.after.body;
    const name = pair.after.operationId;
    if (from === undefined || to === undefined) {
      if (to !== undefined) {
        return [
          this.#made('DIFF825', to.required ? breaking(CALLERS) : SAFE, pair, {
            kind: 'added',
            message: `The operation "${name}" now takes ${to.required ? 'a' : 'an optional'} request body.`,
          }),
        ];
      }
      return from === undefined
        ? []
        : [
            this.#made('DIFF825', risky(CALLERS), pair, {
              kind: 'removed',
              message: `The operation "${name}" no longer takes a request body.`,
            }),
          ];
    }
    const required =
      from.required === to.required
        ? []
        : [
            this.#made('DIFF825', to.required ? breaking(CALLERS) : SAFE, pair, {
              message: `The request body of "${name}" is ${to.required ? 'now required' : 'now optional'}.`,
            }),
          ];
    const schemas = this.#schemas('DIFF825', pair, {
      name,
      what: `The request body of "${name}"`,
      before: from.schema,
      after: to.schema,
    });
    return [...required, ...takenChanges(schemas, CALLERS)];
  }

  #responses(pair: OperationPair): readonly Change[] {
    const id = pair.after.operationId;
    const { added, removed, kept } = pairs(
      pair.before.responses,
      pair.after.responses,
      ({ status }) => String(status),
    );
    const lone = (response: ResponsePlan, kind: 'added' | 'removed'): Change =>
      this.#made('DIFF826', kind === 'added' ? risky(CALLERS) : breaking(CALLERS), pair, {
        kind,
        name: `${id} ${response.status}`,
        message:
          kind === 'added'
            ? `The operation "${id}" may now answer ${response.status}.`
            : `The operation "${id}" no longer answers ${response.status}.`,
      });
    return [
      ...added.map((response) => lone(response, 'added')),
      ...removed.map((response) => lone(response, 'removed')),
      ...kept.flatMap(({ before, after }) =>
        before.kind === after.kind
          ? givenChanges(
              this.#schemas('DIFF826', pair, {
                name: `${id} ${after.status}`,
                what: `The response ${after.status} of "${id}"`,
                before: before.schema,
                after: after.schema,
              }),
              CALLERS,
            )
          : [
              this.#made('DIFF826', breaking(CALLERS), pair, {
                name: `${id} ${after.status}`,
                message: `The response ${after.status} of "${id}" is ${mediaText(after)} instead of ${mediaText(before)}.`,
              }),
            ],
      ),
    ];
  }

  #made(
    code: DiffCode,
    effect: Effect,
    pair: OperationPair,
    text: {
      readonly kind?: 'added' | 'removed';
      readonly name?: string;
      readonly message: string;
    },
  ): Change {
    const { kind = 'changed', name = pair.after.operationId, message } = text;
    const places = this.#places(pair);
    return change(code, effect, {
      kind,
      name,
      message,
      before: kind === 'added' ? undefined : places.before,
      after: kind === 'removed' ? undefined : places.after,
    });
  }

  #schemas(
    code: DiffCode,
    pair: OperationPair,
    text: {
      readonly name: string;
      readonly what: string;
      readonly before: SchemaPair['before']['schema'];
      readonly after: SchemaPair['after']['schema'];
    },
  ): SchemaPair {
    return {
      code,
      name: text.name,
      what: text.what,
      before: { schema: text.before, definitions: definitionsOf(this.#before.plan.api) },
      after: { schema: text.after, definitions: definitionsOf(this.#after.plan.api) },
      places: this.#places(pair),
    };
  }

  #places(pair: OperationPair): SchemaPair['places'] {
    return { before: placeIn(this.#before, pair.before), after: placeIn(this.#after, pair.after) };
  }
}

function definitionsOf(api: ApiPlan | undefined): Definitions {
  return new Map((api?.types ?? []).map(({ key, schema }) => [key, schema]));
}

/** In the API document; an operation that is derived stands at its process. */
function placeIn(snapshot: Snapshot, { method, path }: OperationPlan): Place | undefined {
  const folder = path.split('/')[1];
  return (
    snapshot.apiPlaceOf(`/paths/${pointerSegment(path)}/${method}`) ??
    snapshot.processes.find(({ plan }) => plan.folder === folder)?.process.place
  );
}

function mediaText({ kind }: ResponsePlan): string {
  const texts = { json: 'JSON', events: 'a stream of events', text: 'text', none: 'empty' };
  return texts[kind];
}
