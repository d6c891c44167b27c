import { readForm } from '../../model/forms/index.js';
import type { Json } from '../json.js';
import { formSchemas } from '../plan/form-schemas.js';

const STRING = { type: 'string' };
const nullable = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] });
const values = (...list: readonly unknown[]) => list.map((value) => ({ label: 'x', value }));

function schemasOf(...components: readonly object[]) {
  const { form } = readForm({ components }, () => ({ file: 'f', line: 1, column: 1 }));
  if (form === undefined) {
    throw new Error('no form');
  }
  return formSchemas(form);
}

describe('what a form submits', () => {
  test.each<readonly [object, Json, boolean]>([
    [
      { type: 'textfield', validate: { minLength: 3, maxLength: 9, pattern: 'x' } },
      { type: 'string', maxLength: 9 },
      false,
    ],
    [
      { type: 'textfield', validate: { required: true, minLength: 3, pattern: '^x' } },
      { type: 'string', minLength: 3, pattern: '^x' },
      true,
    ],
    [
      { type: 'textarea', validate: { required: true, pattern: '(' } },
      { type: 'string', minLength: 1 },
      true,
    ],
    [
      { type: 'number', decimalDigits: 0, validate: { required: true, min: 1, max: 9 } },
      { type: 'integer', minimum: 1, maximum: 9 },
      true,
    ],
    [{ type: 'number' }, nullable({ type: 'number' }), false],
    [
      { type: 'number', serializeToString: true, validate: { required: true, min: 1 } },
      STRING,
      true,
    ],
    [{ type: 'checkbox' }, { type: 'boolean' }, false],
    [{ type: 'checkbox', validate: { required: true } }, { type: 'boolean', const: true }, true],
    [
      { type: 'select', values: values('a', 'b'), validate: { required: true } },
      { type: 'string', enum: ['a', 'b'] },
      true,
    ],
    [{ type: 'radio', values: values('a') }, nullable({ type: 'string', enum: ['a'] }), false],
    [
      { type: 'radio', values: values('a', 1), validate: { required: true } },
      { enum: ['a', 1] },
      true,
    ],
    [{ type: 'select', valuesExpression: '=xs' }, true, false],
    [
      { type: 'checklist', values: values('a') },
      { type: 'array', items: { type: 'string', enum: ['a'] } },
      false,
    ],
    [
      { type: 'taglist', valuesKey: 'tags', validate: { required: true } },
      { type: 'array', items: true, minItems: 1 },
      true,
    ],
    [
      { type: 'datetime', subtype: 'date', validate: { required: true } },
      { type: 'string', format: 'date' },
      true,
    ],
    [{ type: 'datetime', subtype: 'datetime' }, nullable(STRING), false],
    [{ type: 'filepicker' }, { type: 'array', items: { type: 'object' } }, false],
    [
      { type: 'filepicker', validate: { required: true } },
      { type: 'array', items: { type: 'object' }, minItems: 1 },
      true,
    ],
    [{ type: 'expression', expression: '=1 + 1' }, { type: 'number' }, false],
    [
      { type: 'textfield', validate: { required: true }, conditional: { hide: '=x' } },
      { type: 'string', minLength: 1 },
      false,
    ],
    [
      { type: 'textfield', validate: { required: true }, readonly: '=x' },
      { type: 'string', minLength: 1 },
      false,
    ],
  ])('by %j', (component, schema, required) => {
    expect(schemasOf({ key: 'k', ...component }).output).toEqual({
      type: 'object',
      properties: { k: schema },
      required: required ? ['k'] : [],
    });
  });

  test('leaves out what can only be read, and shows everything as optional', () => {
    const { input, output } = schemasOf(
      { type: 'textfield', key: 'a', readonly: true },
      { type: 'number', key: 'b', disabled: true },
      { type: 'checkbox', key: 'c', validate: { required: true } },
      { type: 'select', key: 'd', valuesKey: 'options' },
      { type: 'expression', key: 'e', expression: '=b * 2' },
    );
    expect(output).toEqual({
      type: 'object',
      properties: { c: { type: 'boolean', const: true }, d: true, e: { type: 'number' } },
      required: ['c'],
    });
    expect(input).toEqual({
      type: 'object',
      properties: {
        a: nullable(STRING),
        b: nullable({ type: 'number' }),
        c: nullable({ type: 'boolean' }),
        options: { type: 'array' },
        d: true,
      },
      required: [],
    });
  });

  test('nests by dotted keys, group paths and dynamic lists', () => {
    const required = { validate: { required: true } };
    const { output } = schemasOf(
      { type: 'textfield', key: 'order.note' },
      { type: 'group', components: [{ type: 'textfield', key: 'flat', ...required }] },
      {
        type: 'group',
        path: 'order',
        components: [{ type: 'checkbox', key: 'gift', ...required }],
      },
      {
        type: 'group',
        path: 'hidden',
        conditional: { hide: '=x' },
        components: [{ type: 'textfield', key: 'inner', ...required }],
      },
      {
        type: 'dynamiclist',
        path: 'rows',
        components: [{ type: 'number', key: 'n', ...required }],
      },
    );
    expect(output).toEqual({
      type: 'object',
      properties: {
        order: {
          type: 'object',
          properties: { note: STRING, gift: { type: 'boolean', const: true } },
          required: ['gift'],
        },
        flat: { type: 'string', minLength: 1 },
        hidden: {
          type: 'object',
          properties: { inner: { type: 'string', minLength: 1 } },
          required: [],
        },
        rows: {
          type: 'array',
          items: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
        },
      },
      required: ['order', 'flat'],
    });
  });

  test('of two fields of one name is what either gives', () => {
    const { output } = schemasOf(
      { type: 'textfield', key: 'k', conditional: { hide: '=x' } },
      { type: 'number', key: 'k', conditional: { hide: '=not(x)' }, validate: { required: true } },
    );
    expect(output).toEqual({
      type: 'object',
      properties: { k: { anyOf: [STRING, { type: 'number' }] } },
      required: [],
    });
  });
});
