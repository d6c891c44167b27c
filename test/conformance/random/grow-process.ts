import { growActivity } from './grow-activity.js';
import { isNew, prefix } from './grow-triggers.js';
import { Grower } from './grower.js';
import type { Place } from './grower.js';
import { growCondition, growOutputs, growVariables } from './grow-values.js';
import type { Block, Branch, CasePlan, EventSubPlan, ProcessPlan, Trigger } from './plan.js';

/** Grows a case from its seed. Equal seeds give equal cases. */
export function growCase(seed: number): CasePlan {
  const grower = new Grower(seed, { sequence: growSequence, eventSubs: growEventSubs });
  const { dice } = grower;
  const called = dice.chance(0.3) ? dice.list(1, 2, (index) => index + 1) : [];
  const processes: ProcessPlan[] = [];
  for (const index of called) {
    grower.budget = dice.integer(2, 6);
    const id = `${prefix}c${String(index)}`;
    processes.unshift(growOne(grower, id));
    grower.callable.push(id);
  }
  grower.budget = dice.weigh([
    [3, dice.integer(2, 6)],
    [4, dice.integer(6, 14)],
    [2, dice.integer(14, 26)],
  ]);
  processes.unshift(growOne(grower, `${prefix}p`));
  return { seed, processes, variables: growVariables(dice, 0.9) };
}

function growOne(grower: Grower, id: string): ProcessPlan {
  const { dice } = grower;
  const place: Place = { depth: 4, compensable: [], inLoop: false };
  const body = growSequence(grower, place);
  return {
    id,
    body,
    events: growEventSubs(grower, place, 0.25),
    ...grower.listeners(['start', 'end']),
    salt: dice.integer(1, 1_000_000),
  };
}

/** One block after the other, until the budget is spent or luck ends it. */
export function growSequence(grower: Grower, place: Place): Block {
  const { dice } = grower;
  const blocks: Block[] = [];
  const length = place.depth >= 4 ? dice.integer(2, 6) : dice.integer(place.depth > 0 ? 0 : 1, 3);
  for (let i = 0; i < length && (grower.budget > 0 || blocks.length === 0); i += 1) {
    blocks.push(growBlock(grower, { ...place, depth: place.depth - 1 }));
  }
  if (place.depth < 4 && dice.chance(0.15)) {
    blocks.push(growEnd(grower, place));
  } else if (place.depth >= 4 && dice.chance(0.3)) {
    blocks.push(growEnd(grower, place));
  }
  return { kind: 'sequence', blocks };
}

function growBlock(grower: Grower, place: Place): Block {
  const { dice } = grower;
  const inner = place.depth > 0 ? 1 : 0;
  return dice.weigh<() => Block>([
    [10, () => growActivity(grower, place)],
    [2, () => growCatch(grower)],
    [1.5, () => growThrow(grower, place)],
    [2.5 * inner, () => growGateway(grower, place, 'exclusive')],
    [2 * inner, () => growGateway(grower, place, 'parallel')],
    [1.5 * inner, () => growGateway(grower, place, 'inclusive')],
    [1.2 * inner, () => growEventGateway(grower, place)],
    [1 * inner, () => growRepeat(grower, place)],
    [0.3, () => ({ kind: 'link', id: grower.id('k'), name: `link${String(grower.budget)}` })],
  ])();
}

function growCatch(grower: Grower): Block {
  return {
    kind: 'catch',
    id: grower.id('c'),
    trigger: grower.triggers.waiting(),
    ...grower.outputs(0.2),
    ...grower.listeners(['start', 'end']),
  };
}

function growThrow(grower: Grower, place: Place): Block {
  const { dice, triggers } = grower;
  const trigger = dice.weigh<() => Trigger | 'send' | undefined>([
    [1, () => undefined],
    [2, () => triggers.signal()],
    [3, () => triggers.coded('escalation', false)],
    [place.compensable.length > 0 ? 5 : 0, () => growCompensate(grower, place)],
    [1, () => 'send'],
  ])();
  const common = {
    id: grower.id('w'),
    ...grower.mappings(0.15),
    ...grower.listeners(['start', 'end']),
  };
  return trigger === 'send'
    ? { kind: 'send', type: grower.jobType(), isEnd: false, ...common }
    : { kind: 'throw', ...common, ...(trigger === undefined ? {} : { trigger }) };
}

