import type { Diagnostic } from '../diagnostic.js';
import type { Place } from '../place.js';

/** One DMN file. Frozen. `diagnostics` holds what the reader found; errors make it unusable. */
export interface DmnModel {
  readonly kind: 'dmn';
  readonly file: string;
  /** Id of the decision requirements graph: the id of `<definitions>`. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  /** In document order. */
  readonly decisions: readonly Decision[];
  readonly knowledge: readonly KnowledgeModel[];
  /** What Camunda's broker says when it refuses the file; empty when it takes it. */
  readonly refusals: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `<decision>`. */
export interface Decision {
  readonly id: string;
  readonly name: string;
  /** `zeebe:versionTag` (8.6). */
  readonly versionTag?: string;
  /** The name under which other decisions read the result. */
  readonly resultName: string;
  /** Type of the result as written in `<variable typeRef>`. */
  readonly resultTypeRef?: string;
  /** Ids of the decisions whose results this one reads, in document order. */
  readonly requiredDecisions: readonly string[];
  /** The `<inputData>` this decision reads. */
  readonly requiredInputs: readonly InputData[];
  /** Ids of the business knowledge models it calls. */
  readonly requiredKnowledge: readonly string[];
  readonly logic: DecisionLogic;
  /** The model's own types, which `typeRef`s may name; absent when it has none. */
  readonly types?: readonly ItemDefinition[];
  readonly place: Place;
}

/** `<itemDefinition>`: a type of the model's own. */
export interface ItemDefinition {
  readonly name: string;
  readonly isCollection: boolean;
  /** The type it is made from; absent for one with components. */
  readonly typeRef?: string;
  /** `<allowedValues>` as written: FEEL unary tests such as `"a","b"`. */
  readonly allowedValues?: string;
  readonly components: readonly ItemDefinition[];
}

/** `<inputData>`: a variable from outside. */
export interface InputData {
  readonly id: string;
  readonly name: string;
  readonly typeRef?: string;
}

/** How a decision is made, discriminated by `kind`. */
export type DecisionLogic = DecisionTable | LiteralExpression | BoxedLogic | UnsupportedLogic;

/** Logic made of other logic (DMN 1.3, 10.2.1): values, rows of them, functions and their calls. */
export type BoxedLogic =
  | {
      readonly kind: 'boxedContext';
      /** An entry without a name is the result of the whole. */
      readonly entries: readonly { readonly name?: string; readonly logic: DecisionLogic }[];
    }
  | { readonly kind: 'boxedList'; readonly items: readonly DecisionLogic[] }
  | {
      readonly kind: 'relation';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly DecisionLogic[])[];
    }
  | {
      readonly kind: 'invocation';
      /** FEEL that names what is called: a business knowledge model. */
      readonly callee: string;
      readonly bindings: readonly { readonly name: string; readonly logic: DecisionLogic }[];
    }
  | {
      readonly kind: 'boxedFunction';
      readonly parameters: readonly Parameter[];
      readonly body: DecisionLogic;
    };

/** A parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly typeRef?: string;
}

/** `<businessKnowledgeModel>`: a function that decisions and other such models call. */
export interface KnowledgeModel {
  readonly id: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Absent when the model is empty. */
  readonly logic?: DecisionLogic;
  /** Ids of the models it calls. */
  readonly requiredKnowledge: readonly string[];
}

/** `<literalExpression>`. */
export interface LiteralExpression {
  readonly kind: 'literalExpression';
  /** FEEL without a leading `=`. */
  readonly text: string;
  readonly typeRef?: string;
  /** As written; FEEL when absent. */
  readonly language?: string;
  readonly place: Place;
}

/** Logic that DMN knows and this engine does not run; named in a diagnostic. */
export interface UnsupportedLogic {
  readonly kind: 'unsupported';
  readonly element: string;
}

/** What a table does with several matching rules (DMN 1.3, 8.2.10). */
export type HitPolicy =
  'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';

/** How COLLECT folds the outputs. */
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

/** `<decisionTable>`. */
export interface DecisionTable {
  readonly kind: 'decisionTable';
  readonly hitPolicy: HitPolicy;
  /** The hit policy as written, when it is none. */
  readonly unknownHitPolicy?: string;
  readonly aggregation?: Aggregation;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

/** A column of conditions. */
export interface TableInput {
  readonly id: string;
  /** Label, or the expression when there is none. */
  readonly name: string;
  readonly expression: string;
  readonly typeRef?: string;
  /** `<inputValues>` as written: FEEL unary tests such as `"a","b"`. */
  readonly allowedValues?: string;
  readonly place: Place;
}

/** A column of results. */
export interface TableOutput {
  readonly id: string;
  /** Name of the entry in the result of a table with several outputs. */
  readonly name: string;
  /** What people read: label, or the name. */
  readonly label: string;
  readonly typeRef?: string;
  /** `<outputValues>` as written; their order is the priority. */
  readonly allowedValues?: string;
  readonly defaultValue?: string;
  readonly place: Place;
}

/** A row. Entries stand in the order of the columns. */
export interface TableRule {
  readonly id: string;
  readonly inputEntries: readonly TableEntry[];
  readonly outputEntries: readonly TableEntry[];
  readonly place: Place;
}

/** A cell: unary tests in an input column, an expression in an output column. */
export interface TableEntry {
  readonly id: string;
  readonly text: string;
  readonly place: Place;
}
