import type { FeelSyntaxError } from '../feel/index.js';
import { isFeelSyntaxError, parseExpression, parseUnaryTests } from '../feel/index.js';
import type { Place } from '../place.js';
import type { dmnDiagnostic, DmnCode } from './dmn-codes.js';
import { feelText } from './feel-text.js';
import type {
  Decision,
  DecisionLogic,
  DecisionTable,
  KnowledgeModel,
  TableEntry,
} from './types.js';

/**
 * Reports what keeps a model from being deployed; `refusal` is what the broker says, the text for
 * files that it cannot read when absent.
 */
export type Refuse = (
  code: DmnCode,
  finding: Parameters<typeof dmnDiagnostic>[1] & { readonly refusal?: string },
) => void;

interface Content {
  readonly decisions: readonly Decision[];
  readonly knowledge: readonly KnowledgeModel[];
}

/** Reports what keeps a model from being deployed. */
export function checkModel({ decisions, knowledge }: Content, refuse: Refuse): void {
  const byId = new Map(decisions.map((each) => [each.id, each]));
  const functions = new Set(knowledge.map(({ id }) => id));
  for (const decision of decisions) {
    const about = { place: decision.place, elementId: decision.id };
    if (decision.id === '' || decision.name === '') {
      refuse('DMN502', { ...about, detail: 'a decision has no id or no name' });
    } else if (byId.get(decision.id) !== decision) {
      refuse('DMN502', { ...about, detail: `the id '${decision.id}' is used twice` });
    }
    const missing =
      decision.requiredDecisions.find((id) => !byId.has(id)) ??
      decision.requiredKnowledge.find((id) => !functions.has(id));
    if (missing !== undefined) {
      const refusal = `Unable to find a model element instance for id ${missing}`;
      refuse('DMN504', { ...about, refusal, detail: `there is no '${missing}'` });
    }
    checkLogic(decision.logic, about, refuse);
  }
  const circular = decisions.find((each) => requiresItself(each, byId));
  if (circular !== undefined) {
    const refusal = 'Invalid DMN model: Cyclic dependencies between decisions detected.';
    const { id: elementId, place } = circular;
    refuse('DMN504', { place, elementId, refusal, detail: `'${elementId}' requires itself` });
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

interface About {
  readonly place: Place;
  readonly elementId: string;
}

function checkLogic(logic: DecisionLogic, about: About, refuse: Refuse): void {
  switch (logic.kind) {
    case 'unsupported':
      refuse('DMN505', {
        ...about,
        detail: 'it has neither a decision table nor an expression',
        refusal: "unsupported decision expression 'null'",
      });
      return;
    case 'literalExpression':
      if (logic.language !== undefined && !/feel|^https?:.*FEEL\/?$/i.test(logic.language)) {
        const refusal = `Expression language '${logic.language}' is not supported`;
        refuse('DMN505', { ...about, refusal, detail: `the language '${logic.language}'` });
        return;
      }
      checkExpression({ id: about.elementId, text: logic.text, place: logic.place }, refuse);
      return;
    case 'decisionTable':
      checkTable(logic, about, refuse);
      return;
    case 'boxedContext':
      logic.entries.forEach((entry) => {
        checkLogic(entry.logic, about, refuse);
      });
      return;
    case 'boxedList':
      logic.items.forEach((item) => {
        checkLogic(item, about, refuse);
      });
      return;
    case 'relation':
      logic.rows.flat().forEach((cell) => {
        checkLogic(cell, about, refuse);
      });
      return;
    case 'invocation':
      logic.bindings.forEach((binding) => {
        checkLogic(binding.logic, about, refuse);
      });
      return;
    case 'boxedFunction':
      checkLogic(logic.body, about, refuse);
  }
}

function checkTable(table: DecisionTable, about: About, refuse: Refuse): void {
  const { hitPolicy, unknownHitPolicy, aggregation, outputs } = table;
  if (unknownHitPolicy !== undefined) {
    refuse('DMN506', { ...about, detail: `there is no hit policy '${unknownHitPolicy}'` });
  }
  if (outputs.length === 0) {
    refuse('DMN506', { ...about, detail: 'it has no output' });
  }
  if (outputs.length > 1 && outputs.some(({ name }) => name === '')) {
    const refusal = 'no output name defined for `null`';
    refuse('DMN506', { ...about, refusal, detail: 'one of several outputs has no name' });
  }
  if (outputs.length > 1 && hitPolicy === 'COLLECT' && aggregation !== undefined) {
    const refusal = "hit policy 'COLLECT' with aggregator is not defined for compound output";
    refuse('DMN506', { ...about, refusal, detail: 'several outputs cannot be aggregated' });
  }
  for (const input of table.inputs) {
    checkExpression({ id: input.id, text: input.expression, place: input.place }, refuse);
  }
  for (const rule of table.rules) {
    rule.inputEntries.forEach((entry) => {
      check(entry, { parse: parseUnaryTests, name: 'FEEL unary-tests' }, refuse);
    });
    rule.outputEntries.forEach((entry) => {
      checkExpression(entry, refuse);
    });
  }
}

function checkExpression(entry: TableEntry, refuse: Refuse): void {
  check(entry, { parse: parseExpression, name: 'FEEL expression' }, refuse);
}

interface Language {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

function check(entry: TableEntry, { parse, name }: Language, refuse: Refuse): void {
  const error = errorOf(() => parse(feelText(entry.text)));
  if (error !== undefined) {
    const detail = `in '${entry.text}', ${error.message}`;
    const refusal = `${name}: failed to parse expression '${feelText(entry.text)}': ${error.message}`;
    refuse('DMN503', { place: entry.place, elementId: entry.id, detail, refusal });
  }
}

function errorOf(parse: () => unknown): FeelSyntaxError | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (isFeelSyntaxError(error)) {
      return error;
    }
    throw error;
  }
}
