import { sameJson } from '../json.js';
import type { PlacedNode } from '../plan/placed-node.js';
import { change, risky, SAFE, type Change, type Effect } from './change.js';
import type { ProcessPair } from './compare-jobs.js';
import {
  aKind,
  elementText,
  implementationOf,
  kindText,
  loopText,
  parentOf,
} from './element-traits.js';
import type { ProcessMigration } from './migration-types.js';
import { pairs } from './pair.js';
import type { Rename } from './rename.js';
import type { ProcessSide } from './snapshot.js';
import { canWait } from './waiting.js';

/** Changes of the elements of a process: what came, went, was renamed, or became something else. */
export function elementChanges(sides: ProcessPair, found: readonly Rename[]): readonly Change[] {
  const { before, after } = sides;
  const { added, removed, kept } = pairs(before.nodes, after.nodes, ({ node }) => node.id);
  const renamedFrom = new Set(found.map((rename) => rename.before));
  const renamedTo = new Set(found.map((rename) => rename.after));
  return [
    ...added
      .filter((placed) => !renamedTo.has(placed))
      .map((placed) => addedElement(placed, after)),
    ...removed
      .filter((placed) => !renamedFrom.has(placed))
      .map((placed) => removedElement(placed, before)),
    ...found.map((rename) => renamed(rename, after)),
    ...kept.flatMap((pair) => changedElement(pair, after)),
  ];
}

/**
 * What of the change keeps instances of the old version from moving to the new one; kinds of element
 * that never migrate are no change.
 */
export function migrationChanges(migration: ProcessMigration): readonly Change[] {
  return migration.elements.flatMap(
    ({ elementId, name, migrates, neverMigrates, reason, place }) =>
      migrates || neverMigrates
        ? []
        : [
            change('DIFF829', risky('running instances'), {
              kind: 'changed',
              process: migration.process,
              name: elementId,
              message: `Instances that wait at ${elementText({ id: elementId, ...(name === undefined ? {} : { name }) })} cannot be migrated: ${reason ?? ''}.`,
              before: place,
            }),
          ],
  );
}

function addedElement({ node }: PlacedNode, after: ProcessSide): Change {
  return change('DIFF802', SAFE, {
    kind: 'added',
    process: after.plan.id,
    name: node.id,
    message: `The ${kindText(node)} ${elementText(node)} is new.`,
    after: node.place,
  });
}

function removedElement(placed: PlacedNode, before: ProcessSide): Change {
  const { node } = placed;
  return change('DIFF802', canWait(placed) ? risky('running instances') : SAFE, {
    kind: 'removed',
    process: before.plan.id,
    name: node.id,
    message: `The ${kindText(node)} ${elementText(node)} is gone.`,
    before: node.place,
  });
}

function renamed({ before, after, certain }: Rename, side: ProcessSide): Change {
  const waits = canWait(before);
  return change('DIFF827', waits ? risky('running instances') : SAFE, {
    kind: 'changed',
    process: side.plan.id,
    name: before.node.id,
    message: `The ${kindText(before.node)} ${elementText(before.node)} was ${certain ? '' : 'probably '}renamed to "${after.node.id}".`,
    before: before.node.place,
    after: after.node.place,
  });
}

function changedElement(
  { before, after }: { readonly before: PlacedNode; readonly after: PlacedNode },
  side: ProcessSide,
): readonly Change[] {
  const from = before.node;
  const to = after.node;
  const held: Effect = canWait(before) || canWait(after) ? risky('running instances') : SAFE;
  const facts: readonly (readonly [string, string, string, Effect])[] = [
    ['is', aKind(from), aKind(to), held],
    ['stands in', parentOf(before) ?? 'the process', parentOf(after) ?? 'the process', held],
    ['is done by', implementationOf(from), implementationOf(to), held],
    ['has the multi-instance marker', loopText(from), loopText(to), held],
    ['is attached to', hostOf(before), hostOf(after), risky('running instances')],
    ['interrupts:', interruptsText(before), interruptsText(after), SAFE],
    ['is called', from.name ?? 'nothing', to.name ?? 'nothing', SAFE],
    ['leads to', waysText(before), waysText(after), SAFE],
  ];
  return facts.flatMap(([what, old, now, effect]) =>
    sameJson(old, now)
      ? []
      : [
          change('DIFF802', effect, {
            kind: 'changed',
            process: side.plan.id,
            name: from.id,
            message: `The element "${from.id}" ${what} ${now} instead of ${old}.`,
            before: from.place,
            after: to.place,
          }),
        ],
  );
}

function hostOf({ node }: PlacedNode): string {
  return node.kind === 'boundaryEvent' ? `"${node.attachedToRef}"` : 'nothing';
}

function interruptsText({ node }: PlacedNode): string {
  const interrupts =
    node.kind === 'boundaryEvent'
      ? node.cancelActivity
      : node.kind === 'startEvent'
        ? node.isInterrupting
        : true;
  return interrupts ? 'yes' : 'no';
}

/** Where the flows out of an element lead, and when. */
function waysText({ node, scope }: PlacedNode): string {
  const own = 'defaultFlow' in node ? node.defaultFlow : undefined;
  const ways = scope.elements.flows
    .filter(({ sourceRef }) => sourceRef === node.id)
    .map(({ id, targetRef, condition }) => {
      const when = condition === undefined ? '' : ` when ${condition.text}`;
      return `"${targetRef}"${id === own ? ' else' : when}`;
    });
  return ways.length === 0 ? 'nothing' : ways.join(', ');
}
