import { sameJson } from '../json.js';
import type { HeaderPlan, JobPlan } from '../plan/plan-types.js';
import { change, breaking, risky, SAFE, type Change, type Effect } from './change.js';
import { pairs } from './pair.js';
import { placeOf, type ProcessSide } from './snapshot.js';
import { givenChanges, takenChanges } from './variance.js';

/** The two versions of one process. */
export interface ProcessPair {
  readonly before: ProcessSide;
  readonly after: ProcessSide;
}

/**
 * Changes of the job types of a process. `served` holds the job types of all processes of the newer
 * side: a type that another process still has keeps its worker.
 */
export function jobChanges(
  { before, after }: ProcessPair,
  served: ReadonlySet<string>,
): readonly Change[] {
  const { added, removed, kept } = pairs(before.plan.jobs, after.plan.jobs, ({ type }) => type);
  return [
    ...added.map((job) => addedJob(job, after)),
    ...removed.flatMap((job) => removedJob(job, { before, after }, served)),
    ...kept.flatMap((pair) => new JobComparison({ before, after }, pair).changes()),
  ];
}

/** Jobs of an added process, and of a removed one. */
export function loneJobChanges(
  side: ProcessSide,
  options: { readonly kind: 'added' | 'removed'; readonly served: ReadonlySet<string> },
): readonly Change[] {
  return options.kind === 'added'
    ? side.plan.jobs.map((job) => addedJob(job, side))
    : side.plan.jobs.flatMap((job) => removedJob(job, { before: side }, options.served));
}

function addedJob(job: JobPlan, after: ProcessSide): Change {
  return change('DIFF803', job.connector ? SAFE : risky('workers'), {
    kind: 'added',
    process: after.plan.id,
    name: job.type,
    message: job.connector
      ? `The job type "${job.type}" is new; its connector serves it.`
      : `The job type "${job.type}" is new; its jobs wait until a worker handles them.`,
    after: placeOf(after, job.elements),
  });
}

function removedJob(
  job: JobPlan,
  sides: { readonly before: ProcessSide; readonly after?: ProcessSide },
  served: ReadonlySet<string>,
): readonly Change[] {
  const { before, after } = sides;
  const at = { process: before.plan.id, name: job.type, before: placeOf(before, job.elements) };
  const elsewhere = served.has(job.type);
  const ids = new Set(job.elements.map(({ id }) => id));
  const heir = after?.plan.jobs.find(
    ({ type, elements }) => type !== job.type && elements.some(({ id }) => ids.has(id)),
  );
  const now = heir === undefined ? '' : `; its element now has the job type "${heir.type}"`;
  const still = elsewhere ? '; another process still has it' : '';
  const removal = change('DIFF803', elsewhere || job.connector ? SAFE : breaking('workers'), {
    kind: 'removed',
    ...at,
    message: `The job type "${job.type}" is gone${now}${still}.`,
  });
  const needed = change('DIFF828', breaking('running instances'), {
    kind: 'changed',
    ...at,
    message: `The job type "${job.type}" is still used by running instances of the old version; without its worker they wait for good.`,
  });
  return elsewhere || job.connector ? [removal] : [removal, needed];
}

class JobComparison {
  readonly #sides: ProcessPair;
  readonly #before: JobPlan;
  readonly #after: JobPlan;

  constructor(sides: ProcessPair, pair: { readonly before: JobPlan; readonly after: JobPlan }) {
    this.#sides = sides;
    this.#before = pair.before;
    this.#after = pair.after;
  }

