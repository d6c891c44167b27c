import * as s from '../../scenario/index.js';

const task = (inputs: Record<string, string>, outputs: Record<string, string> = {}) =>
  s.model('mapping', {
    nodes: { start: s.start(), w: s.mapped(s.job('w'), inputs, outputs), after: s.job('after') },
    flows: ['start w after'],
  });

/** Input and output mappings. */
export const mappings = s.scenarios('1.4', {
  'mapping-inputs-see-earlier-ones': {
    shows: 'A later input sees the earlier ones, and a static text is a text.',
    run: async (c) => {
      await c.deploy(task({ a: '=x + 1', b: '=a * 10', c: 'plain "text"', d: '=c' }));
      await c.create('mapping', { x: 1, a: 'outer' });
      await c.activate('w');
    },
  },
  'mapping-nested-targets': {
    shows: 'Targets with dots make contexts; siblings are kept, the later of two equal ones wins.',
    run: async (c) => {
      await c.deploy(
        task({
          'o.a': '=1',
          'o.b.c': '=2',
          'o.b.d': '=3',
          p: '=o.b',
          'o.a2': '=o.a',
          'o.b.c2': '=x',
        }),
      );
      await c.create('mapping', { x: 9, o: { outer: true } });
      await c.activate('w');
    },
  },
  'mapping-nested-outputs-merge': {
    shows: 'An output to a nested target is merged into what the variable holds.',
    run: async (c) => {
      await c.deploy(task({}, { 'out.a.b': '=r', 'out.n': '=1', fresh: '=r + 1' }));
      await c.create('mapping', { out: { c: 9, a: { z: 1 } } });
      await c.complete('w', { r: 5 });
      await c.activate('after');
    },
  },
  'mapping-outputs-hide-results': {
    shows: 'With output mappings only what they name leaves the element.',
    run: async (c) => {
      await c.deploy(task({ own: '=0' }, { y: '=r.deep', z: '=missing' }));
      await c.create('mapping', { y: 1 });
      await c.complete('w', { r: { deep: [1, 2] }, own: 3, lost: true });
      await c.activate('after');
    },
  },
  'mapping-missing-is-null': {
    shows: 'A variable that is missing is null in a mapping, and no incident.',
    run: async (c) => {
      await c.deploy(task({ a: '=nothing', b: '=nothing.deep', c: '={x: nothing}' }));
      await c.create('mapping');
      await c.activate('w');
    },
  },
  'mapping-input-incident': {
    shows:
      'An input that fails raises an incident with the whole expression; resolving tries again.',
    run: async (c) => {
      await c.deploy(task({ a: '=1', b: '=assert(x, x != null)' }));
      const instance = await c.create('mapping');
      await c.resolve();
      await c.setVariables(instance, { x: 'now' });
      await c.resolve();
      await c.activate('w');
    },
  },
  'mapping-output-incident': {
    shows: 'An output that fails leaves the element completing; the job stays done.',
    run: async (c) => {
      await c.deploy(task({}, { b: '=assert(x, x != null)' }));
      const instance = await c.create('mapping');
      await c.complete('w', { r: 1 });
      await c.setVariables(instance, { x: 'now' });
      await c.resolve();
      await c.activate('after');
    },
  },
  'mapping-of-subprocess': {
    shows: 'Mappings of a subprocess make its local variables and give out at its end.',
    run: async (c) => {
      await c.deploy(
        s.model('subMapping', {
          nodes: {
            start: s.start(),
            sub: s.mapped(
              s.sub({ nodes: { s1: s.start(), w: s.job('w'), e1: s.end() }, flows: ['s1 w e1'] }),
              { inner: '=outer + 1' },
              { outer: '=inner', 'res.x': '=inner * 2' },
            ),
            after: s.job('after'),
          },
          flows: ['start sub after'],
        }),
      );
      await c.create('subMapping', { outer: 1 });
      await c.complete('w', { inner: 10, extra: true });
      await c.activate('after');
    },
  },
  'mapping-of-events': {
    shows: 'Mappings of start, end and throwing events.',
    run: async (c) => {
      await c.deploy(
        s.model('eventMapping', {
          nodes: {
            start: s.mapped(s.start(), {}, { fromStart: '=x + 1' }),
            t: s.mapped(s.throws(), { i: '=fromStart' }, { fromThrow: '=i + 1' }),
            end: s.mapped(s.end(), { e: '=fromThrow' }, { fromEnd: '=e + 1' }),
          },
          flows: ['start t end'],
        }),
      );
      await c.createWithResult('eventMapping', { x: 1 });
    },
  },
});
