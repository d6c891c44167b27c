import { sameJson, type Json } from '../json.js';
import type {
  CallPlan,
  CodePlan,
  DecisionPlan,
  JobElement,
  ProcessPlan,
  TimerPlan,
  UserTaskPlan,
} from '../plan/plan-types.js';
import { change, breaking, risky, SAFE, type Change, type Effect } from './change.js';
import { list, type ProcessPair } from './compare-jobs.js';
import type { DiffCode } from './diff-codes.js';
import { elementText } from './element-traits.js';
import { pairs } from './pair.js';
import { placeOf } from './snapshot.js';
import { givenChanges, takenChanges, type SchemaPair } from './variance.js';

/** Changes of everything of a process beside its elements, jobs and messages. */
export function partChanges(sides: ProcessPair): readonly Change[] {
  const parts = new PartComparison(sides);
  return [
    ...parts.userTasks(),
    ...parts.decisions(),
    ...parts.calls(),
    ...parts.timers(),
    ...parts.codes('DIFF813', 'errors'),
    ...parts.codes('DIFF814', 'escalations'),
    ...parts.start(),
    ...parts.result(),
  ];
}

/** What is said of one kind of part. */
interface PartText<Part> {
  readonly code: DiffCode;
  readonly keyOf: (part: Part) => string;
  readonly elementsOf: (part: Part) => readonly { readonly id: string }[];
  /** `The user task "Approve" (Approve)`. */
  readonly what: (part: Part) => string;
  readonly added: (part: Part) => Effect;
  readonly removed: (part: Part) => Effect;
}

type Fact = readonly [what: string, before: string, after: string, effect: Effect];

class PartComparison {
  readonly #sides: ProcessPair;

  constructor(sides: ProcessPair) {
    this.#sides = sides;
  }

