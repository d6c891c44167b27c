import * as s from '../../scenario/index.js';

const choice = (condition: string) =>
  s.model('choice', {
    nodes: { start: s.start(), g: s.xor('g_no'), yes: s.end(), no: s.end() },
    flows: ['start g', ['g', 'yes', condition], 'g no'],
  });
const typed = (type: string, retries = '3') =>
  s.model('typed', {
    nodes: { start: s.start(), w: s.job(type, { retries }), end: s.end() },
    flows: ['start w end'],
  });

/** Expressions where the engine uses them, and what it says when they give the wrong thing. */
export const expressions = s.scenarios('1.5', {
  'feel-condition-not-boolean': {
    shows: 'A condition that is no boolean raises an incident that names the value.',
    run: async (c) => {
      await c.deploy(choice('=x'));
      await c.create('choice', { x: 'text' });
      await c.create('choice', { x: 1 });
      await c.create('choice', {});
      await c.create('choice', { x: null });
    },
  },
  'feel-condition-resolved': {
    shows: 'A condition is evaluated again when the incident is resolved.',
    run: async (c) => {
      await c.deploy(choice('=x > 5'));
      const instance = await c.create('choice');
      await c.resolve();
      await c.setVariables(instance, { x: 6 });
      await c.resolve();
    },
  },
  'feel-condition-compares-kinds': {
    shows: 'Comparing different kinds of values is null, and an incident.',
    run: async (c) => {
      await c.deploy(choice('=x > 5'));
      await c.create('choice', { x: 'text' });
      await c.create('choice', { x: true });
      await c.create('choice', { x: 5.5 });
    },
  },
  'feel-job-type-and-retries': {
    shows: 'Type and retries of a job may be expressions.',
    run: async (c) => {
      await c.deploy(typed('=kind + "-job"', '=n * 2'));
      await c.create('typed', { kind: 'odd', n: 2 });
      await c.activate('odd-job');
    },
  },
  'feel-job-type-wrong': {
    shows: 'A job type that is no text raises an incident; resolving makes the job.',
    run: async (c) => {
      await c.deploy(typed('=kind'));
      const instance = await c.create('typed', { kind: 5 });
      await c.setVariables(instance, { kind: 'good' });
      await c.resolve();
      await c.complete('good');
    },
  },
  'feel-job-type-missing': {
    shows: 'A job type that is null, or retries that are no number.',
    run: async (c) => {
      await c.deploy(typed('=kind'));
      await c.create('typed');
      await c.deploy(typed('fixed', '=n'));
      await c.create('typed', { n: 'many' });
      await c.create('typed', {});
    },
  },
  'feel-correlation-keys': {
    shows: 'Correlation keys are texts or numbers, numbers cut to whole ones.',
    run: async (c) => {
      await c.deploy(
        s.model('keys', {
          nodes: { start: s.start(), m: s.catches(s.message('feel-key', '=k')), end: s.end() },
          flows: ['start m end'],
        }),
      );
      await c.create('keys', { k: 12 });
      await c.create('keys', { k: 12.9 });
      await c.create('keys', { k: true });
      await c.create('keys', { k: [1] });
      await c.create('keys', {});
      await c.publish('feel-key', '12');
    },
  },
  'feel-message-name': {
    shows: 'The name of a message may be an expression; a wrong one is an incident.',
    run: async (c) => {
      await c.deploy(
        s.model('names', {
          nodes: { start: s.start(), m: s.catches(s.message('="feel-" + n', '=k')), end: s.end() },
          flows: ['start m end'],
        }),
      );
      await c.create('names', { n: 'one', k: 'k' });
      await c.publish('feel-one', 'k');
      const instance = await c.create('names', { n: 5, k: 'k' });
      await c.setVariables(instance, { n: 'two' });
      await c.resolve();
      await c.publish('feel-two', 'k');
    },
  },
  'feel-timer-expressions': {
    shows: 'Timers may be expressions that give durations, or texts of them; others are incidents.',
    run: async (c) => {
      await c.deploy(
        s.model('timed', {
          nodes: { start: s.start(), t: s.catches(s.timer('=t')), end: s.end() },
          flows: ['start t end'],
        }),
      );
      await c.create('timed', { t: 'PT1H' });
      await c.create('timed', { t: 'P1DT1H' });
      await c.create('timed', { t: 'soon' });
      await c.create('timed', { t: 5 });
      await c.create('timed', {});
      await c.advance(3_600_001);
    },
  },
  'feel-functions': {
    shows: 'What functions and operators of the language give.',
    run: async (c) => {
      const cases = {
        joined: '=string join(["a","b"], "-")',
        upper: '=upper case("abc")',
        sum: '=sum([1, 2, 3.5])',
        filtered: '=[1, 2, 3, 4][item > 2]',
        mapped: '=for i in [1, 2, 3] return i * 2',
        some: '=some i in [1, 2] satisfies i > 1',
        context: '={a: 1, b: a + 1}',
        get: '=get value({x: 1}, "x")',
        date: '=string(date("2024-02-29") + duration("P1Y"))',
        between: '=5 between 1 and 10',
        ifElse: '=if missing = null then "null" else "set"',
        text: '="n" + string(1.50)',
        division: '=7 / 2',
        zero: '=1 / 0',
        power: '=2 ** 10',
        modulo: '=modulo(-7, 3)',
        split: '=split("a;b", ";")',
        substring: '=substring("camunda", 3, 2)',
        union: '=union([1, 2], [2, 3])',
        instanceOf: '=5 instance of number',
        index: '=index of([1, 2, 1], 1)',
        notThere: '=[1, 2][5]',
      };
      await c.deploy(
        s.model('functions', {
          nodes: { start: s.start(), w: s.mapped(s.job('w'), cases) },
          flows: ['start w'],
        }),
      );
      await c.create('functions');
      await c.activate('w');
    },
  },
  'feel-empty-contexts': {
    shows: 'What is said of a missing entry in an empty context, alone and in a list.',
    run: async (c) => {
      await c.deploy(
        s.model('empty', {
          nodes: { start: s.start(), g: s.xor('g_b'), a: s.end(), b: s.end() },
          flows: ['start g', ['g', 'a', '=v.x > 1'], 'g b'],
        }),
      );
      await c.create('empty', { v: {} });
      await c.create('empty', { v: [{}, { y: 1 }] });
    },
  },
});
