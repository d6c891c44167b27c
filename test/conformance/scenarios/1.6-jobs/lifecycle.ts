import * as s from '../../scenario/index.js';

const one = s.model('oneJob', {
  nodes: { start: s.start(), w: s.job('w', { headers: { to: 'A', note: '=x' } }), end: s.end() },
  flows: ['start w end'],
});

/** What workers may do with jobs, and when. */
export const jobLifecycle = s.scenarios('1.6', {
  'job-completed-without-activation': {
    shows: 'A job may be completed by one that never activated it.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      const [job] = await c.activate('w', { timeout: 60_000 });
      await c.advance(60_001);
      await c.complete(job ?? 'w', { late: true });
    },
  },
  'job-completed-twice': {
    shows: 'A job is gone once it is completed.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      const job = await c.job('w');
      await c.complete(job);
      await c.complete(job);
      await c.fail(job, 1);
      await c.throwError(job, 'x');
      await c.updateRetries(job, 2);
      await c.updateTimeout(job, 1000);
    },
  },
  'job-fails-with-retries': {
    shows: 'A failed job with retries is there again at once.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      await c.fail('w', 2, { errorMessage: 'first' });
      await c.fail('w', 7);
      await c.complete('w');
    },
  },
  'job-fails-for-good': {
    shows:
      'Without retries a failed job raises an incident; nothing can be done with it until they are raised.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      const job = await c.job('w');
      await c.fail(job, 0, { errorMessage: 'broken' });
      await c.complete(job);
      await c.fail(job, 1);
      await c.throwError(job, 'x');
      await c.activate('w');
      await c.resolve();
      await c.updateRetries(job, 1);
      await c.resolve();
      await c.complete('w');
    },
  },
  'job-fails-without-message': {
    shows: 'The incident of a job that failed without a message.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      await c.fail('w', 0);
      await c.create('oneJob');
      await c.fail('w', -1, { errorMessage: '' });
    },
  },
  'job-fails-with-backoff': {
    shows: 'A failed job with backoff waits until it is over.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      const job = await c.job('w');
      await c.fail(job, 2, { retryBackOff: 600_000, errorMessage: 'later' });
      await c.activate('w');
      await c.complete(job);
      await c.advance(300_000);
      await c.activate('w');
      await c.advance(300_001);
      await c.complete('w');
    },
  },
  'job-backoff-without-retries': {
    shows: 'Backoff does not matter when no retries are left.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      await c.fail('w', 0, { retryBackOff: 600_000 });
      await c.advance(600_001);
      await c.activate('w');
    },
  },
  'job-cancelled-while-backing-off': {
    shows: 'Cancelling takes a job that backs off along.',
    run: async (c) => {
      await c.deploy(one);
      const instance = await c.create('oneJob');
      await c.fail('w', 1, { retryBackOff: 600_000 });
      await c.cancel(instance);
      await c.advance(600_001);
      await c.activate('w');
    },
  },
  'job-times-out': {
    shows: 'A job whose time is over is given out again.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      await c.activate('w', { timeout: 60_000 });
      await c.activate('w');
      await c.advance(60_001);
      await c.activate('w', { worker: 'second', timeout: 60_000 });
      await c.complete('w');
    },
  },
  'job-timeout-updated': {
    shows: 'A worker can ask for more time, and for less; only for a job that is activated.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      const [job] = await c.activate('w', { timeout: 60_000 });
      await c.updateTimeout(job ?? { key: '0', variables: {} }, 600_000);
      await c.advance(60_001);
      await c.activate('w');
      await c.advance(600_000);
      await c.updateTimeout(job ?? { key: '0', variables: {} }, 600_000);
      await c.activate('w');
    },
  },
  'job-retries-updated': {
    shows: 'Retries may be set at any time, to more than none.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      const job = await c.job('w');
      await c.updateRetries(job, 0);
      await c.updateRetries(job, -5);
      await c.updateRetries(job, 12);
      await c.fail(job, 3);
      await c.activate('w');
    },
  },
  'job-activation-refused': {
    shows: 'What an activation must say.',
    run: async (c) => {
      await c.activate('');
      await c.activate('w', { timeout: 0 });
      await c.activate('w', { maxJobsToActivate: 0 });
      await c.activate('w', { worker: '' });
      await c.activate('w', { maxJobsToActivate: -1, timeout: -1 });
    },
  },
  'job-without-retries-from-start': {
    shows: 'A job made without retries is never given out, and raises no incident.',
    run: async (c) => {
      await c.deploy(
        s.model('none', {
          nodes: { start: s.start(), w: s.job('w', { retries: '=r' }), end: s.end() },
          flows: ['start w end'],
        }),
      );
      await c.create('none', { r: 0 });
      await c.activate('w');
      await c.create('none', { r: -1 });
      await c.activate('w');
    },
  },
  'job-long-error-message': {
    shows: 'A long message of a failure is cut.',
    run: async (c) => {
      await c.deploy(one);
      await c.create('oneJob');
      await c.fail('w', 1, { errorMessage: 'x'.repeat(10_001) });
    },
  },
  'job-of-other-tasks': {
    shows: 'Send tasks, business rule tasks, scripts, message throws and ends make jobs.',
    run: async (c) => {
      await c.deploy(
        s.model('kinds', {
          nodes: {
            start: s.start(),
            a: s.job('a', { tag: 'sendTask' }),
            b: s.job('b', { tag: 'businessRuleTask' }),
            d: s.job('d', { tag: 'scriptTask' }),
            e: { ...s.throws(s.message('never')), ...s.job('e'), tag: 'intermediateThrowEvent' },
            f: { ...s.end(s.message('never')), ...s.job('f'), tag: 'endEvent' },
          },
          flows: ['start a b d e f'],
        }),
      );
      await c.create('kinds');
      await c.complete('a');
      await c.complete('b', { b: 1 });
      await c.complete('d');
      await c.complete('e', { e: 1 });
      await c.complete('f', { f: 1 });
    },
  },
  'job-of-user-task': {
    shows:
      'A user task without more is a job with one retry and what it is assigned to in its headers.',
    run: async (c) => {
      await c.deploy(
        s.model('user', {
          nodes: {
            start: s.start(),
            u: s.userJob({
              assignee: '=who',
              candidateGroups: 'a, b',
              candidateUsers: '=["x","y"]',
            }),
          },
          flows: ['start u'],
        }),
      );
      await c.create('user', { who: 'me' });
      await c.complete('io.camunda.zeebe:userTask', { done: true });
      await c.create('user', {});
      await c.activate('io.camunda.zeebe:userTask');
      await c.create('user', { who: 5 });
    },
  },
  'job-completed-in-dying-scope': {
    shows: 'Nothing can be done with a job whose scope has been interrupted.',
    run: async (c) => {
      await c.deploy(
        s.model('dying', {
          nodes: {
            start: s.start(),
            sub: s.sub({ nodes: { s1: s.start(), w: s.job('w') }, flows: ['s1 w'] }),
            b: s.boundary('sub', s.message('job-dying', '=k')),
            after: s.job('after'),
          },
          flows: ['start sub', 'b after'],
        }),
      );
      await c.create('dying', { k: 'k' });
      const job = await c.job('w');
      await c.publish('job-dying', 'k');
      await c.complete(job);
      await c.complete('after');
    },
  },
});
