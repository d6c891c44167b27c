import type { Place } from '../../model/index.js';

/** One line of the plan that the migrate call takes. */
export interface MappingInstruction {
  readonly sourceElementId: string;
  readonly targetElementId: string;
}

/** Whether an instance that waits at an element of the old version can move to the new one. */
export interface ElementMigration {
  readonly elementId: string;
  readonly name?: string;
  /** `service task`, `timer intermediate catch event`. */
  readonly kind: string;
  readonly migrates: boolean;
  /** Id in the new version; absent when it does not migrate. */
  readonly target?: string;
  /** Why it does not migrate. */
  readonly reason?: string;
  /** True when no version of the model could migrate it: Camunda does not migrate its kind. */
  readonly neverMigrates: boolean;
  /** What stays as it was although the new version says otherwise, and what to look out for. */
  readonly notes: readonly string[];
  /** Why the embedded engine refuses what a Camunda cluster takes; absent when it takes it, too. */
  readonly embeddedEngine?: string;
  /** Place in the old model. */
  readonly place: Place;
}

/** What becomes of a subscription of a waiting instance, by the event it belongs to. */
export interface SubscriptionMigration {
  readonly elementId: string;
  /** `kept` as it is, `closed`, `opened`, or `reopened`: closed and opened with the new definition. */
  readonly fate: 'kept' | 'closed' | 'opened' | 'reopened';
  readonly note: string;
}

/** What can be done about instances of the old version of a process. */
export interface ProcessMigration {
  readonly process: string;
  /** True when an instance can move wherever it waits. */
  readonly complete: boolean;
  /** Every element of the old version that an instance can wait at, in document order. */
  readonly elements: readonly ElementMigration[];
  readonly subscriptions: readonly SubscriptionMigration[];
  /**
   * `mappingInstructions` of the migrate call (REST and gRPC alike); the caller adds the key of the
   * deployed process definition. Elements that do not migrate are left out.
   */
  readonly mappingInstructions: readonly MappingInstruction[];
  /** Job types that only instances of the old version ask for: they need their old workers. */
  readonly oldJobTypes: readonly string[];
}
