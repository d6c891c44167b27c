import type { EngineState } from '../state/engine-state.js';
import type { ElementInstance, Incident, Job, UserTask, Variable } from '../state/rows.js';
import type {
  DecisionRequirementsValue,
  DecisionValue,
  FormValue,
  ProcessValue,
} from '../records/values.js';

/** Read-only look-ups into the engine's state. */
export class EngineQueries {
  readonly #state: EngineState;

  constructor(state: EngineState) {
    this.#state = state;
  }

  /** Every deployed process version. */
  definitions(): readonly ProcessValue[] {
    return [...this.#state.processes.rows()];
  }

  /** One process version; undefined when there is none with this key. */
  definition(processDefinitionKey: number): ProcessValue | undefined {
    return this.#state.processes.get(processDefinitionKey);
  }

  /** Every deployed decision version. */
  decisions(): readonly DecisionValue[] {
    return [...this.#state.decisions.rows()];
  }

  /** Every deployed decision file. */
  decisionRequirements(): readonly DecisionRequirementsValue[] {
    return [...this.#state.decisionRequirements.rows()];
  }

  /** Every deployed form version. */
  forms(): readonly FormValue[] {
    return [...this.#state.forms.rows()];
  }

  /** Every process instance that runs. */
  instances(): readonly ElementInstance[] {
    return [...this.#state.elements.rows()].filter(
      (row) => row.value.bpmnElementType === 'PROCESS',
    );
  }

  /** One element instance that runs; a process instance is one too. */
  element(key: number): ElementInstance | undefined {
    return this.#state.elements.get(key);
  }

  /** Every running element instance. */
  allElements(): readonly ElementInstance[] {
    return [...this.#state.elements.rows()];
  }

  /** Every running element instance of a process instance, itself included. */
  elements(processInstanceKey: number): readonly ElementInstance[] {
    return [...this.#state.elements.rows()].filter(
      (row) => row.value.processInstanceKey === processInstanceKey,
    );
  }

  /** The variables of exactly one scope. */
  variables(scopeKey: number): readonly Variable[] {
    return this.#state.variableNames
      .get(scopeKey)
      .flatMap((name) => this.#state.variables.get(`${scopeKey}\u0000${name}`) ?? []);
  }

  /** Every job that is not done; of one type, if given. */
  jobs(type?: string): readonly Job[] {
    return [...this.#state.jobs.rows()].filter(
      (row) => type === undefined || row.value.type === type,
    );
  }

  /** Every native user task that is not done. */
  userTasks(): readonly UserTask[] {
    return [...this.#state.userTasks.rows()];
  }

  /** Number of jobs of a type that wait for a worker. */
  activatableJobs(type: string): number {
    return this.#state.activatableJobs.count(type);
  }

  /** Every unresolved incident. */
  incidents(): readonly Incident[] {
    return [...this.#state.incidents.rows()];
  }
}
