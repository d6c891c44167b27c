import type { DecisionPlan, ProcessPlan } from '../plan/plan-types.js';
import { typeOf } from './contract.js';
import { contractTypes } from './messages.js';
import { elementDoc, emitModule, exportType, type EmitOptions } from './module.js';
import { docComment, stringLiteral } from './text.js';

/**
 * `decisions.gen.ts`: a typed function for each decision that the process calls and whose model is
 * known. Undefined when there is none.
 */
export function emitDecisions(plan: ProcessPlan, options: EmitOptions): string | undefined {
  if (plan.decisions.length === 0) {
    return undefined;
  }
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: ['DecisionClient', 'JsonValue'],
    contractTypes: contractTypes(plan),
    blocks: plan.decisions.flatMap((decision) => blocks(decision, plan)),
  });
}

function blocks(decision: DecisionPlan, plan: ProcessPlan): readonly string[] {
  const title = decision.name ?? decision.decisionId;
  const stem = decision.typeName;
  const tag = decision.versionTag;
  const doc = elementDoc(
    [
      `Evaluates the decision "${title}".`,
      tag === undefined ? undefined : `The process calls the version with the tag "${tag}".`,
    ],
    { model: plan.model, elementIds: decision.elements.map(({ id }) => id) },
  );
  return [
    exportType(
      `${stem}DecisionInput`,
      typeOf(decision.input, plan, 'JsonValue'),
      docComment([`What the decision "${title}" reads.`]),
    ),
    exportType(
      `${stem}DecisionOutput`,
      typeOf(decision.output, plan, 'JsonValue'),
      docComment([`What the decision "${title}" gives.`]),
    ),
    [
      doc,
      `export async function evaluate${stem}(\n`,
      '  client: DecisionClient,\n',
      `  variables: ${stem}DecisionInput,\n`,
      `): Promise<${stem}DecisionOutput> {\n`,
      '  const { output } = await client.evaluateDecision({\n',
      `    decisionId: ${stringLiteral(decision.decisionId)},\n`,
      '    variables,\n  });\n',
      `  return output as ${stem}DecisionOutput;\n}\n`,
    ].join(''),
  ];
}
