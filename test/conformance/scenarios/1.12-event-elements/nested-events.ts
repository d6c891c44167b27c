import * as s from '../../scenario/index.js';

const nested = (
  inner: s.EventDefinition,
  interrupting = true,
  outer = s.message('nest-outer', '=k'),
) =>
  s.model('nestedIn', {
    nodes: {
      start: s.start(),
      w: s.job('w'),
      esp: s.eventSub({
        nodes: {
          os: s.start(outer),
          t: s.throws(s.escalation('E')),
          ow: s.job('ow'),
          in: s.eventSub({
            nodes: { is: s.start(inner, interrupting), iw: s.job('iw') },
            flows: ['is iw'],
          }),
        },
        flows: ['os t ow'],
      }),
    },
    flows: ['start w'],
  });

/** Events in event subprocesses, and several that wait in one scope. */
export const nestedEvents = s.scenarios('1.12', {
  'event-subprocess-nested-message': {
    shows: 'A message for an event subprocess inside an event subprocess.',
    run: async (c) => {
      await c.deploy(nested(s.message('nest-inner', '=k')));
      await c.create('nestedIn', { k: 'k' });
      await c.publish('nest-outer', 'k', { variables: { a: 1 } });
      await c.publish('nest-inner', 'k', { variables: { b: 2 } });
      await c.complete('iw');
    },
  },
  'event-subprocess-nested-beside': {
    shows: 'One inside another that does not interrupt.',
    run: async (c) => {
      await c.deploy(nested(s.message('nest-inner', '=k'), false));
      await c.create('nestedIn', { k: 'k' });
      await c.publish('nest-outer', 'k');
      await c.publish('nest-inner', 'k');
      await c.complete('ow');
    },
  },
  'event-subprocess-nested-escalation': {
    shows: 'An escalation for an event subprocess inside an event subprocess.',
    run: async (c) => {
      await c.deploy(nested(s.escalation('E'), false));
      await c.create('nestedIn', { k: 'k' });
      await c.publish('nest-outer', 'k');
      await c.activate('ow');
      await c.activate('iw');
    },
  },
  'event-subprocess-nested-error-by-message': {
    shows: 'An error for an event subprocess inside one that a message started.',
    run: async (c) => {
      await c.deploy(nested(s.error('E')));
      const instance = await c.create('nestedIn', { k: 'k' });
      await c.publish('nest-outer', 'k');
      await c.throwError('ow', 'E');
      await c.activate('iw');
      await c.cancel(instance);
    },
  },
  'event-subprocess-two-kept-messages': {
    shows: 'Two kept messages for two event subprocesses of one scope.',
    run: async (c) => {
      const by = (id: string): s.Node =>
        s.eventSub({
          nodes: {
            [`${id}s`]: s.start(s.message(`kept-${id}`, '=k'), false),
            [`${id}w`]: s.job(id),
          },
          flows: [`${id}s ${id}w`],
        });
      await c.deploy(
        s.model('twoEvents', {
          nodes: { start: s.start(), w: s.job('w'), a: by('a'), b: by('b') },
          flows: ['start w'],
        }),
      );
      await c.publish('kept-a', 'k');
      await c.publish('kept-b', 'k');
      await c.create('twoEvents', { k: 'k' });
    },
  },
  'end-events-with-outputs': {
    shows: 'Output mappings of end events of every kind.',
    run: async (c) => {
      const ending = (definition?: s.EventDefinition): s.Node =>
        s.mapped(s.end(definition), { i: '=1' }, { o: '=2' });
      for (const [i, definition] of [
        s.signal('end-out'),
        s.escalation('end-out'),
        s.compensation(),
        s.terminate,
      ].entries()) {
        const id = `ending${String(i)}`;
        await c.deploy(
          s.model(id, { nodes: { start: s.start(), e: ending(definition) }, flows: ['start e'] }),
        );
        await c.create(id);
      }
      await c.deploy(
        s.model('endingError', {
          nodes: {
            start: s.start(),
            sub: s.sub({ nodes: { s1: s.start(), e: ending(s.error('E')) }, flows: ['s1 e'] }),
            b: s.boundary('sub', s.error('E')),
            after: s.end(),
          },
          flows: ['start sub', 'b after'],
        }),
      );
      await c.create('endingError');
    },
  },
});
