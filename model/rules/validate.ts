import { diagnose, sortDiagnostics } from '../codes.js';
import type { Diagnostic } from '../diagnostic.js';
import { isPlatform, platformOf, platforms, type Platform } from '../platform/platform.js';
import { nearestId } from '../read/reading.js';
import { schemaProblems } from '../schema/schema-problems.js';
import type { BpmnModel } from '../types.js';
import { modelRules, setRules } from './advice/all-advice.js';
import { brokenRules } from './deployment-errors.js';
import { duplicateProcessIds } from './duplicate-process-ids.js';
import { ignoredFeatures } from './platform/ignored-features.js';
import { knownPlatform } from './platform/known-platform.js';
import { settleDiagnostics, type SettleOptions } from './settle/settle-diagnostics.js';

/**
 * A rule from outside: all models of a set in, findings out. Its codes look like `ACME-no-scripts`, its
 * findings have a place in one of the models. It must not throw.
 */
export type ModelRule = (models: readonly BpmnModel[]) => readonly Diagnostic[];

/** What rules need to know beyond the models. */
export interface RuleOptions {
  /**
   * Process variables that a schema declares, by model file. Rules that look for the writer of a
   * variable take these as written from outside.
   */
  readonly declaredVariables?: ReadonlyMap<string, ReadonlySet<string>>;
  /**
   * The Camunda version to deploy to, `8.6` to `8.10`. @default what each model says it is for
   * (`modeler:executionPlatformVersion`), at least 8.6, at most 8.10
   */
  readonly target?: string | undefined;
  /** Ids of the decisions that go with the models; undefined when decisions are not looked at. */
  readonly decisions?: ReadonlySet<string> | undefined;
  /** Ids of the forms that go with the models; undefined when forms are not looked at. */
  readonly forms?: ReadonlySet<string> | undefined;
  /** Rules beside our own. @default none */
  readonly rules?: readonly ModelRule[];
}

/** Facts for rules, and how their findings are settled. */
export interface ValidateOptions extends RuleOptions, SettleOptions {}

/**
 * Everything that is wrong with a set of models: what the reader found, why a cluster would reject
 * them, what a cluster would ignore, and advice; levels and suppressions applied. Sorted by file, line
 * and column. Errors mean that the set does not deploy.
 *
 * @throws RangeError when `target` is not a version that models can be judged for
 */
export function validate(
  models: readonly BpmnModel[],
  options: ValidateOptions = {},
): readonly Diagnostic[] {
  return settleDiagnostics(modelFindings(models, options), models, options);
}

/**
 * As `validate`, before levels and suppressions: for callers with findings of their own, who settle all
 * of them together with `settleDiagnostics`.
 *
 * @throws RangeError when `target` is not a version that models can be judged for
 */
export function modelFindings(
  models: readonly BpmnModel[],
  options: RuleOptions = {},
): readonly Diagnostic[] {
  const { declaredVariables, decisions, forms, rules = [] } = options;
  const target = targetOf(options.target);
  return sortDiagnostics([
    ...models.flatMap((model) => [
      ...model.diagnostics,
      ...findingsOf(model, target ?? platformOf(model.executionPlatformVersion)),
      ...setRules.flatMap((rule) =>
        rule(model, {
          declaredVariables: declaredVariables?.get(model.file),
          models,
          decisions,
          forms,
        }),
      ),
    ]),
    ...duplicateProcessIds(models),
    ...rules.flatMap((rule) => rule(models)),
  ]);
}

function targetOf(written: string | undefined): Platform | undefined {
  if (written !== undefined && !isPlatform(written)) {
    throw new RangeError(`target must be one of ${platforms.join(', ')}, not "${written}"`);
  }
  return written;
}

/** Models do not change, and those of a set are judged again whenever one of them does. */
const judged = new WeakMap<
  BpmnModel,
  { readonly target: Platform; readonly found: readonly Diagnostic[] }
>();

/** What is wrong with a model by itself. */
function findingsOf(model: BpmnModel, target: Platform): readonly Diagnostic[] {
  const known = judged.get(model);
  if (known?.target === target) {
    return known.found;
  }
  const found = [
    ...deploymentDiagnostics(model, target),
    ...modelRules.flatMap((rule) => rule(model)),
  ];
  judged.set(model, { target, found });
  return found;
}

function deploymentDiagnostics(model: BpmnModel, target: Platform): readonly Diagnostic[] {
  if (model.root === undefined) {
    return [];
  }
  const reported = new Set(
    model.diagnostics.flatMap(({ severity, elementId }) =>
      severity === 'error' && elementId !== undefined ? [elementId] : [],
    ),
  );
  const schema = schemaProblems(model.root)
    // Ids and references to them: where the reader looks, it has better words.
    .filter(
      ({ element, message }) =>
        !(message.startsWith('cvc-id.') && reported.has(nearestId(element) ?? '')),
    )
    .map(({ element, message }) =>
      diagnose('BPMN109', {
        place: element.place,
        elementId: nearestId(element),
        values: { message },
      }),
    );
  const rules = brokenRules(model.root, target).map(({ code, element, message, acceptedSince }) =>
    diagnose(acceptedSince === undefined ? code : 'BPMN140', {
      place: element.place,
      elementId: nearestId(element),
      values: { message, target, since: acceptedSince ?? '' },
    }),
  );
  return [
    ...schema,
    ...rules,
    ...ignoredFeatures(model.root, target),
    ...knownPlatform(model.root),
  ];
}
