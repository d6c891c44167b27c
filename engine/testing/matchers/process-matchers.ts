/** What a matcher gives: nothing, or a promise where a promise is expected of. */
export type Matched<R, T> = T extends PromiseLike<unknown> ? Promise<void> : R;

/** An incident to look for; every field that is given must fit. */
export interface ExpectedIncident {
  /** `JOB_NO_RETRIES`, `IO_MAPPING_ERROR`, … */
  readonly errorType?: unknown;
  readonly elementId?: unknown;
  /** Text that the message contains, a pattern, or an asymmetric matcher. */
  readonly message?: unknown;
}

/** A job to look for; every field that is given must fit. */
export interface ExpectedJob {
  readonly type?: unknown;
  readonly elementId?: unknown;
  readonly retries?: unknown;
  readonly state?: unknown;
  readonly headers?: unknown;
  /** Text that the message of the last failure contains, a pattern, or an asymmetric matcher. */
  readonly message?: unknown;
}

/** A user task to look for; every field that is given must fit. */
export interface ExpectedUserTask {
  readonly elementId?: unknown;
  readonly assignee?: unknown;
  readonly candidateGroups?: unknown;
  readonly candidateUsers?: unknown;
  readonly dueDate?: unknown;
  readonly followUpDate?: unknown;
  readonly priority?: unknown;
  readonly kind?: 'native' | 'job';
}

/** Where variables are looked for: in the root scope, or in that of an element (its last visit). */
export interface VariableScope {
  readonly at?: string;
}

/**
 * Matchers for a `TestInstance`, or a promise of one (await them then). Values that are expected may
 * hold asymmetric matchers: `expect.any(String)`. An element id that the process does not have is an
 * error, also after `.not`: a misspelt id must not pass.
 */
export interface ProcessMatchers<R, T = unknown> {
  /** The instance runs. */
  toBeActive(): Matched<R, T>;
  /** The instance came to its end. */
  toBeCompleted(): Matched<R, T>;
  /** The instance was canceled, or terminated by the one that called it. */
  toBeCanceled(): Matched<R, T>;
  /** These elements were completed in this order; others may lie between. */
  toHavePassed(...elementIds: readonly string[]): Matched<R, T>;
  /** Exactly these elements were completed, in exactly this order. */
  toHavePassedExactly(...elementIds: readonly string[]): Matched<R, T>;
  /** None of these elements was completed. */
  toHavePassedNoneOf(...elementIds: readonly string[]): Matched<R, T>;
  /** The element was completed so often. */
  toHavePassedTimes(elementId: string, times: number): Matched<R, T>;
  /** Tokens are at all of these elements; there may be others. */
  toBeWaitingAt(...elementIds: readonly string[]): Matched<R, T>;
  /** Tokens are at these elements and no others. */
  toBeWaitingAtExactly(...elementIds: readonly string[]): Matched<R, T>;
  /** It has the variable, with this value if one is given. */
  toHaveVariable(name: string, value?: unknown, scope?: VariableScope): Matched<R, T>;
  /** It has these variables with these values; it may have more. */
  toHaveVariables(
    expected: Readonly<Record<string, unknown>>,
    scope?: VariableScope,
  ): Matched<R, T>;
  /** An incident is open; one that fits, if told. */
  toHaveIncident(expected?: ExpectedIncident): Matched<R, T>;
  /** No incident is open. */
  toHaveNoIncidents(): Matched<R, T>;
  /** A job is not done; one of this type, or one that fits. */
  toHaveJob(expected?: string | ExpectedJob): Matched<R, T>;
  /** A message is waited for, under this correlation key if one is given. */
  toBeWaitingForMessage(name: string, correlationKey?: unknown): Matched<R, T>;
  /** A user task waits; one at this element, or one that fits. */
  toHaveUserTask(expected?: string | ExpectedUserTask): Matched<R, T>;
  /** A call activity began an instance of this process. */
  toHaveCalled(processId: string): Matched<R, T>;
}
