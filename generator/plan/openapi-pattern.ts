const LONGEST_PATTERN = 500;
const LONGEST_SAMPLE = 300;
const CLASS_SAMPLES: Readonly<Record<string, string>> = {
  d: '1',
  w: 'a',
  s: ' ',
  D: 'a',
  W: '-',
  S: 'a',
};

/**
 * The shortest plain text that a regular expression of the usual kind accepts: the first choice of each
 * class and alternative, each repetition as rarely as allowed. Undefined for one that looks around or
 * back, that asks for more than 300 letters, or that refuses what was found.
 */
export function patternSample(pattern: string): string | undefined {
  if (pattern.length > LONGEST_PATTERN) {
    return undefined;
  }
  try {
    const sample = new PatternReader(pattern).read();
    return sample.length <= LONGEST_SAMPLE && new RegExp(pattern, 'u').test(sample)
      ? sample
      : undefined;
  } catch {
    // No regular expression, or more of one than is read here: there is no sample.
    return undefined;
  }
}

/** Thrown, and caught above, where a pattern needs more than a plain sample. */
class PatternUnread extends Error {
  override readonly name = 'PatternUnread';
}

class PatternReader {
  readonly #text: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#text = Array.from(pattern);
  }

  read(): string {
    const sample = this.#alternatives();
    if (this.#at < this.#text.length) {
      throw new PatternUnread();
    }
    return sample;
  }

  /** The first alternative; the others are read over. */
  #alternatives(): string {
    const first = this.#sequence();
    while (this.#take('|')) {
      this.#sequence();
    }
    return first;
  }

  #sequence(): string {
    let sample = '';
    while (this.#at < this.#text.length && !['|', ')'].includes(this.#peek())) {
      const atom = this.#atom();
      sample += this.#repeated(atom);
      if (sample.length > LONGEST_SAMPLE) {
        throw new PatternUnread();
      }
    }
    return sample;
  }

  #atom(): string {
    const letter = this.#next();
    switch (letter) {
      case '^':
      case '$':
        return '';
      case '.':
        return 'a';
      case '[':
        return this.#class();
      case '(':
        return this.#group();
      case '\\':
        return this.#escape();
      default:
        return letter;
    }
  }

  #group(): string {
    if (this.#take('?') && !this.#take(':')) {
      throw new PatternUnread();
    }
    const sample = this.#alternatives();
    if (!this.#take(')')) {
      throw new PatternUnread();
    }
    return sample;
  }

  #escape(): string {
    const letter = this.#next();
    const sample = CLASS_SAMPLES[letter];
    if (sample !== undefined) {
      return sample;
    }
    if (letter === 'p') {
      const name = this.#until('}').slice(1, -1);
      return /^(N|Nd)$/.test(name)
        ? '1'
        : /^L[ltu]?$/.test(name)
          ? name === 'Lu'
            ? 'A'
            : 'a'
          : this.#unread();
    }
    return /[a-zA-Z0-9]/.test(letter) ? this.#unread() : letter;
  }

  #class(): string {
    if (this.#peek() === '^') {
      const refused = new RegExp(`[${this.#until(']')}`, 'u');
      return 'a1-A_ .'.split('').find((letter) => refused.test(letter)) ?? this.#unread();
    }
    const first = this.#next() === '\\' ? this.#back().#escapeInClass() : this.#back().#next();
    this.#until(']');
    return first;
  }

  #escapeInClass(): string {
    this.#next();
    return this.#escape();
  }

  #back(): this {
    this.#at -= 1;
    return this;
  }

  #repeated(atom: string): string {
    let count = 1;
    if (this.#take('*') || this.#take('?')) {
      count = 0;
    } else if (!this.#take('+') && this.#peek() === '{') {
      count = Number(/^\{(\d+)/.exec(this.#until('}'))?.[1] ?? this.#unread());
    }
    this.#take('?');
    return count > LONGEST_SAMPLE ? this.#unread() : atom.repeat(count);
  }

  /** The letters up to and with the next `end` that is not escaped. */
  #until(end: string): string {
    let read = '';
    for (;;) {
      const letter = this.#next();
      read += letter;
      if (letter === end) {
        return read;
      }
      if (letter === '\\') {
        read += this.#next();
      }
    }
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #next(): string {
    const letter = this.#text[this.#at];
    this.#at += 1;
    return letter ?? this.#unread();
  }

  #take(letter: string): boolean {
    const found = this.#peek() === letter;
    this.#at += found ? 1 : 0;
    return found;
  }

  #unread(): never {
    throw new PatternUnread();
  }
}
