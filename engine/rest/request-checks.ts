import { GatewayError } from '../gateway/index.js';

/** Collects what is wrong with a request, in Camunda's words, and refuses it with all of it at once. */
export class RequestChecks {
  readonly #faults: string[] = [];

  /** Keeps a fault. */
  add(fault: string): this {
    this.#faults.push(fault);
    return this;
  }

  /** The field must be there and, if it is text, not blank. */
  present(name: string, value: unknown): this {
    const isMissing =
      value === undefined ||
      value === null ||
      (typeof value === 'string' && value.trim() === '') ||
      (Array.isArray(value) && value.length === 0);
    return isMissing ? this.add(`No ${name} provided.`) : this;
  }

  /** The number must be above zero; one that is missing is no fault. */
  positive(name: string, value: number | undefined): this {
    return value !== undefined && value < 1
      ? this.add(`The value for ${name} is '${value}' but must be greater than 0.`)
      : this;
  }

  /** As every command may carry it, the number must be above zero. */
  reference(value: number | undefined): this {
    return value !== undefined && value < 1
      ? this.add(`The value for operationReference is '${value}' but must be > 0.`)
      : this;
  }

  /** Exactly one of the fields must be there. */
  oneOf(fields: Readonly<Record<string, unknown>>): this {
    const names = Object.keys(fields).join(', ');
    const given = Object.values(fields).filter((value) => value !== undefined).length;
    if (given === 0) {
      return this.add(`At least one of [${names}] is required.`);
    }
    return given > 1 ? this.add(`Only one of [${names}] is allowed.`) : this;
  }

  /** Refuses the request with `INVALID_ARGUMENT` if anything was wrong. */
  refuseFaults(): void {
    if (this.#faults.length > 0) {
      throw new GatewayError('INVALID_ARGUMENT', this.#faults.join(' '));
    }
  }
}
