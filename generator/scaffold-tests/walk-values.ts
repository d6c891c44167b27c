import { evaluate, parseExpression, toJson, type Expression } from '../../model/index.js';
import { isRecord, member, type Json, type JsonRecord } from '../json.js';

/** Where a variable's value comes from: a job, a message or the start, and the property there. */
export interface Origin {
  readonly occurrence: string;
  readonly path: readonly string[];
}

/** Values that a path wants of jobs, messages and the start, by occurrence. */
export type WantedValues = ReadonlyMap<string, readonly WantedValue[]>;

/** One wanted value. */
export interface WantedValue {
  readonly path: readonly string[];
  readonly value: Json;
}

/** A value with the wanted ones put into it. */
export function withWanted(value: Json, wanted: readonly WantedValue[] | undefined): Json {
  return (wanted ?? []).reduce((whole, each) => put(whole, each.path, each.value), value);
}

function put(value: Json | undefined, path: readonly string[], wanted: Json): Json {
  const [name, ...rest] = path;
  return name === undefined
    ? wanted
    : {
        ...(isRecord(value) ? value : {}),
        [name]: put(member(value, name), rest, wanted),
      };
}

/** The variables of a walk, with the origin of each that is passed on as it came. */
export class WalkVariables {
  readonly #values = new Map<string, Json>();
  readonly #origins = new Map<string, Origin>();

  /** The variables as FEEL sees them, with `local` ones in front. */
  all(local: JsonRecord = {}): JsonRecord {
    return { ...Object.fromEntries(this.#values), ...local };
  }

  /** Takes over what a job, a message or the start gives. */
  merge(given: Json, occurrence: string): void {
    for (const [name, value] of Object.entries(isRecord(given) ? given : {})) {
      this.#set(name, value, { occurrence, path: [name] });
    }
  }

  /** Sets what a mapping target names; `from` is known where the value is passed on as it came. */
  assign(target: string, value: Json, from?: Origin): void {
    const [name = '', ...below] = target.split('.');
    if (below.length === 0) {
      this.#set(name, value, from);
    } else {
      this.#set(name, put(this.#values.get(name), below, value), undefined);
    }
  }

  /** Where the value of a reference was given, if it was passed on as it came. */
  originOf(names: readonly string[]): Origin | undefined {
    const [name = '', ...below] = names;
    const origin = this.#origins.get(name);
    return origin === undefined ? undefined : { ...origin, path: [...origin.path, ...below] };
  }

  /** Whether anything has set the variable. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  #set(name: string, value: Json, origin: Origin | undefined): void {
    this.#values.set(name, value);
    if (origin === undefined) {
      this.#origins.delete(name);
    } else {
      this.#origins.set(name, origin);
    }
  }
}

/** The value of an expression, a static one as it stands; null where FEEL has none. */
export function valueOf(expression: Expression, variables: JsonRecord, now: number): Json {
  if (!expression.isFeel) {
    return expression.text;
  }
  const parsed = parsedExpression(expression);
  return parsed === undefined
    ? null
    : toJson(evaluate(parsed, variables, { now: () => new Date(now) }).value);
}

/** The syntax tree of an expression; undefined where it cannot be parsed. */
export function parsedExpression({
  text,
}: Expression): ReturnType<typeof parseExpression> | undefined {
  try {
    return parseExpression(text.replace(/^\s*=/, ''));
  } catch {
    // The rules of the model say what is wrong with it.
    return undefined;
  }
}

/** The names of an expression that is one reference and nothing else. */
export function referenceOf(expression: Expression): readonly string[] | undefined {
  const node = expression.isFeel ? parsedExpression(expression)?.node : undefined;
  return node?.kind === 'reference' ? node.names : undefined;
}
