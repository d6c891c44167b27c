import type { Json } from '../records/values.js';
import type { JobOwner } from './instance-host.js';
import type {
  ElementVisit,
  TestIncident,
  TestInstanceState,
  TestMessageSubscription,
  TestTimer,
} from './instance-view.js';
import type { TestUserTask } from './user-task-view.js';

/** A job that is not done, as a test looks at it. */
export interface TestOpenJob {
  readonly key: number;
  readonly type: string;
  readonly elementId: string;
  /** As records name it: `BPMN_ELEMENT`, `EXECUTION_LISTENER`. */
  readonly kind: string;
  readonly state: 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'ERROR_THROWN';
  readonly retries: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Message of the last failure; empty when there was none. */
  readonly errorMessage: string;
  readonly owner: JobOwner;
}

/** What can be read of a process instance; reports and matchers need no more. */
export interface ReadInstance {
  readonly key: number;
  /** Id of its process. */
  readonly processId: string;
  /** Where the instance is now. */
  state(): TestInstanceState;
  /** Ids of the elements that were completed, in order; the process itself is left out. */
  path(): readonly string[];
  /** Ids of the elements where tokens are now, in the order they came there. */
  waitingAt(): readonly string[];
  /** Every element that was reached, the process first: its key, type and where it is. */
  elements(): readonly ElementVisit[];
  /**
   * The variables of the instance's root scope; with `at`, those that are local to an element the
   * last time it was reached.
   */
  variables(scope?: { readonly at?: string }): Readonly<Record<string, Json>>;
  /** Unresolved incidents. */
  incidents(): readonly TestIncident[];
  /** Jobs that are not done. */
  jobs(): readonly TestOpenJob[];
  /** User tasks that wait to be done. */
  userTasks(): readonly TestUserTask[];
  /** Messages that the instance waits for. */
  messageSubscriptions(): readonly TestMessageSubscription[];
  /** Timers that wait, the next one first. */
  timers(): readonly TestTimer[];
  /** The instances that its call activities began, in order; of one call activity, if given. */
  children(elementId?: string): readonly ReadInstance[];
  /** `ReserveSeats "Reserve seats"`: an element's id with the name it has in the model. */
  nameOf(elementId: string): string;
  /** Throws when the process has none of these elements; says which ones it may have meant. */
  requireElements(elementIds: readonly string[]): void;
  /** What a failing assertion shows of it, in a few lines of text. */
  describe(): string;
}
