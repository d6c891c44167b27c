import * as s from '../../scenario/index.js';

const oneTask = s.model('oneTask', {
  nodes: { start: s.start(), work: s.job('work'), end: s.end() },
  flows: ['start work end'],
});

/** Life cycles of process instances as clients see them. */
export const instances = s.scenarios('1.1', {
  'instance-without-end-event': {
    shows: 'A process ends where no flow leads on.',
    run: async (c) => {
      await c.deploy(
        s.model('endless', { nodes: { start: s.start(), a: s.pass() }, flows: ['start a'] }),
      );
      await c.create('endless', { x: 1 });
    },
  },
  'instance-cancelled': {
    shows: 'Cancelling terminates what is active; cancelling again finds nothing.',
    run: async (c) => {
      await c.deploy(oneTask);
      const instance = await c.create('oneTask');
      await c.cancel(instance);
      await c.cancel(instance);
      await c.complete('work');
    },
  },
  'instance-of-unknown-process': {
    shows: 'An instance of a process or version that is not deployed is refused.',
    run: async (c) => {
      await c.create('nobodyDeployedThis');
      await c.deploy(oneTask);
      await c.create('oneTask', {}, { version: 4711 });
    },
  },
  'instance-with-bad-variables': {
    shows: 'Variables must be an object of JSON.',
    run: async (c) => {
      await c.deploy(oneTask);
      await c.create('oneTask', {}, { variables: '[1]' });
      await c.create('oneTask', {}, { variables: '"text"' });
      await c.create('oneTask', {}, { variables: '' });
    },
  },
  'instance-with-result': {
    shows: 'A caller that awaits the result gets all variables of the root scope.',
    run: async (c) => {
      await c.deploy(oneTask);
      await c.createWithResult('oneTask', { a: 1 });
      await c.complete('work', { b: [1, { c: null }] });
    },
  },
  'instance-with-fetched-result': {
    shows: 'A caller that awaits the result can ask for some variables.',
    run: async (c) => {
      await c.deploy(oneTask);
      await c.createWithResult('oneTask', { a: 1, z: 2 }, { fetchVariables: ['b', 'z', 'none'] });
      await c.complete('work', { b: 'text' });
    },
  },
  'instance-cancelled-child': {
    shows: 'A called instance cannot be cancelled by itself.',
    run: async (c) => {
      await c.deploy(
        oneTask,
        s.model('caller', {
          nodes: { start: s.start(), call: s.call('oneTask'), end: s.end() },
          flows: ['start call end'],
        }),
      );
      const root = await c.create('caller');
      await c.cancel(c.element('oneTask'));
      await c.cancel(root);
    },
  },
  'instance-starts-at-old-version': {
    shows: 'An older version can be started by its number.',
    run: async (c) => {
      await c.deploy(oneTask);
      await c.deploy(
        s.model('oneTask', { nodes: { start: s.start(), end: s.end() }, flows: ['start end'] }),
      );
      await c.create('oneTask');
      await c.call({
        rpc: 'CreateProcessInstance',
        request: { bpmnProcessId: 'oneTask', version: -1, variables: '{"v":2}' },
      });
    },
  },
});
