import * as s from '../../scenario/index.js';

const from = s.model('oldWay', {
  nodes: {
    start: s.start(),
    a: s.job('a'),
    sub: s.sub({ nodes: { s1: s.start(), b: s.job('b') }, flows: ['s1 b'] }),
    end: s.end(),
  },
  flows: ['start a sub end'],
});
const to = s.model('newWay', {
  nodes: {
    start: s.start(),
    a2: s.job('other'),
    sub2: s.sub({ nodes: { s1: s.start(), b2: s.job('b') }, flows: ['s1 b2'] }),
    extra: s.job('extra'),
    end: s.end(),
  },
  flows: ['start a2 sub2 extra end'],
});

/** Migrations of running instances. */
export const migrations = s.scenarios('1.17', {
  'migrate-task': {
    shows: 'A waiting task goes on in the other process; its job keeps its type.',
    run: async (c) => {
      await c.deploy(from, to);
      const instance = await c.create('oldWay', { x: 1 });
      await c.migrate(instance, c.definition('newWay'), { a: 'a2' });
      await c.complete('a', { y: 2 });
      await c.complete('b');
      await c.complete('extra');
    },
  },
  'migrate-nested-with-incident': {
    shows: 'A nested task with an incident is moved with its scope.',
    run: async (c) => {
      await c.deploy(from, to);
      const instance = await c.create('oldWay');
      await c.complete('a');
      await c.setVariables(c.element('b'), { local: 1 }, true);
      const job = await c.job('b');
      await c.fail(job, 0);
      await c.migrate(instance, c.definition('newWay'), { sub: 'sub2', b: 'b2' });
      await c.updateRetries(job, 1);
      await c.resolve();
      await c.complete('b');
      await c.complete('extra');
    },
  },
  'migrate-refused': {
    shows: 'What a plan may not ask for.',
    run: async (c) => {
      await c.deploy(from, to);
      const instance = await c.create('oldWay');
      const target = c.definition('newWay');
      await c.migrate(instance, target, {});
      await c.migrate(instance, target, { a: 'nowhere' });
      await c.migrate(instance, target, { nowhere: 'a2' });
      await c.migrate(instance, target, { a: 'sub2' });
      await c.migrate(instance, target, { a: 'b2' });
      await c.migrate(instance, '2251799999999999', { a: 'a2' });
      await c.migrate('2251799999999999', target, { a: 'a2' });
    },
  },
});
