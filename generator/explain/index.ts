import type { PlanOptions } from '../options.js';
import type { Source } from '../source.js';
import type { ExplainFacts, ExplainResult } from './explanation.js';

export type {
  ExplainCandidate,
  ExplainedElement,
  ExplainedError,
  ExplainedFile,
  ExplainedHandler,
  ExplainedMention,
  ExplainedOperation,
  ExplainedSubject,
  ExplainedVariable,
  ExplainFacts,
  ExplainResult,
  Explanation,
} from './explanation.js';

/**
 * Follows one name from the model line to everything that comes of it: generated code, handler, tests,
 * API. `query` is an element's id or name, a job type, message, signal, error or escalation code,
 * decision, variable, process, operationId, `METHOD /path`, or a diagnostic code; where a name means
 * several things, `subject:process/name` means one. By value: the user's own files come as `facts`.
 */
export async function explain(
  sources: readonly Source[],
  query: string,
  options: PlanOptions & { readonly facts?: ExplainFacts } = {},
): Promise<ExplainResult> {
  const { explainSources } = await import('./explain.js');
  return explainSources(sources, query, options);
}
