import * as s from '../../scenario/index.js';

const catching = s.model('catching', {
  nodes: { start: s.start(), m: s.catches(s.message('m-catch', '=k')), end: s.end() },
  flows: ['start m end'],
});

/** Messages that meet instances which wait for them. */
export const correlation = s.scenarios('1.7', {
  'message-one-per-process': {
    shows: 'A message goes to one instance of each process that waits.',
    run: async (c) => {
      await c.deploy(
        catching,
        s.model('catching2', {
          nodes: { start: s.start(), r: s.receive('m-catch', '=k'), end: s.end() },
          flows: ['start r end'],
        }),
      );
      await c.create('catching', { k: 'a', n: 1 });
      await c.create('catching', { k: 'a', n: 2 });
      await c.create('catching2', { k: 'a' });
      await c.publish('m-catch', 'a', { variables: { got: 1 } });
      await c.publish('m-catch', 'a', { variables: { got: 2 } });
      await c.publish('m-catch', 'b');
    },
  },
  'message-buffered': {
    shows: 'A message waits for its subscription; the oldest goes first.',
    run: async (c) => {
      await c.deploy(catching);
      await c.publish('m-catch', 'a', { variables: { got: 1 } });
      await c.publish('m-catch', 'a', { variables: { got: 2 } });
      await c.create('catching', { k: 'a' });
      await c.create('catching', { k: 'a' });
      await c.create('catching', { k: 'a' });
    },
  },
  'message-not-buffered': {
    shows: 'A message without time to live is gone when nobody waits.',
    run: async (c) => {
      await c.deploy(catching);
      await c.publish('m-catch', 'a', { timeToLive: 0 });
      await c.create('catching', { k: 'a' });
      await c.publish('m-catch', 'a', { timeToLive: 0 });
    },
  },
  'message-expired': {
    shows: 'A message past its time is not correlated.',
    run: async (c) => {
      await c.deploy(catching);
      await c.publish('m-catch', 'a', { timeToLive: 60_000 });
      await c.advance(60_001);
      await c.create('catching', { k: 'a' });
    },
  },
  'message-ids': {
    shows: 'A message id is taken while the message is kept; another key or name does not matter.',
    run: async (c) => {
      await c.publish('m-ids', 'a', { messageId: 'one', timeToLive: 60_000 });
      await c.publish('m-ids', 'a', { messageId: 'one' });
      await c.publish('m-ids', 'b', { messageId: 'one' });
      await c.publish('m-ids-2', 'a', { messageId: 'one' });
      await c.publish('m-ids', 'a', { messageId: '' });
      await c.publish('m-ids', 'a', { messageId: '' });
      await c.advance(60_001);
      await c.publish('m-ids', 'a', { messageId: 'one' });
      await c.publish('m-now', 'a', { messageId: 'gone', timeToLive: 0 });
      await c.publish('m-now', 'a', { messageId: 'gone', timeToLive: 0 });
    },
  },
  'message-same-instance-twice': {
    shows: 'A kept message is not given to a second catch of the same process id.',
    run: async (c) => {
      await c.deploy(
        s.model('twice', {
          nodes: {
            start: s.start(),
            a: s.catches(s.message('m-twice', '=k')),
            b: s.catches(s.message('m-twice', '=k')),
            end: s.end(),
          },
          flows: ['start a b end'],
        }),
      );
      await c.create('twice', { k: 'k' });
      await c.publish('m-twice', 'k', { variables: { n: 1 } });
      await c.publish('m-twice', 'k', { variables: { n: 2 } });
    },
  },
  'message-same-name-twice-open': {
    shows:
      'Two elements of one instance that wait for one message: the one that came first gets it.',
    run: async (c) => {
      await c.deploy(
        s.model('both', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.catches(s.message('m-both', '=k')),
            b: s.catches(s.message('m-both', '=k')),
            ea: s.end(),
            eb: s.end(),
          },
          flows: ['start f a ea', 'f b eb'],
        }),
      );
      await c.create('both', { k: 'k' });
      await c.publish('m-both', 'k', { variables: { n: 1 } });
      await c.publish('m-both', 'k', { variables: { n: 2 } });
    },
  },
  'message-non-interrupting-goes-on': {
    shows: 'A subscription that does not interrupt takes buffered messages one after the other.',
    run: async (c) => {
      await c.deploy(
        s.model('goesOn', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            b: s.beside('w', s.message('m-goes-on', '=k')),
            after: s.job('after'),
          },
          flows: ['start w', 'b after'],
        }),
      );
      await c.publish('m-goes-on', 'k', { variables: { n: 1 } });
      await c.publish('m-goes-on', 'k', { variables: { n: 2 } });
      await c.create('goesOn', { k: 'k' });
      await c.publish('m-goes-on', 'k', { variables: { n: 3 } });
      await c.activate('after');
    },
  },
  'message-subscription-lost': {
    shows: 'A message for an element that left stays for the next one.',
    run: async (c) => {
      await c.deploy(catching);
      const instance = await c.create('catching', { k: 'a' });
      await c.cancel(instance);
      await c.publish('m-catch', 'a', { variables: { got: 1 } });
      await c.create('catching', { k: 'a' });
    },
  },
  'message-race': {
    shows: 'Two messages for the two targets of one event-based gateway: the first wins.',
    run: async (c) => {
      await c.deploy(
        s.model('raced', {
          nodes: {
            start: s.start(),
            g: s.race(),
            a: s.catches(s.message('m-race-a', '=k')),
            b: s.catches(s.message('m-race-b', '=k')),
            ea: s.end(),
            eb: s.end(),
          },
          flows: ['start g a ea', 'g b eb'],
        }),
      );
      await c.publish('m-race-b', 'k');
      await c.publish('m-race-a', 'k');
      await c.create('raced', { k: 'k' });
      await c.create('raced', { k: 'k' });
      await c.create('raced', { k: 'k' });
    },
  },
  'message-key-of-boundary': {
    shows: 'The key of a boundary message is read outside of the activity, its name inside.',
    run: async (c) => {
      await c.deploy(
        s.model('keyScope', {
          nodes: {
            start: s.start(),
            w: s.mapped(s.job('w'), { k: '="inner"', n: '="m-inner"' }),
            b: s.boundary('w', s.message('=n', '=k')),
            after: s.end(),
          },
          flows: ['start w', 'b after'],
        }),
      );
      await c.create('keyScope', { k: 'outer', n: 'm-outer' });
      await c.publish('m-inner', 'inner', { timeToLive: 0 });
      await c.publish('m-outer', 'outer', { timeToLive: 0 });
      await c.publish('m-inner', 'outer', { timeToLive: 0 });
    },
  },
  'message-correlated-by-rest': {
    shows: 'Correlating by REST answers who got the message, or that nobody did.',
    rest: true,
    run: async (c) => {
      await c.deploy(catching);
      await c.create('catching', { k: 'a' });
      const body = { name: 'm-catch', correlationKey: 'a', variables: { got: 1 } };
      await c.call({ method: 'POST', path: 'messages/correlation', body });
      await c.call({ method: 'POST', path: 'messages/correlation', body });
      await c.create('catching', { k: 'a' });
    },
  },
});
