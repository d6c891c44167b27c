import * as s from '../../scenario/index.js';

const contents: s.Scope = {
  nodes: { A: s.job('a'), B: s.job('b'), C: s.pass('manualTask') },
  flows: ['B C'],
};
const adHoc = (id: string, options: s.AdHocOptions, scope = contents) =>
  s.model(id, {
    nodes: { start: s.start(), tools: s.adHoc(scope, options), end: s.end() },
    flows: ['start tools end'],
  });

/** Ad-hoc sub-processes. */
export const adHocSubProcesses = s.scenarios('1.19', {
  'ad-hoc-chosen-elements': {
    since: '8.7',
    shows:
      'The elements of the collection begin, each in a scope of its own; the outputs are collected.',
    run: async (c) => {
      const options = { elements: '=els', outputCollection: 'results', outputElement: '=r' };
      await c.deploy(adHoc('chosen', options));
      await c.create('chosen', { els: ['A', 'B', 'A'] });
      await c.complete('b', { r: 1 });
      await c.complete('a', { r: 2 });
      await c.complete('a', {});
    },
  },
  'ad-hoc-nothing-chosen': {
    since: '8.7',
    shows: 'Without a chosen element it waits.',
    run: async (c) => {
      await c.deploy(adHoc('none', {}), adHoc('empty', { elements: '=els' }));
      await c.create('none');
      await c.cancel(await c.create('empty', { els: [] }));
    },
  },
  'ad-hoc-wrong-elements': {
    since: '8.7',
    shows: 'The collection is a list of ids of elements that no flow leads to.',
    run: async (c) => {
      await c.deploy(adHoc('wrong', { elements: '=els' }));
      await c.create('wrong', { els: ['A', 'X', 'C'] });
      await c.create('wrong', { els: 'A' });
      await c.create('wrong', { els: [1] });
      const key = await c.create('wrong');
      await c.setVariables(key, { els: ['A'] });
      await c.resolve();
      await c.complete('a');
    },
  },
  'ad-hoc-completion-condition': {
    since: '8.8',
    shows: 'A condition that is true ends it, with all that still runs in it.',
    run: async (c) => {
      await c.deploy(adHoc('until', { elements: '=els', until: '=done' }));
      await c.create('until', { els: ['A', 'B'], done: false });
      await c.complete('a', { done: true });
      await c.activate('b');
      await c.create('until', { els: ['A'], done: false });
      await c.complete('a');
    },
  },
  'ad-hoc-keeps-others': {
    since: '8.8',
    shows: 'Or it lets the others come to their end.',
    run: async (c) => {
      await c.deploy(adHoc('kept', { elements: '=els', until: '=done', keepsOthers: true }));
      await c.create('kept', { els: ['A', 'B'], done: false });
      await c.complete('a', { done: true });
      await c.complete('b');
    },
  },
  'ad-hoc-condition-wrong': {
    since: '8.8',
    shows: 'A condition without a truth value is an incident of what was chosen.',
    run: async (c) => {
      await c.deploy(adHoc('broken', { elements: '=els', until: '=done' }));
      const key = await c.create('broken', { els: ['A', 'B'] });
      await c.complete('a');
      await c.setVariables(key, { done: true });
      await c.resolve();
    },
  },
  'ad-hoc-of-other-elements': {
    since: '8.7',
    shows: 'Events, gateways and sub-processes can be chosen; a boundary event interrupts all.',
    run: async (c) => {
      const inside: s.Scope = {
        nodes: {
          G: s.xor('G_x'),
          x: s.job('x'),
          wait: s.catches(s.timer('PT1H')),
          S: s.sub({ nodes: { i: s.start(), j: s.job('j') }, flows: ['i j'] }),
        },
        flows: ['G x'],
      };
      await c.deploy(
        s.model('others', {
          nodes: {
            start: s.start(),
            tools: s.adHoc(inside, { elements: '=els' }),
            end: s.end(),
            stop: s.boundary('tools', s.message('stop', '=k')),
            stopped: s.end(),
          },
          flows: ['start tools end', 'stop stopped'],
        }),
      );
      await c.create('others', { k: 'k1', els: ['G', 'wait', 'S'] });
      await c.complete('x');
      await c.complete('j');
      await c.advance(3_600_000);
      await c.create('others', { k: 'k2', els: ['S', 'wait'] });
      await c.publish('stop', 'k2');
    },
  },
  'ad-hoc-mapped-and-listened': {
    since: '8.8',
    shows: 'Listeners and mappings of an ad-hoc sub-process.',
    run: async (c) => {
      const tools = s.adHoc(contents, {
        elements: '=els',
        outputCollection: 'all',
        outputElement: '={ v: v, b: 1 }',
      });
      const node = s.listened(s.mapped(tools, { els: '=["A"]' }, { got: '=all' }), [
        ['start', 'before'],
        ['end', 'after'],
      ]);
      await c.deploy(
        s.model('mapped', { nodes: { start: s.start(), tools: node }, flows: ['start tools'] }),
      );
      await c.create('mapped');
      await c.complete('before', { q: 1 });
      await c.complete('a', { v: 5 });
      await c.complete('after');
    },
  },
  'ad-hoc-repeated': {
    since: '8.8',
    shows: 'A multi-instance ad-hoc sub-process, and an error that leaves one.',
    run: async (c) => {
      const tools = s.each(s.adHoc(contents, { elements: '=[item]' }), {
        collection: '=["A", "B"]',
        element: 'item',
        sequential: true,
      });
      await c.deploy(
        s.model('repeated', {
          nodes: {
            start: s.start(),
            tools,
            end: s.end(),
            oops: s.boundary('tools', s.error('bad')),
            caught: s.end(),
          },
          flows: ['start tools end', 'oops caught'],
        }),
      );
      await c.create('repeated');
      await c.complete('a');
      await c.complete('b');
      await c.create('repeated');
      await c.throwError('a', 'bad');
    },
  },
});
