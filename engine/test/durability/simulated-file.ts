import type { Random } from '../../../test/chaos/random.js';

type Change =
  | {
      readonly kind: 'write';
      readonly at: number;
      readonly bytes: Buffer;
      /** The same bytes were durable there before. */
      readonly again?: boolean;
    }
  | { readonly kind: 'truncate'; readonly length: number };

const sectorBytes = 512;

/** Bytes that grow and shrink. */
class Content {
  #bytes = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  apply(change: Change): void {
    if (change.kind === 'write') {
      this.#reserve(change.at + change.bytes.length);
      change.bytes.copy(this.#bytes, change.at);
      this.#length = Math.max(this.#length, change.at + change.bytes.length);
    } else {
      this.#reserve(change.length);
      this.#bytes.fill(0, change.length);
      this.#length = change.length;
    }
  }

  replaceBy(other: Content): void {
    this.#bytes = Buffer.from(other.view());
    this.#length = other.length;
  }

  #reserve(length: number): void {
    if (length > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(length, this.#bytes.length * 2));
      this.#bytes.copy(grown);
      this.#bytes = grown;
    }
  }
}

/** A file of a simulated disk: what programs see, and what a power cut would leave of it. */
export class SimulatedFile {
  readonly #seen = new Content();
  readonly #durable = new Content();
  #pending: Change[] = [];

  /** What programs see. Do not change it. */
  get bytes(): Buffer {
    return this.#seen.view();
  }

  write(at: number, bytes: Buffer): void {
    const again = this.#durable
      .view()
      .subarray(at, at + bytes.length)
      .equals(bytes);
    this.#change({ kind: 'write', at, bytes: Buffer.from(bytes), again });
  }

  truncate(length: number): void {
    this.#change({ kind: 'truncate', length });
  }

  /** Everything is durable. */
  sync(): void {
    this.#pending.forEach((change) => {
      this.#durable.apply(change);
    });
    this.#pending = [];
  }

  /** Some of it became durable, as by chance; the rest may still become so. */
  syncPart(random: Random): void {
    const kept = random.integer(0, this.#pending.length);
    this.#pending.splice(0, kept).forEach((change) => {
      this.#durable.apply(change);
    });
  }

  /**
   * A sync that failed: the system drops what it could not write, and holds the rest as clean. It is
   * seen until the power is cut, and no later sync is about it.
   */
  failSync(random: Random): void {
    this.syncPart(random);
    this.#pending = [];
  }

  /** Leaves what is durable, and of what is not as much as chance will have. */
  cutPower(random: Random): void {
    for (const change of this.#survivors(random)) {
      this.#durable.apply(change);
    }
    if (random.next() < 0.3) {
      this.#flipUnsynced(random);
    }
    this.#pending = [];
    this.#seen.replaceBy(this.#durable);
  }

  /** Changes one bit of what is durable: the disk itself went bad. */
  flip(at: number, bit: number): void {
    const bytes = Buffer.from([(this.#durable.view()[at] ?? 0) ^ (1 << bit)]);
    this.#durable.apply({ kind: 'write', at, bytes });
    this.#seen.replaceBy(this.#durable);
  }

  #change(change: Change): void {
    this.#seen.apply(change);
    this.#pending.push(change);
  }

  #survivors(random: Random): readonly Change[] {
    const count = this.#pending.length;
    const how = random.pick(['none', 'all', 'torn', 'torn', 'sectors', 'sectors']);
    if (how === 'all' || how === 'none') {
      return how === 'all' ? this.#pending : [];
    }
    if (how === 'torn') {
      const whole = this.#pending.slice(0, random.integer(0, count));
      const next = this.#pending[whole.length];
      return next?.kind === 'write'
        ? [...whole, { ...next, bytes: next.bytes.subarray(0, cut(next.bytes.length, random)) }]
        : whole;
    }
    return this.#pending
      .flatMap((change) => (change.kind === 'write' ? sectors(change) : [change]))
      .filter(() => random.next() < 0.6);
  }

  /** Garbage where the disk was writing when the power went: behind what was durable only. */
  #flipUnsynced(random: Random): void {
    const written = this.#pending.flatMap((change) =>
      change.kind === 'write' && change.again !== true ? [change] : [],
    );
    const hit = written.at(-1);
    const length = this.#durable.length;
    if (hit === undefined || hit.at >= length || hit.bytes.length === 0) {
      return;
    }
    const at = random.integer(hit.at, Math.min(hit.at + hit.bytes.length, length) - 1);
    const bytes = Buffer.from([(this.#durable.view()[at] ?? 0) ^ (1 << random.integer(0, 7))]);
    this.#durable.apply({ kind: 'write', at, bytes });
  }
}

/** Mostly near an end, where headers and last bytes are. */
function cut(length: number, random: Random): number {
  return random.pick([
    Math.min(random.integer(0, 24), length),
    random.integer(0, length),
    Math.max(length - random.integer(1, 24), 0),
  ]);
}

function sectors(change: Change & { readonly kind: 'write' }): readonly Change[] {
  const { at, bytes } = change;
  const parts: Change[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = Math.min(bytes.length, from + sectorBytes - ((at + from) % sectorBytes));
    parts.push({ kind: 'write', at: at + from, bytes: bytes.subarray(from, end) });
    from = end;
  }
  return parts;
}
