/** Reads what `ByteWriter` wrote. Throws a RangeError behind the end. */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  byte(): number {
    const value = this.#bytes[this.#take(1)];
    return value ?? 0;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const next = this.byte();
      value |= (next & 127) << shift;
      if (next < 128) {
        break;
      }
    }
    return value >>> 0;
  }

  zigzag(): number {
    const value = this.varint();
    return (value >>> 1) ^ -(value & 1);
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }

  latin(length: number): string {
    const start = this.#take(length);
    return this.#bytes.toString('latin1', start, start + length);
  }

  wide(length: number): string {
    const start = this.#take(length * 2);
    return this.#bytes.toString('utf16le', start, start + length * 2);
  }

  #take(count: number): number {
    const start = this.#at;
    this.#at += count;
    if (this.#at > this.#end) {
      throw new RangeError(`${count} bytes wanted behind byte ${start} of ${this.#end}`);
    }
    return start;
  }
}
