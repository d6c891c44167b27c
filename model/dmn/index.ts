/** DMN decisions: read, check, evaluate, and the types they state. */
export { decisionInputTypes, decisionOutputType } from './decision-types.js';
export type { DecisionOutputType, DecisionValue } from './decision-types.js';
export { dmnCodes } from './dmn-codes.js';
export { evaluateDecision } from './evaluate-decision.js';
export type { DecisionResult, EvaluatedDecision } from './evaluate-decision.js';
export type { EvaluatedInput, EvaluatedRule } from './evaluate-table.js';
export { readDmn } from './read-dmn.js';
export type { ReadDmnOptions } from './read-dmn.js';
export type {
  Aggregation,
  BoxedLogic,
  Decision,
  DecisionLogic,
  DecisionTable,
  DmnModel,
  HitPolicy,
  InputData,
  ItemDefinition,
  KnowledgeModel,
  LiteralExpression,
  Parameter,
  TableEntry,
  TableInput,
  TableOutput,
  TableRule,
  UnsupportedLogic,
} from './types.js';
