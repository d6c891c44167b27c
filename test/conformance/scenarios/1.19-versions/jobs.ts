import * as s from '../../scenario/index.js';

/** What newer versions add to jobs. */
export const newerJobs = s.scenarios('1.19', {
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
