import * as s from '../../scenario/index.js';

/** Incidents and how they are resolved. */
export const incidents = s.scenarios('1.16', {
  'incident-resolved-twice': {
    shows: 'An incident is gone once it is resolved; an unknown one is not there.',
    run: async (c) => {
      await c.deploy(
        s.model('once', {
          nodes: { start: s.start(), g: s.xor(), a: s.end(), b: s.end() },
          flows: ['start g', ['g', 'a', '=x = 1'], ['g', 'b', '=x = 2']],
        }),
      );
      const instance = await c.create('once', { x: 0 });
      const first = c.incident();
      await c.setVariables(instance, { x: 1 });
      await c.resolve(first);
      await c.resolve(first);
      await c.resolve('2251799999999999');
    },
  },
  'incident-again-and-again': {
    shows: 'Resolving what is still wrong raises a new incident.',
    run: async (c) => {
      await c.deploy(
        s.model('still', {
          nodes: { start: s.start(), w: s.job('=kind') },
          flows: ['start w'],
        }),
      );
      const instance = await c.create('still', { kind: 1 });
      await c.resolve();
      await c.setVariables(instance, { kind: null });
      await c.resolve();
      await c.setVariables(instance, { kind: 'fine' });
      await c.resolve();
      await c.complete('fine');
    },
  },
  'incident-stages-of-one-task': {
    shows: 'Input, type, boundary, output: each stage can fail, and goes on from where it failed.',
    run: async (c) => {
      await c.deploy(
        s.model('stages', {
          nodes: {
            start: s.start(),
            w: s.mapped(
              s.job('=kind'),
              { i: '=assert(a, a != null)' },
              { o: '=assert(b, b != null)' },
            ),
            t: s.boundary('w', s.timer('=wait')),
            end: s.end(),
            late: s.end(),
          },
          flows: ['start w end', 't late'],
        }),
      );
      const instance = await c.create('stages');
      await c.setVariables(instance, { a: 1 });
      await c.resolve();
      await c.setVariables(instance, { wait: 'PT1H' });
      await c.resolve();
      await c.setVariables(instance, { kind: 'typed' });
      await c.resolve();
      await c.complete('typed');
      await c.setVariables(instance, { b: 2 });
      await c.resolve();
    },
  },
  'incident-of-several-branches': {
    shows: 'Incidents of several branches are each resolved by themselves.',
    run: async (c) => {
      await c.deploy(
        s.model('several', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: s.job('=x'),
            b: s.job('=y'),
            j: s.and(),
            end: s.end(),
          },
          flows: ['start f a j end', 'f b j'],
        }),
      );
      const instance = await c.create('several');
      await c.setVariables(instance, { x: 'xx', y: 'yy' });
      await c.resolve(c.incident(-2));
      await c.complete('xx');
      await c.complete('yy');
      await c.resolve();
      await c.complete('xx');
      await c.complete('yy');
    },
  },
  'incident-of-job-needs-retries': {
    shows: 'The incident of a job is only resolved once it has retries.',
    run: async (c) => {
      await c.deploy(
        s.model('needs', { nodes: { start: s.start(), w: s.job('w') }, flows: ['start w'] }),
      );
      await c.create('needs');
      const job = await c.job('w');
      await c.fail(job, 0, { errorMessage: 'first', variables: { tried: 1 } });
      await c.resolve();
      await c.updateRetries(job, 1);
      await c.activate('w');
      await c.resolve();
      await c.fail('w', 0, { errorMessage: 'second' });
    },
  },
  'incident-message-key': {
    shows:
      'A correlation key that cannot be read is an incident; the subscription opens afterwards.',
    run: async (c) => {
      await c.deploy(
        s.model('noKey', {
          nodes: { start: s.start(), m: s.receive('inc-m', '=k'), end: s.end() },
          flows: ['start m end'],
        }),
      );
      const instance = await c.create('noKey');
      await c.publish('inc-m', 'k', { variables: { got: 1 } });
      await c.setVariables(instance, { k: 'k' });
      await c.resolve();
    },
  },
  'incident-in-subprocess-interrupted': {
    shows: 'An incident inside a scope that is interrupted is closed.',
    run: async (c) => {
      await c.deploy(
        s.model('closed', {
          nodes: {
            start: s.start(),
            sub: s.sub({
              nodes: { s1: s.start(), w: s.job('=missing'), x: s.job('x') },
              flows: ['s1 w', 's1 x'],
            }),
            hit: s.boundary('sub', s.error('E')),
            after: s.end(),
          },
          flows: ['start sub', 'hit after'],
        }),
      );
      await c.create('closed');
      await c.throwError('x', 'E');
      await c.resolve();
    },
  },
  'incident-uncaught-error-resolved': {
    shows: 'Resolving the incident of an error that nobody caught gives the job out again.',
    run: async (c) => {
      await c.deploy(
        s.model('again', { nodes: { start: s.start(), w: s.job('w') }, flows: ['start w'] }),
      );
      await c.create('again');
      const job = await c.job('w');
      await c.throwError(job, 'E', { v: 1 });
      await c.updateRetries(job, 5);
      await c.resolve();
      await c.complete('w', { done: true });
    },
  },
  'incident-listeners-run-again': {
    shows: 'After an incident a step begins anew, with its mappings and its first listener.',
    run: async (c) => {
      const task = s.listened(s.mapped(s.job('=type'), { m: '=n' }, { out: '=n' }), [
        ['start', 'first'],
        ['start', '=second'],
        ['end', 'third'],
        ['end', '=fourth'],
      ]);
      await c.deploy(s.model('anew', { nodes: { start: s.start(), t: task }, flows: ['start t'] }));
      const key = await c.create('anew', { n: 1 });
      await c.complete('first');
      await c.setVariables(key, { second: 'second', n: 2 });
      await c.resolve();
      await c.complete('first');
      await c.complete('second');
      await c.setVariables(key, { type: 'work', n: 3 });
      await c.resolve();
      await c.complete('first');
      await c.complete('second');
      await c.complete('work');
      await c.complete('third');
      await c.setVariables(key, { fourth: 'fourth', n: 4 });
      await c.resolve();
      await c.complete('third');
      await c.complete('fourth');
    },
  },
  'incident-of-throwing-job-terminated': {
    shows:
      'A message throw event is terminated while its job, or a listener of it, has an incident.',
    run: async (c) => {
      await c.deploy(
        s.model('stuck', {
          nodes: {
            start: s.start(),
            f: s.and(),
            a: { ...s.throws(s.message('stuck-a')), extensions: s.job('send').extensions ?? [] },
            b: s.listened(s.throws(s.signal('stuck-b')), [['start', 'before']]),
          },
          flows: ['start f a', 'f b'],
        }),
      );
      const instance = await c.create('stuck');
      await c.fail('send', 0);
      await c.fail('before', 0);
      await c.cancel(instance);
    },
  },
});
