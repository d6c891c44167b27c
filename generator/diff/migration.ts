import { sameJson } from '../json.js';
import type { PlacedNode } from '../plan/placed-node.js';
import type { ProcessPair } from './compare-jobs.js';
import {
  aKind,
  eventText,
  eventOf,
  jobTypeOf,
  kindText,
  parentOf,
  workOf,
} from './element-traits.js';
import {
  embeddedReason,
  isJoin,
  mappingReason,
  unsupportedReason,
  versionNote,
} from './migration-rules.js';
import type {
  ElementMigration,
  MappingInstruction,
  ProcessMigration,
  SubscriptionMigration,
} from './migration-types.js';
import type { Rename } from './rename.js';
import { canWait, isSubscription } from './waiting.js';

/** Until when a model without a platform version is taken to run. */
const OLDEST = '8.6.0';

/**
 * Whether instances of the old version of a process can move to the new one, element by element, by
 * the rules that Camunda 8 documents for process instance migration. An element is mapped to the one
 * with its id, or to the one it was certainly renamed to.
 */
export function planMigration(
  sides: ProcessPair,
  options: {
    readonly renames: readonly Rename[];
    /** Job types that some process of the newer side has. */
    readonly served: ReadonlySet<string>;
  },
): ProcessMigration {
  return new MigrationPlan(sides, options.renames).result(options.served);
}

interface PlannedSubscription extends Omit<SubscriptionMigration, 'elementId'> {
  readonly placed: PlacedNode;
  /** Event of the new version that takes the subscription over. */
  readonly target?: PlacedNode;
}

class MigrationPlan {
  readonly #sides: ProcessPair;
  readonly #renamed: ReadonlyMap<string, Rename>;
  /** Verdicts by element id; scopes come before what stands in them. */
  readonly #verdicts = new Map<string, string | undefined>();

  constructor(sides: ProcessPair, found: readonly Rename[]) {
    this.#sides = sides;
    this.#renamed = new Map(found.map((rename) => [rename.before.node.id, rename]));
  }

  result(served: ReadonlySet<string>): ProcessMigration {
    const { before } = this.#sides;
    const elements = before.nodes.filter(canWait).map((placed) => this.#element(placed));
    const subscriptions = this.#subscriptions();
    const jobs = before.plan.jobs.filter(({ connector, type }) => !connector && !served.has(type));
    return {
      process: before.plan.id,
      complete: elements.every(({ migrates }) => migrates),
      elements,
      subscriptions: subscriptions.map(({ placed, fate, note }) => ({
        elementId: placed.node.id,
        fate,
        note,
      })),
      mappingInstructions: this.#instructions(elements, subscriptions),
      oldJobTypes: jobs.map(({ type }) => type),
    };
  }

  #element(placed: PlacedNode): ElementMigration {
    const { node } = placed;
    const target = this.#targetOf(node.id);
    const reason = this.#reason(placed, target);
    this.#verdicts.set(node.id, reason);
    const embedded =
      reason === undefined ? embeddedReason(placed, this.#sides.before.nodes) : undefined;
    return {
      elementId: node.id,
      ...(node.name === undefined ? {} : { name: node.name }),
      kind: kindText(node),
      migrates: reason === undefined,
      ...(reason === undefined && target !== undefined ? { target: target.node.id } : {}),
      ...(reason === undefined ? {} : { reason }),
      neverMigrates: unsupportedReason(node) !== undefined,
      notes: reason === undefined && target !== undefined ? this.#notes(placed, target) : [],
      ...(embedded === undefined ? {} : { embeddedEngine: embedded }),
      place: node.place,
    };
  }

  #targetOf(id: string): PlacedNode | undefined {
    const rename = this.#renamed.get(id);
    return rename?.certain === true ? rename.after : this.#sides.after.nodeById.get(id);
  }

