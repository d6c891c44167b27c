import { Random } from '../../chaos/random.js';

/** A seeded source of decisions: the same seed and the same questions give the same answers. */
export class Dice extends Random {
  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the values, by weight; values of weight 0 are never taken. */
  weigh<Value>(choices: readonly (readonly [weight: number, value: Value])[]): Value {
    const total = choices.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.next() * total;
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0 && weight > 0) {
        return value;
      }
    }
    throw new RangeError('nothing to pick from');
  }

  /** Between `low` and `high` things, made one after the other. */
  list<Value>(low: number, high: number, make: (index: number) => Value): readonly Value[] {
    return Array.from({ length: this.integer(low, high) }, (_, index) => make(index));
  }
}

/** A number that follows from a text, evenly spread over 32 bits (FNV-1a with a final mix). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
