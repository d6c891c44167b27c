import * as s from '../../scenario/index.js';

const callee = s.model('callee', {
  nodes: { start: s.start(), w: s.job('w'), end: s.end() },
  flows: ['start w end'],
});
const calling = (node: s.Node, id = 'calling') =>
  s.model(id, {
    nodes: { start: s.start(), call: node, after: s.job('after') },
    flows: ['start call after'],
  });

/** Call activities. */
export const callActivities = s.scenarios('1.14', {
  'call-variables': {
    shows: 'By default all variables go in and come back.',
    run: async (c) => {
      await c.deploy(callee, calling(s.call('callee')));
      await c.create('calling', { a: 1 });
      await c.complete('w', { a: 2, b: 3 });
      await c.activate('after');
    },
  },
  'call-nothing-propagated': {
    shows: 'Without propagation only what the mappings say goes in and out.',
    run: async (c) => {
      await c.deploy(
        callee,
        calling(
          s.mapped(
            s.call('callee', {
              propagateAllParentVariables: 'false',
              propagateAllChildVariables: 'false',
            }),
            { given: '=a + 1' },
            { got: '=b' },
          ),
        ),
        calling(
          s.call('callee', {
            propagateAllParentVariables: 'false',
            propagateAllChildVariables: 'false',
          }),
          'closed',
        ),
      );
      await c.create('calling', { a: 1 });
      await c.complete('w', { b: 3, c: 4 });
      await c.complete('after');
      await c.create('closed', { a: 1 });
      await c.complete('w', { b: 3 });
      await c.activate('after');
    },
  },
  'call-mapped-with-propagation': {
    shows: 'Mappings beside propagation.',
    run: async (c) => {
      await c.deploy(
        callee,
        calling(s.mapped(s.call('callee'), { given: '=a + 1', a: '=100' }, { got: '=b' })),
      );
      await c.create('calling', { a: 1, z: 0 });
      await c.complete('w', { b: 3, c: 4 });
      await c.activate('after');
    },
  },
  'call-unknown-process': {
    shows: 'A process that is not deployed is an incident, resolved after its deployment.',
    run: async (c) => {
      await c.deploy(calling(s.call('=target')));
      const instance = await c.create('calling', { target: 'calleeLater' });
      await c.deploy(
        s.model('calleeLater', { nodes: { start: s.start(), x: s.job('x') }, flows: ['start x'] }),
      );
      await c.resolve();
      await c.complete('x');
      await c.activate('after');
      await c.cancel(instance);
    },
  },
  'call-wrong-id': {
    shows: 'An id that is no text, or a process that only a message starts.',
    run: async (c) => {
      await c.deploy(
        calling(s.call('=target')),
        s.model('byMessage', {
          nodes: { start: s.start(s.message('call-start')), e: s.end() },
          flows: ['start e'],
        }),
      );
      await c.create('calling', { target: 5 });
      await c.create('calling', {});
      await c.create('calling', { target: 'byMessage' });
    },
  },
  'call-latest-version': {
    shows: 'The newest version is called when the call begins.',
    run: async (c) => {
      await c.deploy(callee, calling(s.call('callee')));
      await c.create('calling');
      await c.deploy(
        s.model('callee', { nodes: { start: s.start(), v2: s.job('v2') }, flows: ['start v2'] }),
      );
      await c.create('calling');
      await c.complete('w');
      await c.complete('v2');
    },
  },
  'call-bound-to-deployment': {
    shows: 'A call bound to its deployment stays with the version deployed beside it.',
    run: async (c) => {
      await c.deploy(callee, calling(s.call('callee', { bindingType: 'deployment' })));
      await c.deploy(
        s.model('callee', { nodes: { start: s.start(), v2: s.job('v2') }, flows: ['start v2'] }),
      );
      await c.create('calling');
      await c.complete('w');
    },
  },
  'call-chain-with-error': {
    shows: 'An error goes up a chain of calls to the first that catches it.',
    run: async (c) => {
      await c.deploy(
        callee,
        calling(s.call('callee'), 'middle'),
        s.model('top', {
          nodes: {
            start: s.start(),
            call: s.call('middle'),
            b: s.boundary('call', s.error('E')),
            caught: s.job('caught'),
          },
          flows: ['start call', 'b caught'],
        }),
      );
      await c.create('top', { a: 1 });
      await c.throwError('w', 'E', { why: 'x' });
      await c.activate('caught');
      await c.create('top');
      await c.throwError('w', 'other');
    },
  },
  'call-chain-cancelled': {
    shows: 'Cancelling the root ends the whole chain; an incident below is gone with it.',
    run: async (c) => {
      await c.deploy(callee, calling(s.call('callee'), 'middle'), calling(s.call('middle'), 'top'));
      const root = await c.create('top');
      await c.fail('w', 0);
      await c.cancel(root);
    },
  },
  'call-child-with-incident-resolved': {
    shows: 'An incident in the called process names the way to it.',
    run: async (c) => {
      await c.deploy(
        s.model('failing', {
          nodes: { start: s.start(), g: s.xor(), a: s.end(), b: s.end() },
          flows: ['start g', ['g', 'a', '=x'], ['g', 'b', '=not(x)']],
        }),
        calling(s.call('failing')),
      );
      await c.create('calling', { x: 'no' });
      await c.setVariables(c.element('failing'), { x: true });
      await c.resolve();
      await c.activate('after');
    },
  },
});
