import { readDocument, readKey, readReference, requireDefaultTenant } from '../gateway/index.js';
import type { Operations } from '../gateway/index.js';
import { defaultTenant } from '../records/values.js';
import type { Requests } from './messages.js';

/** Serves EvaluateDecision: by key when one is given, else by id. */
export async function evaluateDecision(
  request: Requests['EvaluateDecision'],
  operations: Operations,
): Promise<object> {
  requireDefaultTenant('gRPC request EvaluateDecision', request.tenantId);
  const { decisionId, decisionKey } = request;
  const result = await operations.execute({
    valueType: 'DECISION_EVALUATION',
    intent: 'EVALUATE',
    value: {
      decisionId,
      decisionKey: readReference('decisionKey', decisionKey),
      variables: readDocument('variables', request.variables),
    },
  });
  // The answer to EVALUATE is a DECISION_EVALUATION event; its fields are the protocol's.
  const value = result.value as { readonly evaluationFailureMessage?: string };
  return {
    ...value,
    failureMessage: value.evaluationFailureMessage,
    decisionInstanceKey: result.key,
    tenantId: defaultTenant,
  };
}

/** Serves ModifyProcessInstance. */
export async function modifyInstance(
  request: Requests['ModifyProcessInstance'],
  operations: Operations,
): Promise<object> {
  const key = readKey('processInstanceKey', request.processInstanceKey);
  const { activateInstructions, terminateInstructions } = request;
  await operations.execute({
    valueType: 'PROCESS_INSTANCE_MODIFICATION',
    intent: 'MODIFY',
    key,
    value: {
      processInstanceKey: key,
      activateInstructions: activateInstructions.map((instruction) => ({
        elementId: instruction.elementId,
        ancestorScopeKey: readReference(
          'ancestorElementInstanceKey',
          instruction.ancestorElementInstanceKey,
        ),
        variableInstructions: instruction.variableInstructions.map(({ variables, scopeId }) => ({
          elementId: scopeId,
          variables: readDocument('variables', variables),
        })),
      })),
      terminateInstructions: terminateInstructions.map(({ elementInstanceKey }) => ({
        elementInstanceKey: readReference('elementInstanceKey', elementInstanceKey),
      })),
    },
  });
  return {};
}

/** A plan that is missing: every field at the protocol's default. */
const noPlan = { targetProcessDefinitionKey: '0', mappingInstructions: [] };

/** Serves MigrateProcessInstance. */
export async function migrateInstance(
  request: Requests['MigrateProcessInstance'],
  operations: Operations,
): Promise<object> {
  const plan = request.migrationPlan ?? noPlan;
  const key = readKey('processInstanceKey', request.processInstanceKey);
  const target = plan.targetProcessDefinitionKey;
  await operations.execute({
    valueType: 'PROCESS_INSTANCE_MIGRATION',
    intent: 'MIGRATE',
    key,
    value: {
      processInstanceKey: key,
      targetProcessDefinitionKey: readReference('targetProcessDefinitionKey', target),
      mappingInstructions: plan.mappingInstructions,
    },
  });
  return {};
}
