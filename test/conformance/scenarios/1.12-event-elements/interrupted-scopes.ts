import * as s from '../../scenario/index.js';

const go = (elementId: string) => ({ activateInstructions: [{ elementId }] });

/** A process that an event interrupts, with elements that a modification can begin after that. */
const interrupted = (
  id: string,
  caught: s.EventDefinition,
  more: s.Scope['nodes'] = {},
  interrupting = true,
): s.Resource =>
  s.model(
    id,
    {
      nodes: {
        start: s.start(),
        w: s.job('w'),
        esp: s.eventSub({
          nodes: { es: s.start(s.message('overtake', '=k')), ew: s.job('ew') },
          flows: ['es ew'],
        }),
        other: s.eventSub({
          nodes: { os: s.start(caught, interrupting), ow: s.job('ow') },
          flows: ['os ow'],
        }),
        again: s.job('again'),
        ...more,
      },
      flows: ['start w'],
    },
    [
      '<zeebe:executionListeners><zeebe:executionListener eventType="end" type="processEnd" /></zeebe:executionListeners>',
    ],
  );

/** What an interruption leaves behind, and events that two elements wait for. */
export const interruptedScopes = s.scenarios('1.12', {
  'interrupted-scope-end-listener': {
    shows: 'What an end listener of an interrupted process sets is lost.',
    run: async (c) => {
      await c.deploy(interrupted('lostValue', s.signal('overtake-other')));
      await c.create('lostValue', { k: 'k', v: 1 });
      await c.publish('overtake', 'k');
      await c.complete('ew', { v: 2 });
      await c.complete('processEnd', { v: 3 });
    },
  },
  'interrupted-scope-error-of-job': {
    shows: 'After a modification, an error for an event subprocess of an interrupted scope.',
    run: async (c) => {
      await c.deploy(interrupted('lateError', s.error('late')));
      const instance = await c.create('lateError', { k: 'k' });
      await c.publish('overtake', 'k');
      await c.modify(instance, go('again'));
      await c.throwError('again', 'late');
      await c.complete('again');
      await c.complete('ew');
    },
  },
  'interrupted-scope-error-event': {
    shows: 'After a modification, an error event in a scope that was interrupted.',
    run: async (c) => {
      await c.deploy(interrupted('lateEnd', s.error('late'), { thrown: s.end(s.error('late')) }));
      const instance = await c.create('lateEnd', { k: 'k' });
      await c.publish('overtake', 'k');
      await c.modify(instance, go('thrown'));
      await c.complete('ew');
      await c.cancel(instance);
    },
  },
  'interrupted-scope-escalation': {
    shows: 'After a modification, an escalation event in a scope that was interrupted.',
    run: async (c) => {
      await c.deploy(
        interrupted('lateUp', s.escalation('up'), { thrown: s.throws(s.escalation('up')) }),
      );
      const instance = await c.create('lateUp', { k: 'k' });
      await c.publish('overtake', 'k');
      await c.modify(instance, go('thrown'));
      await c.complete('ew');
      await c.cancel(instance);
    },
  },
  'interrupted-scope-escalation-beside': {
    shows: 'The same with an event subprocess that does not interrupt.',
    run: async (c) => {
      await c.deploy(
        interrupted(
          'lateBeside',
          s.escalation('up'),
          { thrown: s.throws(s.escalation('up')) },
          false,
        ),
      );
      const instance = await c.create('lateBeside', { k: 'k' });
      await c.publish('overtake', 'k');
      await c.modify(instance, go('thrown'));
      await c.complete('ew');
    },
  },
  'event-subprocess-escalates-to-itself': {
    shows: 'An escalation in an event subprocess that an escalation began.',
    run: async (c) => {
      await c.deploy(
        s.model('circular', {
          nodes: {
            start: s.start(),
            up: s.end(s.escalation('up')),
            esp: s.eventSub({
              nodes: { es: s.start(s.escalation()), down: s.end(s.escalation('down')) },
              flows: ['es down'],
            }),
          },
          flows: ['start up'],
        }),
      );
      await c.cancel(await c.create('circular'));
    },
  },
  'boundary-and-event-subprocess-share-message': {
    shows: 'A boundary event and an event subprocess of one subprocess wait for one message.',
    before: '8.8',
    run: async (c) => {
      await c.deploy(
        s.model('shared', {
          nodes: {
            start: s.start(),
            u: s.sub({
              nodes: {
                s1: s.start(),
                w: s.job('w'),
                esp: s.eventSub({
                  nodes: { es: s.start(s.message('both', '=inner')), ew: s.job('ew') },
                  flows: ['es ew'],
                }),
              },
              flows: ['s1 w'],
            }),
            b: s.beside('u', s.message('both', '=outer')),
            bw: s.job('bw'),
          },
          flows: ['start u', 'b bw'],
        }),
      );
      await c.create('shared', { inner: 'i', outer: 'o' });
      await c.publish('both', 'o', { timeToLive: 0 });
      await c.publish('both', 'i', { timeToLive: 0 });
      await c.publish('both', 'i', { timeToLive: 0 });
      await c.complete('bw');
      await c.complete('w');
    },
  },
  'signal-for-scope-and-boundary': {
    shows: 'A signal interrupts a scope and would begin a boundary event of what runs in it.',
    run: async (c) => {
      await c.deploy(
        s.model('struck', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            b: s.beside('w', s.signal('strike')),
            bw: s.job('bw'),
            esp: s.eventSub({
              nodes: { es: s.start(s.signal('strike')), ew: s.job('ew') },
              flows: ['es ew'],
            }),
          },
          flows: ['start w', 'b bw'],
        }),
      );
      await c.create('struck');
      await c.broadcast('strike');
      await c.complete('ew');
    },
  },
});
