import { isNew, prefix } from './grow-triggers.js';
import type { Grower, Place } from './grower.js';
import { growCondition, growExpression } from './grow-values.js';
import type { ActivityBlock, ActivityPlan, BoundaryPlan, LoopPlan, Trigger } from './plan.js';

/** Grows an activity with what is attached to it. */
export function growActivity(grower: Grower, place: Place): ActivityBlock {
  const { dice } = grower;
  const kind = dice.weigh([
    [10, 'job'],
    [3, 'script'],
    [2, 'receive'],
    [0.7, 'plain'],
    [0.6, 'user'],
    [place.depth > 0 ? 3.5 : 0, 'sub'],
    [grower.callable.length > 0 ? 4 : 0.1, 'call'],
  ] as const);
  const id = grower.id(kind === 'sub' ? 'u' : 't');
  return { ...attachments(grower, { place, id, kind }), ...details(grower, place, kind) };
}

type Kind = ActivityBlock['kind'];

function attachments(
  grower: Grower,
  { place, id, kind }: { readonly place: Place; readonly id: string; readonly kind: Kind },
): ActivityPlan {
  if (kind === 'plain') {
    return { id };
  }
  const { dice } = grower;
  const loop = dice.chance(kind === 'receive' ? 0.08 : 0.14) ? growLoop(grower) : undefined;
  const isCompensable = dice.chance(0.12);
  const plan: ActivityPlan = {
    id,
    ...grower.mappings(kind === 'script' ? 0.1 : 0.25),
    ...grower.listeners(['start', 'end']),
    ...(loop === undefined ? {} : { loop }),
    boundaries: growBoundaries(grower, place, kind),
  };
  if (!isCompensable) {
    return plan;
  }
  const handlerId = grower.id('h');
  place.compensable.push(id);
  return {
    ...plan,
    compensation: {
      boundaryId: grower.id('b'),
      handler: { id: handlerId, ...growHandler(grower) },
    },
  };
}

function growHandler(
  grower: Grower,
): { readonly kind: 'job' } & Omit<Extract<ActivityBlock, { kind: 'job' }>, 'id' | 'kind'> {
  return { kind: 'job', tag: 'serviceTask', type: grower.jobType(), headers: [] };
}

type Details<Block> = Block extends ActivityBlock ? Omit<Block, keyof ActivityPlan> : never;

function details(grower: Grower, place: Place, kind: Kind): Details<ActivityBlock> {
  const { dice } = grower;
  switch (kind) {
    case 'job':
      return {
        kind,
        tag: dice.weigh([
          [8, 'serviceTask'],
          [1, 'sendTask'],
          [0.5, 'businessRuleTask'],
          [0.5, 'scriptTask'],
        ] as const),
        type: dice.chance(0.05) ? '="' + grower.jobType() + '"' : grower.jobType(),
        ...(dice.chance(0.2) ? { retries: dice.pick(['1', '2', '=1 + 1', '=n', '0']) } : {}),
        headers: dice.chance(0.15)
          ? [
              ['h', dice.pick(['v', '', 'ü', '=n'])],
              ['i', 'w'],
            ]
          : [],
      };
    case 'script':
      return {
        kind,
        expression: `=${growExpression(dice)}`,
        result: dice.pick(['n', 's', 'a', 'b', 'out', 'flag']),
      };
    case 'receive':
      return { kind, trigger: grower.triggers.message() };
    case 'plain':
      return { kind, tag: dice.pick(['task', 'manualTask'] as const) };
    case 'user':
      return { kind };
    case 'call':
      return {
        kind,
        processId:
          dice.chance(0.9) && grower.callable.length > 0
            ? dice.pick(grower.callable)
            : `${prefix}missing`,
        ...(dice.chance(0.3) ? { passAll: dice.chance(0.5) } : {}),
        ...(dice.chance(0.3) ? { returnAll: dice.chance(0.5) } : {}),
      };
    case 'sub': {
      const inner: Place = { depth: place.depth - 1, compensable: [], inLoop: place.inLoop };
      return {
        kind,
        body: grower.nested.sequence(grower, inner),
        events: grower.nested.eventSubs(grower, inner, 0.3),
      };
    }
  }
}

function growLoop({ dice }: Grower): LoopPlan {
  const withOutput = dice.chance(0.6);
  return {
    isSequential: dice.chance(0.5),
    inputCollection: dice.weigh([
      [4, '=items'],
      [3, '=[1, 2]'],
      [2, '=["a", "b", "c"]'],
      [1, '=[]'],
      [1, '=for i in 1..2 return {x: i}'],
      [0.3, '=a'],
    ]),
    ...(dice.chance(0.8) ? { inputElement: dice.pick(['item', 'n', 'a']) } : {}),
    ...(withOutput
      ? {
          outputCollection: dice.pick(['results', 'items', 'out']),
          outputElement: `=${dice.pick(['item', 'out', 'n', 'loopCounter', '{x: item}', 'undefinedName'])}`,
        }
      : {}),
    ...(dice.chance(0.3)
      ? {
          completionCondition: `=${dice.pick(['numberOfCompletedInstances >= 1', 'numberOfActiveInstances < 2', 'n > 2', 'numberOfCompletedInstances / numberOfInstances > 0.5', growCondition(dice)])}`,
        }
      : {}),
  };
}

function growBoundaries(grower: Grower, place: Place, kind: Kind): readonly BoundaryPlan[] {
  const { dice } = grower;
  if (!dice.chance(kind === 'sub' || kind === 'call' ? 0.5 : kind === 'script' ? 0.05 : 0.22)) {
    return [];
  }
  const seen = new Set<string>();
  return dice
    .list(1, dice.chance(0.3) ? 3 : 1, () => growBoundary(grower, place, kind))
    .filter(({ trigger }) => isNew(trigger, seen));
}

function growBoundary(grower: Grower, place: Place, kind: Kind): BoundaryPlan {
  const { dice, triggers } = grower;
  const event = dice.weigh([
    [4, 'error'],
    [3, 'timer'],
    [kind === 'receive' ? 0 : 3, 'message'],
    [1.5, 'signal'],
    [kind === 'sub' || kind === 'call' ? 4 : 0, 'escalation'],
  ] as const);
  const interrupting = event === 'error' || dice.chance(0.5);
  const trigger: Trigger =
    event === 'error' || event === 'escalation'
      ? triggers.coded(event, true)
      : event === 'timer'
        ? triggers.timer(!interrupting)
        : triggers[event]();
  return {
    id: grower.id('b'),
    trigger,
    interrupting,
    then: grower.nested.sequence(grower, {
      ...place,
      depth: Math.min(place.depth - 1, 1),
      inLoop: true,
    }),
    rejoins: dice.chance(0.5),
    ...grower.outputs(0.2),
    ...grower.listeners(['end']),
  };
}
