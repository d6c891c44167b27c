/** Characters up to which a loop is faster than a call out of the script. */
const longestLoop = 64;
const beyondLatin = /[\u0100-\uffff]/;

/** Bytes that grow at their end. What was given out by `written` changes with the next write after `clear`. */
export class ByteWriter {
  #bytes: Buffer;
  #end = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  get length(): number {
    return this.#end;
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  /** All bytes so far, not copied. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  /** Forgets what was written from `length` on. */
  cut(length: number): void {
    this.#end = length;
  }

  /** Leaves room for `count` bytes whose content is set later. */
  skip(count: number): void {
    this.#reserve(count);
    this.#end += count;
  }

  /** One byte, 0-255. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#end] = value;
    this.#end += 1;
  }

  /** A whole number from 0 to 2^32 - 1, in 1 to 5 bytes. */
  varint(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#end] = (rest & 127) | 128;
      this.#end += 1;
      rest >>>= 7;
    }
    this.#bytes[this.#end] = rest;
    this.#end += 1;
  }

  /** A whole number of 32 bits with a sign. */
  zigzag(value: number): void {
    this.varint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#bytes.writeDoubleLE(value, this.#end);
    this.#end += 8;
  }

  /** The characters of a string, a byte each. False, and nothing written, when one does not fit. */
  latin(text: string): boolean {
    const { length } = text;
    this.#reserve(length);
    if (length > longestLoop) {
      const fits = !beyondLatin.test(text);
      this.#end += fits ? this.#bytes.write(text, this.#end, 'latin1') : 0;
      return fits;
    }
    const bytes = this.#bytes;
    const start = this.#end;
    for (let place = 0; place < length; place += 1) {
      const unit = text.charCodeAt(place);
      if (unit > 255) {
        return false;
      }
      bytes[start + place] = unit;
    }
    this.#end = start + length;
    return true;
  }

  /** The units of a string, two bytes each. */
  wide(text: string): void {
    this.#reserve(text.length * 2);
    this.#end += this.#bytes.write(text, this.#end, 'utf16le');
  }

  #reserve(count: number): void {
    const needed = this.#end + count;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#end);
      this.#bytes = grown;
    }
  }
}
