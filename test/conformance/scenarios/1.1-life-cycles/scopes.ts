import * as s from '../../scenario/index.js';

/** How scopes begin, end and are torn down. */
export const scopes = s.scenarios('1.1', {
  'scope-cancel-nested': {
    shows: 'Cancelling tears down nested scopes from the inside.',
    run: async (c) => {
      await c.deploy(
        s.model('nested', {
          nodes: {
            start: s.start(),
            fork: s.and(),
            outer: s.sub({
              nodes: {
                s1: s.start(),
                inner: s.sub({
                  nodes: { s2: s.start(), deep: s.job('deep'), e2: s.end() },
                  flows: ['s2 deep e2'],
                }),
                e1: s.end(),
              },
              flows: ['s1 inner e1'],
            }),
            beside: s.job('side'),
            join: s.and(),
            end: s.end(),
          },
          flows: ['start fork outer join end', 'fork beside join'],
        }),
      );
      const instance = await c.create('nested');
      await c.job('deep');
      await c.cancel(instance);
    },
  },
  'scope-many-tokens': {
    shows: 'A scope ends when its last token is gone, however many ends it has.',
    run: async (c) => {
      await c.deploy(
        s.model('tokens', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: {
                s1: s.start(),
                a: s.job('a'),
                b: s.job('b'),
                x: s.job('x'),
                e1: s.end(),
                e2: s.end(),
              },
              flows: ['s1 a e1', 's1 b', 's1 x', 'b e2'],
            }),
            end: s.end(),
          },
          flows: ['start sub end'],
        }),
      );
      await c.create('tokens');
      await c.complete('x', { fromX: true });
      await c.complete('a');
      await c.complete('b');
    },
  },
  'scope-incident-then-cancel': {
    shows: 'An incident goes with the element it is about.',
    run: async (c) => {
      await c.deploy(
        s.model('stuck', {
          nodes: { start: s.start(), g: s.xor(), a: s.end(), b: s.end() },
          flows: ['start g', ['g', 'a', '=x > 1'], ['g', 'b', '=x < 1']],
        }),
      );
      const instance = await c.create('stuck', { x: 1 });
      await c.cancel(instance);
      await c.resolve();
    },
  },
  'scope-task-loop': {
    shows: 'An element can be entered again and again.',
    run: async (c) => {
      await c.deploy(
        s.model('loop', {
          nodes: { start: s.start(), m: s.xor(), w: s.job('w'), g: s.xor('g_end'), end: s.end() },
          flows: ['start m w g', ['g', 'm', '=n < 3'], 'g end'],
        }),
      );
      await c.create('loop', { n: 0 });
      for (let n = 1; n <= 3; n++) {
        await c.complete('w', { n });
      }
    },
  },
});
