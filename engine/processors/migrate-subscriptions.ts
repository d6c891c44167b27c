import { elementOf } from '../behaviors/element.js';
import {
  closeSubscriptions,
  openSubscriptions,
  planSubscriptions,
} from '../behaviors/subscriptions.js';
import { eventSubProcessStarts } from '../behaviors/trigger.js';
import type { ExecutableNode, ExecutableProcess } from '../model/executable.js';
import type { ProcessInstanceValue } from '../records/values.js';
import { without } from '../records/without.js';
import type { ElementInstance } from '../state/rows.js';
import type { Processing } from './processing.js';
import { Refusal } from './refusal.js';

/** One element that moves to another definition. */
export interface MovedElement {
  readonly instance: ElementInstance;
  /** Its value there. */
  readonly moved: ProcessInstanceValue;
  /** The definition it moves to. */
  readonly process: ExecutableProcess;
  /** Element ids there by those here. */
  readonly mappings: ReadonlyMap<string, string>;
}

/** The events that an element waits for beside itself: boundary events and event sub-processes. */
function eventsOf(cx: Processing, { instance, moved }: MovedElement): readonly ExecutableNode[] {
  const element = elementOf(cx, instance.key, moved);
  return [...(element.node?.boundaryEvents ?? []), ...eventSubProcessStarts(element)];
}

/** Events of the new definition that no mapping leads to: they are opened anew. */
function fresh(cx: Processing, given: MovedElement): readonly ExecutableNode[] {
  const targets = new Set(given.mappings.values());
  return eventsOf(cx, given).filter((node) => !targets.has(node.id));
}

/**
 * Refuses a migration that would subscribe an element to a message again: two subscriptions of one
 * name cannot be told apart.
 */
export function checkSubscriptions(cx: Processing, given: MovedElement): void {
  const { instance, mappings } = given;
  const names = new Map<string, string>();
  for (const key of cx.state.processSubscriptionsOfElement.get(instance.key)) {
    const row = cx.state.processMessageSubscriptions.get(key);
    if (row !== undefined && !mappings.has(row.value.elementId)) {
      names.set(row.value.messageName, row.value.elementId);
    }
  }
  for (const node of names.size === 0 ? [] : fresh(cx, given)) {
    const name = node.event.kind === 'message' ? node.event.name : undefined;
    const taken = name?.kind === 'static' ? names.get(name.text) : undefined;
    if (taken !== undefined && name !== undefined) {
      const { elementId, processInstanceKey } = instance.value;
      throw new Refusal(
        'INVALID_STATE',
        `Expected to migrate process instance '${processInstanceKey}' but active element with id '${elementId}' attempts to subscribe to a message it is already subscribed to with name '${name.text}'. ` +
          'Migrating active elements that subscribe to a message they are already subscribed to is not possible yet. ' +
          `Please provide a mapping instruction to message catch event with id '${node.id}' to migrate the respective message subscription.`,
      );
    }
  }
}

/** Moves what is mapped, closes what is not, and opens what only the new definition has. */
export function moveSubscriptions(cx: Processing, given: MovedElement): void {
  const { instance, moved, mappings } = given;
  const isMapped = (id: string): boolean => mappings.has(id);
  closeSubscriptions(cx, instance.key, (id) => !isMapped(id));
  const element = elementOf(cx, instance.key, moved);
  openSubscriptions(cx, element, planSubscriptions(cx, element, fresh(cx, given)));
  const { bpmnProcessId, processDefinitionKey } = moved;
  for (const key of [...cx.state.processSubscriptionsOfElement.get(instance.key)]) {
    const row = cx.state.processMessageSubscriptions.get(key);
    const elementId = mappings.get(row?.value.elementId ?? '');
    if (row !== undefined && elementId !== undefined) {
      const value = { ...row.value, bpmnProcessId, elementId };
      cx.event('PROCESS_MESSAGE_SUBSCRIPTION', 'MIGRATED', key, value);
      cx.command('MESSAGE_SUBSCRIPTION', 'MIGRATE', key, without(value, 'elementId'));
    }
  }
  for (const key of [...cx.state.timersOfElement.get(instance.key)]) {
    const row = cx.state.timers.get(key);
    const targetElementId = mappings.get(row?.value.targetElementId ?? '');
    if (row !== undefined && targetElementId !== undefined) {
      cx.event('TIMER', 'MIGRATED', key, { ...row.value, targetElementId, processDefinitionKey });
    }
  }
  for (const key of [...cx.state.signalsOfElement.get(instance.key)]) {
    const row = cx.state.signalSubscriptions.get(key);
    const catchEventId = mappings.get(row?.value.catchEventId ?? '');
    if (row !== undefined && catchEventId !== undefined) {
      const value = { ...row.value, catchEventId, bpmnProcessId, processDefinitionKey };
      cx.event('SIGNAL_SUBSCRIPTION', 'MIGRATED', key, value);
    }
  }
}
