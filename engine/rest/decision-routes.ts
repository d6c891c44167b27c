import { readReference, requireDefaultTenant, type Operations } from '../gateway/index.js';
import { defaultTenant, type EvaluatedDecision } from '../records/values.js';
import { checkBody } from './request-body.js';
import { RequestChecks } from './request-checks.js';
import { route, type RestRequest, type RestResponse, type Route } from './route.js';
import { evaluationBody } from './shapes.js';

/** Evaluating decisions. */
export function decisionRoutes(operations: Operations): readonly Route[] {
  return [
    route('POST', 'decision-definitions/evaluation', (request) => evaluate(request, operations)),
  ];
}

async function evaluate(request: RestRequest, operations: Operations): Promise<RestResponse> {
  const body = checkBody(evaluationBody, await request.json());
  const { decisionDefinitionId, decisionDefinitionKey } = body;
  new RequestChecks().oneOf({ decisionDefinitionId, decisionDefinitionKey }).refuseFaults();
  requireDefaultTenant('request Evaluate Decision', body.tenantId);
  const result = await operations.execute({
    valueType: 'DECISION_EVALUATION',
    intent: 'EVALUATE',
    value: {
      decisionId: decisionDefinitionId ?? '',
      decisionKey:
        decisionDefinitionKey === undefined
          ? -1
          : readReference('decisionDefinitionKey', decisionDefinitionKey),
      variables: body.variables ?? {},
    },
  });
  return { body: evaluationAnswer(result.key, result.value as Evaluation) };
}

/** The fields of a DECISION_EVALUATION that the answer needs. */
interface Evaluation {
  readonly decisionId: string;
  readonly decisionKey: number;
  readonly decisionName: string;
  readonly decisionVersion: number;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: number;
  readonly decisionOutput: string;
  readonly failedDecisionId: string;
  readonly evaluationFailureMessage: string;
  readonly evaluatedDecisions: readonly EvaluatedDecision[];
}

function evaluationAnswer(instanceKey: number, value: Evaluation): object {
  return {
    decisionDefinitionId: value.decisionId,
    decisionDefinitionKey: String(value.decisionKey),
    decisionDefinitionName: value.decisionName,
    decisionDefinitionVersion: value.decisionVersion,
    decisionRequirementsId: value.decisionRequirementsId,
    decisionRequirementsKey: String(value.decisionRequirementsKey),
    output: value.decisionOutput,
    failedDecisionDefinitionId: value.failedDecisionId,
    failureMessage: value.evaluationFailureMessage,
    tenantId: defaultTenant,
    decisionInstanceKey: String(instanceKey),
    decisionEvaluationKey: String(instanceKey),
    evaluatedDecisions: value.evaluatedDecisions.map((decision) => ({
      decisionDefinitionId: decision.decisionId,
      decisionDefinitionKey: String(decision.decisionKey),
      decisionDefinitionName: decision.decisionName,
      decisionDefinitionVersion: decision.decisionVersion,
      decisionDefinitionType: decision.decisionType,
      output: decision.decisionOutput,
      tenantId: defaultTenant,
      evaluatedInputs: decision.evaluatedInputs,
      matchedRules: decision.matchedRules,
    })),
  };
}
