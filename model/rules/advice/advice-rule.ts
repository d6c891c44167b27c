import type { Diagnostic } from '../../diagnostic.js';
import type { BpmnModel } from '../../types.js';

/** Facts from outside the model file. */
export interface AdviceContext {
  /** Process variables that a schema beside the model declares; undefined when there is none. */
  readonly declaredVariables: ReadonlySet<string> | undefined;
  /** All models of the set, this one included. */
  readonly models: readonly BpmnModel[];
  /** Ids of the decisions of the set; undefined when decisions are not looked at. */
  readonly decisions: ReadonlySet<string> | undefined;
  /** Ids of the forms of the set; undefined when forms are not looked at. */
  readonly forms: ReadonlySet<string> | undefined;
}

/** A rule about a model that deploys but will not do what its author means, or is hard to run. */
export type AdviceRule = (model: BpmnModel, context: AdviceContext) => readonly Diagnostic[];

/** The same for a rule that looks at one model alone: the same findings for the same model. */
export type ModelAdvice = (model: BpmnModel) => readonly Diagnostic[];
