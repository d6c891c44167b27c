import { partChanges } from '../../diff/compare-parts.js';
import { readSnapshot, type ProcessSide } from '../../diff/snapshot.js';
import type {
  CallPlan,
  CodePlan,
  DecisionPlan,
  ProcessPlan,
  TimerPlan,
  UserTaskPlan,
} from '../../plan/plan-types.js';
import { lines, objectOf, sourcesOf } from './two-versions.js';
import type { Json } from '../../json.js';

let side: ProcessSide;
beforeAll(async () => {
  const [found] = (await readSnapshot(sourcesOf({}), {})).processes;
  side = found!;
});

const schema = (properties: Readonly<Record<string, unknown>>): Json =>
  objectOf(properties) as Json;
const S = { type: 'string' };

function changes(before: Partial<ProcessPlan>, after: Partial<ProcessPlan>) {
  const base = {
    userTasks: [],
    decisions: [],
    calls: [],
    timers: [],
    errors: [],
    escalations: [],
  };
  const of = (parts: Partial<ProcessPlan>): ProcessSide => ({
    ...side,
    plan: { ...side.plan, ...base, ...parts },
  });
  return partChanges({ before: of(before), after: of(after) });
}

/** The lines of both directions. */
function both(before: Partial<ProcessPlan>, after: Partial<ProcessPlan>) {
  return { forth: lines(changes(before, after)), back: lines(changes(after, before)) };
}

describe('diff of user tasks', () => {
  const task: UserTaskPlan = {
    id: 'Work',
    name: 'Approve',
    typeName: 'Approve',
    constant: 'approve',
    native: true,
    input: schema({ a: S }),
    output: schema({ ok: S }),
    candidateGroups: ['clerks'],
  };
  const of = (...tasks: readonly Partial<UserTaskPlan>[]) => ({
    userTasks: tasks.map((each) => ({ ...task, ...each })),
  });

  test('a new one is safe, one that is gone breaks task applications', () => {
    expect(both(of(), of({}))).toEqual({
      forth: ['safe DIFF815 added Work'],
      back: ['breaking DIFF815 removed Work -> task applications'],
    });
    expect(changes(of({}), of())[0]).toMatchObject({
      message: 'The user task "Approve" (Work) is gone.',
      before: { file: 'model.bpmn', line: 5, column: 1 },
    });
  });

  test('how it is done, offered and served is compared', () => {
    expect(both(of({}), of({ native: false })).forth).toEqual([
      'breaking DIFF815 changed Work -> task applications',
    ]);
    expect(both(of({}), of({ candidateGroups: ['heads'] })).forth).toEqual([
      'risky DIFF815 changed Work -> task applications',
    ]);
    expect(both(of({}), of({ formId: 'approve' })).forth).toEqual([
      'risky DIFF815 changed Work -> task applications',
    ]);
    expect(both(of({ api: 'approve' }), of({})).forth).toEqual([
      'breaking DIFF815 changed Work -> API callers',
    ]);
    expect(changes(of({}), of({ candidateGroups: [] }))[0]?.message).toBe(
      'The user task "Approve" (Work) is offered to nothing instead of "clerks".',
    );
  });

  test('its form must show what it showed and take what it took', () => {
    expect(both(of({}), of({ input: schema({ a: S, b: S }) }))).toEqual({
      forth: ['safe DIFF816 added Work.b'],
      back: ['breaking DIFF816 removed Work.b -> task applications'],
    });
    expect(both(of({}), of({ output: schema({ ok: S, why: S }) }))).toEqual({
      forth: ['breaking DIFF816 added Work.why -> task applications'],
      back: ['risky DIFF816 removed Work.why -> task applications, running instances'],
    });
    expect(changes(of({}), of({ output: schema({ ok: S, why: S }) }))[0]?.message).toBe(
      'The form taken by the user task "Approve" (Work) gains the required "why": string.',
    );
  });
});

describe('diff of decisions', () => {
  const decision: DecisionPlan = {
    decisionId: 'fare',
    typeName: 'Fare',
    elements: [{ id: 'Work' }],
    input: schema({ days: S }),
    output: schema({ price: S }),
  };
  const of = (...items: readonly Partial<DecisionPlan>[]) => ({
    decisions: items.map((each) => ({ ...decision, ...each })),
  });

  test('a new one is safe, one that is gone endangers running instances', () => {
    expect(both(of(), of({}))).toEqual({
      forth: ['safe DIFF817 added fare'],
      back: ['risky DIFF817 removed fare -> running instances'],
    });
  });

  test('running instances evaluate the new one, so what it takes and gives breaks them', () => {
    expect(both(of({}), of({ input: schema({ days: S, cabin: S }) }))).toEqual({
      forth: ['breaking DIFF818 added fare.cabin -> running instances'],
      back: ['risky DIFF818 removed fare.cabin -> running instances'],
    });
    expect(both(of({}), of({ output: schema({}) }))).toEqual({
      forth: ['breaking DIFF818 removed fare.price -> running instances'],
      back: ['safe DIFF818 added fare.price'],
    });
  });

  test('its version tag and its callers are mentioned', () => {
    expect(both(of({}), of({ versionTag: 'v2' })).forth).toEqual(['safe DIFF817 changed fare']);
    expect(changes(of({}), of({ elements: [{ id: 'Other' }] }))[0]?.message).toBe(
      'The decision "fare" is called by "Other" instead of "Work".',
    );
  });
});

