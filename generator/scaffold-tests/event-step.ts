import type { EventDefinition, FlowNode } from '../../model/index.js';
import { isRecord } from '../json.js';
import { durationMs } from '../plan/duration.js';
import { applyOutputs } from './apply-outputs.js';
import { knownValue } from './known-value.js';
import { OpenEnd } from './open-end.js';
import { TEST_START_MS } from './process-facts.js';
import type { WalkState } from './walk-state.js';
import { valueOf, withWanted } from './walk-values.js';

const HOUR_MS = 3_600_000;

/** An event definition that something outside of the process brings about. */
export type Trigger = Extract<EventDefinition, { readonly kind: 'timer' | 'message' | 'signal' }>;

/** Those of an event's definitions that a test can bring about. */
export function triggersOf(definitions: readonly EventDefinition[]): readonly Trigger[] {
  return definitions.filter(
    (each) => each.kind === 'timer' || each.kind === 'message' || each.kind === 'signal',
  );
}

/**
 * Brings an event about: publishes its message, broadcasts its signal or moves the clock, and takes
 * over what comes with it. `dueMs` is when a timer fires that began to run some while ago.
 * @throws OpenEnd for an event that cannot be brought about
 */
export function eventStep(
  walk: WalkState,
  node: FlowNode,
  definition: EventDefinition | undefined,
  dueMs?: number,
): void {
  switch (definition?.kind) {
    case 'message':
      publish(walk, node, definition);
      return;
    case 'timer':
      walk.step({
        kind: 'advance',
        ms:
          dueMs === undefined
            ? msUntil(walk, node, definition)
            : Math.max(0, dueMs - walk.elapsedMs),
      });
      applyOutputs(walk, node, { given: {}, occurrence: '' });
      return;
    case 'signal': {
      const name = definition.signal?.signalName;
      const value = name && valueOf(name, walk.variables.all(), walk.elapsedMs);
      if (typeof value !== 'string') {
        throw new OpenEnd(`the signal of "${node.id}" is not known`);
      }
      walk.step({ kind: 'signal', name: value, variables: {} });
      applyOutputs(walk, node, { given: {}, occurrence: '' });
      return;
    }
    default:
      throw new OpenEnd(
        definition === undefined
          ? `"${node.id}" waits for nothing`
          : `a test cannot bring about the ${definition.kind} event "${node.id}"`,
      );
  }
}

function publish(
  walk: WalkState,
  node: FlowNode,
  { message }: Extract<Trigger, { readonly kind: 'message' }>,
): void {
  const name = message?.name;
  if (name === undefined || name.startsWith('=')) {
    throw new OpenEnd(`the message of "${node.id}" has no fixed name`);
  }
  const starts = node.kind === 'startEvent' && message?.correlationKey === undefined;
  const key = starts ? 'example' : correlationKey(walk, node, message);
  const occurrence = `${node.id}#${walk.visit(`answer ${node.id}`)}`;
  const payload = withWanted(walk.facts.messageExample(name), walk.wanted.get(occurrence));
  walk.step({ kind: 'publish', name, correlationKey: key, variables: payload });
  applyOutputs(walk, node, { given: isRecord(payload) ? payload : {}, occurrence });
}

function correlationKey(
  walk: WalkState,
  node: FlowNode,
  message: Extract<Trigger, { readonly kind: 'message' }>['message'],
): string {
  const key = message?.correlationKey;
  const value = key && knownValue(walk, key, 'example');
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new OpenEnd(`the correlation key of "${node.id}" is not known`);
  }
  return String(value);
}

/**
 * Milliseconds from now until a timer fires.
 * @throws OpenEnd when that is not known, Retry after a value was wanted with the start
 */
export function msUntil(
  walk: WalkState,
  node: FlowNode,
  { type, expression }: Extract<Trigger, { readonly kind: 'timer' }>,
): number {
  const now = TEST_START_MS + walk.elapsedMs;
  const example = type === 'date' ? new Date(now + HOUR_MS).toISOString() : 'PT1H';
  const value = expression && knownValue(walk, expression, example);
  const written = typeof value === 'string' ? value : '';
  const ms =
    type === 'date'
      ? Date.parse(written) - now
      : durationMs(type === 'cycle' ? (written.split('/').at(-1) ?? '') : written);
  if (ms === undefined || Number.isNaN(ms)) {
    throw new OpenEnd(`when the timer "${node.id}" fires is not known`);
  }
  return Math.max(0, ms);
}

/**
 * Sees to it that the engine can wait for events: it wants to know their correlation keys and times
 * when it comes to them, not when they happen.
 * @throws Retry when a value was added, OpenEnd where one cannot be found
 */
export function openEvents(
  walk: WalkState,
  events: readonly { readonly node: FlowNode; readonly definitions: readonly EventDefinition[] }[],
): void {
  for (const { node, definitions } of events) {
    for (const definition of triggersOf(definitions)) {
      if (definition.kind === 'message' && definition.message !== undefined) {
        correlationKey(walk, node, definition.message);
      } else if (definition.kind === 'timer') {
        msUntil(walk, node, definition);
      }
    }
  }
}
