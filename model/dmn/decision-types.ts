import type { Decision } from './types.js';

/** A value that goes into or comes out of a decision. */
export interface DecisionValue {
  readonly name: string;
  /** As written in the model, for example `string`; absent when the model states none. */
  readonly typeRef?: string;
  /** `<inputValues>` or `<outputValues>` as written: FEEL unary tests. */
  readonly allowedValues?: string;
}

/** The shape of a decision's result. */
export interface DecisionOutputType {
  /** A list of results: COLLECT without aggregation, RULE ORDER, OUTPUT ORDER. */
  readonly isList: boolean;
  /** One value stands for itself; several are the entries of a context. */
  readonly values: readonly DecisionValue[];
  /** The result can be null: no rule may match and there is no default. */
  readonly canBeNull: boolean;
}

/** What the model says about the type of a decision's result. */
export function decisionOutputType(decision: Decision): DecisionOutputType {
  const { logic } = decision;
  if (logic.kind !== 'decisionTable') {
    const typeRef =
      (logic.kind === 'literalExpression' ? logic.typeRef : undefined) ?? decision.resultTypeRef;
    return {
      isList: false,
      canBeNull: true,
      values: [{ name: decision.resultName, ...(typeRef === undefined ? {} : { typeRef }) }],
    };
  }
  const aggregated = logic.hitPolicy === 'COLLECT' && logic.aggregation !== undefined;
  const collects = ['COLLECT', 'RULE ORDER', 'OUTPUT ORDER'].includes(logic.hitPolicy);
  const catchAll = logic.rules.some((rule) =>
    rule.inputEntries.every(({ text }) => text.trim() === '' || text.trim() === '-'),
  );
  return {
    isList: collects && !aggregated,
    canBeNull: !catchAll && !logic.outputs.some((each) => each.defaultValue !== undefined),
    values: aggregated
      ? [{ name: logic.outputs[0]?.name ?? decision.resultName, typeRef: 'number' }]
      : logic.outputs.map(({ name, typeRef, allowedValues }) => ({
          name,
          ...(typeRef === undefined ? {} : { typeRef }),
          ...(allowedValues === undefined ? {} : { allowedValues }),
        })),
  };
}

/** The values a decision itself reads: its `<inputData>`, and the columns of its table. */
export function decisionInputTypes(decision: Decision): readonly DecisionValue[] {
  const columns =
    decision.logic.kind === 'decisionTable'
      ? decision.logic.inputs.map(({ expression, typeRef, allowedValues }) => ({
          name: expression,
          ...(typeRef === undefined ? {} : { typeRef }),
          ...(allowedValues === undefined ? {} : { allowedValues }),
        }))
      : [];
  const data = decision.requiredInputs.filter(
    (input) => !columns.some((column) => column.name === input.name),
  );
  return [
    ...columns,
    ...data.map(({ name, typeRef }) => ({ name, ...(typeRef === undefined ? {} : { typeRef }) })),
  ];
}
