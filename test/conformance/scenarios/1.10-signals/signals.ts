import * as s from '../../scenario/index.js';

/** Signals. */
export const signals = s.scenarios('1.10', {
  'signal-to-everybody': {
    shows: 'A signal reaches every instance that waits and every process it starts.',
    run: async (c) => {
      await c.deploy(
        s.model('waiting', {
          nodes: { start: s.start(), x: s.catches(s.signal('sig-all')), end: s.end() },
          flows: ['start x end'],
        }),
        s.model('startedBySignal', {
          nodes: { start: s.start(s.signal('sig-all')), w: s.job('w') },
          flows: ['start w'],
        }),
      );
      await c.create('waiting', { n: 1 });
      await c.create('waiting', { n: 2 });
      await c.broadcast('sig-all', { got: true });
      await c.broadcast('sig-all', { got: 2 });
      await c.broadcast('sig-nobody');
    },
  },
  'signal-not-kept': {
    shows: 'A signal that comes too early is lost.',
    run: async (c) => {
      await c.deploy(
        s.model('early', {
          nodes: { start: s.start(), w: s.job('w'), x: s.catches(s.signal('sig-early')) },
          flows: ['start w x'],
        }),
      );
      await c.create('early');
      await c.broadcast('sig-early');
      await c.complete('w');
      await c.broadcast('sig-early', { late: 1 });
    },
  },
  'signal-thrown': {
    shows: 'A signal that a process throws carries its local variables.',
    run: async (c) => {
      await c.deploy(
        s.model('throwing', {
          nodes: {
            start: s.start(),
            t: s.mapped(s.throws(s.signal('sig-thrown')), { inside: '=x + 1' }),
            e: s.mapped(s.end(s.signal('sig-end')), { atEnd: '=x + 2' }),
          },
          flows: ['start t e'],
        }),
        s.model('hearing', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.catches(s.signal('sig-thrown')),
            b: s.catches(s.signal('sig-end')),
          },
          flows: ['start f a', 'f b'],
        }),
      );
      await c.create('hearing');
      await c.create('throwing', { x: 1, unused: 2 });
    },
  },
  'signal-boundary': {
    shows: 'Signals at a boundary, and one that starts an event subprocess.',
    run: async (c) => {
      await c.deploy(
        s.model('bounded', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            beside: s.beside('w', s.signal('sig-beside')),
            hit: s.boundary('w', s.signal('sig-hit')),
            after: s.job('after'),
            esp: s.eventSub({
              nodes: { es: s.start(s.signal('sig-beside'), false), ee: s.end() },
              flows: ['es ee'],
            }),
          },
          flows: ['start w', 'beside after', 'hit after'],
        }),
      );
      await c.create('bounded');
      await c.broadcast('sig-beside', { n: 1 });
      await c.broadcast('sig-beside', { n: 2 });
      await c.broadcast('sig-hit', { n: 3 });
      await c.activate('after');
    },
  },
  'signal-name-from-variable': {
    shows: 'The name of a signal may be an expression; a wrong one is an incident.',
    run: async (c) => {
      await c.deploy(
        s.model('named', {
          nodes: { start: s.start(), x: s.catches(s.signal('="sig-" + n')), end: s.end() },
          flows: ['start x end'],
        }),
      );
      await c.create('named', { n: 'a' });
      await c.create('named', {});
      await c.broadcast('sig-a');
    },
  },
  'signal-start-moves-with-version': {
    shows: 'Only the newest version of a process is started by a signal.',
    run: async (c) => {
      const version = (type: string) =>
        s.model('versions', {
          nodes: { start: s.start(s.signal('sig-versions')), w: s.job(type) },
          flows: ['start w'],
        });
      await c.deploy(version('one'));
      await c.deploy(version('two'));
      await c.broadcast('sig-versions', { n: 1 });
    },
  },
  'signal-thrown-at-home': {
    shows:
      'A signal for event subprocesses of the process that throws it goes before what follows.',
    run: async (c) => {
      const hears = (id: string, name: string, interrupting: boolean): s.Node =>
        s.eventSub({
          nodes: { [`${id}s`]: s.start(s.signal(name), interrupting), [`${id}w`]: s.job(id) },
          flows: [`${id}s ${id}w`],
        });
      await c.deploy(
        s.model('homely', {
          nodes: {
            start: s.start(),
            one: s.throws(s.signal('home-beside')),
            two: s.throws(),
            three: s.throws(s.signal('home-ends')),
            four: s.throws(),
            beside: hears('a', 'home-beside', false),
            ends: hears('b', 'home-ends', true),
          },
          flows: ['start one two three four'],
        }),
      );
      await c.create('homely');
      await c.complete('b');
    },
  },
});
