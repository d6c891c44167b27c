/** FEEL as Camunda 8.6 evaluates it: parse once, evaluate any number of times. */
export type {
  FeelArguments,
  FeelContextEntry,
  FeelIterator,
  FeelNode,
  FeelUnaryTests,
} from './ast.js';
export { evaluate, evaluateUnaryTests } from './evaluate.js';
export type { EvaluateOptions, FeelResult } from './evaluate.js';
export type {
  EvaluationLimits,
  FeelFailureKind,
  FeelLevel,
  FeelWarning,
  FeelWarningType,
} from './evaluation.js';
export { isNumber, sumOf, toDouble } from './decimal.js';
export type { FeelNumber } from './decimal.js';
export { FeelSyntaxError, isFeelSyntaxError } from './feel-syntax-error.js';
export { parseExpression, parseUnaryTests } from './parse.js';
export type { FeelExpression, FeelTests } from './parse.js';
export { failureMessage, unexpectedTypeMessage, warningsSuffix } from './result-message.js';
export { toJson } from './to-json.js';
export type { JsonValue } from './to-json.js';
export { FeelFunctionValue, renderValue, resultType } from './values.js';
export type { FeelResultType, FeelValue } from './values.js';
export { variablePaths } from './variable-paths.js';
