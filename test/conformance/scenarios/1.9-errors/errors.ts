import * as s from '../../scenario/index.js';

const catchIn = (nodes: Record<string, s.Node>, flows: readonly s.Flow[] = []) =>
  s.model('catching', {
    nodes: { start: s.start(), w: s.job('w'), end: s.end(), ...nodes },
    flows: ['start w end', ...flows],
  });
const throwing = s.model('throwing', {
  nodes: { start: s.start(), w: s.job('w'), end: s.end(s.error('E-END')) },
  flows: ['start w end'],
});

/** BPMN errors. */
export const errors = s.scenarios('1.9', {
  'error-code-beats-catch-all': {
    shows: 'A boundary event with the code is asked before one without.',
    run: async (c) => {
      await c.deploy(
        catchIn(
          {
            any: s.boundary('w', s.error()),
            one: s.boundary('w', s.error('E1')),
            afterAny: s.end(),
            afterOne: s.end(),
          },
          ['any afterAny', 'one afterOne'],
        ),
      );
      await c.create('catching');
      await c.throwError('w', 'E1', { v: 1 });
      await c.create('catching');
      await c.throwError('w', 'other', { v: 2 });
    },
  },
  'error-not-caught': {
    shows: 'An error that nobody catches is an incident that lists what could be caught.',
    run: async (c) => {
      await c.deploy(catchIn({ b: s.boundary('w', s.error('E1')), after: s.end() }, ['b after']));
      await c.create('catching');
      const job = await c.job('w');
      await c.throwError(job, 'nope');
      await c.complete(job);
      await c.fail(job, 1);
      await c.resolve();
      await c.throwError('w', 'E1');
    },
  },
  'error-not-caught-anywhere': {
    shows: 'An error where there is nothing to catch it.',
    run: async (c) => {
      await c.deploy(catchIn({}));
      const instance = await c.create('catching');
      await c.throwError('w', 'nope', { v: 1 });
      await c.cancel(instance);
    },
  },
  'error-outer-scopes': {
    shows: 'Inner scopes are asked before outer ones, event subprocesses before boundaries.',
    run: async (c) => {
      await c.deploy(
        s.model('outer', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: {
                s1: s.start(),
                w: s.job('w'),
                esp: s.eventSub({
                  nodes: { es: s.start(s.error('IN')), ew: s.job('ew'), ee: s.end() },
                  flows: ['es ew ee'],
                }),
              },
              flows: ['s1 w'],
            }),
            b: s.boundary('sub', s.error('OUT')),
            bAny: s.boundary('sub', s.error()),
            root: s.eventSub({
              nodes: { rs: s.start(s.error('ROOT')), re: s.end() },
              flows: ['rs re'],
            }),
            afterB: s.end(),
            afterAny: s.end(),
            end: s.end(),
          },
          flows: ['start sub end', 'b afterB', 'bAny afterAny'],
        }),
      );
      for (const code of ['IN', 'OUT', 'ROOT']) {
        await c.create('outer');
        await c.throwError('w', code, { code });
      }
    },
  },
  'error-from-event-subprocess': {
    shows: 'An error that leaves an event subprocess, whether it interrupted its scope or not.',
    run: async (c) => {
      for (const interrupting of [true, false]) {
        await c.deploy(
          s.model('leaving', {
            nodes: {
              start: s.start(),
              sub: s.sub({
                nodes: {
                  s1: s.start(),
                  w: s.job('w'),
                  esp: s.eventSub({
                    nodes: {
                      es: s.start(s.message('err-esp', '=k'), interrupting),
                      ew: s.job('ew'),
                    },
                    flows: ['es ew'],
                  }),
                },
                flows: ['s1 w'],
              }),
              b: s.boundary('sub', s.error('OUT')),
              root: s.eventSub({
                nodes: { rs: s.start(s.error('ROOT')), re: s.end() },
                flows: ['rs re'],
              }),
              afterB: s.end(),
            },
            flows: ['start sub', 'b afterB'],
          }),
        );
        for (const code of ['OUT', 'ROOT', 'none']) {
          await c.create('leaving', { k: code });
          await c.publish('err-esp', code);
          await c.throwError('ew', code);
        }
      }
    },
  },
  'error-while-event-subprocess-caught-one': {
    shows: 'An error thrown again in the event subprocess that caught one goes outward.',
    run: async (c) => {
      await c.deploy(
        s.model('again', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: {
                s1: s.start(),
                w: s.job('w'),
                esp: s.eventSub({
                  nodes: { es: s.start(s.error('IN')), ew: s.job('ew'), ee: s.end() },
                  flows: ['es ew ee'],
                }),
              },
              flows: ['s1 w'],
            }),
            any: s.boundary('sub', s.error()),
            afterAny: s.end(),
          },
          flows: ['start sub', 'any afterAny'],
        }),
      );
      await c.create('again');
      await c.throwError('w', 'IN');
      await c.throwError('ew', 'IN');
    },
  },
  'error-through-call-activity': {
    shows: 'An error goes out of a called process; its instance is terminated.',
    run: async (c) => {
      await c.deploy(
        throwing,
        s.model('calling', {
          nodes: {
            start: s.start(),
            call: s.call('throwing'),
            b: s.boundary('call', s.error('E-END')),
            after: s.job('after'),
            end: s.end(),
          },
          flows: ['start call end', 'b after'],
        }),
      );
      await c.create('calling', { x: 1 });
      await c.complete('w', { inner: 1 });
      await c.create('calling');
      await c.throwError('w', 'E-END', { thrown: 1 });
      await c.activate('after');
    },
  },
  'error-end-event-not-caught': {
    shows: 'An error end event that is not caught stays activating with an incident.',
    run: async (c) => {
      await c.deploy(throwing);
      const instance = await c.create('throwing');
      await c.complete('w');
      await c.resolve();
      await c.cancel(instance);
    },
  },
  'error-from-parallel-branch': {
    shows: 'An error that is caught outside ends the other branches.',
    run: async (c) => {
      await c.deploy(
        s.model('branches', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: {
                s1: s.start(),
                f: s.and(),
                a: s.job('a'),
                b: s.job('b'),
                t: s.catches(s.timer('PT1H')),
                e: s.end(s.error('E')),
              },
              flows: ['s1 f a', 'f b e', 'f t'],
            }),
            caught: s.boundary('sub', s.error('E')),
            after: s.end(),
          },
          flows: ['start sub', 'caught after'],
        }),
      );
      await c.create('branches');
      await c.complete('b');
      await c.activate('a');
    },
  },
  'error-in-multi-instance': {
    shows: 'An error from one inner instance is caught at the body and ends them all.',
    run: async (c) => {
      await c.deploy(
        catchIn(
          {
            w: s.each(s.job('w'), { collection: '=[1,2,3]', element: 'item' }),
            b: s.boundary('w', s.error('E')),
            after: s.end(),
          },
          ['b after'],
        ),
      );
      await c.create('catching');
      await c.complete('w');
      await c.throwError('w', 'E', { v: 1 });
    },
  },
  'error-code-from-variable': {
    shows: 'The code of an error end event may be an expression.',
    run: async (c) => {
      await c.deploy(
        s.model('dynamic', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: { s1: s.start(), e: s.end(s.error('=code')) },
              flows: ['s1 e'],
            }),
            b: s.boundary('sub', s.error('E1')),
            after: s.end(),
          },
          flows: ['start sub', 'b after'],
        }),
      );
      await c.create('dynamic', { code: 'E1' });
      await c.create('dynamic', { code: 'E2' });
      await c.create('dynamic', { code: 5 });
      await c.create('dynamic', {});
    },
  },
  'error-empty-code': {
    shows: 'An empty code is a code as well.',
    run: async (c) => {
      await c.deploy(catchIn({ b: s.boundary('w', s.error()), after: s.end() }, ['b after']));
      await c.create('catching');
      await c.throwError('w', '');
    },
  },
  'error-codes-in-order': {
    shows:
      'Codes that would have been caught are named from the last to the first, scope by scope.',
    run: async (c) => {
      await c.deploy(
        s.model('codes', {
          nodes: {
            start: s.start(),
            u: s.sub({ nodes: { s: s.start(), w: s.job('w') }, flows: ['s w'] }),
            a: s.boundary('u', s.error('b')),
            b: s.boundary('u', s.error('c')),
            d: s.boundary('u', s.error('a')),
            x: s.eventSub({ nodes: { xs: s.start(s.error('z')), xe: s.end() }, flows: ['xs xe'] }),
            e: s.end(),
            y: s.eventSub({ nodes: { ys: s.start(s.error('y')), ye: s.end() }, flows: ['ys ye'] }),
          },
          flows: ['start u', 'a e', 'b e', 'd e'],
        }),
      );
      await c.create('codes');
      await c.throwError('w', 'none of them');
    },
  },
});