describe('diff of call activities', () => {
  const call: CallPlan = {
    element: { id: 'Work' },
    typeName: 'Work',
    constant: 'work',
    binding: 'latest',
    processId: 'child',
    input: schema({ a: S }),
    output: schema({ b: S }),
  };
  const of = (...items: readonly Partial<CallPlan>[]) => ({
    calls: items.map((each) => ({ ...call, ...each })),
  });

  test('what is called, what is passed and what is taken back is compared', () => {
    expect(both(of(), of({}))).toEqual({
      forth: ['safe DIFF819 added Work'],
      back: ['safe DIFF819 removed Work'],
    });
    expect(both(of({}), of({ processId: 'other' })).forth).toEqual([
      'risky DIFF819 changed Work -> called processes',
    ]);
    expect(both(of({}), of({ versionTag: 'v2' })).forth).toEqual([
      'risky DIFF819 changed Work -> called processes',
    ]);
    expect(both(of({}), of({ binding: 'deployment' })).forth).toEqual([
      'safe DIFF819 changed Work',
    ]);
    expect(both(of({}), of({ input: schema({}) })).forth).toEqual([
      'breaking DIFF819 removed Work.a -> called processes',
    ]);
    expect(both(of({}), of({ output: schema({ b: S, c: S }) })).forth).toEqual([
      'breaking DIFF819 added Work.c -> called processes',
    ]);
  });
});

describe('diff of timers', () => {
  const timer: TimerPlan = {
    element: { id: 'Work', name: 'Late' },
    constant: 'late',
    type: 'duration',
    text: 'PT1H',
  };
  const of = (...items: readonly Partial<TimerPlan>[]) => ({
    timers: items.map((each) => ({ ...timer, ...each })),
  });

  test('another time endangers instances whose timer is set', () => {
    expect(both(of(), of({}))).toEqual({
      forth: ['safe DIFF820 added Work'],
      back: ['safe DIFF820 removed Work'],
    });
    const [found] = changes(of({}), of({ text: 'PT2H' }));
    expect(lines([found!])).toEqual(['risky DIFF820 changed Work -> running instances']);
    expect(found?.message).toBe('The timer "Late" (Work) is set to PT2H instead of PT1H.');
    expect(both(of({}), of({ type: 'cycle' })).forth).toEqual([
      'risky DIFF820 changed Work -> running instances',
    ]);
  });
});

describe.each([
  ['errors', 'DIFF813', 'error'],
  ['escalations', 'DIFF814', 'escalation'],
] as const)('diff of %s', (key, code, word) => {
  const of = (...codes: readonly CodePlan[]): Partial<ProcessPlan> =>
    key === 'errors' ? { errors: codes } : { escalations: codes };
  const plan = (thrownBy: readonly string[], caughtBy: readonly string[]): CodePlan => ({
    code: 'FULL',
    thrownBy,
    caughtBy,
  });

  test('one that nobody catches endangers the processes that call this one', () => {
    expect(both(of(), of(plan(['Work'], []))).forth).toEqual([
      `risky ${code} added FULL -> calling processes`,
    ]);
    expect(both(of(), of(plan(['Work'], ['End'])))).toEqual({
      forth: [`safe ${code} added FULL`],
      back: [`safe ${code} removed FULL`],
    });
  });

  test('one that is no longer caught somewhere endangers them, too', () => {
    expect(both(of(plan(['Work'], ['End'])), of(plan(['Work'], ['End', 'Start'])))).toEqual({
      forth: [`safe ${code} changed FULL`],
      back: [`risky ${code} changed FULL -> calling processes`],
    });
    expect(both(of(plan([], [])), of(plan(['Work'], []))).forth).toEqual([
      `risky ${code} changed FULL -> calling processes`,
    ]);
    expect(changes(of(plan(['Work'], ['End'])), of(plan(['Work'], [])))[0]?.message).toBe(
      `The ${word} code "FULL" is caught by nothing instead of "End".`,
    );
  });
});

describe('diff of start and result', () => {
  const start = (input: Json) => ({ start: { element: { id: 'Start' }, input } });

  test('what starting takes breaks callers when it is more', () => {
    const { forth, back } = both(start(schema({ a: S })), start(schema({ a: S, b: S })));
    expect(forth).toEqual(['breaking DIFF821 added order.b -> API callers']);
    expect(back).toEqual(['risky DIFF821 removed order.b -> API callers']);
  });

  test('a process that cannot be started any more breaks callers', () => {
    const { start: none, ...plan } = side.plan;
    const without = { ...side, plan };
    expect(none).toBeDefined();
    const gone = partChanges({ before: side, after: without });
    expect(lines(gone)).toEqual(['breaking DIFF821 removed order -> API callers']);
    expect(gone[0]).toMatchObject({
      message: 'The process "order" can no longer be started directly.',
      before: { line: 4 },
    });
    expect(lines(partChanges({ before: without, after: side }))).toEqual([
      'safe DIFF821 added order',
    ]);
    expect(partChanges({ before: without, after: without })).toEqual([]);
  });

  test('a result that gives less breaks calling processes', () => {
    const { forth, back } = both({ result: schema({ a: S }) }, { result: schema({ 'a?': S }) });
    expect(forth).toEqual(['breaking DIFF822 changed order.a -> calling processes']);
    expect(back).toEqual(['safe DIFF822 changed order.a']);
  });
});
