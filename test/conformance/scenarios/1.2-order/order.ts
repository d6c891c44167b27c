import * as s from '../../scenario/index.js';

/** The order in which things happen where a model leaves it open. */
export const order = s.scenarios('1.2', {
  'order-implicit-fork': {
    shows: 'Flows that leave one activity are taken from the last in the document to the first.',
    run: async (c) => {
      await c.deploy(
        s.model('fork', {
          nodes: { start: s.start(), a: s.pass(), x: s.job('x'), y: s.job('y'), z: s.job('z') },
          flows: ['start a x', 'a z', 'a y'],
        }),
      );
      await c.create('fork');
    },
  },
  'order-exclusive-last-true': {
    shows: 'Of several true conditions the last in the document wins.',
    run: async (c) => {
      await c.deploy(
        s.model('choice', {
          nodes: { start: s.start(), g: s.xor('g_d'), a: s.end(), b: s.end(), d: s.end() },
          flows: ['start g', ['g', 'a', '=true'], ['g', 'b', '=x'], 'g d'],
        }),
      );
      await c.create('choice', { x: true });
      await c.create('choice', { x: false });
    },
  },
  'order-breadth-first': {
    shows: 'Branches advance step by step in turns, not one after the other.',
    run: async (c) => {
      await c.deploy(
        s.model('breadth', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a1: s.pass(),
            a2: s.script('=1', 'a'),
            a3: s.pass('manualTask'),
            b1: s.script('=2', 'b'),
            b2: s.sub({ nodes: { s1: s.start(), e1: s.end() }, flows: ['s1 e1'] }),
            c1: s.throws(),
            j: s.and(),
            end: s.end(),
          },
          flows: ['start f a1 a2 a3 j end', 'f b1 b2 j', 'f c1 j'],
        }),
      );
      await c.create('breadth');
    },
  },
  'order-jobs-by-key': {
    shows: 'Jobs of one type are given out in the order they were made.',
    run: async (c) => {
      await c.deploy(
        s.model('two', {
          nodes: { start: s.start(), a: s.job('same'), b: s.job('same') },
          flows: ['start a', 'start b'],
        }),
      );
      await c.create('two', { n: 1 });
      await c.create('two', { n: 2 });
      await c.activate('same', { maxJobsToActivate: 3 });
      await c.activate('same');
    },
  },
  'order-timers-by-due-date': {
    shows: 'Timers that are due together fire by due date.',
    run: async (c) => {
      await c.deploy(
        s.model('timers', {
          nodes: {
            start: s.start(),
            late: s.catches(s.timer('PT3H')),
            early: s.catches(s.timer('PT1H')),
            middle: s.catches(s.timer('PT2H')),
          },
          flows: ['start late', 'start early', 'start middle'],
        }),
      );
      await c.create('timers');
      await c.advance(4 * 3_600_000);
    },
  },
  'order-long-straight-chain': {
    shows: 'A chain of more than a hundred commands goes on where the batch ended.',
    run: async (c) => {
      const ids = Array.from({ length: 60 }, (_, i) => `p${String(i)}`);
      await c.deploy(
        s.model('chain', {
          nodes: {
            start: s.start(),
            ...Object.fromEntries(ids.map((id) => [id, s.pass()])),
            w: s.job('w'),
          },
          flows: [`start ${ids.join(' ')} w`],
        }),
      );
      await c.create('chain');
      await c.complete('w');
    },
  },
});
