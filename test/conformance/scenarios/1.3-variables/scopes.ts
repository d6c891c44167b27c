import * as s from '../../scenario/index.js';

const inSub = s.model('inSub', {
  nodes: {
    start: s.start(),
    sub: s.mapped(
      s.sub({
        nodes: { s1: s.start(), w: s.mapped(s.job('w'), { t: '=1' }), w2: s.job('w2') },
        flows: ['s1 w w2'],
      }),
      { local: '=a', other: '="o"' },
    ),
    end: s.end(),
  },
  flows: ['start sub end'],
});

/** Where variables are read and written. */
export const variableScopes = s.scenarios('1.3', {
  'variables-nearest-wins': {
    shows: 'A job sees the nearest variable of each name.',
    run: async (c) => {
      await c.deploy(inSub);
      await c.create('inSub', { a: 'root', t: 'root', local: 'root' });
      await c.activate('w');
    },
  },
  'variables-merge-upwards': {
    shows: 'A job result changes the nearest scope that has the variable, else the root.',
    run: async (c) => {
      await c.deploy(inSub);
      await c.create('inSub', { a: 5 });
      await c.complete('w', { local: 6, a: 7, fresh: true, t: 2 });
      await c.complete('w2', { t: 3 });
    },
  },
  'variables-equal-value-climbs': {
    shows: 'A result equal to an inner variable is created in the root all the same.',
    run: async (c) => {
      await c.deploy(inSub);
      await c.create('inSub', { a: 5 });
      await c.complete('w', { local: 5, other: 'o', a: 5 });
      await c.complete('w2');
    },
  },
  'variables-set-propagates': {
    shows: 'Setting variables from a scope climbs like a job result; a local one stays.',
    run: async (c) => {
      await c.deploy(inSub);
      const instance = await c.create('inSub', { a: 5 });
      await c.setVariables(c.element('w'), { a: 1, n: 2, t: 3 });
      await c.setVariables(c.element('w'), { a: 10, t: 30 }, true);
      await c.setVariables(c.element('sub'), { a: 100, local: 200 });
      await c.setVariables(instance, { n: null });
      await c.setVariables(instance, {});
      await c.activate('w');
    },
  },
  'variables-set-nowhere': {
    shows: 'Variables of an element that is gone, or never was, are refused.',
    run: async (c) => {
      await c.deploy(inSub);
      const instance = await c.create('inSub', { a: 5 });
      const task = c.element('w');
      await c.complete('w');
      await c.setVariables(task, { x: 1 });
      await c.cancel(instance);
      await c.setVariables(instance, { x: 1 });
    },
  },
  'variables-unchanged-not-written': {
    shows: 'A value that stays the same is not written again.',
    run: async (c) => {
      await c.deploy(
        s.model('same', {
          nodes: { start: s.start(), w: s.job('w'), w2: s.job('w2') },
          flows: ['start w w2'],
        }),
      );
      await c.create('same', { n: 1, text: 'a', list: [1, 2], deep: { a: { b: 1 } } });
      await c.complete('w', { n: 1, text: 'a', list: [1, 2], deep: { a: { b: 1 } } });
      await c.complete('w2', { n: 1.5, text: 'b', list: [2, 1], deep: { a: { b: 2 } } });
    },
  },
  'variables-kinds-of-values': {
    shows: 'Every kind of JSON value comes back as it was given.',
    run: async (c) => {
      await c.deploy(
        s.model('kinds', { nodes: { start: s.start(), w: s.job('w') }, flows: ['start w'] }),
      );
      await c.create('kinds', {
        whole: 42,
        negative: -7,
        fraction: 0.1,
        large: 9007199254740991,
        exponent: 1e30,
        yes: true,
        no: false,
        nothing: null,
        text: 'ü "quoted" \\ \n line',
        empty: '',
        list: [1, 'two', null, [3]],
        object: { z: 1, a: { nested: [] } },
        'a name': 'with blank',
      });
      await c.activate('w');
    },
  },
  'variables-fetched-by-name': {
    shows: 'A worker gets only the variables it asks for, the nearest of each.',
    run: async (c) => {
      await c.deploy(inSub);
      await c.create('inSub', { a: 1, t: 9, unused: true });
      await c.activate('w', { fetchVariable: ['t', 'local', 'missing'] });
    },
  },
  'variables-of-failed-job': {
    shows: 'Variables of a failed job stay at its element.',
    run: async (c) => {
      await c.deploy(inSub);
      await c.create('inSub', { a: 1, t: 9 });
      await c.fail('w', 2, { variables: { t: 'failed', why: 'x' } });
      await c.complete('w', { why: 'y' });
      await c.activate('w2');
    },
  },
});
