import * as s from '../../scenario/index.js';

const repeated = (options: s.LoopOptions, inner = s.job('w')) =>
  s.model('repeated', {
    nodes: { start: s.start(), w: s.each(inner, options), after: s.job('after') },
    flows: ['start w after'],
  });

/** Activities that repeat. */
export const multiInstances = s.scenarios('1.14', {
  'mi-parallel-outputs': {
    shows: 'Parallel inner instances collect what they give, each in its place.',
    run: async (c) => {
      await c.deploy(
        repeated({
          collection: '=items',
          element: 'item',
          outputCollection: 'results',
          outputElement: '=item * factor + r',
        }),
      );
      await c.create('repeated', { items: [1, 2, 3], factor: 10 });
      const jobs = await c.activate('w');
      for (const [i, job] of [...jobs].reverse().entries()) {
        await c.complete(job, { r: i });
      }
      await c.activate('after');
    },
  },
  'mi-sequential-outputs': {
    shows: 'Sequential inner instances come one after the other.',
    run: async (c) => {
      await c.deploy(
        repeated({
          collection: '=items',
          element: 'item',
          sequential: true,
          outputCollection: 'results',
          outputElement: '=r',
        }),
      );
      await c.create('repeated', { items: ['a', 'b'] });
      await c.complete('w', { r: 1 });
      await c.complete('w', { other: 2 });
      await c.activate('after');
    },
  },
  'mi-empty-and-null': {
    shows: 'An empty collection is over at once, one that is none is an incident.',
    run: async (c) => {
      await c.deploy(
        repeated({
          collection: '=items',
          element: 'i',
          outputCollection: 'out',
          outputElement: '=i',
        }),
      );
      await c.create('repeated', { items: [] });
      const instance = await c.create('repeated', {});
      await c.create('repeated', { items: 'text' });
      await c.setVariables(instance, { items: [1] });
      await c.resolve(c.incident(-2));
      await c.complete('w');
    },
  },
  'mi-sequential-empty': {
    shows: 'A sequential one over nothing.',
    run: async (c) => {
      await c.deploy(
        repeated({
          collection: '=[]',
          sequential: true,
          outputCollection: 'o',
          outputElement: '=1',
        }),
      );
      await c.create('repeated');
    },
  },
  'mi-completion-condition': {
    shows: 'A completion condition that is true ends the inner instances that are left.',
    run: async (c) => {
      await c.deploy(
        repeated({
          collection: '=[1,2,3,4]',
          element: 'i',
          until: '=numberOfCompletedInstances >= 2 or stop = true',
          outputCollection: 'o',
          outputElement: '=i',
        }),
      );
      await c.create('repeated', { stop: false });
      await c.complete('w');
      await c.complete('w');
      await c.complete('after');
      await c.create('repeated', { stop: true });
      await c.complete('w');
    },
  },
  'mi-sequential-completion-condition': {
    shows: 'A completion condition keeps the next inner instance from beginning.',
    run: async (c) => {
      await c.deploy(
        repeated({
          collection: '=[1,2,3]',
          element: 'i',
          sequential: true,
          until: '=i = 2',
        }),
      );
      await c.create('repeated');
      await c.complete('w');
      await c.complete('w');
      await c.activate('after');
    },
  },
  'mi-completion-condition-wrong': {
    shows: 'A completion condition that is no boolean is an incident at the inner instance.',
    run: async (c) => {
      await c.deploy(repeated({ collection: '=[1,2]', element: 'i', until: '=x' }));
      const instance = await c.create('repeated');
      await c.complete('w');
      await c.setVariables(instance, { x: false });
      await c.resolve();
      await c.complete('w');
    },
  },
  'mi-output-element-wrong': {
    shows: 'An output element that cannot be evaluated is an incident at the inner instance.',
    run: async (c) => {
      await c.deploy(
        repeated({
          collection: '=[1]',
          element: 'i',
          outputCollection: 'o',
          outputElement: '=assert(x, x != null)',
        }),
      );
      const instance = await c.create('repeated');
      await c.complete('w');
      await c.setVariables(instance, { x: 7 });
      await c.resolve();
      await c.activate('after');
    },
  },
  'mi-counters-and-mappings': {
    shows: 'Loop counter and mappings of inner instances.',
    run: async (c) => {
      await c.deploy(
        repeated(
          { collection: '=items', element: 'item', outputCollection: 'all', outputElement: '=sum' },
          s.mapped(
            s.job('w'),
            { n: '=loopCounter', twice: '=item * 2' },
            { sum: '=twice + n + r' },
          ),
        ),
      );
      await c.create('repeated', { items: [5, 6] });
      const jobs = await c.activate('w');
      for (const job of jobs) {
        await c.complete(job, { r: 100 });
      }
      await c.activate('after');
    },
  },
  'mi-subprocess-nested': {
    shows: 'A repeated subprocess in a repeated subprocess.',
    run: async (c) => {
      await c.deploy(
        s.model('grid', {
          nodes: {
            start: s.start(),
            rows: s.each(
              s.sub({
                nodes: {
                  s1: s.start(),
                  cells: s.each(s.script('=row * 10 + cell', 'v'), {
                    collection: '=row_cells',
                    element: 'cell',
                    outputCollection: 'values',
                    outputElement: '=v',
                  }),
                  e1: s.end(),
                },
                flows: ['s1 cells e1'],
              }),
              {
                collection: '=[1,2]',
                element: 'row',
                outputCollection: 'grid',
                outputElement: '=values',
              },
            ),
            w: s.job('w'),
          },
          flows: ['start rows w'],
        }),
      );
      await c.create('grid', { row_cells: [1, 2] });
      await c.activate('w');
    },
  },
  'mi-boundary-and-cancel': {
    shows: 'Boundary events belong to the whole; interrupting ends all inner instances.',
    run: async (c) => {
      await c.deploy(
        s.model('miBoundary', {
          nodes: {
            start: s.start(),
            mi: s.each(
              s.sub({ nodes: { s1: s.start(), w: s.job('w'), e1: s.end() }, flows: ['s1 w e1'] }),
              { collection: '=[1,2,3]', element: 'i', outputCollection: 'o', outputElement: '=i' },
            ),
            beside: s.beside('mi', s.message('mi-beside', '=k')),
            hit: s.boundary('mi', s.message('mi-hit', '=k')),
            after: s.job('after'),
          },
          flows: ['start mi', 'beside after', 'hit after'],
        }),
      );
      await c.create('miBoundary', { k: 'k' });
      await c.complete('w');
      await c.publish('mi-beside', 'k', { variables: { n: 1 } });
      await c.publish('mi-hit', 'k', { variables: { n: 2 } });
      await c.activate('after');
    },
  },
  'mi-receive-and-call': {
    shows: 'Repeated receive tasks and call activities.',
    run: async (c) => {
      await c.deploy(
        s.model('calledEach', {
          nodes: { start: s.start(), w: s.job('w') },
          flows: ['start w'],
        }),
        s.model('eachOf', {
          nodes: {
            start: s.start(),
            r: s.each(s.receive('mi-receive', '=key'), { collection: '=keys', element: 'key' }),
            call: s.each(s.call('calledEach'), {
              collection: '=keys',
              element: 'key',
              sequential: true,
              outputCollection: 'done',
              outputElement: '=r',
            }),
            after: s.job('after'),
          },
          flows: ['start r call after'],
        }),
      );
      await c.create('eachOf', { keys: ['a', 'b'] });
      await c.publish('mi-receive', 'b', { variables: { got: 'b' } });
      await c.publish('mi-receive', 'a', { variables: { got: 'a' } });
      await c.complete('w', { r: 1 });
      await c.complete('w', { r: 2 });
      await c.activate('after');
    },
  },
  'mi-collection-changes': {
    shows: 'A sequential one looks at its collection again before each inner instance.',
    run: async (c) => {
      await c.deploy(repeated({ collection: '=items', element: 'item', sequential: true }));
      const instance = await c.create('repeated', { items: [1, 2, 3] });
      await c.setVariables(instance, { items: [7, 8] });
      await c.complete('w');
      await c.complete('w');
      await c.activate('after');
    },
  },
  'mi-error-in-sequential': {
    shows: 'An error in a sequential inner instance that an inner event subprocess catches.',
    run: async (c) => {
      await c.deploy(
        repeated(
          { collection: '=[1,2]', element: 'i', sequential: true },
          s.sub({
            nodes: {
              s1: s.start(),
              iw: s.job('iw'),
              esp: s.eventSub({
                nodes: { es: s.start(s.error('E')), ew: s.job('ew') },
                flows: ['es ew'],
              }),
            },
            flows: ['s1 iw'],
          }),
        ),
      );
      await c.create('repeated');
      await c.throwError('iw', 'E');
      await c.complete('ew');
      await c.complete('iw');
      await c.activate('after');
    },
  },
  'multi-instance-collection-gone': {
    shows: 'A collection that is none any more fails even where the condition would end the body.',
    run: async (c) => {
      const repeated = (id: string, sequential: boolean): s.Node =>
        s.each(s.job(id), { collection: '=items', sequential, until: '=true' });
      await c.deploy(
        s.model('gone', {
          nodes: { start: s.start(), a: repeated('a', true), b: repeated('b', false) },
          flows: ['start a b'],
        }),
      );
      const instance = await c.create('gone', { items: [1, 2] });
      await c.complete('a', { items: 5 });
      await c.setVariables(instance, { items: [1, 2] });
      await c.resolve();
      await c.complete('b', { items: null });
      await c.setVariables(instance, { items: [1, 2] });
      await c.resolve();
    },
  },
  'multi-instance-condition-and-collection-gone': {
    shows: 'Of a condition and a collection that both fail, the condition is told of.',
    run: async (c) => {
      const repeated = (id: string, sequential: boolean): s.Node =>
        s.each(s.job(id), { collection: '=items', sequential, until: '=done' });
      await c.deploy(
        s.model('bothGone', {
          nodes: { start: s.start(), a: repeated('a', true), b: repeated('b', false) },
          flows: ['start a b'],
        }),
      );
      const instance = await c.create('bothGone', { items: [1, 2] });
      await c.complete('a', { items: 5 });
      await c.setVariables(instance, { items: [1, 2], done: true });
      await c.resolve();
      await c.complete('b', { items: 5, done: 5 });
      await c.cancel(instance);
    },
  },
  'multi-instance-sequential-shrinks': {
    shows: 'A sequential body whose collection has become shorter than what it has done.',
    run: async (c) => {
      await c.deploy(
        s.model('shrinking', {
          nodes: {
            start: s.start(),
            a: s.each(s.job('a'), { collection: '=items', sequential: true }),
          },
          flows: ['start a'],
        }),
      );
      const instance = await c.create('shrinking', { items: [1, 2, 3] });
      await c.complete('a');
      await c.complete('a', { items: [1] });
      await c.setVariables(instance, { items: [1, 2] });
      await c.cancel(instance);
    },
  },
});
