import type { EngineRecord } from '../records/record.js';
import type { Json, ProcessInstanceValue } from '../records/values.js';
import { activeUserTask, type ActiveUserTask } from './active-user-task.js';
import { cancel, migrate, modify, resolveIncidents, setVariables } from './instance-changes.js';
import type { Migration, Modification } from './instance-changes.js';
import { document } from './document.js';
import type { InstanceHost } from './instance-host.js';
import { reportInstance } from './instance-report.js';
import {
  begunInstances,
  completedElements,
  elementVisits,
  openIncidents,
  openMessageSubscriptions,
  openTimers,
  variablesByScope,
  type ElementVisit,
  type TestIncident,
  type TestInstanceState,
  type TestMessageSubscription,
  type TestTimer,
} from './instance-view.js';
import { InstanceAssertions } from './instance-assertions.js';
import { filterRecords, type RecordFilter } from './record-log.js';
import type { ReadInstance, TestOpenJob } from './read-instance.js';
import { openUserTasks, type TestUserTask } from './user-task-view.js';

const testInstanceBrand: unique symbol = Symbol.for('jobwright.TestInstance') as never;

/**
 * One process instance of a test engine: what became of it, read from the records, and the changes
 * that an operator can make. What it says stays true after the instance ended and after a restart.
 */
export class TestInstance extends InstanceAssertions implements ReadInstance {
  readonly key: number;
  /** Tells it from other objects, also one from another copy of this module. @internal */
  readonly [testInstanceBrand] = true;
  readonly #host: InstanceHost;

  /** Made by the test engine. @internal */
  constructor(key: number, host: InstanceHost) {
    super();
    this.key = key;
    this.#host = host;
  }

  /** Id of its process. */
  get processId(): string {
    return this.#root()?.bpmnProcessId ?? '';
  }

  /** Key of the definition that it runs: another one after a migration. */
  get processDefinitionKey(): number {
    return this.#root()?.processDefinitionKey ?? -1;
  }

  /** Where the instance is now. */
  override state(): TestInstanceState {
    return this.elements().find(({ key }) => key === this.key)?.state ?? 'ACTIVE';
  }

  /** Ids of the elements that were completed, in order; the process itself is left out. */
  override path(): readonly string[] {
    return completedElements(this.records());
  }

  /** Ids of the elements where tokens are now, in the order they came there. */
  override waitingAt(): readonly string[] {
    return this.elements()
      .filter(({ state, elementType }) => state === 'ACTIVE' && elementType !== 'PROCESS')
      .map(({ elementId }) => elementId);
  }

  /** Every element that was reached, the process first: its key, type and where it is. */
  elements(): readonly ElementVisit[] {
    return elementVisits(this.records());
  }

  /**
   * The variables of the instance's root scope; with `at`, those that are local to an element the
   * last time it was reached.
   */
  override variables(scope: { readonly at?: string } = {}): Readonly<Record<string, Json>> {
    const scopes = variablesByScope(this.records());
    if (scope.at === undefined) {
      return scopes.get(this.key) ?? {};
    }
    const visits = this.elements().filter(({ elementId }) => elementId === scope.at);
    const last = visits.findLast(({ key }) => scopes.has(key)) ?? visits.at(-1);
    return scopes.get(last?.key ?? -1) ?? {};
  }

  /** Unresolved incidents. */
  override incidents(): readonly TestIncident[] {
    return openIncidents(this.records());
  }

