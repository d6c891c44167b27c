import * as s from '../../scenario/index.js';

/** Where the variables of events go. */
export const variableEvents = s.scenarios('1.3', {
  'variables-of-message-catch': {
    shows: 'Variables of a caught message go up from the event, through its output mapping if any.',
    run: async (c) => {
      await c.deploy(
        s.model('caught', {
          nodes: {
            start: s.start(),
            plain: s.catches(s.message('vars-plain', '=k')),
            bound: s.mapped(s.catches(s.message('vars-bound', '=k')), {}, { got: '=b' }),
            end: s.end(),
          },
          flows: ['start plain bound end'],
        }),
      );
      await c.create('caught', { k: 'k', a: 0 });
      await c.publish('vars-plain', 'k', { variables: { a: 1, fresh: 2 } });
      await c.publish('vars-bound', 'k', { variables: { a: 3, b: 4 } });
    },
  },
  'variables-of-message-start': {
    shows: 'Variables of a message that starts an instance are local to the start event first.',
    run: async (c) => {
      await c.deploy(
        s.model('started', {
          nodes: {
            start: s.mapped(s.start(s.message('vars-start')), {}, { got: '=a' }),
            w: s.job('w'),
          },
          flows: ['start w'],
        }),
      );
      await c.publish('vars-start', '', { variables: { a: 1, b: 2 } });
      await c.activate('w');
    },
  },
  'variables-of-event-subprocess': {
    shows: 'Variables of the message that starts an event subprocess.',
    run: async (c) => {
      await c.deploy(
        s.model('withEvent', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            esp: s.eventSub({
              nodes: {
                es: s.start(s.message('vars-esp', '=k'), false),
                ew: s.job('ew'),
                ee: s.end(),
              },
              flows: ['es ew ee'],
            }),
          },
          flows: ['start w'],
        }),
      );
      await c.create('withEvent', { k: 'k', a: 0 });
      await c.publish('vars-esp', 'k', { variables: { a: 1, b: 2 } });
      await c.complete('ew', { b: 3 });
      await c.complete('w', { a: 4 });
    },
  },
  'variables-of-error-boundary': {
    shows: 'Variables of an error stay at the boundary event unless it maps them out.',
    run: async (c) => {
      await c.deploy(
        s.model('errorVars', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            plain: s.boundary('w', s.error('plain')),
            bound: s.mapped(s.boundary('w', s.error('bound')), {}, { got: '=a' }),
            after: s.job('after'),
          },
          flows: ['start w', 'plain after', 'bound after'],
        }),
      );
      await c.create('errorVars', { a: 0 });
      await c.throwError('w', 'plain', { a: 1, b: 2 });
      await c.complete('after');
      await c.create('errorVars', { a: 0 });
      await c.throwError('w', 'bound', { a: 1, b: 2 });
      await c.complete('after');
    },
  },
  'variables-of-message-boundary': {
    shows: 'Variables of a boundary message are local to the event and then go up.',
    run: async (c) => {
      await c.deploy(
        s.model('boundaryVars', {
          nodes: {
            start: s.start(),
            w: s.mapped(s.job('w'), { own: '=1' }),
            beside: s.beside('w', s.message('vars-beside', '=k')),
            hit: s.mapped(s.boundary('w', s.message('vars-hit', '=k')), {}, { got: '=own' }),
            after: s.job('after'),
          },
          flows: ['start w', 'beside after', 'hit after'],
        }),
      );
      await c.create('boundaryVars', { k: 'k', own: 0 });
      await c.publish('vars-beside', 'k', { variables: { own: 5, fresh: 6 } });
      await c.publish('vars-beside', 'k', { variables: { own: 7 } });
      await c.publish('vars-hit', 'k', { variables: { own: 8 } });
      await c.activate('after');
    },
  },
});
