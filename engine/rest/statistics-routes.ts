import type { History, Keyed } from '../exporters/history.js';
import type { SeenInstance } from '../exporters/seen.js';
import { GatewayError } from '../gateway/index.js';
import { defaultTenant } from '../records/values.js';
import { lookupKey } from './path-key.js';
import { route, type Route } from './route.js';

/** How many instances of each element there are, and which flows were taken. */
export function statisticsRoutes(history: History): readonly Route[] {
  const instancePath = 'process-instances/{processInstanceKey}';
  const definitionPath = 'process-definitions/{processDefinitionKey}';
  return [
    route('GET', `${instancePath}/statistics/element-instances`, ({ params }) => {
      const key = existing(history, lookupKey(params, 'processInstanceKey'));
      return Promise.resolve({ body: { items: statistics(history, history.elements(key)) } });
    }),
    route('POST', `${definitionPath}/statistics/element-instances`, ({ params }) => {
      const key = lookupKey(params, 'processDefinitionKey');
      const elements = history
        .elements()
        .filter(([, one]) => one.value.processDefinitionKey === key);
      return Promise.resolve({ body: { items: statistics(history, elements) } });
    }),
    route('GET', `${instancePath}/sequence-flows`, ({ params }) => {
      const key = existing(history, lookupKey(params, 'processInstanceKey'));
      return Promise.resolve({ body: { items: flowItems(history, key) } });
    }),
    route('GET', `${instancePath}/call-hierarchy`, ({ params }) => {
      const key = existing(history, lookupKey(params, 'processInstanceKey'));
      return Promise.resolve({ body: callers(history, key) });
    }),
  ];
}

function existing(history: History, key: number): number {
  if (history.instances(key).length === 0) {
    throw new GatewayError('NOT_FOUND', `Process Instance with key '${key}' not found`);
  }
  return key;
}

interface Counts {
  active: number;
  canceled: number;
  incidents: number;
  completed: number;
}
const counted = { ACTIVE: 'active', COMPLETED: 'completed', TERMINATED: 'canceled' } as const;

function statistics(history: History, elements: Keyed<SeenInstance>): readonly object[] {
  const counts = new Map<string, Counts>();
  for (const [key, { value, state }] of elements) {
    const known = counts.get(value.elementId);
    const own = known ?? { active: 0, canceled: 0, incidents: 0, completed: 0 };
    own[counted[state]] += 1;
    const hasIncident = history
      .incidents(value.processInstanceKey)
      .some(([, one]) => one.state === 'ACTIVE' && one.value.elementInstanceKey === key);
    own.incidents += hasIncident ? 1 : 0;
    counts.set(value.elementId, own);
  }
  return [...counts].map(([elementId, own]) => ({ elementId, ...own }));
}

function flowItems(history: History, instanceKey: number): readonly object[] {
  const [instance] = history.instances(instanceKey);
  return history.flows(instanceKey).map((elementId) => ({
    sequenceFlowId: `${instanceKey}_${elementId}`,
    processInstanceKey: String(instanceKey),
    rootProcessInstanceKey: null,
    processDefinitionKey: String(instance?.value.processDefinitionKey ?? -1),
    processDefinitionId: instance?.value.bpmnProcessId ?? '',
    elementId,
    tenantId: defaultTenant,
  }));
}

/** The instance and those that called it, the outermost first. */
function callers(history: History, instanceKey: number): readonly object[] {
  const entries: object[] = [];
  let [instance] = history.instances(instanceKey);
  while (instance !== undefined) {
    const { value } = instance;
    entries.unshift({
      processInstanceKey: String(value.processInstanceKey),
      processDefinitionKey: String(value.processDefinitionKey),
      processDefinitionName: value.bpmnProcessId,
    });
    [instance] = history.instances(value.parentProcessInstanceKey);
  }
  return entries;
}
