/** What was read, and what it is: a whole number and one with a fraction differ. */
export interface ReadJson {
  readonly value: unknown;
  readonly kind: 'OBJECT' | 'ARRAY' | 'STRING' | 'INTEGER' | 'FLOAT' | 'BOOLEAN' | 'NIL';
}

/** Thrown when a text is no JSON, or is JSON that the engine does not take. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
}

const code = (character: string): number => character.charCodeAt(0);
const newline = code('\n');
const backslash = code('\\');
const firstPrintable = code(' ');

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
};
const largestWhole = 2n ** 64n - 1n;
const smallestWhole = -(2n ** 63n);

/** Reads one JSON text; see `readJsonDocument`. Places in faults count bytes, from 1. */
export class JsonReader {
  readonly #text: string;
  readonly #bytes: Buffer;
  readonly #deepest: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, deepest: number) {
    this.#text = text;
    this.#bytes = Buffer.from(text);
    this.#deepest = deepest;
  }

  /** The first value of the text; null when there is none. */
  read(): ReadJson {
    if (this.#bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) {
      this.#at = 3;
    }
    this.#skipSpace();
    return this.#at >= this.#bytes.length ? { value: null, kind: 'NIL' } : this.#value();
  }

  #value(): ReadJson {
    this.#skipSpace();
    const first = this.#bytes[this.#at];
    switch (first === undefined ? '' : String.fromCharCode(first)) {
      case '':
        throw this.#fault(this.#bytes.length);
      case '{':
        return { value: this.#nested(() => this.#object()), kind: 'OBJECT' };
      case '[':
        return { value: this.#nested(() => this.#array()), kind: 'ARRAY' };
      case '"':
      case "'":
        return { value: this.#string(), kind: 'STRING' };
      case '+':
        throw this.#fault(this.#at + 1);
      case '-':
        return this.#number();
      default:
        return first !== undefined && isDigit(first) ? this.#number() : this.#literal();
    }
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > this.#deepest) {
      throw new JsonFault(
        `Expected the document to be nested at most ${this.#deepest} levels deep, but it is nested deeper`,
      );
    }
    this.#at += 1;
    const value = read();
    this.#at += 1;
    this.#depth -= 1;
    return value;
  }

  #object(): object {
    const members: [string, unknown][] = [];
    this.#skipSpace();
    if (this.#here() === '}') {
      return {};
    }
    for (;;) {
      this.#skipSpace();
      if (!/^["']$/.test(this.#here())) {
        throw this.#fault(this.#at);
      }
      const name = this.#string();
      this.#skipSpace();
      this.#expect(':');
      members.push([name, this.#value().value]);
      this.#skipSpace();
      if (this.#here() === '}') {
        // Keeps a member that is called __proto__ a member.
        return Object.fromEntries(members);
      }
      this.#expect(',');
    }
  }

  #array(): readonly unknown[] {
    const items: unknown[] = [];
    this.#skipSpace();
    if (this.#here() === ']') {
      return items;
    }
    for (;;) {
      items.push(this.#value().value);
      this.#skipSpace();
      if (this.#here() === ']') {
        return items;
      }
      this.#expect(',');
    }
  }

  #string(): string {
    const end = this.#bytes[this.#at];
    this.#at += 1;
    const parts: string[] = [];
    let from = this.#at;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || (byte < firstPrintable && byte !== end)) {
        throw this.#fault(this.#at);
      }
      if (byte === end) {
        parts.push(this.#bytes.toString('utf8', from, this.#at));
        this.#at += 1;
        return parts.join('');
      }
      if (byte === backslash) {
        parts.push(this.#bytes.toString('utf8', from, this.#at), this.#escape());
        from = this.#at;
      } else {
        this.#at += 1;
      }
    }
  }

  #escape(): string {
    this.#at += 1;
    const kind = this.#here();
    if (kind !== 'u') {
      const meant = escapes[kind];
      if (meant === undefined) {
        throw this.#fault(this.#at);
      }
      this.#at += 1;
      return meant;
    }
    this.#at += 1;
    const digits = this.#at;
    while (this.#at < digits + 4) {
      if (!/^[0-9a-fA-F]$/.test(this.#here())) {
        throw this.#fault(this.#at);
      }
      this.#at += 1;
    }
    return String.fromCharCode(parseInt(this.#bytes.toString('latin1', digits, this.#at), 16));
  }

  #number(): ReadJson {
    const from = this.#at;
    this.#take('-');
    if (!this.#take('0')) {
      this.#digits();
    }
    let kind: ReadJson['kind'] = 'INTEGER';
    if (this.#take('.')) {
      kind = 'FLOAT';
      this.#digits();
    }
    if (this.#take('e') || this.#take('E')) {
      kind = 'FLOAT';
      if (!this.#take('+')) {
        this.#take('-');
      }
      this.#digits();
    }
    if (!/^[\s,\]}]?$/.test(this.#here())) {
      throw this.#fault(this.#at);
    }
    return { value: numberOf(this.#bytes.toString('latin1', from, this.#at), kind), kind };
  }

  #digits(): void {
    const from = this.#at;
    while (isDigit(this.#bytes[this.#at] ?? 0)) {
      this.#at += 1;
    }
    if (this.#at === from) {
      throw this.#fault(this.#at);
    }
  }

  #literal(): ReadJson {
    const from = this.#at;
    while (/^[\w$]$/.test(this.#here())) {
      this.#at += 1;
    }
    const word = this.#bytes.toString('latin1', from, this.#at);
    if (word === 'true' || word === 'false') {
      return { value: word === 'true', kind: 'BOOLEAN' };
    }
    if (word === 'null') {
      return { value: null, kind: 'NIL' };
    }
    // A word is read with the byte that ends it, the names of numbers that JSON does not have are not.
    const named = word === 'NaN' || word === 'Infinity';
    const past = word !== '' && !named && this.#at < this.#bytes.length ? 1 : 0;
    throw this.#fault(this.#at + past);
  }

  #here(): string {
    const byte = this.#bytes[this.#at];
    return byte === undefined ? '' : String.fromCharCode(byte);
  }

  #take(character: string): boolean {
    const taken = this.#here() === character;
    this.#at += taken ? 1 : 0;
    return taken;
  }

  #expect(character: string): void {
    if (!this.#take(character)) {
      throw this.#fault(this.#at);
    }
  }

  #skipSpace(): void {
    while (/^[ \t\r\n]$/.test(this.#here())) {
      this.#at += 1;
    }
  }

  #fault(at: number): JsonFault {
    const before = this.#bytes.subarray(0, at);
    const line = before.filter((byte) => byte === newline).length + 1;
    const column = at - before.lastIndexOf(newline);
    return new JsonFault(
      `Invalid JSON value: ${this.#text}\n at [Source: REDACTED ` +
        `(\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`,
    );
  }
}

function isDigit(byte: number): boolean {
  return byte >= code('0') && byte <= code('9');
}

function numberOf(text: string, kind: ReadJson['kind']): unknown {
  if (kind === 'INTEGER' && text.length > 18) {
    // Digits of a hostile length would take long to read as a number.
    const whole = text.length > 30 ? largestWhole + 1n : BigInt(text);
    if (whole > largestWhole || whole < smallestWhole) {
      throw new JsonFault('MessagePack cannot serialize BigInteger larger than 2^64-1');
    }
  }
  const number = Number(text);
  return Number.isFinite(number) ? number : number > 0 ? 'Infinity' : '-Infinity';
}