  changes(): readonly Change[] {
    return [
      ...this.#own(),
      ...givenChanges(this.#schemas('DIFF804', 'input', 'The input of'), 'workers', [
        'running instances',
      ]),
      ...takenChanges(this.#schemas('DIFF805', 'output', 'The output of'), 'workers', [
        'running instances',
      ]),
      ...this.#headers(),
      ...this.#errors(),
    ];
  }

  #own(): readonly Change[] {
    const before = this.#before;
    const after = this.#after;
    const gone = (from: readonly string[], to: readonly string[]): Effect =>
      from.every((item) => to.includes(item)) ? SAFE : breaking('workers');
    const facts: readonly (readonly [string, readonly string[], readonly string[], Effect])[] = [
      ['Its jobs come from', before.kinds, after.kinds, risky('workers')],
      ['It is served by', [server(before)], [server(after)], breaking('workers')],
      ['It compensates', before.compensates, after.compensates, risky('workers')],
      [
        'It hears the task events',
        before.taskListenerEvents,
        after.taskListenerEvents,
        risky('workers'),
      ],
      [
        'Its linked resources are',
        before.linkNames,
        after.linkNames,
        gone(before.linkNames, after.linkNames),
      ],
      [
        'It may activate',
        before.activatable,
        after.activatable,
        gone(before.activatable, after.activatable),
      ],
      ['It belongs to', ids(before), ids(after), SAFE],
    ];
    return facts.flatMap(([what, from, to, effect]) =>
      sameJson([...from].sort(), [...to].sort())
        ? []
        : [
            this.#change('DIFF803', effect, {
              name: before.type,
              message: `The job type "${before.type}" is used differently. ${what} ${list(to)} instead of ${list(from)}.`,
            }),
          ],
    );
  }

  #headers(): readonly Change[] {
    const { added, removed, kept } = pairs(
      this.#before.headers,
      this.#after.headers,
      ({ key }) => key,
    );
    const type = this.#before.type;
    const name = (key: string): string => `${type}.${key}`;
    return [
      ...added.map(({ key }) =>
        this.#change('DIFF806', SAFE, {
          kind: 'added',
          name: name(key),
          message: `Jobs of type "${type}" gain the header "${key}".`,
        }),
      ),
      ...removed.map(({ key }) =>
        this.#change('DIFF806', breaking('workers'), {
          kind: 'removed',
          name: name(key),
          message: `Jobs of type "${type}" lose the header "${key}".`,
        }),
      ),
      ...kept.flatMap((pair) => {
        const found = headerChange(pair.before, pair.after);
        return found === undefined
          ? []
          : [
              this.#change('DIFF806', found.effect, {
                name: name(pair.before.key),
                message: `The header "${pair.before.key}" of jobs of type "${type}" ${found.message}.`,
              }),
            ];
      }),
    ];
  }

  #errors(): readonly Change[] {
    const { errors: before } = this.#before;
    const { errors: after } = this.#after;
    const type = this.#before.type;
    if (before === 'any' || after === 'any') {
      return before === after
        ? []
        : [
            this.#change('DIFF807', before === 'any' ? breaking('workers') : SAFE, {
              name: type,
              message:
                before === 'any'
                  ? `A handler of "${type}" may no longer throw every error code, only ${list(after === 'any' ? [] : after)}.`
                  : `A handler of "${type}" may now throw every error code.`,
            }),
          ];
    }
    const { added, removed } = pairs(before, after, (code) => code);
    return [
      ...added.map((code) =>
        this.#change('DIFF807', SAFE, {
          kind: 'added',
          name: `${type}.${code}`,
          message: `A handler of "${type}" may now throw "${code}".`,
        }),
      ),
      ...removed.map((code) =>
        this.#change('DIFF807', breaking('workers'), {
          kind: 'removed',
          name: `${type}.${code}`,
          message: `"${code}" is no longer caught around every element of "${type}"; throwing it makes an incident.`,
        }),
      ),
    ];
  }

  #change(
    code: 'DIFF803' | 'DIFF806' | 'DIFF807',
    effect: Effect,
    text: { readonly kind?: 'added' | 'removed'; readonly name: string; readonly message: string },
  ): Change {
    const { kind = 'changed', name, message } = text;
    const { before, after } = this.#places();
    return change(code, effect, {
      kind,
      process: this.#sides.after.plan.id,
      name,
      message,
      before: kind === 'added' ? undefined : before,
      after: kind === 'removed' ? undefined : after,
    });
  }

  #schemas(
    code: 'DIFF804' | 'DIFF805',
    part: 'input' | 'output',
    what: string,
  ): Parameters<typeof givenChanges>[0] {
    const { before, after } = this.#sides;
    return {
      code,
      process: after.plan.id,
      name: this.#before.type,
      what: `${what} "${this.#before.type}"`,
      before: { schema: this.#before[part], definitions: before.definitions },
      after: { schema: this.#after[part], definitions: after.definitions },
      places: this.#places(),
      // Without output mappings a job may return any variable of its process.
      anyVariable:
        sameJson(this.#before[part], before.plan.variables) &&
        sameJson(this.#after[part], after.plan.variables),
    };
  }

  #places(): { readonly before: Change['before']; readonly after: Change['after'] } {
    return {
      before: placeOf(this.#sides.before, this.#before.elements),
      after: placeOf(this.#sides.after, this.#after.elements),
    };
  }
}

function headerChange(
  before: HeaderPlan,
  after: HeaderPlan,
): { readonly effect: Effect; readonly message: string } | undefined {
  if (before.optional !== after.optional) {
    return after.optional
      ? { effect: breaking('workers'), message: 'is no longer always there' }
      : { effect: SAFE, message: 'is now always there' };
  }
  if (sameJson([...before.values].sort(), [...after.values].sort())) {
    return undefined;
  }
  const fewer = after.values.every((value) => before.values.includes(value));
  return {
    effect: fewer ? SAFE : breaking('workers'),
    message: `is ${list(after.values)} instead of ${list(before.values)}`,
  };
}

function server({ connector }: JobPlan): string {
  return connector ? 'a connector' : 'a handler of yours';
}

function ids({ elements }: JobPlan): readonly string[] {
  return elements.map(({ id }) => id);
}

/** `"a", "b"`, or `nothing`. */
export function list(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.map((item) => `"${item}"`).join(', ');
}
