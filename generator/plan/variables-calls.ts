import type { CallActivity } from '../../model/index.js';
import { expressionSchema } from './feel-type.js';
import { labelOf, rootOf } from './node-locals.js';
import { propertiesOf, type SchemaProperty } from './schema-algebra.js';
import { areDisjoint, kindsOfSchema, kindsText } from './schema-kinds.js';
import type { VariableReport } from './variables-report.js';
import type { CalledTypes } from './variables-sources.js';
import { flatNodes } from './variables.js';

/** Call activities that certainly do not pass what the called process needs at its start. */
export function reportCalls(report: VariableReport): void {
  for (const node of flatNodes(report.facts.process.flowElements.nodes)) {
    const called = node.kind === 'callActivity' ? node.calledElement : undefined;
    const types =
      called === undefined || called.processId.isFeel
        ? undefined
        : report.known?.called(called.processId.text);
    if (node.kind === 'callActivity' && types !== undefined) {
      propertiesOf(types.input, types.definitions).forEach((needed) => {
        reportNeed(needed, node, { report, types });
      });
    }
  }
}

function reportNeed(
  needed: SchemaProperty,
  node: CallActivity,
  { report, types }: { readonly report: VariableReport; readonly types: CalledTypes },
): void {
  const { facts, findings, flow, typed } = report;
  const called = node.calledElement?.processId.text ?? '';
  const mapping = node.ioMapping?.inputs.findLast(({ target }) => target === needed.name);
  if (mapping !== undefined) {
    const scope = typed.variables.scopeAt(node, 'inside');
    const given = kindsOfSchema(expressionSchema(mapping.source, scope), facts.bundle.definitions);
    const wanted = kindsOfSchema(needed.schema, types.definitions);
    if (given !== undefined && wanted !== undefined && areDisjoint(given, wanted)) {
      findings.add(
        'TYPE512',
        `${labelOf(node)} passes ${kindsText(given)} as "${needed.name}", but "${called}" needs ${kindsText(wanted)}.`,
        { place: mapping.place, elementId: node.id },
      );
    }
    return;
  }
  const before = flow.get(node.id);
  const targets = (node.ioMapping?.inputs ?? []).map(({ target }) => rootOf(target));
  const passesAll = node.calledElement?.propagateAllParentVariables !== false;
  const local = facts.frames.get(node.id)?.inside.find(needed.name) !== undefined;
  const visible = passesAll && (before?.possible.has(needed.name) === true || local);
  const unknown = passesAll && !facts.declared;
  if (
    needed.required &&
    before !== undefined &&
    !visible &&
    !unknown &&
    !targets.includes(needed.name)
  ) {
    findings.add(
      'TYPE512',
      `${labelOf(node)} does not pass "${needed.name}", which "${called}" needs at its start.`,
      { place: node.calledElement?.place ?? node.place, elementId: node.id },
    );
  }
}
