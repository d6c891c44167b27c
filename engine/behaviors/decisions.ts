import { evaluateDecision } from '../../model/dmn/index.js';
import type { DecisionResult } from '../../model/dmn/index.js';
import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type { DecisionValue, Variables } from '../records/values.js';

/** Where a decision is evaluated; every field is -1 or empty outside a process. */
export interface DecisionCaller {
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly elementInstanceKey: number;
  readonly elementId: string;
}

/** Outcome of an evaluation, with the value of its DECISION_EVALUATION record. */
export interface DecisionOutcome {
  readonly result: DecisionResult;
  readonly record: object;
}

/**
 * The newest version of a decision, of those with a version tag or of one deployment when that is
 * asked for.
 */
export function findDecision(
  cx: Processing,
  decisionId: string,
  among: { readonly versionTag?: string; readonly deploymentKey?: number } = {},
): DecisionValue | undefined {
  const { versionTag, deploymentKey } = among;
  const versions = cx.state.decisionVersions
    .get(decisionId)
    .map((key) => cx.state.decisions.get(key))
    .filter((row): row is DecisionValue => row !== undefined);
  return versions.findLast(
    (row) =>
      (versionTag === undefined || row.versionTag === versionTag) &&
      (deploymentKey === undefined || row.deploymentKey === deploymentKey),
  );
}

function siblingOf(
  cx: Processing,
  decision: DecisionValue,
  decisionId: string,
): DecisionValue | undefined {
  return cx.state.decisionVersions
    .get(decisionId)
    .map((key) => cx.state.decisions.get(key))
    .find((row) => row?.decisionRequirementsKey === decision.decisionRequirementsKey);
}

function evaluatedDecisions(
  cx: Processing,
  decision: DecisionValue,
  result: DecisionResult,
): readonly object[] {
  return result.evaluatedDecisions.map((evaluated) => {
    const row = siblingOf(cx, decision, evaluated.decisionId);
    return {
      decisionName: evaluated.decisionName,
      decisionVersion: row?.version ?? -1,
      decisionType: evaluated.decisionType,
      decisionOutput: JSON.stringify(evaluated.output),
      tenantId: defaultTenant,
      decisionId: evaluated.decisionId,
      decisionKey: row?.decisionKey ?? -1,
      evaluatedInputs: evaluated.inputs.map((input) => ({
        inputId: input.inputId,
        inputName: input.inputName,
        inputValue: JSON.stringify(input.value),
      })),
      matchedRules: evaluated.matchedRules.map((rule) => ({
        ruleId: rule.ruleId,
        ruleIndex: rule.ruleIndex,
        evaluatedOutputs: rule.outputs.map((output) => ({
          outputId: output.outputId,
          outputName: output.outputName,
          outputValue: JSON.stringify(output.value),
        })),
      })),
    };
  });
}

/** Evaluates a deployed decision over a variable document. Never throws for a failed decision. */
export function evaluateDeployed(
  cx: Processing,
  decision: DecisionValue,
  variables: Variables,
  caller: DecisionCaller,
): DecisionOutcome {
  const requirements = cx.state.decisionRequirements.get(decision.decisionRequirementsKey);
  if (requirements === undefined) {
    throw new Error(`Decision ${decision.decisionKey} has no requirements.`);
  }
  const model = cx.catalog.dmn(requirements);
  const now = (): Date => new Date(cx.now);
  const result = evaluateDecision(model, decision.decisionId, variables, {
    now,
    level: cx.compat,
  });
  const failure = result.kind === 'failure' ? result : undefined;
  const record = {
    decisionName: decision.decisionName,
    decisionVersion: decision.version,
    decisionRequirementsId: decision.decisionRequirementsId,
    decisionRequirementsKey: decision.decisionRequirementsKey,
    decisionOutput: result.kind === 'success' ? JSON.stringify(result.output) : 'null',
    failedDecisionId: failure?.failedDecisionId ?? '',
    evaluationFailureMessage: failure?.message ?? '',
    variables: {},
    tenantId: defaultTenant,
    decisionId: decision.decisionId,
    decisionKey: decision.decisionKey,
    ...caller,
    evaluatedDecisions: evaluatedDecisions(cx, decision, result),
  };
  return { result, record };
}
