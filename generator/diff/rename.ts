import type { PlacedNode } from '../plan/placed-node.js';
import { kindText, parentOf, workOf } from './element-traits.js';
import type { ProcessPair } from './compare-jobs.js';

/** An element that lost its id and seems to have come back under another. */
export interface Rename {
  readonly before: PlacedNode;
  readonly after: PlacedNode;
  /** True when kind, name, work and scope are all the same, and no other element has them. */
  readonly certain: boolean;
}

type KeyOf = (placed: PlacedNode) => string | undefined;

/**
 * Matches elements whose id is gone with elements whose id is new. An element that has its likeness
 * twice on either side is matched with none.
 */
export function renames({ before, after }: ProcessPair): readonly Rename[] {
  const gone = before.nodes.filter(({ node }) => !after.nodeById.has(node.id));
  const come = after.nodes.filter(({ node }) => !before.nodeById.has(node.id));
  const found: Rename[] = [];
  const steps: readonly (readonly [KeyOf, boolean])[] = [
    [
      ({ node }) => named(node.name, `${kindText(node)}\0${workOf(node)}\0${node.name ?? ''}`),
      true,
    ],
    [({ node }) => named(workOf(node), `${kindText(node)}\0${workOf(node)}`), false],
    [({ node }) => named(node.name, `${kindText(node)}\0${node.name ?? ''}`), false],
  ];
  for (const [keyOf, exact] of steps) {
    const left = gone.filter((placed) => !found.some((rename) => rename.before === placed));
    const right = come.filter((placed) => !found.some((rename) => rename.after === placed));
    for (const match of uniqueMatches(left, right, keyOf)) {
      found.push({ ...match, certain: exact && sameScope(match, found) });
    }
  }
  return found;
}

function named(word: string | undefined, key: string): string | undefined {
  return word === undefined || word === '' ? undefined : key;
}

function uniqueMatches(
  left: readonly PlacedNode[],
  right: readonly PlacedNode[],
  keyOf: KeyOf,
): readonly Pick<Rename, 'before' | 'after'>[] {
  return left.flatMap((before) => {
    const key = keyOf(before);
    const same = (placed: PlacedNode): boolean => key !== undefined && keyOf(placed) === key;
    const [after, ...more] = right.filter(same);
    return after === undefined || more.length > 0 || left.filter(same).length > 1
      ? []
      : [{ before, after }];
  });
}

function sameScope(
  { before, after }: Pick<Rename, 'before' | 'after'>,
  found: readonly Rename[],
): boolean {
  const from = parentOf(before);
  const to = parentOf(after);
  return (
    from === to ||
    found.some(
      (rename) => rename.certain && rename.before.node.id === from && rename.after.node.id === to,
    )
  );
}
