import * as s from '../../scenario/index.js';

/** What newer versions add to jobs and deployments. */
export const newerJobs = s.scenarios('1.19', {
  'deploy-kept-files': {
    since: '8.7',
    shows: 'Files for robots are kept in versions, with an id and a version tag.',
    run: async (c) => {
      const file = (name: string, content: object | string): s.Resource => ({
        name,
        content: typeof content === 'string' ? content : JSON.stringify(content),
      });
      const process = s.model('beside', { nodes: { start: s.start() }, flows: [] });
      await c.deploy(file('one.rpa', { id: 'robot-one', versionTag: 'v1', name: 'n' }));
      await c.deploy(file('one.rpa', { id: 'robot-one', versionTag: 'v1', name: 'n' }));
      await c.deploy(process, file('two.rpa', { id: 'robot-one', name: 'other' }));
      await c.deploy(file('none.rpa', { name: 'n' }));
      await c.deploy(file('blank.rpa', { id: ' ' }));
      await c.deploy(file('text.txt', 'text'));
      await c.deploy(file('a.rpa', { id: 'same' }), file('b.rpa', { id: 'same' }));
    },
  },
  'listener-headers': {
    since: '8.8',
    shows: 'The jobs of execution listeners have the headers of their element.',
    run: async (c) => {
      const task = s.job('work', { headers: { a: '1', b: 'two' } });
      await c.deploy(
        s.model('headers', {
          nodes: {
            start: s.start(),
            t: s.listened(task, [
              ['start', 'before'],
              ['end', 'after'],
            ]),
            end: s.end(),
          },
          flows: ['start t end'],
        }),
      );
      await c.create('headers');
      await c.complete('before');
      await c.complete('work');
      await c.complete('after');
    },
  },
});
