import type {
  ChoiceField,
  Form,
  FormField,
  NumberField,
  TextField,
} from '../../model/forms/index.js';
import type { Json } from '../json.js';
import { BOOLEAN, INTEGER, NUMBER, STRING } from './feel-type-operators.js';
import { expressionSchema, type ExpressionScope } from './feel-type.js';
import {
  anyOf,
  nullable,
  objectSchema,
  schemaAtPath,
  type SchemaProperty,
} from './schema-algebra.js';

/** What a form takes and gives, as object schemas of variables. */
export interface FormSchemas {
  /** What the form shows, all of it optional: a field without a value stays empty. */
  readonly input: Json;
  /** What it submits. Required is what the form insists on; the rest may be left out or null. */
  readonly output: Json;
}

/** The schemas of a form. Hidden fields are not submitted, disabled and read-only ones only shown. */
export function formSchemas(form: Form): FormSchemas {
  const shown = propertiesShown(form.fields);
  const input = objectSchema(shown, { open: false });
  const scope: ExpressionScope = {
    definitions: new Map(),
    schemaAt: (path) => schemaAtPath(input, path, new Map()),
    isCertain: () => false,
  };
  const submitted = propertiesSubmitted(form.fields, scope);
  return { input, output: objectSchema(submitted, { open: false }) };
}

function propertiesShown(fields: readonly FormField[]): readonly SchemaProperty[] {
  const entries = fields.flatMap((field): readonly Entry[] => {
    const options: readonly Entry[] =
      field.kind === 'choice' && field.options.kind === 'key'
        ? [{ path: field.options.path, schema: { type: 'array' }, required: false }]
        : [];
    if (field.kind === 'group' || field.kind === 'list') {
      return inside(field, propertiesShown(field.fields), false);
    }
    return field.kind === 'computed'
      ? []
      : [...options, { path: field.path, schema: nullable(plainSchema(field)), required: false }];
  });
  return nested(entries);
}

function propertiesSubmitted(
  fields: readonly FormField[],
  scope: ExpressionScope,
): readonly SchemaProperty[] {
  const entries = fields.flatMap((field): readonly Entry[] => {
    if (field.editable === 'never') {
      return [];
    }
    if (field.kind === 'group' || field.kind === 'list') {
      return inside(field, propertiesSubmitted(field.fields, scope), field.conditional);
    }
    const required = field.required && !field.conditional && field.editable === 'always';
    return [{ path: field.path, schema: submittedSchema(field, scope), required }];
  });
  return nested(entries);
}

/** A value at a path of names. */
interface Entry extends Omit<SchemaProperty, 'name'> {
  readonly path: readonly string[];
}

/** The properties of a group or list, at its path. */
function inside(
  field: Extract<FormField, { kind: 'group' | 'list' }>,
  properties: readonly SchemaProperty[],
  hidden: boolean,
): readonly Entry[] {
  if (field.kind === 'list') {
    const items = objectSchema(properties, { open: false });
    return [{ path: field.path, schema: { type: 'array', items }, required: false }];
  }
  return properties.map(({ name, schema, required }) => ({
    path: [...field.path, name],
    schema,
    required: required && !hidden,
  }));
}

/** Fields of one name, such as two that exclude each other, give whatever one of them gives. */
function nested(entries: readonly Entry[]): readonly SchemaProperty[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const [name = ''] = entry.path;
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups].map(([name, own]) => {
    const leaves = own.filter(({ path }) => path.length === 1).map(({ schema }) => schema);
    const inner = own.filter(({ path }) => path.length > 1);
    const object =
      inner.length === 0
        ? []
        : [
            objectSchema(nested(inner.map((each) => ({ ...each, path: each.path.slice(1) }))), {
              open: false,
            }),
          ];
    return {
      name,
      schema: anyOf([...leaves, ...object]),
      required: own.some(({ required }) => required),
    };
  });
}

/** The schema of a field's value without what its validation asks for. */
function plainSchema(field: Exclude<FormField, { kind: 'group' | 'list' }>): Json {
  switch (field.kind) {
    case 'text':
      return STRING;
    case 'number':
      return field.asText ? STRING : field.decimalDigits === 0 ? INTEGER : NUMBER;
    case 'checkbox':
      return BOOLEAN;
    case 'choice':
      return field.several ? { type: 'array', items: optionSchema(field) } : optionSchema(field);
    case 'datetime':
      return field.subtype === 'date' ? { type: 'string', format: 'date' } : STRING;
    case 'file':
      return { type: 'array', items: { type: 'object' } };
    case 'computed':
      return true;
  }
}

function submittedSchema(
  field: Exclude<FormField, { kind: 'group' | 'list' }>,
  scope: ExpressionScope,
): Json {
  const orNull = (schema: Json): Json => (field.required ? schema : nullable(schema));
  switch (field.kind) {
    case 'text':
      return textSchema(field);
    case 'number':
      return orNull(numberSchema(field));
    case 'checkbox':
      return field.required ? { type: 'boolean', const: true } : BOOLEAN;
    case 'choice':
      return choiceSchema(field);
    case 'datetime':
      return orNull(plainSchema(field));
    case 'file':
      return field.required
        ? { type: 'array', items: { type: 'object' }, minItems: 1 }
        : plainSchema(field);
    case 'computed':
      return field.expression === ''
        ? true
        : expressionSchema({ text: field.expression, isFeel: true, place: field.place }, scope);
  }
}

/** Only a text that must be there is held to its shortest length and its pattern: others may be empty. */
function textSchema({ required, minLength, maxLength, pattern }: TextField): Json {
  const shortest = required ? Math.max(1, minLength ?? 0) : undefined;
  return {
    type: 'string',
    ...(shortest === undefined ? {} : { minLength: shortest }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(required && pattern !== undefined && isPattern(pattern) ? { pattern } : {}),
  };
}

/** A pattern that validators cannot compile is left to the form. */
function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function numberSchema(field: NumberField): Json {
  if (field.asText) {
    return STRING;
  }
  return {
    type: field.decimalDigits === 0 ? 'integer' : 'number',
    ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
    ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
  };
}

function choiceSchema(field: ChoiceField): Json {
  const option = optionSchema(field);
  if (field.several) {
    return { type: 'array', items: option, ...(field.required ? { minItems: 1 } : {}) };
  }
  return field.required ? option : nullable(option);
}

/** Options that are written out are all there are; of others nothing is known. */
function optionSchema({ options }: ChoiceField): Json {
  if (options.kind !== 'static' || options.values.length === 0) {
    return true;
  }
  const texts = options.values.every((value) => typeof value === 'string');
  return texts ? { type: 'string', enum: options.values } : { enum: options.values };
}
