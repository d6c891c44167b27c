import { diagnose, sortDiagnostics } from '../codes.js';
import type { Diagnostic } from '../diagnostic.js';
import { nearestId } from '../read/reading.js';
import { schemaProblems } from '../schema/schema-problems.js';
import type { BpmnModel } from '../types.js';
import { adviceRules } from './advice/all-advice.js';
import { brokenRules } from './deployment-errors.js';
import { duplicateProcessIds } from './duplicate-process-ids.js';

/** What rules need to know beyond the models. */
export interface ValidateOptions {
  /**
   * Process variables that a schema declares, by model file. Rules that look for the writer of a
   * variable take these as written from outside.
   */
  readonly declaredVariables?: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Everything that is wrong with a set of models: what the reader found, why a cluster would reject
 * them, and advice. Sorted by file, line and column. Errors mean that the set does not deploy.
 */
export function validate(
  models: readonly BpmnModel[],
  options: ValidateOptions = {},
): readonly Diagnostic[] {
  return sortDiagnostics([
    ...models.flatMap((model) => [
      ...model.diagnostics,
      ...deploymentDiagnostics(model),
      ...adviceRules.flatMap((rule) =>
        rule(model, { declaredVariables: options.declaredVariables?.get(model.file) }),
      ),
    ]),
    ...duplicateProcessIds(models),
  ]);
}

function deploymentDiagnostics(model: BpmnModel): readonly Diagnostic[] {
  if (model.root === undefined) {
    return [];
  }
  const schema = schemaProblems(model.root)
    // Ids and references to them: the reader reports these with better words.
    .filter(({ message }) => !message.startsWith('cvc-id.'))
    .map(({ element, message }) =>
      diagnose('BPMN109', {
        place: element.place,
        elementId: nearestId(element),
        values: { message },
      }),
    );
  const rules = brokenRules(model.root).map(({ code, element, message }) =>
    diagnose(code, { place: element.place, elementId: nearestId(element), values: { message } }),
  );
  return [...schema, ...rules];
}
