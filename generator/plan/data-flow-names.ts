/** A set of variable names that can be asked and listed; a `Set<string>` is one. */
export interface Names extends Iterable<string> {
  readonly size: number;
  has(name: string): boolean;
}

/** Numbers the names of one analysis, so that sets of them are bits. */
export class NameIndex {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a name; a new one when it has none. */
  add(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) {
      return known;
    }
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  /** The number of a name, or undefined. */
  numberOf(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  /** The set of names, each of which gets a number. */
  setOf(names: Iterable<string>): NameSet {
    const numbers = [...names].map((name) => this.add(name));
    const highest = numbers.reduce((most, each) => Math.max(most, each), -1);
    const words = new Uint32Array(Math.ceil((highest + 1) / 32));
    for (const number of numbers) {
      words[number >>> 5] = (words[number >>> 5] ?? 0) | (1 << (number & 31));
    }
    return new NameSet(this, words);
  }
}

/** An immutable set of the names of one index. Operations give back an operand where nothing changes. */
export class NameSet implements Names {
  readonly #index: NameIndex;
  readonly #words: Uint32Array;
  #size: number | undefined;

  constructor(index: NameIndex, words: Uint32Array) {
    this.#index = index;
    this.#words = words;
  }

  get size(): number {
    this.#size ??= this.#words.reduce((sum, word) => sum + bits(word), 0);
    return this.#size;
  }

  has(name: string): boolean {
    const number = this.#index.numberOf(name);
    return number !== undefined && (((this.#words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const [at, word] of this.#words.entries()) {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        yield this.#index.names[at * 32 + 31 - Math.clz32(rest & -rest)] ?? '';
      }
    }
  }

  /** Names of either set. */
  union(other: NameSet): NameSet {
    return this === other || other.isSubsetOf(this)
      ? this
      : this.isSubsetOf(other)
        ? other
        : this.#combine(other, (left, right) => left | right);
  }

  /** Names of both sets. */
  intersection(other: NameSet): NameSet {
    return this === other || this.isSubsetOf(other)
      ? this
      : other.isSubsetOf(this)
        ? other
        : this.#combine(other, (left, right) => left & right);
  }

  /** Names of this set that the other lacks. */
  difference(other: NameSet): NameSet {
    return this.#combine(other, (left, right) => left & ~right);
  }

  /** True when the other set has every name of this one. */
  isSubsetOf(other: NameSet): boolean {
    return (
      this === other || this.#words.every((word, at) => (word & ~(other.#words[at] ?? 0)) === 0)
    );
  }

  #combine(other: NameSet, operate: (left: number, right: number) => number): NameSet {
    const words = new Uint32Array(Math.max(this.#words.length, other.#words.length));
    for (let at = 0; at < words.length; at += 1) {
      words[at] = operate(this.#words[at] ?? 0, other.#words[at] ?? 0);
    }
    return new NameSet(this.#index, words);
  }
}

function bits(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) {
    count += 1;
  }
  return count;
}
