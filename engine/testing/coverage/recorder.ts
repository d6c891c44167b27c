import type { EngineRecord } from '../../records/record.js';
import type { IncidentValue, ProcessInstanceValue, ProcessValue } from '../../records/values.js';
import { addElement, untouched, type PassedElement, type PassedProcess } from './passed.js';

/** Where a recorder puts what it has counted. */
export interface CoverageSink {
  /** Keeps the model of a process; the same one may come again. */
  readonly model: (definition: ProcessValue) => void;
  /** Keeps what was passed since the last call. */
  readonly passed: (passed: PassedProcess) => void;
}

interface Counts {
  instances: number;
  readonly elements: Map<string, PassedElement>;
  readonly flows: Map<string, number>;
}

/** Counts what the instances of one engine pass, by definition. */
export class CoverageRecorder {
  readonly #sink: CoverageSink;
  readonly #counts = new Map<number, Counts>();
  readonly #told = new Set<number>();

  constructor(sink: CoverageSink) {
    this.#sink = sink;
  }

  /** Counts records. */
  observe(records: readonly EngineRecord[]): void {
    for (const { recordType, valueType, intent, value } of records) {
      // A record's value has the shape that its value type names.
      if (recordType === 'EVENT' && valueType === 'PROCESS_INSTANCE') {
        this.#element(intent, value as ProcessInstanceValue);
      } else if (recordType === 'EVENT' && valueType === 'INCIDENT' && intent === 'CREATED') {
        const { processDefinitionKey, elementId, errorType, errorMessage } = value as IncidentValue;
        const incident = `${errorType}: ${errorMessage}`;
        this.#add(processDefinitionKey, elementId, { ...untouched, incidents: 1, incident });
      }
    }
  }

  /** Puts what was counted since the last time into the sink, and definitions that are new. */
  flush(definitions: readonly ProcessValue[]): void {
    for (const definition of definitions) {
      const { processDefinitionKey, bpmnProcessId, checksum, resourceName } = definition;
      const counts = this.#counts.get(processDefinitionKey);
      if (!this.#told.has(processDefinitionKey)) {
        this.#told.add(processDefinitionKey);
        this.#sink.model(definition);
      } else if (counts === undefined) {
        continue;
      }
      this.#sink.passed({
        processId: bpmnProcessId,
        checksum,
        resourceName,
        instances: counts?.instances ?? 0,
        elements: Object.fromEntries(counts?.elements ?? []),
        flows: Object.fromEntries(counts?.flows ?? []),
      });
      this.#counts.delete(processDefinitionKey);
    }
  }

  #element(intent: string, value: ProcessInstanceValue): void {
    const { processDefinitionKey, elementId, bpmnElementType } = value;
    if (bpmnElementType === 'PROCESS') {
      this.#of(processDefinitionKey).instances += intent === 'ELEMENT_ACTIVATING' ? 1 : 0;
    } else if (intent === 'SEQUENCE_FLOW_TAKEN') {
      const { flows } = this.#of(processDefinitionKey);
      flows.set(elementId, (flows.get(elementId) ?? 0) + 1);
    } else if (bpmnElementType === 'MULTI_INSTANCE_BODY') {
      // Its inner instances bear the same id: each of them counts.
    } else if (intent === 'ELEMENT_ACTIVATED') {
      this.#add(processDefinitionKey, elementId, { ...untouched, entered: 1 });
    } else if (intent === 'ELEMENT_COMPLETED') {
      this.#add(processDefinitionKey, elementId, { ...untouched, completed: 1 });
    }
  }

  #add(processDefinitionKey: number, elementId: string, passed: PassedElement): void {
    const { elements } = this.#of(processDefinitionKey);
    elements.set(elementId, addElement(elements.get(elementId) ?? untouched, passed));
  }

  #of(processDefinitionKey: number): Counts {
    const known = this.#counts.get(processDefinitionKey);
    if (known !== undefined) {
      return known;
    }
    const counts: Counts = { instances: 0, elements: new Map(), flows: new Map() };
    this.#counts.set(processDefinitionKey, counts);
    return counts;
  }
}
