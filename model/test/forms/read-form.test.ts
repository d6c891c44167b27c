import { readForm, type FormField } from '../../forms/index.js';

const placeOf = (pointer: string) => ({ file: 'f.form', line: 1, column: pointer.length });

function fieldOf(component: object): FormField | undefined {
  const { form, faults } = readForm({ id: 'F', components: [component] }, placeOf);
  expect(faults).toEqual([]);
  return form?.fields[0];
}

describe('a form', () => {
  test('has an id, a version, fields in order and their places', () => {
    const { form } = readForm(
      {
        id: 'F',
        schemaVersion: 18,
        versionTag: 'v2',
        components: [
          { type: 'text', text: '# Title' },
          { type: 'textfield', key: 'name', label: 'Name' },
          { type: 'button', key: 'go' },
        ],
      },
      placeOf,
    );
    expect(form).toEqual({
      id: 'F',
      schemaVersion: 18,
      versionTag: 'v2',
      expressions: [],
      place: placeOf(''),
      fields: [
        {
          kind: 'text',
          path: ['name'],
          label: 'Name',
          required: false,
          conditional: false,
          editable: 'always',
          place: placeOf('/components/1'),
        },
      ],
    });
  });

  test.each<readonly [object, object]>([
    [
      {
        type: 'textarea',
        key: 'a.b',
        validate: { required: true, minLength: 2, maxLength: '9', pattern: '^x' },
      },
      { kind: 'text', path: ['a', 'b'], required: true, minLength: 2, maxLength: 9, pattern: '^x' },
    ],
    [
      {
        type: 'number',
        key: 'n',
        decimalDigits: 0,
        serializeToString: true,
        validate: { min: 1, max: '=x' },
      },
      { kind: 'number', decimalDigits: 0, asText: true, minimum: 1 },
    ],
    [{ type: 'checkbox', key: 'c' }, { kind: 'checkbox' }],
    [
      { type: 'select', key: 's', values: [{ value: 'a' }, { value: 'b' }, { value: 'a' }] },
      { kind: 'choice', several: false, options: { kind: 'static', values: ['a', 'b'] } },
    ],
    [
      { type: 'radio', key: 's', values: [{ value: { x: 1 } }] },
      { kind: 'choice', several: false, options: { kind: 'unknown' } },
    ],
    [
      { type: 'taglist', key: 's', valuesKey: 'order.tags' },
      { kind: 'choice', several: true, options: { kind: 'key', path: ['order', 'tags'] } },
    ],
    [
      { type: 'checklist', key: 's', values: [{ value: 1 }], valuesExpression: '=tags' },
      { kind: 'choice', several: true, options: { kind: 'unknown' } },
    ],
    [
      { type: 'datetime', key: 'd', subtype: 'time' },
      { kind: 'datetime', subtype: 'time' },
    ],
    [
      { type: 'datetime', key: 'd' },
      { kind: 'datetime', subtype: 'datetime' },
    ],
    [{ type: 'filepicker', key: 'f' }, { kind: 'file' }],
    [
      { type: 'expression', key: 'e', expression: '=1 + 1' },
      { kind: 'computed', expression: '=1 + 1' },
    ],
    [{ type: 'textfield', key: 't', disabled: true }, { editable: 'never' }],
    [{ type: 'textfield', key: 't', readonly: true }, { editable: 'never' }],
    [{ type: 'textfield', key: 't', readonly: '=locked' }, { editable: 'perhaps' }],
    [{ type: 'textfield', key: 't', conditional: { hide: '=x' } }, { conditional: true }],
    [{ type: 'textfield', key: 't', conditional: { hide: ' ' } }, { conditional: false }],
    [
      { type: 'dynamiclist', path: 'rows', components: [{ type: 'textfield', key: 'cell' }] },
      { kind: 'list', path: ['rows'], fields: [expect.objectContaining({ path: ['cell'] })] },
    ],
    [
      { type: 'group', components: [{ type: 'textfield', key: 'cell' }] },
      { kind: 'group', path: [], fields: [expect.objectContaining({ path: ['cell'] })] },
    ],
  ])('reads the field %j', (component, expected) => {
    expect(fieldOf(component)).toMatchObject(expected);
  });

  test.each([
    'image',
    'spacer',
    'separator',
    'html',
    'iframe',
    'table',
    'documentPreview',
    'of2030',
  ])('takes no value from %s', (type) => {
    expect(fieldOf({ type, key: 'x' })).toBeUndefined();
  });

  test('gives its expressions with their use and place', () => {
    const { form } = readForm(
      {
        components: [
          { type: 'select', key: 'a', valuesExpression: '=xs', conditional: { hide: '=h' } },
          { type: 'table', dataSource: '=rows' },
          { type: 'number', key: 'n', validate: { max: '=limit' } },
        ],
      },
      placeOf,
    );
    expect(form?.expressions).toEqual([
      { text: '=h', use: 'condition', place: placeOf('/components/0/conditional/hide') },
      { text: '=xs', use: 'options', place: placeOf('/components/0/valuesExpression') },
      { text: '=rows', use: 'value', place: placeOf('/components/1/dataSource') },
      { text: '=limit', use: 'value', place: placeOf('/components/2/validate/max') },
    ]);
  });

  test.each<readonly [unknown, string, string]>([
    [[], 'it is no JSON object', ''],
    [{ id: 'F' }, 'it has no list "components"', '/components'],
    [{ components: {} }, 'it has no list "components"', '/components'],
    [{ components: [{ key: 'x' }] }, 'a component has no "type"', '/components/0'],
    [{ components: [null] }, 'a component has no "type"', '/components/0'],
    [{ components: [{ type: 'dynamiclist' }] }, 'a dynamic list has no "path"', '/components/0'],
    [
      { components: [{ type: 'group', components: 1 }] },
      '"components" is no list',
      '/components/0/components',
    ],
  ])('that is %j is at fault: %s', (root, message, pointer) => {
    expect(readForm(root, placeOf).faults).toEqual([{ message, place: placeOf(pointer) }]);
  });

  test('may not nest without end', () => {
    let component: object = { type: 'textfield', key: 'x' };
    for (let depth = 0; depth < 60; depth += 1) {
      component = { type: 'group', components: [component] };
    }
    expect(readForm({ components: [component] }, placeOf).faults).toMatchObject([
      { message: 'components nest deeper than 50 levels' },
    ]);
  });
});
