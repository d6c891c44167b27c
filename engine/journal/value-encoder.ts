import { ByteWriter } from './byte-writer.js';
import { ShapeTree, type Shape } from './shape-tree.js';
import {
  firstKey,
  isFar,
  largestInteger,
  longestKnown,
  mostKnown,
  smallestInteger,
  tag,
  widestShape,
} from './value-tags.js';

/**
 * Writes plain JSON values compactly: see `tag`. Engine records repeat each other: of most values only
 * the fields are written that differ from the last one of their kind. What is not a value to JSON
 * (`undefined`) is left out of objects and null in arrays.
 */
export class ValueEncoder {
  readonly #shapes = new ShapeTree();
  readonly #known = new Map<string, number>();
  /** Fields of the objects that are being written, the innermost last. */
  readonly #fields: unknown[] = [];
  #depth = 0;
  #out = new ByteWriter(0);
  #frame = 0;
  /** Shapes of this frame, by their number. */
  readonly #used: Shape[] = [];
  #lastKey = firstKey;
  #lastTime = 0;

  /** Begins a frame: nothing before it is known to whoever reads it. */
  begin(out: ByteWriter): void {
    this.#out = out;
    this.#frame += 1;
    this.#known.clear();
    for (const shape of this.#used.splice(0)) {
      // What a client sent is not to stay in memory because nothing of its shape came after it.
      shape.fields.fill(undefined);
    }
    this.#fields.length = 0;
    this.#depth = 0;
    this.#lastKey = firstKey;
    this.#lastTime = 0;
  }

  /** Throws a TypeError for what JSON has no value for, and a RangeError when it is nested too deep. */
  value(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.string(value);
        return;
      case 'number':
        this.number(value);
        return;
      case 'boolean':
        this.#out.byte(value ? tag.true : tag.false);
        return;
      case 'undefined':
        this.#out.byte(tag.null);
        return;
      case 'object':
        if (value === null) {
          this.#out.byte(tag.null);
        } else if (Array.isArray(value)) {
          this.#array(value);
        } else {
          this.object(value);
        }
        return;
      case 'bigint':
      case 'function':
      case 'symbol':
        throw new TypeError(`a ${typeof value} cannot be written to the journal`);
    }
  }

  number(value: number): void {
    const out = this.#out;
    if (value >= smallestInteger && value <= largestInteger && isWhole(value)) {
      out.byte(tag.smallInteger + value - smallestInteger);
    } else if ((value | 0) === value && isWhole(value)) {
      out.byte(tag.integer);
      out.zigzag(value);
    } else if (value >= firstKey) {
      this.#far(tag.key, value, value - this.#lastKey);
      this.#lastKey = value;
    } else if (isFar(value)) {
      this.#far(tag.time, value, value - this.#lastTime);
      this.#lastTime = value;
    } else {
      out.byte(tag.double);
      out.double(value);
    }
  }

  string(text: string): void {
    const number = this.#known.get(text);
    const out = this.#out;
    if (number !== undefined) {
      if (number < tag.smallInteger - tag.firstKnown) {
        out.byte(tag.firstKnown + number);
      } else {
        out.byte(tag.known);
        out.varint(number);
      }
      return;
    }
    const start = out.length;
    out.byte(tag.latin);
    out.varint(text.length);
    if (!out.latin(text)) {
      out.cut(start);
      out.byte(tag.wide);
      out.varint(text.length);
      out.wide(text);
    }
    if (text.length <= longestKnown && this.#known.size < mostKnown) {
      this.#known.set(text, this.#known.size);
    }
  }

  object(value: object): void {
    // Plain JSON: its fields are read by their names.
    const given = value as Readonly<Record<string, unknown>>;
    const fields = this.#fields;
    const start = this.#depth;
    let shape = this.#shapes.begin();
    let count = 0;
    for (const name in given) {
      const field = given[name];
      if (field !== undefined) {
        count += 1;
        if (count > widestShape) {
          this.#wide(given);
          return;
        }
        shape = this.#shapes.step(shape, name);
        fields[start + count - 1] = field;
      }
    }
    this.#depth = start + count;
    this.#shaped(shape, start, count);
    this.#depth = start;
  }

  #shaped(shape: Shape, start: number, count: number): void {
    const { fields: last } = shape;
    const fields = this.#fields;
    let differing = 0;
    if (shape.frame === this.#frame) {
      for (let place = 0; place < count; place += 1) {
        if (fields[start + place] !== last[place]) {
          differing |= 1 << place;
        }
      }
      this.#out.byte(tag.shaped);
      this.#out.varint(shape.number);
    } else {
      differing = (1 << count) - 1;
      shape.frame = this.#frame;
      shape.number = this.#used.push(shape) - 1;
      this.#out.byte(tag.newShape);
      this.#out.varint(count);
      for (const name of shape.names) {
        this.string(name);
      }
    }
    this.#out.varint(differing);
    for (let place = 0; place < count; place += 1) {
      if ((differing & (1 << place)) !== 0) {
        this.value(fields[start + place]);
      }
    }
    for (let place = 0; place < count; place += 1) {
      last[place] = fields[start + place];
    }
  }

  #wide(given: Readonly<Record<string, unknown>>): void {
    const names = Object.keys(given).filter((name) => given[name] !== undefined);
    this.#out.byte(tag.object);
    this.#out.varint(names.length);
    for (const name of names) {
      this.string(name);
      this.value(given[name]);
    }
  }

  #array(items: readonly unknown[]): void {
    this.#out.byte(tag.array);
    this.#out.varint(items.length);
    for (const item of items) {
      this.value(item);
    }
  }

  #far(near: typeof tag.key | typeof tag.time, value: number, distance: number): void {
    if ((distance | 0) === distance) {
      this.#out.byte(near);
      this.#out.zigzag(distance);
    } else {
      this.#out.byte(tag.double);
      this.#out.double(value);
    }
  }
}

/** True for whole numbers of 32 bits; not for the negative zero. */
function isWhole(value: number): boolean {
  return (value | 0) === value && (value !== 0 || 1 / value > 0);
}
