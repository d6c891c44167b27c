import { evaluate, toJson, failureMessage } from '../../model/feel/index.js';
import { mappingText } from '../model/mapping.js';
import type { MappingEntry } from '../model/mapping.js';
import type { CompiledExpression } from '../model/expression.js';
import type { Processing } from '../processors/processing.js';
import { ElementFailure } from '../processors/refusal.js';
import type { Json, Variables } from '../records/values.js';
import { visibleVariables } from './variables.js';

function isContext(value: Json | undefined): value is Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How a mapping treats what is there: inputs replace, outputs merge into existing contexts. */
type Mode = 'input' | 'output';

class MappingRun {
  readonly #cx: Processing;
  readonly #mode: Mode;
  readonly #all: readonly MappingEntry[];

  constructor(cx: Processing, mode: Mode, all: readonly MappingEntry[]) {
    this.#cx = cx;
    this.#mode = mode;
    this.#all = all;
  }

  /** Evaluates `entries`; each sees `visible` and the entries before it. */
  context(
    entries: readonly MappingEntry[],
    visible: Variables,
    existing: Variables | undefined,
  ): Variables {
    let seen = visible;
    const result = new Map<string, Json>();
    for (const entry of entries) {
      const value = this.#value(entry, seen, existing?.[entry.name]);
      result.set(entry.name, value);
      seen = { ...seen, [entry.name]: value };
    }
    return Object.fromEntries(result);
  }

  #value(entry: MappingEntry, seen: Variables, existing: Json | undefined): Json {
    if (entry.kind === 'value') {
      return this.#evaluate(entry.source, seen);
    }
    const before = isContext(existing) ? existing : undefined;
    const fresh = this.context(entry.entries, seen, before);
    if (this.#mode === 'input') {
      return fresh;
    }
    // What is there and no context cannot be merged with.
    return (existing ?? null) === null || before !== undefined ? { ...before, ...fresh } : null;
  }

  #evaluate(source: CompiledExpression, seen: Variables): Json {
    if (source.kind === 'static') {
      return source.text;
    }
    const now = this.#cx.now;
    const result = evaluate(source.feel, seen, {
      now: () => new Date(now),
      level: this.#cx.compat,
    });
    if (result.failure !== undefined) {
      throw new ElementFailure('IO_MAPPING_ERROR', failureMessage(mappingText(this.#all), result));
    }
    return toJson(result.value);
  }
}

/** Evaluates input mappings in a scope to the variables to set locally. */
export function evaluateInputs(
  cx: Processing,
  entries: readonly MappingEntry[],
  scopeKey: number,
): Variables {
  const visible = visibleVariables(cx.state, scopeKey);
  return new MappingRun(cx, 'input', entries).context(entries, visible, undefined);
}

/**
 * Evaluates output mappings in a scope. A dotted target merges into the context that can be seen
 * under its first name.
 */
export function evaluateOutputs(
  cx: Processing,
  entries: readonly MappingEntry[],
  scopeKey: number,
): Variables {
  const visible = visibleVariables(cx.state, scopeKey);
  return new MappingRun(cx, 'output', entries).context(entries, visible, visible);
}
