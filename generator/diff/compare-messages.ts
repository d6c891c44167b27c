import { sameJson } from '../json.js';
import type { CorrelationKeyPlan, MessagePlan, SignalPlan } from '../plan/plan-types.js';
import { change, breaking, risky, SAFE, type Change, type Effect } from './change.js';
import type { ProcessPair } from './compare-jobs.js';
import { pairs } from './pair.js';
import { placeOf, type ProcessSide } from './snapshot.js';
import { takenChanges } from './variance.js';

const PUBLISHERS = 'message publishers';

/** Changes of the messages and signals that a process waits for. */
export function messageChanges({ before, after }: ProcessPair): readonly Change[] {
  const messages = pairs(before.plan.messages, after.plan.messages, ({ name }) => name);
  const signals = pairs(before.plan.signals, after.plan.signals, ({ name }) => name);
  return [
    ...messages.added.map((message) => lone('DIFF808', 'added', { thing: message, side: after })),
    ...messages.removed.map((message) =>
      lone('DIFF808', 'removed', { thing: message, side: before }),
    ),
    ...messages.kept.flatMap((pair) => keptMessage(pair, { before, after })),
    ...signals.added.map((signal) => lone('DIFF811', 'added', { thing: signal, side: after })),
    ...signals.removed.map((signal) => lone('DIFF811', 'removed', { thing: signal, side: before })),
    ...signals.kept.flatMap((pair) => payloadChanges('signal', pair, { before, after })),
  ];
}

/** Messages and signals of a process that came or went as a whole. */
export function loneMessageChanges(
  side: ProcessSide,
  kind: 'added' | 'removed',
): readonly Change[] {
  return [
    ...side.plan.messages.map((thing) => lone('DIFF808', kind, { thing, side })),
    ...side.plan.signals.map((thing) => lone('DIFF811', kind, { thing, side })),
  ];
}

function lone(
  code: 'DIFF808' | 'DIFF811',
  kind: 'added' | 'removed',
  { thing, side }: { readonly thing: MessagePlan | SignalPlan; readonly side: ProcessSide },
): Change {
  const what = code === 'DIFF808' ? 'message' : 'signal';
  const place = placeOf(side, thing.elements);
  return change(code, kind === 'added' ? SAFE : breaking(PUBLISHERS), {
    kind,
    process: side.plan.id,
    name: thing.name,
    message:
      kind === 'added'
        ? `The process now waits for the ${what} "${thing.name}".`
        : `Nothing of the process waits for the ${what} "${thing.name}" any more.`,
    ...(kind === 'added' ? { after: place } : { before: place }),
  });
}

function keptMessage(
  pair: { readonly before: MessagePlan; readonly after: MessagePlan },
  sides: ProcessPair,
): readonly Change[] {
  const { before, after } = pair;
  const name = before.name;
  const made = (code: 'DIFF808' | 'DIFF809', effect: Effect, message: string): Change =>
    change(code, effect, {
      kind: 'changed',
      process: sides.after.plan.id,
      name,
      message,
      ...placesOf(pair, sides),
    });
  const found: Change[] = [];
  if (before.startsProcess !== after.startsProcess) {
    found.push(
      made(
        'DIFF808',
        breaking(PUBLISHERS),
        after.startsProcess
          ? `The message "${name}" now starts the process.`
          : `The message "${name}" no longer starts the process.`,
      ),
    );
  }
  if (before.timeToLiveMs !== after.timeToLiveMs) {
    found.push(
      made(
        'DIFF808',
        after.timeToLiveMs < before.timeToLiveMs ? risky(PUBLISHERS) : SAFE,
        `The message "${name}" is kept for ${after.timeToLiveMs} ms instead of ${before.timeToLiveMs} ms by default.`,
      ),
    );
  }
  if (!sameJson(keyJson(before.correlationKey), keyJson(after.correlationKey))) {
    found.push(
      made(
        'DIFF809',
        breaking(PUBLISHERS),
        `The message "${name}" is correlated by ${keyText(after.correlationKey)} instead of ${keyText(before.correlationKey)}.`,
      ),
    );
  } else if (before.correlationText !== after.correlationText) {
    found.push(
      made(
        'DIFF809',
        risky(PUBLISHERS, 'running instances'),
        `Instances wait for the message "${name}" with ${textOf(after)} instead of ${textOf(before)}.`,
      ),
    );
  }
  return [...found, ...payloadChanges('message', pair, sides)];
}

function payloadChanges(
  what: 'message' | 'signal',
  pair: {
    readonly before: MessagePlan | SignalPlan;
    readonly after: MessagePlan | SignalPlan;
  },
  sides: ProcessPair,
): readonly Change[] {
  const { before, after } = pair;
  return takenChanges(
    {
      code: 'DIFF810',
      process: sides.after.plan.id,
      name: before.name,
      what: `The payload of the ${what} "${before.name}"`,
      before: { schema: before.payload, definitions: sides.before.definitions },
      after: { schema: after.payload, definitions: sides.after.definitions },
      places: placesOf(pair, sides),
      // A catch event without mappings takes any variable of the process.
      anyVariable:
        sameJson(before.payload, sides.before.plan.variables) &&
        sameJson(after.payload, sides.after.plan.variables),
    },
    PUBLISHERS,
    ['running instances'],
  );
}

function placesOf(
  pair: {
    readonly before: MessagePlan | SignalPlan;
    readonly after: MessagePlan | SignalPlan;
  },
  sides: ProcessPair,
): { readonly before: Change['before']; readonly after: Change['after'] } {
  return {
    before: placeOf(sides.before, pair.before.elements),
    after: placeOf(sides.after, pair.after.elements),
  };
}

function keyJson(key: CorrelationKeyPlan): readonly string[] {
  return key.kind === 'payload'
    ? [key.kind, key.type, ...key.path]
    : [key.kind, key.type, key.name];
}

function keyText(key: CorrelationKeyPlan): string {
  return key.kind === 'payload'
    ? `"${key.path.join('.')}" of its payload (${key.type})`
    : `the argument "${key.name}" (${key.type})`;
}

function textOf({ correlationText }: MessagePlan): string {
  return correlationText === undefined ? 'no key' : `the key "${correlationText}"`;
}
