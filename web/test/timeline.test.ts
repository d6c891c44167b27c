interface Step {
  readonly type: string;
  readonly label: string;
  readonly state: string;
  readonly at?: string;
}
interface Timeline {
  readonly timelineOf: (events: readonly object[], booking: object) => readonly Step[];
  readonly statusWords: (booking: object, isCancelling: boolean) => string;
}

// The pages are plain JavaScript without types; this is what the module promises.
const specifier = ['..', 'public', 'booking', 'timeline.js'].join('/');
const { timelineOf, statusWords } = (await import(specifier)) as Timeline;

const event = (type: string, data: object = {}) => ({
  type,
  at: `2030-05-01T10:00:00.00${String(type.length % 10)}Z`,
  data,
});
const events = (...types: string[]) => types.map((type) => event(type));
const states = (steps: readonly Step[]) => steps.map((step) => `${step.type} ${step.state}`);
const pending = { status: 'PENDING', reason: null };

describe('the timeline of a booking', () => {
  test('before any event the first step is in progress and nothing is claimed', () => {
    expect(states(timelineOf([], pending))).toEqual([
      'ACCEPTED current',
      'SEATS_HELD waiting',
      'PAYMENT_REQUESTED waiting',
      'PAYMENT_APPROVED waiting',
      'TICKET_ISSUED waiting',
      'CONFIRMED waiting',
    ]);
  });

  test('each event moves the step in progress, in whatever order events arrive', () => {
    const told = events('PAYMENT_REQUESTED', 'ACCEPTED', 'SEATS_HELD');

    expect(states(timelineOf(told, pending)).slice(2, 5)).toEqual([
      'PAYMENT_REQUESTED done',
      'PAYMENT_APPROVED current',
      'TICKET_ISSUED waiting',
    ]);
  });

  test('a confirmed booking whose events are not known has every step done', () => {
    const steps = timelineOf([], { status: 'CONFIRMED', reason: null });

    expect(steps.every((step) => step.state === 'done')).toBe(true);
  });

  test.each([
    ['SEATS_UNAVAILABLE', ['ACCEPTED'], 'SEATS_HELD'],
    ['PAYMENT_DECLINED', ['ACCEPTED', 'SEATS_HELD', 'PAYMENT_REQUESTED'], 'PAYMENT_APPROVED'],
    ['PAYMENT_TIMEOUT', ['ACCEPTED', 'SEATS_HELD', 'PAYMENT_REQUESTED'], 'PAYMENT_APPROVED'],
    [
      'TICKETING_FAILED',
      ['ACCEPTED', 'SEATS_HELD', 'PAYMENT_REQUESTED', 'PAYMENT_APPROVED'],
      'TICKET_ISSUED',
    ],
  ])('%s fails its own step and no other', (reason, before, failed) => {
    const steps = timelineOf([...events(...before), event('REJECTED', { reason })], {
      status: 'REJECTED',
      reason,
    });
    const failedSteps = steps.filter((step) => step.state === 'failed').map((step) => step.type);

    expect(failedSteps).toEqual([failed, 'REJECTED']);
    expect(steps.filter((step) => step.state === 'current')).toEqual([]);
  });

  test('a rejection that the stream tells before the booking does is shown at once', () => {
    const told = [...events('ACCEPTED'), event('REJECTED', { reason: 'SEATS_UNAVAILABLE' })];

    expect(states(timelineOf(told, pending))).toContain('SEATS_HELD failed');
  });

  test('a cancelled booking shows the wish and the end, and skips what was not reached', () => {
    const told = events('ACCEPTED', 'SEATS_HELD', 'CANCELLATION_REQUESTED', 'CANCELLED');

    expect(states(timelineOf(told, { status: 'CANCELLED', reason: null }))).toEqual([
      'ACCEPTED done',
      'SEATS_HELD done',
      'PAYMENT_REQUESTED skipped',
      'PAYMENT_APPROVED skipped',
      'TICKET_ISSUED skipped',
      'CANCELLATION_REQUESTED done',
      'CANCELLED failed',
    ]);
  });

  test('the status sentence names the reason and says that nothing is charged', () => {
    expect(statusWords({ status: 'REJECTED', reason: 'PAYMENT_TIMEOUT' }, false)).toMatch(
      /no word from the payment provider.*Nothing is charged/,
    );
    expect(statusWords(pending, true)).toBe('Cancelling…');
  });
});
