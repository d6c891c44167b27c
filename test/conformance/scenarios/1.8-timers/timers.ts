import * as s from '../../scenario/index.js';

const HOUR = 3_600_000;
const withBoundary = (definition: s.EventDefinition, beside = true) =>
  s.model('timed', {
    nodes: {
      start: s.start(),
      w: s.job('w'),
      t: beside ? s.beside('w', definition) : s.boundary('w', definition),
      fired: s.end(),
      end: s.end(),
    },
    flows: ['start w end', 't fired'],
  });
const startedBy = (definition: s.EventDefinition) =>
  s.model('byTimer', {
    nodes: { start: s.start(definition), end: s.end() },
    flows: ['start end'],
  });

/** Timers. */
export const timers = s.scenarios('1.8', {
  'timer-cycle-with-count': {
    shows: 'A cycle fires as often as it says.',
    run: async (c) => {
      await c.deploy(withBoundary(s.timer('R2/PT1H')));
      await c.create('timed');
      await c.advance(HOUR);
      await c.advance(HOUR);
      await c.advance(HOUR);
    },
  },
  'timer-cycle-without-end': {
    shows: 'A cycle without count goes on until its element leaves.',
    run: async (c) => {
      await c.deploy(withBoundary(s.timer('R/PT1H')));
      await c.create('timed');
      await c.advance(HOUR);
      await c.advance(HOUR);
      await c.complete('w');
      await c.advance(HOUR);
    },
  },
  'timer-cycle-zero': {
    shows: 'A cycle of no repetitions.',
    run: async (c) => {
      await c.deploy(withBoundary(s.timer('=cycle', 'Cycle')));
      await c.create('timed', { cycle: 'R0/PT1H' });
      await c.create('timed', { cycle: 'R1/PT1H' });
      await c.advance(HOUR);
      await c.advance(HOUR);
    },
  },
  'timer-cycle-wrong': {
    shows: 'What is no cycle raises an incident.',
    run: async (c) => {
      await c.deploy(withBoundary(s.timer('=cycle', 'Cycle')));
      await c.create('timed', { cycle: 'every hour' });
      await c.create('timed', { cycle: 'PT1H' });
      await c.create('timed', { cycle: 'R3/soon' });
      await c.create('timed', { cycle: 5 });
      await c.create('timed', {});
    },
  },
  'timer-interrupting-boundary': {
    shows: 'An interrupting timer ends its activity and the job with it.',
    run: async (c) => {
      await c.deploy(withBoundary(s.timer('PT1H'), false));
      await c.create('timed');
      const job = await c.job('w');
      await c.advance(HOUR);
      await c.complete(job);
    },
  },
  'timer-boundary-not-reached': {
    shows: 'A timer goes with its activity.',
    run: async (c) => {
      await c.deploy(withBoundary(s.timer('PT1H'), false));
      await c.create('timed');
      await c.complete('w');
      await c.advance(HOUR);
    },
  },
  'timer-at-once': {
    shows: 'A duration of nothing or less, or a date in the past, fires at once.',
    run: async (c) => {
      await c.deploy(
        s.model('atOnce', {
          nodes: {
            start: s.start(),
            zero: s.catches(s.timer('PT0S')),
            less: s.catches(s.timer('=duration("-PT1H")')),
            past: s.catches(s.timer('2020-01-01T00:00:00Z', 'Date')),
            end: s.end(),
          },
          flows: ['start zero less past end'],
        }),
      );
      await c.create('atOnce');
    },
  },
  'timer-dates': {
    shows: 'Dates carry a zone; what does not is an incident.',
    run: async (c) => {
      await c.deploy(
        s.model('dates', {
          nodes: { start: s.start(), t: s.catches(s.timer('=d', 'Date')), end: s.end() },
          flows: ['start t end'],
        }),
      );
      await c.create('dates', { d: '2020-01-01T00:00:00+02:00' });
      await c.create('dates', { d: '2020-01-01T00:00:00[Europe/Berlin]' });
      await c.create('dates', { d: '2099-01-01T00:00:00Z' });
      await c.create('dates', { d: '2020-01-01T00:00:00' });
      await c.create('dates', { d: '2020-01-01' });
      await c.create('dates', { d: 'tomorrow' });
      await c.create('dates', { d: 1 });
      await c.create('dates', {});
    },
  },
  'timer-feel-values': {
    shows: 'A timer may be a FEEL duration or date and time.',
    run: async (c) => {
      await c.deploy(
        s.model('feelTimers', {
          nodes: {
            start: s.start(),
            a: s.catches(s.timer('=duration("PT1H")')),
            b: s.catches(s.timer('=duration("P1M")')),
            d: s.catches(s.timer('=date and time("2020-01-01T00:00:00Z")', 'Date')),
            end: s.end(),
          },
          flows: ['start a b d end'],
        }),
      );
      await c.create('feelTimers');
      await c.advance(HOUR);
      await c.advance(32 * 24 * HOUR);
    },
  },
  'timer-start-cycle': {
    shows: 'A timer that starts instances repeats; a new version replaces it.',
    run: async (c) => {
      await c.deploy(startedBy(s.timer('R2/PT1H')));
      await c.advance(HOUR);
      await c.deploy(startedBy(s.timer('R1/PT2H')));
      await c.advance(2 * HOUR);
      await c.advance(2 * HOUR);
    },
  },
  'timer-start-duration-and-date': {
    shows: 'A timer start by date fires once, at once when the date is past.',
    run: async (c) => {
      await c.deploy(startedBy(s.timer('2020-01-01T00:00:00Z', 'Date')));
      await c.advance(HOUR);
    },
  },
  'timer-start-wrong': {
    shows: 'A timer start that cannot be evaluated refuses the deployment.',
    run: async (c) => {
      await c.deploy(startedBy(s.timer('=missing', 'Cycle')));
      await c.deploy(startedBy(s.timer('=1 + 1', 'Date')));
      await c.deploy(startedBy(s.timer('="soon"', 'Date')));
    },
  },
  'timer-incident-resolved': {
    shows: 'A timer is planned anew when its incident is resolved.',
    run: async (c) => {
      await c.deploy(
        s.model('later', {
          nodes: { start: s.start(), t: s.catches(s.timer('=wait')), end: s.end() },
          flows: ['start t end'],
        }),
      );
      const instance = await c.create('later', { wait: 'later' });
      await c.resolve();
      await c.setVariables(instance, { wait: 'PT1H' });
      await c.resolve();
      await c.advance(HOUR);
    },
  },
  'timer-event-subprocess': {
    shows: 'Timers start event subprocesses, again and again or once.',
    run: async (c) => {
      await c.deploy(
        s.model('timedSub', {
          nodes: {
            start: s.start(),
            w: s.job('w'),
            again: s.eventSub({
              nodes: { s1: s.start(s.timer('R2/PT1H'), false), e1: s.end() },
              flows: ['s1 e1'],
            }),
            once: s.eventSub({
              nodes: { s2: s.start(s.timer('PT5H')), x: s.job('x') },
              flows: ['s2 x'],
            }),
          },
          flows: ['start w'],
        }),
      );
      await c.create('timedSub');
      await c.advance(HOUR);
      await c.advance(HOUR);
      await c.advance(3 * HOUR);
      await c.complete('x');
    },
  },
});
