import type { Processing } from '../processors/processing.js';
import type { ElementFailure } from '../processors/refusal.js';
import { defaultTenant } from '../records/values.js';
import type { IncidentValue } from '../records/values.js';
import type { ElementInstance } from '../state/rows.js';
import type { Element } from './element.js';

interface Paths {
  readonly elementInstancePath: number[][];
  readonly processDefinitionPath: number[];
  readonly callingElementPath: number[];
}

/** Where an element is, from the root process instance down: one entry a process instance. */
function pathsOf(cx: Processing, key: number): Paths {
  const paths: Paths = {
    elementInstancePath: [],
    processDefinitionPath: [],
    callingElementPath: [],
  };
  let path: number[] = [];
  let instance: ElementInstance | undefined = cx.state.elements.get(key);
  while (instance !== undefined) {
    path.unshift(instance.key);
    const { value }: ElementInstance = instance;
    if (value.flowScopeKey > 0) {
      instance = cx.state.elements.get(value.flowScopeKey);
      continue;
    }
    paths.elementInstancePath.unshift(path);
    paths.processDefinitionPath.unshift(value.processDefinitionKey);
    path = [];
    instance = cx.state.elements.get(value.parentElementInstanceKey);
    if (instance !== undefined) {
      const { nodes } = cx.catalog.process(instance.value.processDefinitionKey);
      // The place among the call activities of the process, in the order of their ids.
      const ids = [...nodes.values()].filter((node) => node.calledElement).map((node) => node.id);
      paths.callingElementPath.unshift(ids.sort().indexOf(instance.value.elementId));
    }
  }
  return paths;
}

/** Writes that an element, or a job of it, cannot go on. */
export function createIncident(
  cx: Processing,
  element: Element,
  failure: ElementFailure,
  job?: { readonly key: number; readonly elementId: string },
): void {
  const value: IncidentValue = {
    jobKey: job?.key ?? -1,
    variableScopeKey: failure.variableScopeKey ?? element.key,
    ...pathsOf(cx, element.key),
    errorType: failure.type,
    tenantId: defaultTenant,
    bpmnProcessId: element.value.bpmnProcessId,
    processInstanceKey: element.value.processInstanceKey,
    errorMessage: failure.message,
    elementInstanceKey: element.key,
    processDefinitionKey: element.value.processDefinitionKey,
    elementId: job?.elementId ?? element.value.elementId,
  };
  cx.event('INCIDENT', 'CREATED', cx.nextKey(), value);
}

/**
 * Writes that every incident of an element is resolved, or only those of its jobs: the element ends.
 */
export function resolveIncidentsOf(
  cx: Processing,
  elementKey: number,
  which: 'all' | 'of jobs' = 'all',
): void {
  for (const key of [...cx.state.incidentsOfElement.get(elementKey)]) {
    const incident = cx.state.incidents.get(key);
    if (incident !== undefined && (which === 'all' || incident.value.jobKey > 0)) {
      cx.event('INCIDENT', 'RESOLVED', key, incident.value);
    }
  }
}
