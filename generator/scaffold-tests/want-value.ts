import { isList, member, type Json } from '../json.js';
import { allows, resolved } from './example-value.js';
import type { Assignment } from './solve-condition.js';
import type { WalkState } from './walk-state.js';
import type { Origin } from './walk-values.js';

/**
 * Wants a value of who gave the variable. Where that one has to give another value, the last job that
 * may give it as well is asked. Says whether the wish is new.
 */
export function wantValue(
  walk: WalkState,
  { path, value }: Assignment,
): 'new' | 'known' | 'impossible' {
  if (!takes(walk, path, value)) {
    return 'impossible';
  }
  const first =
    walk.variables.originOf(path) ??
    (walk.variables.has(path[0] ?? '') ? undefined : startOrigin(path));
  const origins = [...(first === undefined ? [] : [first]), ...laterOrigins(walk, path)];
  for (const origin of origins) {
    const before = walk.wanted.get(origin.occurrence) ?? [];
    const same = before.find((each) => each.path.join('.') === origin.path.join('.'));
    if (same === undefined) {
      walk.wanted.set(origin.occurrence, [...before, { path: origin.path, value }]);
      return 'new';
    }
    if (same.value === value) {
      return 'known';
    }
  }
  return 'impossible';
}

/** Jobs that may give a variable though they need not, the last one first. */
function laterOrigins(walk: WalkState, path: readonly string[]): readonly Origin[] {
  const { definitions } = walk.facts;
  return walk.givers
    .filter(({ jobType }) => {
      const output = resolved(walk.facts.job(jobType)?.output, definitions);
      return (
        member(output.properties, path[0] ?? '') !== undefined ||
        output.additionalProperties !== false
      );
    })
    .map(({ occurrence }) => ({ occurrence, path }))
    .reverse();
}

/** A variable that nobody has set can be given with the start. */
function startOrigin(path: readonly string[]): Origin {
  return { occurrence: 'start#0', path };
}

function takes(walk: WalkState, path: readonly string[], value: Json): boolean {
  const schema = schemaAt(walk, path);
  return schema === undefined || allows(schema, value, walk.facts.definitions);
}

function schemaAt(walk: WalkState, path: readonly string[]): Json | undefined {
  const { definitions, plan } = walk.facts;
  let schema: Json | undefined = plan.variables;
  for (const name of path) {
    schema = member(resolved(schema, definitions).properties, name);
  }
  return schema;
}

/** A value that differs from a literal and that the variable's schema takes. */
export function otherValue(
  walk: WalkState,
  path: readonly string[],
  literal: Json,
): Json | undefined {
  const schema = resolved(schemaAt(walk, path), walk.facts.definitions);
  const values: readonly Json[] = isList(schema.enum) ? schema.enum : [];
  const listed = values.find((each) => each !== literal);
  const guesses = [
    ...(listed === undefined ? [] : [listed]),
    ...(typeof literal === 'boolean' ? [!literal] : []),
    ...(typeof literal === 'number' ? [literal + 1] : []),
    ...(typeof literal === 'string' ? [`other than ${literal}`] : []),
    ...(literal === null ? ['example', 1, true] : []),
  ];
  return guesses.find((each) => allows(schema, each, walk.facts.definitions));
}