  #reason(placed: PlacedNode, target: PlacedNode | undefined): string | undefined {
    const unsupported = unsupportedReason(placed.node);
    if (unsupported !== undefined) {
      return unsupported;
    }
    if (target === undefined) {
      const likely = this.#renamed.get(placed.node.id);
      return likely === undefined
        ? 'the new version has no such element'
        : `the new version has no such element; if "${likely.after.node.id}" is meant, map it by hand`;
    }
    return mappingReason(placed, target) ?? this.#scopeReason(placed, target);
  }

  #scopeReason(placed: PlacedNode, target: PlacedNode): string | undefined {
    const from = parentOf(placed);
    const to = parentOf(target);
    const mapped = from === undefined ? undefined : this.#targetOf(from)?.node.id;
    if (from !== undefined && this.#verdicts.get(from) !== undefined) {
      return `the sub-process "${from}" around it does not migrate`;
    }
    return mapped === to
      ? undefined
      : `it moved from ${scopeText(from)} to ${scopeText(to)}, and a migration cannot change the scope`;
  }

  #notes(placed: PlacedNode, target: PlacedNode): readonly string[] {
    const from = placed.node;
    const to = target.node;
    const version = this.#sides.after.model.executionPlatformVersion ?? OLDEST;
    const oldType = jobTypeOf(from);
    const newType = jobTypeOf(to);
    const notes = [versionNote(from, version)];
    if (oldType !== newType && oldType !== undefined && newType !== undefined) {
      notes.push(`a job that waits keeps the type "${oldType}" instead of "${newType}"`);
    } else if (workOf(from) !== workOf(to)) {
      notes.push(`what it waits for stays "${workOf(from)}" instead of "${workOf(to)}"`);
    }
    if (!sameMappings(placed, target)) {
      notes.push('its input mappings are not applied again');
    }
    if (isJoin(from)) {
      notes.push('flows that were taken into it have to be mapped, too (since Camunda 8.8)');
    }
    return notes.filter((note) => note !== undefined);
  }

  #subscriptions(): readonly PlannedSubscription[] {
    const { before, after } = this.#sides;
    const targets = new Set<PlacedNode>();
    const old = before.nodes.filter(isSubscription).map((placed): PlannedSubscription => {
      const target = this.#targetOf(placed.node.id);
      if (target === undefined || !this.#staysAttached(placed, target)) {
        return { placed, fate: 'closed', note: 'the new version has no such event there' };
      }
      targets.add(target);
      if (kindText(placed.node) !== kindText(target.node)) {
        const note = `it was ${aKind(placed.node)} and is ${aKind(target.node)} now`;
        return { placed, fate: 'reopened', note };
      }
      const texts = [textOf(placed), textOf(target)] as const;
      const event = eventOf(placed.node)?.kind;
      if (texts[0] !== texts[1] && event !== 'timer') {
        const note = `instances wait for "${texts[1]}" instead of "${texts[0]}" afterwards`;
        return { placed, fate: 'reopened', note };
      }
      const note =
        texts[0] === texts[1]
          ? 'it goes on as it was'
          : `a timer that is set keeps "${texts[0]}"; leave its mapping out to set it anew with "${texts[1]}"`;
      return { placed, target, fate: 'kept', note };
    });
    const opened = after.nodes
      .filter((placed) => isSubscription(placed) && !targets.has(placed))
      .map((placed) => ({ placed, fate: 'opened' as const, note: 'the old version had none' }));
    return [...old, ...opened];
  }

  /** A catch event cannot be detached from its activity, nor leave its scope. */
  #staysAttached(placed: PlacedNode, target: PlacedNode): boolean {
    const host = (one: PlacedNode): string | undefined =>
      one.node.kind === 'boundaryEvent' ? one.node.attachedToRef : parentOf(one);
    const from = host(placed);
    return from !== undefined && this.#targetOf(from)?.node.id === host(target);
  }

  #instructions(
    elements: readonly ElementMigration[],
    subscriptions: readonly PlannedSubscription[],
  ): readonly MappingInstruction[] {
    const waiting = elements.flatMap(({ elementId, target }) =>
      target === undefined ? [] : [{ sourceElementId: elementId, targetElementId: target }],
    );
    const kept = subscriptions.flatMap(({ placed, target }) =>
      target === undefined
        ? []
        : [{ sourceElementId: placed.node.id, targetElementId: target.node.id }],
    );
    const known = new Set(waiting.map(({ sourceElementId }) => sourceElementId));
    return [...waiting, ...kept.filter(({ sourceElementId }) => !known.has(sourceElementId))];
  }
}

function scopeText(id: string | undefined): string {
  return id === undefined ? 'the process itself' : `the sub-process "${id}"`;
}

function textOf({ node }: PlacedNode): string {
  return eventText(eventOf(node)) ?? '';
}

function sameMappings(before: PlacedNode, after: PlacedNode): boolean {
  const inputs = ({ node }: PlacedNode): readonly (readonly string[])[] =>
    (node.ioMapping?.inputs ?? []).map(({ source, target }) => [source.text, target]);
  return sameJson(inputs(before), inputs(after));
}
