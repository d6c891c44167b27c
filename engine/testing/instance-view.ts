import type { EngineRecord } from '../records/record.js';
import type {
  IncidentValue,
  Json,
  ProcessInstanceValue,
  ProcessMessageSubscriptionValue,
  TimerValue,
  VariableValue,
} from '../records/values.js';

/** Where a process instance or one element of it is. */
export type TestInstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

/** One time that an element was reached. */
export interface ElementVisit {
  readonly key: number;
  readonly elementId: string;
  /** As records name it: `SERVICE_TASK`. */
  readonly elementType: string;
  readonly state: TestInstanceState;
}

/** An unresolved incident. */
export type TestIncident = IncidentValue & { readonly key: number };

/** An open message catch of a process instance. */
export interface TestMessageSubscription {
  readonly elementId: string;
  readonly messageName: string;
  readonly correlationKey: string;
}

/** A timer that waits. */
export interface TestTimer {
  readonly key: number;
  readonly elementId: string;
  /** -1 for the timer of a start event. */
  readonly processInstanceKey: number;
  readonly due: Date;
}

interface Values {
  readonly PROCESS_INSTANCE: ProcessInstanceValue;
  readonly VARIABLE: VariableValue;
  readonly INCIDENT: IncidentValue;
  readonly PROCESS_MESSAGE_SUBSCRIPTION: ProcessMessageSubscriptionValue;
  readonly TIMER: TimerValue;
}

interface Seen<Type extends keyof Values> {
  readonly key: number;
  readonly intent: string;
  readonly value: Values[Type];
}

function eventsOf<Type extends keyof Values>(
  records: readonly EngineRecord[],
  valueType: Type,
): readonly Seen<Type>[] {
  return (
    records
      .filter((record) => record.recordType === 'EVENT' && record.valueType === valueType)
      // A record's value has the shape that its value type names.
      .map(({ key, intent, value }) => ({ key, intent, value: value as Values[Type] }))
  );
}

const endStates: Readonly<Record<string, TestInstanceState>> = {
  ELEMENT_COMPLETED: 'COMPLETED',
  ELEMENT_TERMINATED: 'TERMINATED',
};

/** Every element that was reached, in the order they were; the process itself comes first. */
export function elementVisits(records: readonly EngineRecord[]): readonly ElementVisit[] {
  const visits = new Map<number, ElementVisit>();
  for (const { key, intent, value } of eventsOf(records, 'PROCESS_INSTANCE')) {
    const state = endStates[intent];
    const known = visits.get(key);
    if (intent === 'ELEMENT_ACTIVATING' || intent === 'ELEMENT_MIGRATED') {
      const { elementId, bpmnElementType: elementType } = value;
      visits.set(key, { key, elementId, elementType, state: known?.state ?? 'ACTIVE' });
    } else if (state !== undefined && known !== undefined) {
      visits.set(key, { ...known, state });
    }
  }
  return [...visits.values()];
}

/** Ids of the elements that were completed, in that order; the process itself is left out. */
export function completedElements(records: readonly EngineRecord[]): readonly string[] {
  return eventsOf(records, 'PROCESS_INSTANCE')
    .filter(
      ({ intent, value }) => intent === 'ELEMENT_COMPLETED' && value.bpmnElementType !== 'PROCESS',
    )
    .map(({ value }) => value.elementId);
}

/** Variables by name, of each scope that has some. */
export function variablesByScope(
  records: readonly EngineRecord[],
): ReadonlyMap<number, Readonly<Record<string, Json>>> {
  const scopes = new Map<number, Record<string, Json>>();
  for (const { value } of eventsOf(records, 'VARIABLE')) {
    const scope = scopes.get(value.scopeKey) ?? {};
    scopes.set(value.scopeKey, scope);
    // A variable may be called `__proto__`.
    Object.defineProperty(scope, value.name, {
      value: JSON.parse(value.value) as Json,
      enumerable: true,
      configurable: true,
    });
  }
  return scopes;
}

/** Unresolved incidents, oldest first. */
export function openIncidents(records: readonly EngineRecord[]): readonly TestIncident[] {
  return stillOpen(eventsOf(records, 'INCIDENT'), {
    closes: ({ intent }) => intent === 'RESOLVED',
    read: ({ key, value }) => ({ ...value, key }),
  });
}

/** Open message catches, oldest first. */
export function openMessageSubscriptions(
  records: readonly EngineRecord[],
): readonly TestMessageSubscription[] {
  return stillOpen(eventsOf(records, 'PROCESS_MESSAGE_SUBSCRIPTION'), {
    closes: ({ intent, value }) =>
      intent.startsWith('DELET') || (intent === 'CORRELATED' && value.interrupting),
    read: ({ value }) => ({
      elementId: value.elementId,
      messageName: value.messageName,
      correlationKey: value.correlationKey,
    }),
  });
}

/** Timers that wait, the one that is due first first. */
export function openTimers(records: readonly EngineRecord[]): readonly TestTimer[] {
  const timers = stillOpen(eventsOf(records, 'TIMER'), {
    closes: ({ intent }) => intent === 'TRIGGERED' || intent === 'CANCELED',
    read: ({ key, value }) => ({
      key,
      elementId: value.targetElementId,
      processInstanceKey: value.processInstanceKey,
      due: new Date(value.dueDate),
    }),
  });
  return [...timers].sort((one, other) => one.due.getTime() - other.due.getTime());
}

/** Keys of the process instances that began in these records, with what they run. */
export function begunInstances(
  records: readonly EngineRecord[],
): readonly { readonly key: number; readonly value: ProcessInstanceValue }[] {
  return eventsOf(records, 'PROCESS_INSTANCE').filter(
    ({ intent, value }) => intent === 'ELEMENT_ACTIVATING' && value.bpmnElementType === 'PROCESS',
  );
}

function stillOpen<Event extends { readonly key: number }, View>(
  events: readonly Event[],
  open: {
    readonly closes: (event: Event) => boolean;
    readonly read: (event: Event) => View;
  },
): readonly View[] {
  const views = new Map<number, View>();
  for (const event of events) {
    if (open.closes(event)) {
      views.delete(event.key);
    } else {
      views.set(event.key, open.read(event));
    }
  }
  return [...views.values()];
}
