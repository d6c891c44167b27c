import * as s from '../../scenario/index.js';

/** Tasks of other kinds, and listeners. */
export const tasks = s.scenarios('1.14', {
  'script-results': {
    shows: 'The result of a script is a variable, null included; its mappings see it.',
    run: async (c) => {
      await c.deploy(
        s.model('scripts', {
          nodes: {
            start: s.start(),
            a: s.script('=x + 1', 'y'),
            b: s.mapped(s.script('=y * 2', 'local'), { y: '=100' }, { out: '=local' }),
            n: s.script('=missing', 'nothing'),
            w: s.job('w'),
          },
          flows: ['start a b n w'],
        }),
      );
      await c.create('scripts', { x: 1 });
      await c.activate('w');
    },
  },
  'script-fails': {
    shows: 'A script that cannot be evaluated is an incident.',
    run: async (c) => {
      await c.deploy(
        s.model('failingScript', {
          nodes: { start: s.start(), a: s.script('=assert(x, x > 1)', 'y'), w: s.job('w') },
          flows: ['start a w'],
        }),
      );
      const instance = await c.create('failingScript', { x: 0 });
      await c.setVariables(instance, { x: 2 });
      await c.resolve();
      await c.activate('w');
    },
  },
  'pass-through-tasks': {
    shows: 'Tasks without behaviour pass; their mappings and boundary events do nothing.',
    run: async (c) => {
      await c.deploy(
        s.model('passing', {
          nodes: {
            start: s.start(),
            a: s.mapped(s.pass(), { i: '=1' }, { o: '=2' }),
            m: s.mapped(s.pass('manualTask'), { i: '=1' }, { o: '=2' }),
            b: s.boundary('m', s.timer('PT0S')),
            end: s.end(),
          },
          flows: ['start a m end', 'b end'],
        }),
      );
      await c.create('passing', { x: 1 });
    },
  },
  'receive-task-with-boundary': {
    shows: 'A receive task with a timer beside and one that interrupts.',
    run: async (c) => {
      await c.deploy(
        s.model('receiving', {
          nodes: {
            start: s.start(),
            r: s.mapped(s.receive('receive-m', '=k'), {}, { got: '=v' }),
            beside: s.beside('r', s.timer('PT1H')),
            hit: s.boundary('r', s.timer('PT2H')),
            after: s.job('after'),
          },
          flows: ['start r after', 'beside after', 'hit after'],
        }),
      );
      await c.create('receiving', { k: '1' });
      await c.advance(3_600_000);
      await c.publish('receive-m', '1', { variables: { v: 5 } });
      await c.create('receiving', { k: '2' });
      await c.advance(7_200_000);
      await c.activate('after');
    },
  },
  'rule-task-unknown-decision': {
    shows: 'A decision that is not deployed is an incident.',
    run: async (c) => {
      await c.deploy(
        s.model('ruling', {
          nodes: { start: s.start(), d: s.rule('decisionNobodyDeployed', 'r'), end: s.end() },
          flows: ['start d end'],
        }),
      );
      const instance = await c.create('ruling');
      await c.resolve();
      await c.cancel(instance);
    },
  },
  'listeners-of-task': {
    shows: 'Start and end listeners of a task run one by one around its job.',
    run: async (c) => {
      await c.deploy(
        s.model('listening', {
          nodes: {
            start: s.start(),
            w: s.listened(s.mapped(s.job('w'), { i: '=x' }, { o: '=r' }), [
              ['start', 'first'],
              ['start', 'second'],
              ['end', 'third'],
            ]),
            end: s.end(),
          },
          flows: ['start w end'],
        }),
      );
      await c.create('listening', { x: 1 });
      await c.complete('first', { l1: 1 });
      await c.complete('second', { i: 5 });
      await c.complete('w', { r: 2 });
      await c.complete('third', { l3: 3 });
    },
  },
  'listener-fails': {
    shows: 'A listener without retries is an incident of its own kind.',
    run: async (c) => {
      await c.deploy(
        s.model('badListener', {
          nodes: {
            start: s.start(),
            w: s.listened(s.job('w'), [
              ['start', 'before'],
              ['end', 'behind'],
            ]),
            end: s.end(),
          },
          flows: ['start w end'],
        }),
      );
      await c.create('badListener');
      const before = await c.job('before');
      await c.fail(before, 0, { errorMessage: 'no' });
      await c.updateRetries(before, 1);
      await c.resolve();
      await c.complete('before');
      await c.complete('w');
      await c.throwError('behind', 'E');
    },
  },
  'listeners-of-subprocess-and-process': {
    shows: 'Listeners of a subprocess and of the process.',
    run: async (c) => {
      await c.deploy(
        s.model(
          'wide',
          {
            nodes: {
              start: s.start(),
              sub: s.listened(
                s.sub({ nodes: { s1: s.start(), w: s.job('w'), e1: s.end() }, flows: ['s1 w e1'] }),
                [
                  ['start', 'subStart'],
                  ['end', 'subEnd'],
                ],
              ),
              end: s.listened(s.end(), [['start', 'endStart']]),
            },
            flows: ['start sub end'],
          },
          [
            '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="processStart" /><zeebe:executionListener eventType="end" type="processEnd" /></zeebe:executionListeners>',
          ],
        ),
      );
      await c.create('wide');
      for (const type of ['processStart', 'subStart', 'w', 'subEnd', 'endStart', 'processEnd']) {
        await c.complete(type, { [type]: true });
      }
    },
  },
  'listeners-and-interruption': {
    shows: 'An element interrupted while a listener runs, and a boundary event with a listener.',
    run: async (c) => {
      await c.deploy(
        s.model('cut', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: { s1: s.start(), w: s.listened(s.job('w'), [['start', 'before']]) },
              flows: ['s1 w'],
            }),
            hit: s.listened(s.boundary('sub', s.message('lst-hit', '=k')), [['end', 'hitEnd']]),
            after: s.job('after'),
          },
          flows: ['start sub', 'hit after'],
        }),
      );
      await c.create('cut', { k: 'k' });
      const job = await c.job('before');
      await c.publish('lst-hit', 'k', { variables: { v: 1 } });
      await c.complete(job);
      await c.complete('hitEnd', { h: 1 });
      await c.activate('after');
    },
  },
  'listener-on-gateway-and-events': {
    shows: 'Listeners on gateways, start events and catch events.',
    run: async (c) => {
      await c.deploy(
        s.model('everywhere', {
          nodes: {
            start: s.listened(s.start(), [['end', 'startEnd']]),
            g: s.listened(s.xor('g_m'), [['start', 'gStart']]),
            m: s.listened(s.catches(s.message('lst-m', '=k')), [
              ['start', 'mStart'],
              ['end', 'mEnd'],
            ]),
            mi: s.each(s.listened(s.job('w'), [['start', 'miStart']]), { collection: '=[1,2]' }),
            end: s.end(),
          },
          flows: ['start g', 'g m mi end', ['g', 'end', '=false']],
        }),
      );
      await c.create('everywhere', { k: 'k' });
      await c.complete('startEnd', { a: 1 });
      await c.complete('gStart');
      await c.complete('mStart');
      await c.publish('lst-m', 'k', { variables: { got: 1 } });
      await c.complete('mEnd', { b: 1 });
      await c.complete('miStart');
      await c.complete('miStart');
      await c.complete('w');
      await c.complete('w');
    },
  },
  'listeners-of-gateway-without-way': {
    shows:
      'A gateway with two listeners that finds no way: its first listener runs again, and no other.',
    run: async (c) => {
      await c.deploy(
        s.model('nowhere', {
          nodes: {
            start: s.start(),
            g: s.listened(s.xor(), [
              ['start', 'first'],
              ['start', 'second'],
            ]),
            a: s.job('a'),
            b: s.job('b'),
          },
          flows: ['start g', ['g', 'a', '=x > 1'], ['g', 'b', '=x > 2']],
        }),
      );
      const instance = await c.create('nowhere', { x: 0 });
      await c.complete('first');
      await c.complete('second');
      await c.resolve();
      await c.complete('first');
      await c.setVariables(instance, { x: 2 });
      await c.resolve();
      await c.complete('first');
      await c.complete('second');
      await c.complete('a');
    },
  },
  'listeners-of-throwing-events': {
    shows: 'What listeners of error and escalation events leave there does not go along.',
    run: async (c) => {
      const thrower = (thrown: s.Node): s.Node =>
        s.sub({
          nodes: { s: s.start(), e: s.listened(thrown, [['start', 'before']]) },
          flows: ['s e'],
        });
      for (const [id, event] of [
        ['errs', s.error('up')],
        ['escalates', s.escalation('up')],
      ] as const) {
        await c.deploy(
          s.model(id, {
            nodes: {
              start: s.start(),
              u: thrower(s.end(event)),
              b: s.mapped(s.boundary('u', event), {}, { got: '=left' }),
              after: s.job('after'),
            },
            flows: ['start u', 'b after'],
          }),
        );
        await c.create(id);
        await c.complete('before', { left: 1 });
        await c.complete('after');
      }
    },
  },
  'tasks-done-at-once-with-boundary-events': {
    shows: 'A script and a decision are done at once: their boundary events are not looked at.',
    run: async (c) => {
      const decision = {
        name: 'atOnce.dmn',
        content: `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="atOnce" name="at once" namespace="http://at-once">
<decision id="at-once" name="at once"><literalExpression id="l"><text>1</text></literalExpression></decision>
</definitions>`,
      };
      await c.deploy(
        decision,
        s.model('atOnce', {
          nodes: {
            start: s.start(),
            a: s.script('=1', 'x'),
            aMessage: s.boundary('a', s.message('at-once-a', '=nothing')),
            aTimer: s.beside('a', s.timer('="no time"', 'Duration')),
            b: s.rule('at-once', 'y'),
            bMessage: s.boundary('b', s.message('at-once-b', '=nothing')),
            bSignal: s.beside('b', s.signal('at-once')),
            w: s.job('w'),
            end: s.end(),
          },
          flows: ['start a b w', 'aMessage end', 'aTimer end', 'bMessage end', 'bSignal end'],
        }),
      );
      await c.create('atOnce');
      await c.complete('w');
    },
  },
});
