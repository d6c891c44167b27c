import type { FeelValue } from './values.js';

/** The names an expression can see: own variables first, then the enclosing scope's. */
export class Scope {
  readonly #variables: Readonly<Record<string, FeelValue>>;
  readonly #parent: Scope | undefined;

  constructor(variables: Readonly<Record<string, FeelValue>>, parent?: Scope) {
    this.#variables = variables;
    this.#parent = parent;
  }

  /** The nearest value of a name; undefined when no scope has it. */
  get(name: string): FeelValue | undefined {
    if (Object.hasOwn(this.#variables, name)) {
      return this.#variables[name] ?? null;
    }
    return this.#parent?.get(name);
  }

  /** A scope inside this one. */
  with(variables: Readonly<Record<string, FeelValue>>): Scope {
    return new Scope(variables, this);
  }
}
