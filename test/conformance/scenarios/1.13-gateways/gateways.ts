import * as s from '../../scenario/index.js';

/** Gateways and joins. */
export const gateways = s.scenarios('1.13', {
  'exclusive-no-flow': {
    shows:
      'Without a true condition and a default there is an incident; it is resolved by variables.',
    run: async (c) => {
      await c.deploy(
        s.model('noFlow', {
          nodes: { start: s.start(), g: s.xor(), a: s.end(), b: s.end() },
          flows: ['start g', ['g', 'a', '=x = 1'], ['g', 'b', '=x = 2']],
        }),
      );
      const instance = await c.create('noFlow', { x: 0 });
      await c.resolve();
      await c.setVariables(instance, { x: 2 });
      await c.resolve();
    },
  },
  'inclusive-no-flow': {
    shows: 'An inclusive gateway without a true condition takes its default or raises an incident.',
    run: async (c) => {
      const make = (fallback?: string) =>
        s.model('inclusive', {
          nodes: { start: s.start(), g: s.or(fallback), a: s.end(), b: s.end(), d: s.end() },
          flows: [
            'start g',
            ['g', 'a', '=x > 1'],
            ['g', 'b', '=x > 2'],
            ...(fallback === undefined ? [] : ['g d']),
          ],
        });
      await c.deploy(make());
      await c.create('inclusive', { x: 0 });
      await c.create('inclusive', { x: 2 });
      await c.deploy(make('g_d'));
      await c.create('inclusive', { x: 0 });
      await c.create('inclusive', { x: 3 });
      await c.create('inclusive', { x: 'text' });
    },
  },
  'parallel-join-counts-flows': {
    shows: 'A join wants one token of each flow; surplus ones wait for the next round.',
    run: async (c) => {
      await c.deploy(
        s.model('tetris', {
          nodes: {
            start: s.start(),
            m: s.xor(),
            a: s.job('a'),
            b: s.job('b'),
            j: s.and(),
            w: s.job('w'),
          },
          flows: ['start m', 'start m', 'm a j', 'start b j', 'j w'],
        }),
      );
      await c.create('tetris');
      await c.complete('a');
      await c.complete('a');
      await c.complete('b');
      await c.activate('w');
    },
  },
  'parallel-join-never-complete': {
    shows: 'A join that can never fire keeps its instance open.',
    run: async (c) => {
      await c.deploy(
        s.model('halfJoin', {
          nodes: {
            start: s.start(),
            g: s.xor('g_b'),
            a: s.job('a'),
            b: s.job('b'),
            j: s.and(),
            end: s.end(),
          },
          flows: ['start g', ['g', 'a', '=true'], 'g b', 'a j', 'b j', 'j end'],
        }),
      );
      const instance = await c.create('halfJoin');
      await c.complete('a');
      await c.cancel(instance);
    },
  },
  'parallel-split-and-join-in-one': {
    shows: 'A gateway that joins and forks at once.',
    run: async (c) => {
      await c.deploy(
        s.model('both', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.job('a'),
            b: s.job('b'),
            jf: s.and(),
            x: s.job('x'),
            y: s.job('y'),
            j: s.and(),
            end: s.end(),
          },
          flows: ['start f a jf x j', 'f b jf y j', 'j end'],
        }),
      );
      await c.create('both');
      await c.complete('a', { v: 1 });
      await c.complete('b', { v: 2 });
      await c.complete('y');
      await c.complete('x');
    },
  },
  'inclusive-join-waits-for-reachable': {
    shows: 'An inclusive join waits while something can still reach it.',
    run: async (c) => {
      await c.deploy(
        s.model('orJoin', {
          nodes: {
            start: s.start(),
            f: s.or(),
            a: s.job('a'),
            b: s.job('b'),
            d: s.job('d'),
            j: s.or(),
            w: s.job('w'),
            end: s.end(),
          },
          flows: [
            'start f',
            ['f', 'a', '=a'],
            ['f', 'b', '=b'],
            ['f', 'd', '=d'],
            'a j',
            'b j',
            'd j',
            'j w end',
          ],
        }),
      );
      await c.create('orJoin', { a: true, b: true, d: false });
      await c.complete('a');
      await c.activate('w');
      await c.complete('b');
      await c.complete('w');
      await c.create('orJoin', { a: false, b: false, d: true });
      await c.complete('d');
      await c.complete('w');
      await c.create('orJoin', { a: true, b: true, d: true });
      await c.complete('d');
      await c.complete('b');
      await c.complete('a');
      await c.complete('w');
    },
  },
  'inclusive-join-token-goes-elsewhere': {
    shows: 'A token that can no longer come does not make the join fire by itself.',
    run: async (c) => {
      await c.deploy(
        s.model('elsewhere', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.job('a'),
            b: s.job('b'),
            g: s.xor('g_j'),
            away: s.end(),
            j: s.or(),
            w: s.job('w'),
          },
          flows: ['start f a j', 'f b g', ['g', 'away', '=leave'], 'g j', 'j w'],
        }),
      );
      const instance = await c.create('elsewhere', { leave: true });
      await c.complete('a');
      await c.complete('b');
      await c.activate('w');
      await c.cancel(instance);
      await c.create('elsewhere', { leave: false });
      await c.complete('b');
      await c.complete('a');
      await c.activate('w');
    },
  },
  'inclusive-join-with-boundary': {
    shows: 'What a boundary event can bring counts as reachable.',
    run: async (c) => {
      await c.deploy(
        s.model('orBoundary', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.job('a'),
            b: s.job('b'),
            hit: s.boundary('b', s.message('or-hit', '=k')),
            e: s.end(),
            j: s.or(),
            w: s.job('w'),
          },
          flows: ['start f a j', 'f b e', 'hit j', 'j w'],
        }),
      );
      await c.create('orBoundary', { k: '1' });
      await c.complete('a');
      await c.activate('w');
      await c.publish('or-hit', '1');
      await c.activate('w');
    },
  },
  'inclusive-join-loop': {
    shows: 'An inclusive join inside a loop.',
    run: async (c) => {
      await c.deploy(
        s.model('orLoop', {
          nodes: {
            start: s.start(),
            m: s.xor(),
            f: s.or(),
            a: s.job('a'),
            b: s.job('b'),
            j: s.or(),
            g: s.xor('g_end'),
            end: s.end(),
          },
          flows: [
            'start m f',
            ['f', 'a', '=true'],
            ['f', 'b', '=n < 1'],
            'a j',
            'b j',
            'j g',
            ['g', 'm', '=n < 2'],
            'g end',
          ],
        }),
      );
      await c.create('orLoop', { n: 0 });
      await c.complete('a', { n: 1 });
      await c.complete('b');
      await c.complete('a', { n: 2 });
    },
  },
  'implicit-merge': {
    shows: 'Every token that reaches a node without a join begins it anew.',
    run: async (c) => {
      await c.deploy(
        s.model('merge', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.pass(),
            b: s.pass(),
            w: s.job('w'),
            end: s.end(),
          },
          flows: ['start f a w', 'f b w', 'w end'],
        }),
      );
      await c.create('merge');
      await c.complete('w');
      await c.complete('w');
    },
  },
  'link-beside-end': {
    shows: 'A process whose other path ends while a token jumps over a link.',
    run: async (c) => {
      for (const flows of [
        ['start f x', 'f l', 'k w'],
        ['start f l', 'f x', 'k w'],
      ]) {
        await c.deploy(
          s.model('leaping', {
            nodes: {
              start: s.start(),
              f: s.and(),
              x: s.end(),
              l: s.throws(s.link('over')),
              k: s.catches(s.link('over')),
              w: s.end(),
            },
            flows,
          }),
        );
        await c.create('leaping');
      }
    },
  },
});
