import type { DiagnosticCode } from '../../codes.js';
import { diagnose } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import { flowNodes } from '../../flow-scopes.js';
import type { BpmnModel, Expression, FlowNode } from '../../types.js';
import type { AdviceRule } from './advice-rule.js';
import { executableProcesses, label } from './scope-graph.js';

/** A process that is called but not in the set must be on the cluster already. */
export const calledProcessOutside: AdviceRule = (model, { models }) =>
  outside('BPMN169', model, {
    ids: processIds(models),
    refer: (node) => (node.kind === 'callActivity' ? node.calledElement?.processId : undefined),
  });

/** A decision that no DMN file of the set has is a misspelt id, or must be on the cluster already. */
export const calledDecisionOutside: AdviceRule = (model, { decisions }) =>
  outside('BPMN170', model, {
    ids: decisions,
    refer: (node) =>
      node.kind === 'businessRuleTask' ? node.calledDecision?.decisionId : undefined,
  });

/** A form that no form file of the set has is a misspelt id, or must be on the cluster already. */
export const formOutside: AdviceRule = (model, { forms }) =>
  outside('BPMN171', model, {
    ids: forms,
    refer: (node) =>
      node.kind === 'userTask'
        ? node.userTask.formId
        : node.kind === 'startEvent'
          ? node.formId
          : undefined,
  });

const known = new WeakMap<readonly BpmnModel[], ReadonlySet<string>>();

function processIds(models: readonly BpmnModel[]): ReadonlySet<string> {
  const ids = known.get(models) ?? new Set(models.flatMap(executableProcesses).map(({ id }) => id));
  known.set(models, ids);
  return ids;
}

/** References to what is not among the ids; computed ones and empty ones are left alone. */
function outside(
  code: DiagnosticCode,
  model: BpmnModel,
  reference: {
    readonly ids: ReadonlySet<string> | undefined;
    readonly refer: (node: FlowNode) => Expression | undefined;
  },
): readonly Diagnostic[] {
  const { ids, refer } = reference;
  return ids === undefined
    ? []
    : executableProcesses(model)
        .flatMap(flowNodes)
        .flatMap((node) => {
          const id = refer(node);
          return id === undefined || id.isFeel || id.text === '' || ids.has(id.text)
            ? []
            : [
                diagnose(code, {
                  place: id.place,
                  elementId: node.id,
                  values: { name: label(node), id: id.text },
                }),
              ];
        });
}
