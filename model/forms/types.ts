import type { Place } from '../place.js';

/** A Camunda form (`.form`, or embedded in a process). Frozen. */
export interface Form {
  readonly id: string;
  readonly schemaVersion?: number;
  readonly versionTag?: string;
  /** In document order; groups and lists hold their own. */
  readonly fields: readonly FormField[];
  /** FEEL that the form evaluates on the variables it is shown, with a leading `=`. */
  readonly expressions: readonly FormExpression[];
  readonly place: Place;
}

/** A FEEL text of a form. */
export interface FormExpression {
  readonly text: string;
  readonly place: Place;
  /** Of a list that options come from, of a condition, or of anything else. */
  readonly use: 'options' | 'condition' | 'value';
}

/** A value that an option of a field stands for. */
export type OptionValue = string | number | boolean;

/** Where the options of a field come from, discriminated by `kind`. */
export type FormOptions =
  | { readonly kind: 'static'; readonly values: readonly OptionValue[] }
  /** A variable that holds them. */
  | { readonly kind: 'key'; readonly path: readonly string[] }
  /** FEEL, or nothing is said. */
  | { readonly kind: 'unknown' };

interface FieldBase {
  /** Variable path relative to the group or list around it: `['order', 'note']`; empty without one. */
  readonly path: readonly string[];
  readonly label?: string;
  readonly required: boolean;
  /** True when a condition can hide it: then it is not submitted. */
  readonly conditional: boolean;
  /** `never` when it is disabled or read-only, `perhaps` when an expression decides. */
  readonly editable: 'always' | 'perhaps' | 'never';
  readonly place: Place;
}

/** A text of one or several lines. */
export interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}
/** A number; `asText` when it is submitted as a string to keep its digits. */
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly decimalDigits?: number;
  readonly asText: boolean;
}
/** Yes or no. */
export interface CheckboxField extends FieldBase {
  readonly kind: 'checkbox';
}
/** One of several options, or several of them. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly several: boolean;
  readonly options: FormOptions;
}
/** A date, a time, or both. */
export interface DateTimeField extends FieldBase {
  readonly kind: 'datetime';
  readonly subtype: 'date' | 'time' | 'datetime';
}
/** Files that are uploaded; the variable holds references to them. */
export interface FileField extends FieldBase {
  readonly kind: 'file';
}
/** A value that the form computes and submits. */
export interface ComputedField extends FieldBase {
  readonly kind: 'computed';
  /** FEEL with a leading `=`. */
  readonly expression: string;
}
/** Fields that stand together; with a path they are properties of one variable. */
export interface GroupField extends FieldBase {
  readonly kind: 'group';
  readonly fields: readonly FormField[];
}
/** Fields that are filled in once for each item of a list. */
export interface ListField extends FieldBase {
  readonly kind: 'list';
  readonly fields: readonly FormField[];
}

/** A part of a form that holds a value, discriminated by `kind`. */
export type FormField =
  | TextField
  | NumberField
  | CheckboxField
  | ChoiceField
  | DateTimeField
  | FileField
  | ComputedField
  | GroupField
  | ListField;

/** Something about a form that keeps it from being understood. */
export interface FormFault {
  readonly message: string;
  readonly place: Place;
}
