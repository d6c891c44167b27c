import { OpenEnd } from './open-end.js';
import { errorCatcher, type Catcher, type WalkScope } from './walk-scope.js';
import type { WalkState } from './walk-state.js';

/**
 * Lets a job throw a code, or one of its codes for an event that catches every one.
 * @throws OpenEnd for a code that its contract does not let it throw
 */
export function throwFromJob(
  walk: WalkState,
  jobType: string | undefined,
  wanted: string | undefined,
): void {
  const errors = codesOf(walk, jobType);
  const code = wanted ?? (errors === 'any' ? 'SOME_ERROR' : errors[0]);
  if (code === undefined || (errors !== 'any' && !errors.includes(code))) {
    throw new OpenEnd(
      `not every element of the job type "${jobType ?? ''}" lets it throw ${code ?? 'anything'}`,
    );
  }
  walk.answer(jobType ?? '', { kind: 'error', code });
}

/** What scopes around catch of the codes that a job may throw, by the id of the event. */
export function outerErrors(
  walk: WalkState,
  scope: WalkScope,
  jobType: string | undefined,
): ReadonlyMap<string, { readonly code: string; readonly by: Catcher }> {
  const errors = jobType === undefined ? [] : codesOf(walk, jobType);
  const codes = errors === 'any' ? ['SOME_ERROR'] : errors;
  return new Map(
    codes.flatMap((code) => {
      const by = errorCatcher(scope, code);
      return by === undefined || walk.covered.has(by.by.id)
        ? []
        : [[by.by.id, { code, by }] as const];
    }),
  );
}

/** Codes that the contract lets a job throw. */
function codesOf(walk: WalkState, jobType: string | undefined): 'any' | readonly string[] {
  return (jobType === undefined ? undefined : walk.facts.job(jobType)?.errors) ?? 'any';
}
