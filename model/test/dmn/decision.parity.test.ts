import { readFileSync } from 'node:fs';
import { evaluateDecision, readDmn } from '../../dmn/index.js';
import type { DecisionResult } from '../../dmn/index.js';

/** One evaluation as a real broker answered it. Outputs and inputs are JSON texts. */
interface Recorded {
  readonly decisionId: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly output: string;
  readonly failed?: string;
  readonly message?: string;
  readonly evaluated: readonly {
    readonly id: string;
    readonly output: string;
    readonly inputs: readonly (readonly [id: string, name: string, value: string])[];
    readonly rules: readonly (readonly unknown[])[];
  }[];
}

/** A model with its evaluations, or with the text it was refused with. */
interface RecordedModel {
  readonly model: string;
  readonly refused?: string;
  readonly cases?: readonly Recorded[];
}

const lines = readFileSync(new URL('parity/camunda-8.6.0.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '');
// The file is our own recording: its lines have these shapes.
const models = lines.slice(1).map((line) => JSON.parse(line) as RecordedModel);

const idOf = ({ model }: RecordedModel): string =>
  /<definitions[^>]* id="([^"]*)"/.exec(model)?.[1] ?? model;

const json = (text: string): unknown => JSON.parse(text);

function expected(one: Recorded): object {
  return {
    output: json(one.output),
    failed: one.failed ?? '',
    message: one.message ?? '',
    evaluated: one.evaluated.map(({ id, output, inputs, rules }) => ({
      id,
      output: json(output),
      inputs: inputs.map(([inputId, name, value]) => [inputId, name, json(value)]),
      rules: rules.map(([ruleId, index, ...outputs]) => [
        ruleId,
        index,
        // Each is id, name and JSON text.
        ...outputs.map((each) => {
          const [outputId, name, value] = each as [string, string, string];
          return [outputId, name, json(value)];
        }),
      ]),
    })),
  };
}

function ours(result: DecisionResult): object {
  const isFailure = result.kind === 'failure';
  return {
    output: isFailure ? null : result.output,
    failed: isFailure ? result.failedDecisionId : '',
    message: isFailure ? result.message : '',
    evaluated: result.evaluatedDecisions.map((one) => ({
      id: one.decisionId,
      output: one.output,
      inputs: one.inputs.map((input) => [input.inputId, input.inputName, input.value]),
      rules: one.matchedRules.map((rule) => [
        rule.ruleId,
        rule.ruleIndex,
        ...rule.outputs.map((output) => [output.outputId, output.outputName, output.value]),
      ]),
    })),
  };
}

const evaluated = models.filter(({ cases }) => cases !== undefined);
const refused = models.filter(({ cases }) => cases === undefined);

test.each(evaluated.map((one) => [idOf(one), one] as const))(
  'decisions of %s come to what Camunda 8.6.0 gives',
  async (_, { model, cases = [] }) => {
    const read = await readDmn(model, { file: 'x.dmn' });
    const results = cases.map(({ decisionId, variables }) =>
      ours(evaluateDecision(read, decisionId, variables)),
    );
    expect(results).toEqual(cases.map(expected));
    expect(read.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  },
);

test.each(refused.map((one) => [idOf(one), one] as const))(
  '%s is refused or taken as by Camunda 8.6.0',
  async (_, { model, refused: text }) => {
    const read = await readDmn(model, { file: 'x.dmn' });
    const errors = read.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.length > 0).toBe(text !== undefined);
  },
);
