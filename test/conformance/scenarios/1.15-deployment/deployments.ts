import * as s from '../../scenario/index.js';

const plain = (id: string, type = 'w') =>
  s.model(id, {
    nodes: { start: s.start(), w: s.job(type), end: s.end() },
    flows: ['start w end'],
  });

/** Deployments and deletions. */
export const deployments = s.scenarios('1.15', {
  'deploy-versions': {
    shows: 'The same content under the same name is no new version; anything else is one.',
    run: async (c) => {
      await c.deploy(plain('versioned'));
      await c.deploy(plain('versioned'));
      await c.deploy({ ...plain('versioned'), name: 'other.bpmn' });
      await c.deploy(plain('versioned', 'changed'));
      await c.deploy(plain('versioned'));
      await c.create('versioned');
    },
  },
  'deploy-several': {
    shows: 'Several resources in one deployment; one that stays the same keeps its version.',
    run: async (c) => {
      await c.deploy(plain('one'), plain('two'));
      await c.deploy(plain('one'), plain('two', 'changed'), plain('three'));
    },
  },
  'deploy-all-or-nothing': {
    shows: 'One bad resource refuses the whole deployment.',
    run: async (c) => {
      await c.deploy(plain('good'), { name: 'bad.bpmn', content: 'no xml' });
      await c.create('good');
    },
  },
  'deploy-nothing': {
    shows: 'What a deployment must hold.',
    run: async (c) => {
      await c.deploy();
      await c.deploy({ name: 'notes.txt', content: 'text' });
      await c.deploy({ ...plain('named'), name: '' });
    },
  },
  'deploy-invalid-models': {
    shows: 'What is wrong with models is told by element.',
    run: async (c) => {
      await c.deploy(
        s.model('noType', {
          nodes: { start: s.start(), w: { tag: 'serviceTask' }, g: s.xor('nowhere') },
          flows: ['start w g'],
        }),
      );
      await c.deploy(
        s.model('noStart', { nodes: { w: s.job('w'), end: s.end() }, flows: ['w end'] }),
      );
      await c.deploy(
        s.model('badFeel', {
          nodes: { start: s.start(), w: s.mapped(s.job('w'), { a: '=1 +' }) },
          flows: ['start w'],
        }),
      );
      await c.deploy(
        s.model('badRaceTargets', {
          nodes: { start: s.start(), g: s.race(), w: s.job('w') },
          flows: ['start g w'],
        }),
      );
    },
  },
  'deploy-same-id-twice': {
    shows: 'Two processes with one id in one deployment are refused.',
    run: async (c) => {
      await c.deploy(plain('twin'), { ...plain('twin', 'other'), name: 'twin2.bpmn' });
    },
  },
  'deploy-endless-loop': {
    shows: 'A loop of nothing that waits is refused.',
    run: async (c) => {
      await c.deploy(
        s.model('endless', {
          nodes: {
            start: s.start(),
            a: s.pass('manualTask'),
            b: s.pass(),
            m: s.xor('m_a'),
            end: s.end(),
          },
          flows: ['start a b a'],
        }),
      );
    },
  },
  'delete-process': {
    deletes: true,
    shows:
      'A deleted process cannot be started; the version before it can, when it was the newest.',
    run: async (c) => {
      await c.deploy(plain('deleted'));
      const first = c.definition('deleted');
      await c.deploy(plain('deleted', 'v2'));
      const second = c.definition('deleted');
      await c.deleteResource(second);
      await c.create('deleted', { n: 1 });
      await c.complete('w');
      await c.deleteResource(first);
      await c.create('deleted');
      await c.deleteResource(first);
      await c.deploy(plain('deleted'));
    },
  },
  'delete-with-instances': {
    deletes: true,
    shows: 'A process with running instances.',
    run: async (c) => {
      await c.deploy(plain('inUse'));
      await c.create('inUse');
      await c.deleteResource(c.definition('inUse'));
      await c.create('inUse');
      await c.complete('w');
      await c.create('inUse');
    },
  },
  'delete-closes-starts': {
    deletes: true,
    shows: 'Deleting the newest version closes its starts and opens those of the version before.',
    run: async (c) => {
      const version = (name: string) =>
        s.model('starts', {
          nodes: { start: s.start(s.message(name)), end: s.end() },
          flows: ['start end'],
        });
      await c.deploy(version('del-start-1'));
      await c.deploy(version('del-start-2'));
      await c.deleteResource(c.definition('starts'));
      await c.publish('del-start-2', '', { timeToLive: 0 });
      await c.publish('del-start-1', '', { timeToLive: 0 });
    },
  },
  'delete-unknown': {
    deletes: true,
    shows: 'What is not there cannot be deleted.',
    run: async (c) => {
      await c.deleteResource('2251799999999999');
    },
  },
});
