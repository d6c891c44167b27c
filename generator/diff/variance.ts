import type { Place } from '../../model/index.js';
import { change, breaking, risky, SAFE, type Change, type Effect, type Party } from './change.js';
import type { DiffCode } from './diff-codes.js';
import { schemaDifferences, type SchemaDifference } from './schema-differences.js';
import type { PlacedSchema } from './schema-relation.js';

/** What is said of a pair of schemas, and where they stand. */
export interface SchemaPair {
  readonly code: DiffCode;
  readonly process?: string;
  /** The thing the schemas belong to; paths are appended to it. */
  readonly name: string;
  /** `The input of "reserve-seats"`: how a sentence begins. */
  readonly what: string;
  readonly before: PlacedSchema;
  readonly after: PlacedSchema;
  readonly places: { readonly before?: Place | undefined; readonly after?: Place | undefined };
  /**
   * True when both sides may carry any variable of their process: then variables that come and go are
   * no change of this thing, only those that change their type are. @default false
   */
  readonly anyVariable?: boolean;
}

/**
 * Changes of what `reader` is given: less than before breaks it, more does not. `giver` names who may
 * still give the old shape and is put at risk when more is asked for, such as instances of the old
 * version that create jobs for a new worker.
 */
export function givenChanges(
  pair: SchemaPair,
  reader: Party,
  giver: readonly Party[] = [],
): readonly Change[] {
  const atRisk = giver.length === 0 ? SAFE : risky(...giver);
  return changes(pair, (difference) => {
    switch (difference.kind) {
      case 'added':
        return difference.required ? atRisk : SAFE;
      case 'required':
      case 'narrowed':
        return atRisk;
      case 'removed':
      case 'optional':
      case 'widened':
        return breaking(reader);
      case 'changed':
        return breaking(reader, ...giver);
    }
  });
}

/**
 * Changes of what `writer` has to give: more than before breaks it, less does not. `taker` names who
 * may still need the old shape and is put at risk when less is given.
 */
export function takenChanges(
  pair: SchemaPair,
  writer: Party,
  taker: readonly Party[] = [],
): readonly Change[] {
  const atRisk = taker.length === 0 ? SAFE : risky(...taker);
  return changes(pair, (difference) => {
    switch (difference.kind) {
      case 'added':
        return difference.required ? breaking(writer) : SAFE;
      case 'required':
      case 'narrowed':
        return breaking(writer);
      case 'removed':
        return risky(writer, ...taker);
      case 'optional':
      case 'widened':
        return atRisk;
      case 'changed':
        return breaking(writer, ...taker);
    }
  });
}

function changes(
  pair: SchemaPair,
  effectOf: (difference: SchemaDifference) => Effect,
): readonly Change[] {
  const { code, process, name, what, places } = pair;
  const differences = schemaDifferences(pair.before, pair.after).filter(
    ({ difference: { kind } }) =>
      pair.anyVariable !== true || (kind !== 'added' && kind !== 'removed'),
  );
  return differences.map(({ path, difference }) => {
    const added = difference.kind === 'added';
    const removed = difference.kind === 'removed';
    return change(code, effectOf(difference), {
      kind: added ? 'added' : removed ? 'removed' : 'changed',
      ...(process === undefined ? {} : { process }),
      name: path === '' ? name : `${name}.${path}`,
      message: `${what} ${sentence(path, difference)}.`,
      before: added ? undefined : places.before,
      after: removed ? undefined : places.after,
    });
  });
}

function sentence(path: string, difference: SchemaDifference): string {
  const at = path === '' ? '' : `"${path}"`;
  switch (difference.kind) {
    case 'added':
      return `gains the ${difference.required ? 'required' : 'optional'} ${at}: ${difference.type}`;
    case 'removed':
      return `loses the ${difference.required ? 'required' : 'optional'} ${at}: ${difference.type}`;
    case 'required':
      return `now always has ${at}`;
    case 'optional':
      return `no longer always has ${at}`;
    case 'widened':
    case 'narrowed':
    case 'changed': {
      const verb = { widened: 'widens', narrowed: 'narrows', changed: 'changes' }[difference.kind];
      const from =
        difference.before === difference.after
          ? ` within ${difference.before}`
          : ` from ${difference.before} to ${difference.after}`;
      return `${verb} ${at === '' ? 'itself' : at}${from}`;
    }
  }
}
