/** Camunda forms: what a form shows, and what it submits. */
export { readForm } from './read-form.js';
export type {
  CheckboxField,
  ChoiceField,
  ComputedField,
  DateTimeField,
  FileField,
  Form,
  FormExpression,
  FormFault,
  FormField,
  FormOptions,
  GroupField,
  ListField,
  NumberField,
  OptionValue,
  TextField,
} from './types.js';
