import { renderValue } from '../feel/index.js';
import type { FeelResult, FeelValue } from '../feel/index.js';

/** Thrown inside the evaluation only; `evaluateDecision` turns it into a result. */
export class DecisionFailure extends Error {
  override readonly name = 'DecisionFailure';
  readonly decisionId: string;

  constructor(decisionId: string, message: string) {
    super(message);
    this.decisionId = decisionId;
  }

  /** The failure of an expression that has no value. */
  static ofExpression(decisionId: string, text: string, result: FeelResult): DecisionFailure {
    const { failure = '', failureKind } = result;
    const start =
      failureKind === 'assertion'
        ? `Assertion failure on evaluate the expression '${text}':`
        : `failed to evaluate expression '${text}'${failureKind === 'exception' ? ' ' : ''}:`;
    return new DecisionFailure(decisionId, `${start} ${failure}`);
  }

  /** The failure of a value that has not the type the model states. */
  static ofType(decisionId: string, typeRef: string, value: FeelValue): DecisionFailure {
    return new DecisionFailure(
      decisionId,
      `expected '${typeRef}' but found '${renderValue(value)}'`,
    );
  }
}
