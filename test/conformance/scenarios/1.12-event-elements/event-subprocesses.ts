import * as s from '../../scenario/index.js';

/** Event subprocesses. */
export const eventSubprocesses = s.scenarios('1.12', {
  'event-subprocess-interrupts': {
    shows: 'An event subprocess that interrupts ends everything else in its scope first.',
    run: async (c) => {
      await c.deploy(
        s.model('interrupts', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.job('a'),
            b: s.catches(s.timer('PT1H')),
            beside: s.eventSub({
              nodes: { bs: s.start(s.message('esp-beside', '=k'), false), bw: s.job('bw') },
              flows: ['bs bw'],
            }),
            esp: s.eventSub({
              nodes: { es: s.start(s.message('esp-hit', '=k')), ew: s.job('ew'), ee: s.end() },
              flows: ['es ew ee'],
            }),
          },
          flows: ['start f a', 'f b'],
        }),
      );
      await c.create('interrupts', { k: 'k' });
      await c.publish('esp-beside', 'k', { variables: { n: 1 } });
      await c.publish('esp-hit', 'k', { variables: { n: 2 } });
      await c.publish('esp-hit', 'k', { variables: { n: 3 }, timeToLive: 0 });
      await c.publish('esp-beside', 'k', { timeToLive: 0 });
      await c.complete('ew');
    },
  },
  'event-subprocess-many': {
    shows: 'One that does not interrupt runs as often as its event comes; the scope waits for all.',
    run: async (c) => {
      await c.deploy(
        s.model('many', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            esp: s.eventSub({
              nodes: { es: s.start(s.message('esp-many', '=k'), false), ew: s.job('ew') },
              flows: ['es ew'],
            }),
          },
          flows: ['start w'],
        }),
      );
      await c.create('many', { k: 'k' });
      await c.publish('esp-many', 'k', { variables: { n: 1 } });
      await c.publish('esp-many', 'k', { variables: { n: 2 } });
      await c.complete('w');
      await c.publish('esp-many', 'k', { variables: { n: 3 } });
      await c.complete('ew');
      await c.complete('ew');
      await c.complete('ew');
    },
  },
  'event-subprocess-in-subprocess': {
    shows: 'In a subprocess it ends with it; the events of a boundary still count.',
    run: async (c) => {
      await c.deploy(
        s.model('within', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: {
                s1: s.start(),
                w: s.job('w'),
                esp: s.eventSub({
                  nodes: { es: s.start(s.message('esp-within', '=k')), ew: s.job('ew') },
                  flows: ['es ew'],
                }),
              },
              flows: ['s1 w'],
            }),
            b: s.boundary('sub', s.message('esp-out', '=k')),
            after: s.job('after'),
            end: s.end(),
          },
          flows: ['start sub end', 'b after'],
        }),
      );
      await c.create('within', { k: 'k' });
      await c.publish('esp-within', 'k');
      await c.publish('esp-out', 'k');
      await c.complete('after');
    },
  },
  'event-subprocess-nested': {
    shows: 'An event subprocess in an event subprocess.',
    run: async (c) => {
      await c.deploy(
        s.model('nestedEvents', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            outer: s.eventSub({
              nodes: {
                os: s.start(s.error('OUTER')),
                ow: s.job('ow'),
                inner: s.eventSub({
                  nodes: { is: s.start(s.error('INNER')), iw: s.job('iw') },
                  flows: ['is iw'],
                }),
              },
              flows: ['os ow'],
            }),
          },
          flows: ['start w'],
        }),
      );
      await c.create('nestedEvents');
      await c.throwError('w', 'OUTER', { a: 1 });
      await c.throwError('ow', 'INNER', { b: 2 });
      await c.complete('iw');
    },
  },
  'event-subprocess-terminated': {
    shows: 'A terminate end in an event subprocess ends that only; its parent goes on.',
    run: async (c) => {
      await c.deploy(
        s.model('terminating', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            esp: s.eventSub({
              nodes: {
                es: s.start(s.message('esp-term', '=k'), false),
                f: s.and(),
                ew: s.job('ew'),
                x: s.job('x'),
                et: s.end(s.terminate),
              },
              flows: ['es f ew', 'f x et'],
            }),
          },
          flows: ['start w'],
        }),
      );
      await c.create('terminating', { k: 'k' });
      await c.publish('esp-term', 'k');
      await c.complete('x');
      await c.complete('w');
    },
  },
  'event-subprocess-with-bad-key': {
    shows: 'A key of its message that cannot be read is an incident at the scope.',
    run: async (c) => {
      await c.deploy(
        s.model('badKey', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            esp: s.eventSub({
              nodes: { es: s.start(s.message('esp-bad', '=k')), ee: s.end() },
              flows: ['es ee'],
            }),
          },
          flows: ['start w'],
        }),
      );
      const instance = await c.create('badKey');
      await c.setVariables(instance, { k: 'k' });
      await c.resolve();
      await c.publish('esp-bad', 'k');
    },
  },
});
