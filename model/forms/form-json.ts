import type { Place } from '../place.js';

/** Reads members of a form's JSON, whatever they really are, and says where they stand. */
export class FormJson {
  readonly value: unknown;
  readonly #pointer: string;
  readonly #placeOf: (pointer: string) => Place;

  constructor(value: unknown, pointer: string, placeOf: (pointer: string) => Place) {
    this.value = value;
    this.#pointer = pointer;
    this.#placeOf = placeOf;
  }

  get place(): Place {
    return this.#placeOf(this.#pointer);
  }

  /** True for an object: neither null nor a list. */
  get isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  /** A member of an object; its value is undefined when there is none. */
  at(key: string): FormJson {
    const owner: unknown = this.isObject ? this.value : {};
    const own = typeof owner === 'object' && owner !== null ? Object.entries(owner) : [];
    const found: unknown = own.find(([name]) => name === key)?.[1];
    const segment = key.replaceAll('~', '~0').replaceAll('/', '~1');
    return new FormJson(found, `${this.#pointer}/${segment}`, this.#placeOf);
  }

  /** The items of a list; none of anything else. */
  get items(): readonly FormJson[] {
    const list: readonly unknown[] = Array.isArray(this.value) ? this.value : [];
    return list.map((item, at) => new FormJson(item, `${this.#pointer}/${at}`, this.#placeOf));
  }

  /** The value when it is a string. */
  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** The value when it is a number, or a string that is one, as older modelers wrote them. */
  get number(): number | undefined {
    const value =
      typeof this.value === 'string' && /^-?\d+(\.\d+)?$/.test(this.value)
        ? Number(this.value)
        : this.value;
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  /** The value when it is FEEL: a string that starts with `=`. */
  get feel(): string | undefined {
    return this.text?.startsWith('=') === true ? this.text : undefined;
  }
}
