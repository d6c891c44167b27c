import { diagnose } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import { flowScopes } from '../../flow-scopes.js';
import type { BpmnModel, Gateway, SequenceFlow } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';
import { coverAll } from './covering-conditions.js';
import { executableProcesses, label, scopeGraph } from './scope-graph.js';

/** Where no condition holds and there is no default flow, the instance stops with an incident. */
export const gatewayWithoutDefault: ModelAdvice = (model) =>
  choices(model)
    .filter(({ gateway }) => gateway.defaultFlow === undefined)
    .filter(({ flows }) => flows.length > 0 && !coverAll(flows.flatMap(conditionOf)))
    // A flow without condition is for the deployment rules.
    .filter(({ flows }) => flows.every(({ condition }) => condition !== undefined))
    .map(({ gateway }) =>
      diagnose('BPMN166', {
        place: gateway.place,
        elementId: gateway.id,
        values: { name: label(gateway) },
      }),
    );

/** Of two flows with one condition, an exclusive gateway only ever takes the first. */
export const duplicateCondition: ModelAdvice = (model) =>
  choices(model)
    .filter(({ gateway }) => gateway.kind === 'exclusiveGateway')
    .flatMap(({ gateway, flows }) => duplicates(gateway, flows));

function duplicates(gateway: Gateway, flows: readonly SequenceFlow[]): readonly Diagnostic[] {
  const first = new Map<string, SequenceFlow>();
  return flows.flatMap((flow) => {
    const condition = flow.id === gateway.defaultFlow ? '' : (conditionOf(flow)[0] ?? '');
    const other = first.get(condition);
    if (condition === '' || other === undefined) {
      first.set(condition, flow);
      return [];
    }
    return [
      diagnose('BPMN167', {
        place: flow.condition?.place ?? flow.place,
        elementId: flow.id,
        values: {
          flow: label(flow),
          other: label(other),
          line: String((other.condition ?? other).place.line),
          gateway: label(gateway),
        },
      }),
    ];
  });
}

interface Choice {
  readonly gateway: Gateway;
  readonly flows: readonly SequenceFlow[];
}

function choices(model: BpmnModel): readonly Choice[] {
  return executableProcesses(model)
    .flatMap(flowScopes)
    .flatMap(({ flowElements }) =>
      flowElements.nodes.flatMap((node) =>
        node.kind === 'exclusiveGateway' || node.kind === 'inclusiveGateway'
          ? [{ gateway: node, flows: scopeGraph(flowElements).outgoing(node) }]
          : [],
      ),
    );
}

/** The condition's FEEL without `=` and with single spaces. */
function conditionOf({ condition }: SequenceFlow): readonly string[] {
  return condition === undefined
    ? []
    : [condition.text.replace(/^=/, '').trim().replace(/\s+/g, ' ')];
}
