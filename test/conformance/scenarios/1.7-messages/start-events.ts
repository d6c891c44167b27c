import * as s from '../../scenario/index.js';

const starting = (id = 'starting') =>
  s.model(id, {
    nodes: { start: s.start(s.message('m-start')), w: s.job('w'), end: s.end() },
    flows: ['start w end'],
  });

/** Messages that start instances. */
export const messageStarts = s.scenarios('1.7', {
  'message-start-without-key': {
    shows: 'A message without a key always starts an instance.',
    run: async (c) => {
      await c.deploy(starting());
      await c.publish('m-start', '', { variables: { n: 1 } });
      await c.publish('m-start', '', { variables: { n: 2 } });
      await c.activate('w');
    },
  },
  'message-start-locks-key': {
    shows: 'With a key there is one instance at a time; what was kept starts the next.',
    run: async (c) => {
      await c.deploy(starting());
      await c.publish('m-start', 'a', { variables: { n: 1 } });
      await c.publish('m-start', 'a', { variables: { n: 2 } });
      await c.publish('m-start', 'a', { variables: { n: 3 }, timeToLive: 0 });
      await c.publish('m-start', 'b', { variables: { n: 4 } });
      await c.complete('w');
      await c.complete('w');
      await c.complete('w');
    },
  },
  'message-start-lock-ends-with-cancel': {
    shows: 'Cancelling the instance frees its key as well.',
    run: async (c) => {
      await c.deploy(starting());
      await c.publish('m-start', 'a', { variables: { n: 1 } });
      await c.publish('m-start', 'a', { variables: { n: 2 } });
      await c.cancel(c.element('starting'));
    },
  },
  'message-start-created-otherwise': {
    shows: 'An instance that a client started does not lock the key, and needs a none start event.',
    run: async (c) => {
      await c.deploy(
        s.model('twoStarts', {
          nodes: {
            none: s.start(),
            byMessage: s.start(s.message('m-two-starts')),
            w: s.job('w'),
          },
          flows: ['none w', 'byMessage w'],
        }),
        starting(),
      );
      await c.create('twoStarts', { n: 1 });
      await c.publish('m-two-starts', 'a', { variables: { n: 2 } });
      await c.create('starting');
    },
  },
  'message-start-two-processes': {
    shows: 'A message starts an instance of each process that it can start.',
    run: async (c) => {
      await c.deploy(starting('startingA'), starting('startingB'));
      await c.publish('m-start', 'a');
      await c.publish('m-start', 'a');
      await c.complete('w');
    },
  },
  'message-start-moves-with-version': {
    shows: 'A new version takes the start over, or gives it up.',
    run: async (c) => {
      await c.deploy(starting());
      await c.deploy(
        s.model('starting', {
          nodes: { start: s.start(s.message('m-start')), v2: s.job('v2') },
          flows: ['start v2'],
        }),
      );
      await c.publish('m-start', '');
      await c.deploy(
        s.model('starting', { nodes: { start: s.start(), v3: s.job('v3') }, flows: ['start v3'] }),
      );
      await c.publish('m-start', '', { timeToLive: 0 });
    },
  },
  'message-start-buffered-before-deployment': {
    shows: 'A message that was kept before the deployment does not start anything.',
    run: async (c) => {
      await c.publish('m-start', 'early', { variables: { n: 1 } });
      await c.deploy(starting());
      await c.publish('m-start', 'early', { variables: { n: 2 } });
      await c.complete('w');
    },
  },
  'message-start-and-catch': {
    shows: 'A message goes to an instance that waits rather than starting one of the same process.',
    run: async (c) => {
      await c.deploy(
        s.model('startAndCatch', {
          nodes: {
            start: s.start(s.message('m-both-ways')),
            m: s.catches(s.message('m-both-ways', '="k"')),
            end: s.end(),
          },
          flows: ['start m end'],
        }),
      );
      await c.publish('m-both-ways', 'k', { variables: { n: 1 } });
      await c.publish('m-both-ways', 'k', { variables: { n: 2 } });
      await c.publish('m-both-ways', '', { variables: { n: 3 } });
    },
  },
});