function growCompensate({ dice }: Grower, place: Place): Trigger {
  return dice.chance(0.4)
    ? { kind: 'compensate', activity: dice.pick(place.compensable) }
    : { kind: 'compensate' };
}

/** An end event: it ends the branch it stands in. */
export function growEnd(grower: Grower, place: Place): Block {
  const { dice, triggers } = grower;
  const trigger = dice.weigh<() => Trigger | 'send' | undefined>([
    [3, () => undefined],
    [1.5, () => ({ kind: 'terminate' })],
    [2, () => triggers.coded('error', false)],
    [2, () => triggers.coded('escalation', false)],
    [1, () => triggers.signal()],
    [place.compensable.length > 0 ? 3 : 0, () => growCompensate(grower, place)],
    [0.7, () => 'send'],
  ])();
  const id = grower.id('e');
  if (trigger === 'send') {
    return { kind: 'send', id, type: grower.jobType(), isEnd: true };
  }
  return {
    kind: 'end',
    id,
    ...(dice.chance(0.1) ? { outputs: growOutputs(dice, ['out', 'n']) } : {}),
    ...(trigger === undefined ? {} : { trigger }),
  };
}

function growGateway(
  grower: Grower,
  place: Place,
  kind: 'exclusive' | 'inclusive' | 'parallel',
): Block {
  const { dice } = grower;
  const id = grower.id('g');
  const inner = { ...place, inLoop: place.inLoop || kind !== 'exclusive' };
  const branches: Branch[] = [...dice.list(2, 3, () => ({ body: growSequence(grower, inner) }))];
  const withDefault = dice.chance(0.85);
  const join =
    kind === 'exclusive'
      ? dice.pick(['exclusive', 'none'] as const)
      : dice.weigh([
          [8, kind],
          [1, 'none'],
          [0.5, 'exclusive'],
          [kind === 'parallel' ? 1 : 0, 'inclusive'],
        ] as const);
  return {
    kind,
    id,
    join,
    branches:
      kind === 'parallel'
        ? branches
        : branches.map((branch, index) =>
            index === 0 && withDefault
              ? branch
              : { ...branch, condition: `=${growCondition(dice)}` },
          ),
    ...grower.listeners(['start']),
  };
}

function growEventGateway(grower: Grower, place: Place): Block {
  const { dice, triggers } = grower;
  const id = grower.id('g');
  const seen = new Set<string>();
  const branches = dice
    .list(2, 3, () => ({ trigger: triggers.waiting() }))
    .filter(({ trigger }) => isNew(trigger, seen));
  while (branches.length < 2) {
    branches.push({ trigger: triggers.timer(false) });
  }
  return {
    kind: 'events',
    id,
    branches: branches.map(({ trigger }) => ({
      id: grower.id('c'),
      trigger,
      body: growSequence(grower, place),
    })),
  };
}

function growRepeat(grower: Grower, place: Place): Block {
  return {
    kind: 'repeat',
    id: grower.id('r'),
    body: growSequence(grower, { ...place, inLoop: true }),
    again: growCondition(grower.dice),
    limit: grower.dice.integer(1, 2),
  };
}

/** Event sub-processes of a scope: no two for the same thing. */
export function growEventSubs(
  grower: Grower,
  place: Place,
  share: number,
): readonly EventSubPlan[] {
  const { dice, triggers } = grower;
  if (!dice.chance(share)) {
    return [];
  }
  const seen = new Set<string>();
  return dice
    .list(1, 2, () => {
      const isError = dice.chance(0.3);
      const interrupting = isError || dice.chance(0.5);
      const trigger = isError
        ? triggers.coded('error', true)
        : dice.weigh<() => Trigger>([
            [3, () => triggers.message()],
            [2, () => triggers.timer(!interrupting)],
            [2, () => triggers.signal()],
            [3, () => triggers.coded('escalation', true)],
          ])();
      const inner: Place = { depth: Math.min(place.depth - 1, 2), compensable: [], inLoop: true };
      return {
        id: grower.id('v'),
        startId: grower.id('s'),
        trigger,
        interrupting,
        body: growSequence(grower, inner),
        ...(dice.chance(0.15) ? { outputs: growOutputs(dice, ['out', 'n']) } : {}),
      };
    })
    .filter(({ trigger }) => isNew(trigger, seen));
}
