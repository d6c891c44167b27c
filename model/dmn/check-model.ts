import { isFeelSyntaxError, parseExpression, parseUnaryTests } from '../feel/index.js';
import type { Place } from '../place.js';
import type { dmnDiagnostic, DmnCode } from './dmn-codes.js';
import { feelText } from './feel-text.js';
import type { Decision, DecisionTable, TableEntry } from './types.js';

type Report = (code: DmnCode, finding: Parameters<typeof dmnDiagnostic>[1]) => void;

/** Reports what keeps a model from being deployed. */
export function checkModel(
  model: { readonly decisions: readonly Decision[]; readonly place: Place },
  report: Report,
): void {
  const { decisions } = model;
  if (decisions.length === 0) {
    report('DMN502', { place: model.place, detail: 'it has no decision' });
  }
  const byId = new Map(decisions.map((each) => [each.id, each]));
  for (const decision of decisions) {
    const about = { place: decision.place, elementId: decision.id };
    if (decision.id === '' || decision.name === '') {
      report('DMN502', { ...about, detail: 'a decision has no id or no name' });
    } else if (byId.get(decision.id) !== decision) {
      report('DMN502', { ...about, detail: `the id '${decision.id}' is used twice` });
    }
    const missing = decision.requiredDecisions.find((id) => !byId.has(id));
    if (missing !== undefined) {
      report('DMN504', { ...about, detail: `there is no decision '${missing}'` });
    } else if (requiresItself(decision, byId)) {
      report('DMN504', { ...about, detail: `'${decision.id}' requires itself` });
    }
    checkLogic(decision, report);
  }
}

function requiresItself(decision: Decision, byId: ReadonlyMap<string, Decision>): boolean {
  const seen = new Set<string>();
  const open = [...decision.requiredDecisions];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === decision.id) {
      return true;
    }
    if (!seen.has(id)) {
      seen.add(id);
      open.push(...(byId.get(id)?.requiredDecisions ?? []));
    }
  }
  return false;
}

function checkLogic(decision: Decision, report: Report): void {
  const { logic, id: elementId, place } = decision;
  switch (logic.kind) {
    case 'unsupported': {
      const detail =
        logic.element === ''
          ? 'it has neither a decision table nor a literal expression'
          : `<${logic.element}>`;
      report('DMN505', { place, elementId, detail });
      return;
    }
    case 'literalExpression':
      checkExpression({ id: elementId, text: logic.text, place: logic.place }, report);
      return;
    case 'decisionTable':
      checkTable(logic, { place, elementId }, report);
  }
}

function checkTable(
  table: DecisionTable,
  about: { readonly place: Place; readonly elementId: string },
  report: Report,
): void {
  if (table.outputs.length === 0) {
    report('DMN506', { ...about, detail: 'it has no output' });
  }
  const names = table.outputs.map((output) => output.name);
  if (names.length > 1 && new Set(names).size < names.length) {
    report('DMN506', { ...about, detail: 'two outputs have the same name' });
  }
  for (const input of table.inputs) {
    checkExpression({ id: input.id, text: input.expression, place: input.place }, report);
  }
  for (const [row, rule] of table.rules.entries()) {
    const fits =
      rule.inputEntries.length === table.inputs.length &&
      rule.outputEntries.length === table.outputs.length;
    if (!fits) {
      const detail = `rule ${row + 1} has not one entry a column`;
      report('DMN506', { place: rule.place, elementId: rule.id, detail });
    }
    rule.inputEntries.forEach((entry) => {
      check(entry, parseUnaryTests, report);
    });
    rule.outputEntries.forEach((entry) => {
      checkExpression(entry, report);
    });
  }
}

/** An empty output cell is null, as in Camunda. */
function checkExpression(entry: TableEntry, report: Report): void {
  if (entry.text.trim() !== '') {
    check(entry, parseExpression, report);
  }
}

function check(entry: TableEntry, parse: (text: string) => unknown, report: Report): void {
  try {
    parse(feelText(entry.text));
  } catch (error) {
    if (!isFeelSyntaxError(error)) {
      throw error;
    }
    const detail = `in '${entry.text}', ${error.message}`;
    report('DMN503', { place: entry.place, elementId: entry.id, detail });
  }
}
