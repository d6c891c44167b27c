import * as s from '../../scenario/index.js';

const escalating = (boundary: s.Node, thrown: s.Node) =>
  s.model('escalating', {
    nodes: {
      start: s.start(),
      sub: s.sub({
        nodes: { s1: s.start(), t: thrown, w: s.job('w'), e1: s.end() },
        flows: ['s1 t w e1'],
      }),
      b: boundary,
      after: s.job('after'),
      end: s.end(),
    },
    flows: ['start sub end', 'b after'],
  });

/** Escalations. */
export const escalations = s.scenarios('1.9', {
  'escalation-beside': {
    shows: 'An escalation that does not interrupt lets the thrower go on.',
    run: async (c) => {
      await c.deploy(escalating(s.beside('sub', s.escalation('E')), s.throws(s.escalation('E'))));
      await c.create('escalating', { x: 1 });
      await c.complete('after');
      await c.complete('w');
    },
  },
  'escalation-interrupts': {
    shows: 'An escalation that interrupts ends the scope of the thrower.',
    run: async (c) => {
      await c.deploy(escalating(s.boundary('sub', s.escalation()), s.throws(s.escalation('E'))));
      await c.create('escalating');
      await c.activate('w');
      await c.complete('after');
    },
  },
  'escalation-not-caught': {
    shows: 'An escalation that nobody catches is no incident.',
    run: async (c) => {
      await c.deploy(
        escalating(s.beside('sub', s.escalation('other')), s.throws(s.escalation('E'))),
      );
      await c.create('escalating');
      await c.complete('w');
    },
  },
  'escalation-end-event': {
    shows: 'An escalation end event, caught by an event subprocess of its own scope.',
    run: async (c) => {
      await c.deploy(
        s.model('escalationEnd', {
          nodes: {
            start: s.start(),
            f: s.and(),
            w: s.job('w'),
            e: s.end(s.escalation('E')),
            esp: s.eventSub({
              nodes: { es: s.start(s.escalation('E'), false), ew: s.job('ew') },
              flows: ['es ew'],
            }),
          },
          flows: ['start f w', 'f e'],
        }),
      );
      await c.create('escalationEnd');
      await c.complete('w');
      await c.complete('ew');
    },
  },
  'escalation-through-call-activity': {
    shows: 'An escalation goes out of a called process, which goes on.',
    run: async (c) => {
      await c.deploy(
        s.model('called', {
          nodes: { start: s.start(), t: s.throws(s.escalation('E')), w: s.job('w') },
          flows: ['start t w'],
        }),
        s.model('calling', {
          nodes: {
            start: s.start(),
            call: s.call('called'),
            b: s.beside('call', s.escalation('E')),
            after: s.job('after'),
            end: s.end(),
          },
          flows: ['start call end', 'b after'],
        }),
      );
      await c.create('calling');
      await c.complete('after');
      await c.complete('w', { r: 1 });
    },
  },
});