  userTasks(): readonly Change[] {
    const party = 'task applications';
    const text: PartText<UserTaskPlan> = {
      code: 'DIFF815',
      keyOf: ({ id }) => id,
      elementsOf: (task) => [task],
      what: (task) => `The user task ${elementText(task)}`,
      added: () => SAFE,
      removed: () => breaking(party),
    };
    return this.#compare('userTasks', text, (before, after, schemas) => [
      ...this.#facts(text, { before, after }, [
        ['is done by', nativeText(before), nativeText(after), breaking(party)],
        ['is offered to', list(before.candidateGroups), list(after.candidateGroups), risky(party)],
        ['shows the form', before.formId ?? 'none', after.formId ?? 'none', risky(party)],
        ['is served as', before.api ?? 'nothing', after.api ?? 'nothing', breaking('API callers')],
      ]),
      ...givenChanges(schemas('DIFF816', 'input', 'The form shown by'), party),
      ...takenChanges(schemas('DIFF816', 'output', 'The form taken by'), party, [
        'running instances',
      ]),
    ]);
  }

  decisions(): readonly Change[] {
    const text: PartText<DecisionPlan> = {
      code: 'DIFF817',
      keyOf: ({ decisionId }) => decisionId,
      elementsOf: ({ elements }) => elements,
      what: ({ decisionId }) => `The decision "${decisionId}"`,
      added: () => SAFE,
      removed: () => risky('running instances'),
    };
    return this.#compare('decisions', text, (before, after, schemas) => [
      ...this.#facts(text, { before, after }, [
        [
          'is called with the version tag',
          before.versionTag ?? 'none',
          after.versionTag ?? 'none',
          SAFE,
        ],
        ['is called by', idsText(before.elements), idsText(after.elements), SAFE],
      ]),
      ...takenChanges(schemas('DIFF818', 'input', 'The input of'), 'running instances'),
      ...givenChanges(schemas('DIFF818', 'output', 'The result of'), 'running instances'),
    ]);
  }

  calls(): readonly Change[] {
    const text: PartText<CallPlan> = {
      code: 'DIFF819',
      keyOf: ({ element }) => element.id,
      elementsOf: ({ element }) => [element],
      what: ({ element }) => `The call activity ${elementText(element)}`,
      added: () => SAFE,
      removed: () => SAFE,
    };
    return this.#compare('calls', text, (before, after, schemas) => [
      ...this.#facts(text, { before, after }, [
        ['calls', `"${before.processId}"`, `"${after.processId}"`, risky('called processes')],
        ['is bound by', before.binding, after.binding, SAFE],
        [
          'calls the version tag',
          before.versionTag ?? 'none',
          after.versionTag ?? 'none',
          risky('called processes'),
        ],
      ]),
      ...givenChanges(schemas('DIFF819', 'input', 'What is passed by'), 'called processes'),
      ...takenChanges(schemas('DIFF819', 'output', 'What is taken back by'), 'called processes'),
    ]);
  }

  timers(): readonly Change[] {
    const text: PartText<TimerPlan> = {
      code: 'DIFF820',
      keyOf: ({ element }) => element.id,
      elementsOf: ({ element }) => [element],
      what: ({ element }) => `The timer ${elementText(element)}`,
      added: () => SAFE,
      removed: () => SAFE,
    };
    return this.#compare('timers', text, (before, after) =>
      this.#facts(text, { before, after }, [
        ['is a', before.type, after.type, risky('running instances')],
        ['is set to', before.text, after.text, risky('running instances')],
      ]),
    );
  }

  codes(code: 'DIFF813' | 'DIFF814', key: 'errors' | 'escalations'): readonly Change[] {
    const word = key === 'errors' ? 'error' : 'escalation';
    const escapes = ({ thrownBy, caughtBy }: CodePlan): boolean =>
      thrownBy.length > 0 && caughtBy.length === 0;
    const text: PartText<CodePlan> = {
      code,
      keyOf: (plan) => plan.code,
      elementsOf: ({ thrownBy, caughtBy }) => [...thrownBy, ...caughtBy].map((id) => ({ id })),
      what: (plan) => `The ${word} code "${plan.code}"`,
      added: (plan) => (escapes(plan) ? risky('calling processes') : SAFE),
      removed: () => SAFE,
    };
    return this.#compare(key, text, (before, after) => [
      ...this.#facts(text, { before, after }, [
        [
          'is thrown by',
          list(before.thrownBy),
          list(after.thrownBy),
          escapes(after) ? risky('calling processes') : SAFE,
        ],
        [
          'is caught by',
          list(before.caughtBy),
          list(after.caughtBy),
          before.caughtBy.every((id) => after.caughtBy.includes(id))
            ? SAFE
            : risky('calling processes'),
        ],
      ]),
    ]);
  }

  start(): readonly Change[] {
    const from = this.#sides.before.plan.start;
    const to = this.#sides.after.plan.start;
    const name = this.#sides.after.plan.id;
    if (from === undefined || to === undefined) {
      const present = to ?? from;
      return present === undefined
        ? []
        : [
            change('DIFF821', to === undefined ? breaking('API callers') : SAFE, {
              kind: to === undefined ? 'removed' : 'added',
              process: name,
              name,
              message: `The process "${name}" can ${to === undefined ? 'no longer' : 'now'} be started directly.`,
              ...(to === undefined
                ? { before: placeOf(this.#sides.before, [present.element]) }
                : { after: placeOf(this.#sides.after, [present.element]) }),
            }),
          ];
    }
    return takenChanges(
      this.#schemaPair('DIFF821', {
        ofProcess: true,
        name,
        what: `The start input of "${name}"`,
        before: { schema: from.input, elements: [from.element] },
        after: { schema: to.input, elements: [to.element] },
      }),
      'API callers',
    );
  }

  result(): readonly Change[] {
    const { before, after } = this.#sides;
    return givenChanges(
      this.#schemaPair('DIFF822', {
        ofProcess: true,
        name: after.plan.id,
        what: `The result of "${after.plan.id}"`,
        before: { schema: before.plan.result, elements: [] },
        after: { schema: after.plan.result, elements: [] },
      }),
      'calling processes',
    );
  }

  /** Parts that came and went, and what `kept` says of those on both sides. */
  #compare<Key extends PartKey>(
    key: Key,
    text: PartText<ProcessPlan[Key][number]>,
    kept: (
      before: ProcessPlan[Key][number],
      after: ProcessPlan[Key][number],
      schemas: (code: DiffCode, part: 'input' | 'output', what: string) => SchemaPair,
    ) => readonly Change[],
  ): readonly Change[] {
    type Part = ProcessPlan[Key][number];
    const { before, after } = this.#sides;
    // The type of the list follows from its key, which an indexed access cannot show.
    const found = pairs(
      before.plan[key] as readonly Part[],
      after.plan[key] as readonly Part[],
      text.keyOf,
    );
    const lone = (part: Part, kind: 'added' | 'removed'): Change =>
      change(text.code, kind === 'added' ? text.added(part) : text.removed(part), {
        kind,
        process: after.plan.id,
        name: text.keyOf(part),
        message: `${text.what(part)} is ${kind === 'added' ? 'new' : 'gone'}.`,
        ...(kind === 'added'
          ? { after: placeOf(after, text.elementsOf(part)) }
          : { before: placeOf(before, text.elementsOf(part)) }),
      });
    return [
      ...found.added.map((part) => lone(part, 'added')),
      ...found.removed.map((part) => lone(part, 'removed')),
      ...found.kept.flatMap((pair) =>
        kept(pair.before, pair.after, (code, part, what) =>
          this.#schemaPair(code, {
            ofProcess: false,
            name: text.keyOf(pair.after),
            what: `${what} ${lowerFirst(text.what(pair.after))}`,
            before: { schema: schemaOf(pair.before, part), elements: text.elementsOf(pair.before) },
            after: { schema: schemaOf(pair.after, part), elements: text.elementsOf(pair.after) },
          }),
        ),
      ),
    ];
  }

  #facts<Part>(
    text: PartText<Part>,
    pair: { readonly before: Part; readonly after: Part },
    facts: readonly Fact[],
  ): readonly Change[] {
    return facts.flatMap(([what, from, to, effect]) =>
      from === to
        ? []
        : [
            change(text.code, effect, {
              kind: 'changed',
              process: this.#sides.after.plan.id,
              name: text.keyOf(pair.after),
              message: `${text.what(pair.after)} ${what} ${to} instead of ${from}.`,
              before: placeOf(this.#sides.before, text.elementsOf(pair.before)),
              after: placeOf(this.#sides.after, text.elementsOf(pair.after)),
            }),
          ],
    );
  }

  #schemaPair(code: DiffCode, parts: SchemaParts): SchemaPair {
    const { before, after } = this.#sides;
    return {
      code,
      process: after.plan.id,
      name: parts.name,
      what: parts.what,
      before: { schema: parts.before.schema, definitions: before.definitions },
      after: { schema: parts.after.schema, definitions: after.definitions },
      places: {
        before: placeOf(before, parts.before.elements),
        after: placeOf(after, parts.after.elements),
      },
      anyVariable:
        !parts.ofProcess &&
        sameJson(parts.before.schema, before.plan.variables) &&
        sameJson(parts.after.schema, after.plan.variables),
    };
  }
}

interface SchemaParts {
  /** True for start and result, where the variables of the process themselves are compared. */
  readonly ofProcess: boolean;
  readonly name: string;
  readonly what: string;
  readonly before: { readonly schema: Json; readonly elements: readonly { readonly id: string }[] };
  readonly after: { readonly schema: Json; readonly elements: readonly { readonly id: string }[] };
}

type PartKey = 'userTasks' | 'decisions' | 'calls' | 'timers' | 'errors' | 'escalations';

function schemaOf(part: object, key: 'input' | 'output'): Json {
  // Only parts with schemas are asked; the others have neither key.
  return (part as { readonly input?: Json; readonly output?: Json })[key] ?? true;
}

function nativeText({ native }: UserTaskPlan): string {
  return native ? 'the engine as a Camunda user task' : 'a job worker';
}

function idsText(elements: readonly JobElement[]): string {
  return list(elements.map(({ id }) => id));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
