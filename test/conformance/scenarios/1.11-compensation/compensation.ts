import * as s from '../../scenario/index.js';

/** Two activities that can be undone, and whatever comes after them. */
const undoable = (more: Record<string, s.Node>, flows: readonly s.Flow[]): s.Scope => ({
  nodes: {
    start: s.start(),
    a: s.job('a'),
    ab: s.boundary('a', s.compensation()),
    undoA: s.handler(s.job('undoA')),
    b: s.job('b'),
    bb: s.boundary('b', s.compensation()),
    undoB: s.handler(s.job('undoB')),
    ...more,
  },
  flows: ['start a b', ...flows],
  compensations: [
    ['ab', 'undoA'],
    ['bb', 'undoB'],
  ],
});

/** Compensation. */
export const compensations = s.scenarios('1.11', {
  'compensation-all': {
    shows: 'All handlers start at once in the order in which their activities ended.',
    run: async (c) => {
      await c.deploy(
        s.model('all', undoable({ t: s.throws(s.compensation()), end: s.end() }, ['b t end'])),
      );
      await c.create('all', { x: 1 });
      await c.complete('a', { fromA: 1 });
      await c.complete('b');
      await c.complete('undoB', { undoneB: true });
      await c.complete('undoA');
    },
  },
  'compensation-of-one': {
    shows: 'Compensation of one activity leaves the others alone; a second time there is nothing.',
    run: async (c) => {
      await c.deploy(
        s.model(
          'one',
          undoable(
            {
              t: s.throws(s.compensation('a')),
              t2: s.throws(s.compensation('a')),
              end: s.end(s.compensation()),
            },
            ['b t t2 end'],
          ),
        ),
      );
      await c.create('one');
      await c.complete('a');
      await c.complete('b');
      await c.complete('undoA');
      await c.complete('undoB');
    },
  },
  'compensation-of-nothing': {
    shows: 'Where nothing ended there is nothing to undo.',
    run: async (c) => {
      await c.deploy(
        s.model('nothing', {
          nodes: {
            start: s.start(),
            g: s.xor('g_t'),
            a: s.job('a'),
            ab: s.boundary('a', s.compensation()),
            undoA: s.handler(s.job('undoA')),
            t: s.throws(s.compensation()),
            end: s.end(),
          },
          flows: ['start g', ['g', 'a', '=go'], 'g t end', 'a t'],
          compensations: [['ab', 'undoA']],
        }),
      );
      await c.create('nothing', { go: false });
      await c.create('nothing', { go: true });
      await c.complete('a');
      await c.complete('undoA');
    },
  },
  'compensation-not-of-active': {
    shows: 'An activity that has not ended is not undone.',
    run: async (c) => {
      await c.deploy(
        s.model('active', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.job('a'),
            ab: s.boundary('a', s.compensation()),
            undoA: s.handler(s.job('undoA')),
            b: s.job('b'),
            t: s.throws(s.compensation()),
            end: s.end(),
          },
          flows: ['start f a', 'f b t end'],
          compensations: [['ab', 'undoA']],
        }),
      );
      await c.create('active');
      await c.complete('b');
      await c.complete('a');
    },
  },
  'compensation-of-subprocess': {
    shows: 'Throwing outside undoes what ended inside a subprocess that is over.',
    run: async (c) => {
      await c.deploy(
        s.model('inside', {
          nodes: {
            start0: s.start(),
            sub: s.sub(undoable({ end: s.end() }, ['b end'])),
            t: s.throws(s.compensation()),
            end0: s.end(),
          },
          flows: ['start0 sub t end0'],
        }),
      );
      await c.create('inside');
      await c.complete('a');
      await c.complete('b');
      await c.complete('undoA');
      await c.complete('undoB');
    },
  },
  'compensation-in-event-subprocess': {
    shows: 'Throwing in an event subprocess undoes what ended in its parent scope.',
    run: async (c) => {
      await c.deploy(
        s.model(
          'byEvent',
          undoable(
            {
              w: s.job('w'),
              esp: s.eventSub({
                nodes: {
                  es: s.start(s.error('E')),
                  et: s.throws(s.compensation()),
                  ee: s.end(),
                },
                flows: ['es et ee'],
              }),
            },
            ['b w'],
          ),
        ),
      );
      await c.create('byEvent');
      await c.complete('a');
      await c.complete('b');
      await c.throwError('w', 'E');
      await c.complete('undoA');
      await c.complete('undoB');
    },
  },
  'compensation-of-multi-instance': {
    shows: 'A repeated activity is undone once.',
    run: async (c) => {
      await c.deploy(
        s.model('repeated', {
          nodes: {
            start: s.start(),
            a: s.each(s.job('a'), { collection: '=[1,2]', element: 'i' }),
            ab: s.boundary('a', s.compensation()),
            undoA: s.handler(s.job('undoA')),
            t: s.throws(s.compensation()),
            end: s.end(),
          },
          flows: ['start a t end'],
          compensations: [['ab', 'undoA']],
        }),
      );
      await c.create('repeated');
      await c.complete('a');
      await c.complete('a');
      await c.complete('undoA');
    },
  },
  'compensation-of-loop': {
    shows: 'An activity that ended twice is undone twice.',
    run: async (c) => {
      await c.deploy(
        s.model('looped', {
          nodes: {
            start: s.start(),
            m: s.xor(),
            a: s.job('a'),
            ab: s.boundary('a', s.compensation()),
            undoA: s.handler(s.job('undoA')),
            g: s.xor('g_t'),
            t: s.throws(s.compensation()),
            end: s.end(),
          },
          flows: ['start m a g', ['g', 'm', '=n < 2'], 'g t end'],
          compensations: [['ab', 'undoA']],
        }),
      );
      await c.create('looped', { n: 0 });
      await c.complete('a', { n: 1 });
      await c.complete('a', { n: 2 });
      await c.complete('undoA');
      await c.complete('undoA');
    },
  },
  'compensation-handler-fails': {
    shows: 'A handler may raise an incident, throw an error, and go with its instance.',
    run: async (c) => {
      await c.deploy(
        s.model('failing', undoable({ t: s.throws(s.compensation()), end: s.end() }, ['b t end'])),
      );
      const instance = await c.create('failing');
      await c.complete('a');
      await c.complete('b');
      await c.fail('undoA', 0);
      await c.throwError('undoB', 'E');
      await c.cancel(instance);
    },
  },
  'compensation-thrower-interrupted': {
    shows: 'A boundary event that interrupts the scope ends thrower and handlers.',
    run: async (c) => {
      await c.deploy(
        s.model('interrupted', {
          nodes: {
            start0: s.start(),
            sub: s.sub(undoable({ t: s.throws(s.compensation()), end: s.end() }, ['b t end'])),
            out: s.boundary('sub', s.message('comp-out', '=k')),
            after: s.end(),
          },
          flows: ['start0 sub', 'out after'],
        }),
      );
      await c.create('interrupted', { k: 'k' });
      await c.complete('a');
      await c.complete('b');
      await c.complete('undoA');
      await c.publish('comp-out', 'k');
    },
  },
  'compensation-mapped-events': {
    shows: 'Mappings of compensation end events with handlers, and of throws without.',
    run: async (c) => {
      await c.deploy(
        s.model('mappedEnd', {
          nodes: {
            start: s.start(),
            none: s.mapped(s.throws(s.compensation()), { i: '=1' }, { o: '=i' }),
            e: s.mapped(s.throws(s.escalation('E')), { i: '=2' }, { oe: '=i' }),
            a: s.job('a'),
            ab: s.boundary('a', s.compensation()),
            undoA: s.handler(s.job('undoA')),
            end: s.mapped(s.end(s.compensation()), { i: '=3' }, { oEnd: '=i' }),
          },
          flows: ['start none e a end'],
          compensations: [['ab', 'undoA']],
        }),
      );
      await c.create('mappedEnd');
      await c.complete('a');
      await c.complete('undoA');
    },
  },
  'compensation-mapped-handler': {
    shows: 'Mappings of the handler and of the throwing event.',
    run: async (c) => {
      await c.deploy(
        s.model('mappedUndo', {
          nodes: {
            start: s.start(),
            a: s.mapped(s.job('a'), { inA: '=x' }, { outA: '=r' }),
            ab: s.boundary('a', s.compensation()),
            undoA: s.handler(s.mapped(s.job('undoA'), { u: '=outA' }, { undone: '=u' })),
            t: s.mapped(s.throws(s.compensation()), { seen: '=outA' }, { after: '=seen' }),
            end: s.end(),
          },
          flows: ['start a t end'],
          compensations: [['ab', 'undoA']],
        }),
      );
      await c.create('mappedUndo', { x: 1 });
      await c.complete('a', { r: 5 });
      await c.complete('undoA', { u: 6 });
    },
  },
});
