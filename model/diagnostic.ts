import type { Place } from './place.js';

/** `error` stops generation and deployment, `warning` can with `--max-warnings`, `info` never does. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * One finding about a model. Diagnostics are values: rules return them, nobody throws them.
 * `message` says what and why, `fix` what to do. `code` is registered in `model/codes.ts` and
 * described in `docs/errors.md`.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly place: Place;
  /** BPMN id of the element the finding is about, when there is one. */
  readonly elementId?: string;
}
