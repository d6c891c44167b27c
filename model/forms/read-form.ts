import type { Place } from '../place.js';
import { defined } from '../read/defined.js';
import { FormJson } from './form-json.js';
import type {
  Form,
  FormExpression,
  FormFault,
  FormField,
  FormOptions,
  OptionValue,
} from './types.js';

/** Components that hold no value of their own. */
const WITHOUT_VALUE = new Set(
  'button default documentPreview html iframe image separator spacer table text'.split(' '),
);
const MAX_DEPTH = 50;

/**
 * Reads the JSON of a Camunda form, schema versions 1 to 19. Components it does not know hold no
 * value, so forms of newer versions can be read as far as they go.
 * @param root the document as `JSON.parse` gives it
 * @param placeOf place of the value at a JSON pointer of the document
 */
export function readForm(
  root: unknown,
  placeOf: (pointer: string) => Place,
): { readonly form?: Form; readonly faults: readonly FormFault[] } {
  const json = new FormJson(root, '', placeOf);
  if (!json.isObject) {
    return { faults: [{ message: 'it is no JSON object', place: json.place }] };
  }
  const components = json.at('components');
  if (!Array.isArray(components.value)) {
    return { faults: [{ message: 'it has no list "components"', place: components.place }] };
  }
  const reader = new FormReader();
  const fields = reader.fields(components.items, 0);
  const form: Form = defined({
    id: json.at('id').text ?? '',
    schemaVersion: json.at('schemaVersion').number,
    versionTag: json.at('versionTag').text,
    fields,
    expressions: reader.expressions,
    place: json.place,
  });
  return { form: Object.freeze(form), faults: reader.faults };
}

class FormReader {
  readonly expressions: FormExpression[] = [];
  readonly faults: FormFault[] = [];

  fields(components: readonly FormJson[], depth: number): readonly FormField[] {
    return components.flatMap((component) => this.#component(component, depth));
  }

  #component(component: FormJson, depth: number): readonly FormField[] {
    const type = component.at('type').text;
    if (type === undefined) {
      this.#fault('a component has no "type"', component.place);
      return [];
    }
    if (depth > MAX_DEPTH) {
      this.#fault(`components nest deeper than ${MAX_DEPTH} levels`, component.place);
      return [];
    }
    this.#noteExpressions(component);
    const inner = this.#components(component);
    if (type === 'group' || type === 'dynamiclist') {
      return this.#container(component, this.fields(inner, depth + 1), type);
    }
    if (WITHOUT_VALUE.has(type)) {
      return this.fields(inner, depth + 1);
    }
    const path = pathOf(component.at('key'));
    const field = path.length === 0 ? undefined : valueField(type, component);
    return field === undefined ? [] : [{ ...baseOf(component, path), ...field }];
  }

  #components(component: FormJson): readonly FormJson[] {
    const inner = component.at('components');
    if (inner.value !== undefined && !Array.isArray(inner.value)) {
      this.#fault('"components" is no list', inner.place);
    }
    return inner.items;
  }

  #container(
    component: FormJson,
    fields: readonly FormField[],
    type: 'group' | 'dynamiclist',
  ): readonly FormField[] {
    const path = pathOf(component.at('path'));
    if (type === 'group') {
      return [{ ...baseOf(component, path), kind: 'group', fields }];
    }
    if (path.length === 0) {
      this.#fault('a dynamic list has no "path"', component.place);
      return [];
    }
    return [{ ...baseOf(component, path), kind: 'list', fields }];
  }

  #noteExpressions(component: FormJson): void {
    const note = (json: FormJson, use: FormExpression['use']): void => {
      if (json.feel !== undefined) {
        this.expressions.push({ text: json.feel, place: json.place, use });
      }
    };
    note(component.at('conditional').at('hide'), 'condition');
    note(component.at('readonly'), 'condition');
    note(component.at('disabled'), 'condition');
    note(component.at('valuesExpression'), 'options');
    for (const key of ['dataSource', 'source', 'url', 'text', 'content', 'alt', 'label']) {
      note(component.at(key), 'value');
    }
    for (const key of ['required', 'min', 'max', 'minLength', 'maxLength']) {
      note(component.at('validate').at(key), 'value');
    }
  }

  #fault(message: string, place: Place): void {
    this.faults.push({ message, place });
  }
}

type Kind = { readonly [K in FormField['kind']]: Extract<FormField, { kind: K }> };
type Base = Pick<FormField, 'path' | 'label' | 'required' | 'conditional' | 'editable' | 'place'>;
type Value = { readonly [K in FormField['kind']]: Omit<Kind[K], keyof Base> }[FormField['kind']];

function baseOf(component: FormJson, path: readonly string[]): Base {
  const states = ['disabled', 'readonly'].map((key) => component.at(key));
  const never = states.some(({ value }) => value === true);
  const perhaps = states.some(({ feel }) => feel !== undefined);
  return defined({
    path,
    label: component.at('label').text,
    required: component.at('validate').at('required').value === true,
    conditional: (component.at('conditional').at('hide').text ?? '').trim() !== '',
    editable: never ? ('never' as const) : perhaps ? ('perhaps' as const) : ('always' as const),
    place: component.place,
  });
}

function valueField(type: string, component: FormJson): Value | undefined {
  const validate = component.at('validate');
  switch (type) {
    case 'textfield':
    case 'textarea':
      return defined({
        kind: 'text' as const,
        minLength: validate.at('minLength').number,
        maxLength: validate.at('maxLength').number,
        pattern: validate.at('pattern').text,
      });
    case 'number':
      return defined({
        kind: 'number' as const,
        minimum: validate.at('min').number,
        maximum: validate.at('max').number,
        decimalDigits: component.at('decimalDigits').number,
        asText: component.at('serializeToString').value === true,
      });
    case 'checkbox':
      return { kind: 'checkbox' };
    case 'radio':
    case 'select':
      return { kind: 'choice', several: false, options: optionsOf(component) };
    case 'checklist':
    case 'taglist':
      return { kind: 'choice', several: true, options: optionsOf(component) };
    case 'datetime': {
      const subtype = component.at('subtype').text;
      return {
        kind: 'datetime',
        subtype: subtype === 'date' || subtype === 'time' ? subtype : 'datetime',
      };
    }
    case 'filepicker':
      return { kind: 'file' };
    case 'expression':
      return { kind: 'computed', expression: component.at('expression').feel ?? '' };
    default:
      return undefined;
  }
}

function optionsOf(component: FormJson): FormOptions {
  const values = component.at('values');
  const key = pathOf(component.at('valuesKey'));
  if (key.length > 0) {
    return { kind: 'key', path: key };
  }
  if (!Array.isArray(values.value) || component.at('valuesExpression').text !== undefined) {
    return { kind: 'unknown' };
  }
  const found = values.items.map((item) => item.at('value').value);
  return found.every(isOptionValue)
    ? { kind: 'static', values: [...new Set(found)] }
    : { kind: 'unknown' };
}

function isOptionValue(value: unknown): value is OptionValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** `order.note` -> `['order', 'note']`. */
function pathOf(json: FormJson): readonly string[] {
  return (json.text ?? '').split('.').filter((name) => name !== '');
}
