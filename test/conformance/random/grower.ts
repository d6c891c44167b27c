import { Dice } from './dice.js';
import { prefix, TriggerMaker } from './grow-triggers.js';
import { growMappings, growOutputs } from './grow-values.js';
import type { Block, EventSubPlan, Listener, NodePlan } from './plan.js';

/** Grows the content of a scope; sub-processes are scopes inside of scopes. */
export interface Nested {
  readonly sequence: (grower: Grower, place: Place) => Block;
  readonly eventSubs: (grower: Grower, place: Place, share: number) => readonly EventSubPlan[];
}

/** Where a block grows: decides what may stand there. */
export interface Place {
  /** How many levels of blocks may follow below. */
  readonly depth: number;
  /** Ids of activities of the same scope that have a compensation. */
  readonly compensable: string[];
  /** Whether the scope is inside something that repeats or runs in parallel. */
  readonly inLoop: boolean;
}

/** What the parts of a generator share while they grow one case. */
export class Grower {
  readonly dice: Dice;
  readonly triggers: TriggerMaker;
  /** Ids of processes that can be called from the one that grows. */
  readonly callable: string[] = [];
  /** How many more nodes may grow. */
  budget = 0;
  /** What grows inside of an activity: a process in small. */
  readonly nested: Nested;
  #ids = 0;

  constructor(seed: number, nested: Nested) {
    this.nested = nested;
    this.dice = new Dice(seed);
    this.triggers = new TriggerMaker(this.dice);
  }

  id(letter: string): string {
    this.#ids += 1;
    this.budget -= 1;
    return `${letter}${String(this.#ids)}`;
  }

  jobType(): string {
    return `${prefix}j${String(this.dice.integer(1, 3))}`;
  }

  listeners(on: readonly Listener['on'][]): { readonly listeners?: readonly Listener[] } {
    if (!this.dice.chance(0.06)) {
      return {};
    }
    return {
      listeners: this.dice.list(1, 2, (index) => ({
        on: this.dice.pick(on),
        type: `${prefix}l${String(index)}`,
      })),
    };
  }

  /** Mappings of a node, often none. */
  mappings(share: number): Pick<NodePlan, 'inputs' | 'outputs'> {
    return {
      ...(this.dice.chance(share)
        ? { inputs: growMappings(this.dice, ['n', 's', 'a', 'local', 'in']) }
        : {}),
      ...(this.dice.chance(share)
        ? { outputs: growOutputs(this.dice, ['n', 'b', 'out', 'flag', 'items']) }
        : {}),
    };
  }

  outputs(share: number): Pick<NodePlan, 'outputs'> {
    return this.dice.chance(share)
      ? { outputs: growOutputs(this.dice, ['n', 'b', 'out', 'a']) }
      : {};
  }
}
