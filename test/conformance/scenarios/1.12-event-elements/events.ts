import * as s from '../../scenario/index.js';

/** Boundary events, event-based gateways, terminate ends and links. */
export const eventElements = s.scenarios('1.12', {
  'boundary-several-on-one': {
    shows:
      'Which of several boundary events are subscribed in which order, and that one ends the others.',
    run: async (c) => {
      await c.deploy(
        s.model('several', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            m1: s.boundary('w', s.message('bnd-1', '=k')),
            t1: s.boundary('w', s.timer('PT1H')),
            g1: s.boundary('w', s.signal('bnd-sig')),
            m2: s.beside('w', s.message('bnd-2', '=k')),
            t2: s.beside('w', s.timer('PT2H')),
            e1: s.boundary('w', s.error('E')),
            after: s.end(),
          },
          flows: [
            'start w',
            'm1 after',
            't1 after',
            'g1 after',
            'm2 after',
            't2 after',
            'e1 after',
          ],
        }),
      );
      await c.create('several', { k: 'k' });
      await c.publish('bnd-2', 'k');
      await c.advance(3_600_000);
    },
  },
  'boundary-two-messages-buffered': {
    shows: 'Two kept messages for two boundary events of one activity.',
    run: async (c) => {
      await c.deploy(
        s.model('twoKept', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            m1: s.boundary('w', s.message('bnd-kept-1', '=k')),
            m2: s.boundary('w', s.message('bnd-kept-2', '=k')),
            e1: s.end(),
            e2: s.end(),
          },
          flows: ['start w', 'm1 e1', 'm2 e2'],
        }),
      );
      await c.publish('bnd-kept-1', 'k');
      await c.publish('bnd-kept-2', 'k');
      await c.create('twoKept', { k: 'k' });
    },
  },
  'boundary-on-subprocess': {
    shows: 'Interrupting a subprocess ends what is in it before the boundary event begins.',
    run: async (c) => {
      await c.deploy(
        s.model('onSub', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: {
                s1: s.start(),
                a: s.job('a'),
                inner: s.sub({
                  nodes: { s2: s.start(), b: s.receive('bnd-inner', '=k') },
                  flows: ['s2 b'],
                }),
              },
              flows: ['s1 a', 's1 inner'],
            }),
            beside: s.beside('sub', s.message('bnd-beside', '=k')),
            hit: s.boundary('sub', s.message('bnd-hit', '=k')),
            after: s.job('after'),
          },
          flows: ['start sub', 'beside after', 'hit after'],
        }),
      );
      await c.create('onSub', { k: 'k' });
      await c.publish('bnd-beside', 'k', { variables: { n: 1 } });
      await c.publish('bnd-hit', 'k', { variables: { n: 2 } });
      await c.activate('after');
    },
  },
  'boundary-on-call-activity': {
    shows: 'Interrupting a call activity ends the called instance.',
    run: async (c) => {
      await c.deploy(
        s.model('callee', {
          nodes: { start: s.start(), w: s.job('w') },
          flows: ['start w'],
        }),
        s.model('callerHit', {
          nodes: {
            start: s.start(),
            call: s.call('callee'),
            hit: s.boundary('call', s.message('bnd-call', '=k')),
            after: s.end(),
          },
          flows: ['start call', 'hit after'],
        }),
      );
      await c.create('callerHit', { k: 'k' });
      await c.publish('bnd-call', 'k', { variables: { hit: 1 } });
    },
  },
  'boundary-during-incident': {
    shows: 'A boundary event resolves the incident of its activity.',
    run: async (c) => {
      await c.deploy(
        s.model('stuck', {
          nodes: {
            start: s.start(),
            w: s.mapped(s.job('w'), {}, { o: '=assert(x, x != null)' }),
            hit: s.boundary('w', s.message('bnd-stuck', '=k')),
            after: s.end(),
          },
          flows: ['start w', 'hit after'],
        }),
      );
      await c.create('stuck', { k: 'k' });
      await c.complete('w');
      await c.publish('bnd-stuck', 'k');
    },
  },
  'race-kinds': {
    shows: 'Timer, message and signal race; what loses is closed.',
    run: async (c) => {
      await c.deploy(
        s.model('race', {
          nodes: {
            start: s.start(),
            g: s.race(),
            t: s.catches(s.timer('PT1H')),
            m: s.mapped(s.catches(s.message('race-m', '=k')), {}, { got: '=v' }),
            x: s.catches(s.signal('race-s')),
            et: s.end(),
            em: s.end(),
            ex: s.end(),
          },
          flows: ['start g t et', 'g m em', 'g x ex'],
        }),
      );
      await c.create('race', { k: 1 });
      await c.create('race', { k: 2 });
      await c.publish('race-m', '1', { variables: { v: 1, w: 2 } });
      await c.broadcast('race-s', { v: 3 });
      await c.create('race', { k: 3 });
      await c.advance(3_600_000);
    },
  },
  'race-incident': {
    shows: 'An event of an event-based gateway that cannot be read is an incident at the gateway.',
    run: async (c) => {
      await c.deploy(
        s.model('badRace', {
          nodes: {
            start: s.start(),
            g: s.race(),
            t: s.catches(s.timer('=wait')),
            m: s.catches(s.message('race-bad', '=k')),
            et: s.end(),
            em: s.end(),
          },
          flows: ['start g t et', 'g m em'],
        }),
      );
      const instance = await c.create('badRace', { k: 'k' });
      await c.setVariables(instance, { wait: 'PT1H' });
      await c.resolve();
      await c.cancel(instance);
    },
  },
  'terminate-in-subprocess': {
    shows: 'A terminate end completes its scope; what follows the scope goes on.',
    run: async (c) => {
      await c.deploy(
        s.model('terminate', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: {
                s1: s.start(),
                f: s.and(),
                a: s.job('a'),
                b: s.job('b'),
                x: s.mapped(s.end(s.terminate), {}, { ended: '=1' }),
              },
              flows: ['s1 f a', 'f b x'],
            }),
            after: s.job('after'),
            stop: s.end(s.terminate),
            other: s.job('other'),
          },
          flows: ['start sub after stop', 'start other'],
        }),
      );
      await c.create('terminate');
      await c.complete('b', { r: 1 });
      await c.complete('after');
    },
  },
  'terminate-with-children': {
    shows: 'A terminate end ends event subprocesses, called instances and repeated activities.',
    run: async (c) => {
      await c.deploy(
        s.model('calleeTerm', {
          nodes: { start: s.start(), cw: s.job('cw') },
          flows: ['start cw'],
        }),
        s.model('endsAll', {
          nodes: {
            start: s.start(),
            f: s.and(),
            call: s.call('calleeTerm'),
            mi: s.each(s.job('mi'), { collection: '=[1,2]' }),
            w: s.job('w'),
            stop: s.end(s.terminate),
            esp: s.eventSub({
              nodes: { es: s.start(s.signal('term-esp'), false), ew: s.job('ew') },
              flows: ['es ew'],
            }),
          },
          flows: ['start f call', 'f mi', 'f w stop'],
        }),
      );
      await c.create('endsAll');
      await c.broadcast('term-esp');
      await c.complete('w');
    },
  },
  'link-jumps': {
    shows: 'A link goes on at its catch, also from two throws and back.',
    run: async (c) => {
      await c.deploy(
        s.model('links', {
          nodes: {
            start: s.start(),
            g: s.xor('g_t2'),
            t1: s.throws(s.link('L')),
            t2: s.throws(s.link('L')),
            l: s.catches(s.link('L')),
            w: s.job('w'),
            end: s.end(),
          },
          flows: ['start g', ['g', 't1', '=first'], 'g t2', 'l w end'],
        }),
      );
      await c.create('links', { first: true });
      await c.create('links', { first: false });
      await c.complete('w');
      await c.complete('w');
    },
  },
});