  /** Jobs that are not done. */
  jobs(): readonly TestOpenJob[] {
    return this.#host.jobs(this.key).map((job) => ({
      key: job.key,
      type: job.value.type,
      elementId: job.value.elementId,
      kind: job.value.jobKind,
      state: job.state,
      retries: job.value.retries,
      headers: job.value.customHeaders,
      errorMessage: job.value.errorMessage,
      owner: this.#host.jobOwner(job),
    }));
  }

  /** User tasks that wait to be done. */
  userTasks(): readonly TestUserTask[] {
    return openUserTasks(this.records(), this.#host.jobs(this.key));
  }

  /**
   * The one user task that waits at an element, to be done by hand: `complete`, `assign`, … Throws
   * when there is none.
   */
  userTask(elementId: string): ActiveUserTask {
    const task = this.userTasks().find((one) => one.elementId === elementId);
    if (task === undefined) {
      throw new Error(`no user task waits at '${elementId}'\n${this.describe()}`);
    }
    return activeUserTask(task, this.#host);
  }

  /** Messages that the instance waits for. */
  messageSubscriptions(): readonly TestMessageSubscription[] {
    return openMessageSubscriptions(this.records());
  }

  /** Timers that wait, the next one first. */
  timers(): readonly TestTimer[] {
    return openTimers(this.records());
  }

  /** The instances that its call activities began, in order; of one call activity, if given. */
  children(elementId?: string): readonly TestInstance[] {
    const callers = new Set(
      this.elements()
        .filter((visit) => elementId === undefined || visit.elementId === elementId)
        .map(({ key }) => key),
    );
    return begunInstances(this.#host.log.all())
      .filter(
        ({ value }) =>
          value.parentProcessInstanceKey === this.key &&
          callers.has(value.parentElementInstanceKey),
      )
      .map(({ key }) => new TestInstance(key, this.#host));
  }

  /** The records about this instance, in order; those that fit `filter`, if given. */
  records(filter: RecordFilter = {}): readonly EngineRecord[] {
    const own = this.#host.log.of(this.key);
    return Object.keys(filter).length === 0 ? own : filterRecords(own, filter);
  }

  /** `ReserveSeats "Reserve seats"`: an element's id with the name it has in the model. */
  nameOf(elementId: string): string {
    return this.#host.names(this.processDefinitionKey)?.show(elementId) ?? elementId;
  }

  /** Throws when the process has none of these elements; says which ones it may have meant. */
  override requireElements(elementIds: readonly string[]): void {
    const reached = new Set(this.elements().map(({ elementId }) => elementId));
    const strange = elementIds.find((elementId) => !reached.has(elementId));
    const names = strange === undefined ? undefined : this.#host.names(this.processDefinitionKey);
    for (const elementId of names === undefined ? [] : elementIds) {
      if (names !== undefined && !names.has(elementId)) {
        const nearest = names.nearest(elementId).map((id) => `'${id}'`);
        const meant = nearest.length === 0 ? '' : `; did you mean ${nearest.join(' or ')}?`;
        throw new Error(`process '${this.processId}' has no element '${elementId}'${meant}`);
      }
    }
  }

  /** Cancels the instance. Rejects when it has ended, or was begun by a call activity. */
  async cancel(): Promise<this> {
    await cancel(this, this.#host);
    return this;
  }

  /**
   * Sets variables, seen from the instance's root scope; with `at`, from the element's. They go to
   * the scope that has them, else to the root scope; `local` keeps them in the scope that is named.
   */
  async setVariables(
    variables: object,
    scope: { readonly at?: string; readonly local?: boolean } = {},
  ): Promise<this> {
    await setVariables(this, { ...scope, variables: document(variables) }, this.#host);
    return this;
  }

  /** Moves tokens: activates elements, and ends those that are active at others. */
  async modify(modification: Modification): Promise<this> {
    await modify(this, modification, this.#host);
    return this;
  }

  /** Goes on with another definition, the latest version of its process by default. */
  async migrate(migration: Migration): Promise<this> {
    await migrate(this, migration, this.#host);
    return this;
  }

  /**
   * Resolves the open incidents, at one element if given. A job that has no retries left gets
   * `retries` before: it is tried again by its handler.
   * @param options `retries` is 1 by default
   */
  async resolveIncidents(
    options: { readonly at?: string; readonly retries?: number } = {},
  ): Promise<this> {
    await resolveIncidents(this, options, this.#host);
    return this;
  }

  /** What a failing assertion shows of it, in a few lines of text. */
  describe(): string {
    return reportInstance(this);
  }

  #root(): ProcessInstanceValue | undefined {
    // The last event about the instance itself: a migration changes its definition.
    return this.records({ valueType: 'PROCESS_INSTANCE', recordType: 'EVENT', key: this.key }).at(
      -1,
    )?.value as ProcessInstanceValue | undefined;
  }
}

/** True for a `TestInstance`, also one from another copy of this module. */
export function isTestInstance(value: unknown): value is ReadInstance {
  return typeof value === 'object' && value !== null && testInstanceBrand in value;
}
