import type { ByteReader } from './byte-reader.js';
import { firstKey, isFar, longestKnown, mostKnown, smallestInteger, tag } from './value-tags.js';

type Fields = Record<string, unknown>;

interface ReadShape {
  readonly names: readonly string[];
  last: Fields;
}

/** Objects with the fields of a shape, all null, by its names: a copy is made faster than a new object. */
const patterns = new Map<string, Fields>();
const mostPatterns = 1_000;

function patternOf(names: readonly string[]): Fields {
  const pattern: Fields = {};
  for (const name of names) {
    setField(pattern, name, null);
  }
  return pattern;
}

/** Reads the values of one frame that `ValueEncoder` wrote. Throws a RangeError for anything else. */
export class ValueDecoder {
  readonly #in: ByteReader;
  readonly #known: string[] = [];
  readonly #shapes: ReadShape[] = [];
  #lastKey = firstKey;
  #lastTime = 0;

  constructor(from: ByteReader) {
    this.#in = from;
  }

  value(): unknown {
    const kind = this.#in.byte();
    if (kind >= tag.smallInteger) {
      return kind - tag.smallInteger + smallestInteger;
    }
    if (kind >= tag.firstKnown) {
      return this.#knownString(kind - tag.firstKnown);
    }
    switch (kind) {
      case tag.null:
        return null;
      case tag.false:
        return false;
      case tag.true:
        return true;
      case tag.double:
        return this.#double();
      case tag.integer:
        return this.#in.zigzag();
      case tag.key:
        this.#lastKey += this.#in.zigzag();
        return this.#lastKey;
      case tag.time:
        this.#lastTime += this.#in.zigzag();
        return this.#lastTime;
      case tag.latin:
        return this.#remember(this.#in.latin(this.#in.varint()));
      case tag.wide:
        return this.#remember(this.#in.wide(this.#in.varint()));
      case tag.known:
        return this.#knownString(this.#in.varint());
      case tag.array:
        return this.#array();
      case tag.newShape:
        return this.#fields(this.#newShape());
      case tag.shaped:
        return this.#fields(this.#shapes[this.#in.varint()]);
      case tag.object:
        return this.#object();
      default:
        throw new RangeError(`there is no value of kind ${kind}`);
    }
  }

  number(): number {
    const value = this.value();
    if (typeof value !== 'number') {
      throw new RangeError(`a number was expected, not a ${typeof value}`);
    }
    return value;
  }

  string(): string {
    const value = this.value();
    if (typeof value !== 'string') {
      throw new RangeError(`a string was expected, not a ${typeof value}`);
    }
    return value;
  }

  object(): object {
    const value = this.value();
    if (typeof value !== 'object' || value === null) {
      throw new RangeError(`an object was expected, not a ${typeof value}`);
    }
    return value;
  }

  #double(): number {
    const value = this.#in.double();
    if (isFar(value)) {
      this.#lastTime = value;
    } else if (value >= firstKey) {
      this.#lastKey = value;
    }
    return value;
  }

  #remember(text: string): string {
    if (text.length <= longestKnown && this.#known.length < mostKnown) {
      this.#known.push(text);
    }
    return text;
  }

  #knownString(number: number): string {
    const text = this.#known[number];
    if (text === undefined) {
      throw new RangeError(`there is no string ${number}`);
    }
    return text;
  }

  #array(): unknown[] {
    const count = this.#in.varint();
    const items: unknown[] = [];
    for (let place = 0; place < count; place += 1) {
      items.push(this.value());
    }
    return items;
  }

  #newShape(): ReadShape {
    const count = this.#in.varint();
    const names: string[] = [];
    for (let place = 0; place < count; place += 1) {
      names.push(this.string());
    }
    const key = JSON.stringify(names);
    const pattern = patterns.get(key) ?? patternOf(names);
    if (patterns.size < mostPatterns) {
      patterns.set(key, pattern);
    }
    const shape: ReadShape = { names, last: pattern };
    this.#shapes.push(shape);
    return shape;
  }

  #fields(shape: ReadShape | undefined): Fields {
    if (shape === undefined) {
      throw new RangeError('there is no such shape');
    }
    // A copy of the last one has its fields in their order already.
    const value = { ...shape.last };
    const differing = this.#in.varint();
    const { names } = shape;
    for (let place = 0; place < names.length; place += 1) {
      if ((differing & (1 << place)) !== 0) {
        setField(value, names[place] ?? '', this.value());
      }
    }
    shape.last = value;
    return value;
  }

  #object(): Fields {
    const count = this.#in.varint();
    const value: Fields = {};
    for (let place = 0; place < count; place += 1) {
      setField(value, this.string(), this.value());
    }
    return value;
  }
}

function setField(value: Fields, name: string, field: unknown): void {
  if (name === '__proto__') {
    // An assignment would not make a field of it.
    Object.defineProperty(value, name, {
      value: field,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    value[name] = field;
  }
}
