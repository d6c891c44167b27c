import '../../matchers.js';
import { createTestEngine, type TestEngine } from '../../testing.js';
import { approvalModel, callerModel, orderModel } from './models.js';

let engine: TestEngine;
beforeEach(async () => {
  engine = await createTestEngine();
  await engine.deploy(orderModel, callerModel, approvalModel);
  engine.handle('charge', () => ({ receipt: { number: 'R1', lines: [1, 2] } }));
});
afterEach(async () => {
  await engine.close();
});

const start = () => engine.startInstance('order', { orderId: 'A1', price: 4 });
const paid = { name: 'paid', correlationKey: 'A1' };

/** The text of the failure that is expected, without colours. */
function failure(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    // eslint-disable-next-line no-control-regex -- colours begin with it
    return (error as Error).message.replace(/\u001b\[\d+m/g, '');
  }
  throw new Error('it did not fail');
}

describe('where an instance is', () => {
  test('active, completed, canceled: each holds alone', async () => {
    const instance = await start();
    expect(instance).toBeActive();
    expect(instance).not.toBeCompleted();
    expect(instance).not.toBeCanceled();

    await engine.publishMessage(paid);
    expect(instance).toBeCompleted();
    expect(instance).not.toBeActive();

    const other = await (await start()).cancel();
    expect(other).toBeCanceled();
    expect(other).not.toBeCompleted();
  });

  test('a failure shows path, names, waits, variables and what to look at', async () => {
    const instance = await start();

    expect(
      failure(() => {
        expect(instance).toBeCompleted();
      }).split('\n'),
    ).toEqual([
      'expect(instance).toBeCompleted()',
      '',
      'Expected: COMPLETED',
      'Found:    ACTIVE',
      '',
      `process instance ${instance.key} of 'order' is ACTIVE`,
      '  path:        Ordered "Order received" > Charge "Charge card"',
      '  waiting at:  Await "Await payment"',
      `  waiting for: message 'paid' with correlation key 'A1' at Await "Await payment"`,
      '               timer at Late "An hour", due 2026-01-01T01:00:00.000Z',
      '  variables:   orderId = "A1"',
      '               price = 4',
      '               receipt = {"number":"R1","lines":[1,2]}',
      '  incidents:   none',
      `  look at:     \`await engine.publishMessage({ name: 'paid', correlationKey: 'A1' })\``,
      '               `await engine.advanceToNextTimer()`',
    ]);
    expect(
      failure(() => {
        expect(instance).not.toBeActive();
      }),
    ).toMatch(
      /^expect\(instance\)\.not\.toBeActive\(\)\n\nExpected: not ACTIVE\nFound: {4}ACTIVE\n/,
    );
  });

  test('takes a promise of an instance, and asks for an instance', async () => {
    await expect(start()).toBeActive();
    await expect(start()).resolves.toHavePassed('Charge');
    await expect(
      (async () => {
        await expect(start()).toBeCompleted();
      })(),
    ).rejects.toThrow(/Expected: COMPLETED/);
    expect(
      failure(() => {
        expect({ state: 'ACTIVE' }).toBeActive();
      }),
    ).toMatch(/A process instance of jobwright\/testing is expected/);
    expect([await start()]).toEqual([
      (expect as unknown as { toBeActive: () => unknown }).toBeActive(),
    ]);
  });
});

describe('the path', () => {
  test('passed in order, exactly, so often, none of', async () => {
    const instance = await start();
    await engine.publishMessage(paid);

    expect(instance).toHavePassed('Ordered', 'Await', 'Done');
    expect(instance).not.toHavePassed('Done', 'Ordered');
    expect(instance).not.toHavePassed('TooLate');
    expect(instance).toHavePassedExactly('Ordered', 'Charge', 'Await', 'Done');
    expect(instance).not.toHavePassedExactly('Ordered', 'Charge', 'Await');
    expect(instance).toHavePassedTimes('Charge', 1);
    expect(instance).not.toHavePassedTimes('Charge', 2);
    expect(instance).toHavePassedNoneOf('Late', 'TooLate');
    expect(instance).not.toHavePassedNoneOf('Late', 'Done');
  });

  test('a failure says which element is missing, and why', async () => {
    const instance = await start();

    const found = (assertion: () => unknown): string =>
      /Found: {4}(.*)/.exec(failure(assertion))?.[1] ?? '';
    expect(
      found(() => {
        expect(instance).toHavePassed('Ordered', 'Await');
      }),
    ).toBe('Await "Await payment" was reached, and waits');
    expect(
      found(() => {
        expect(instance).toHavePassed('Done');
      }),
    ).toBe('Done was never reached');
    expect(
      found(() => {
        expect(instance).toHavePassed('Charge', 'Ordered');
      }),
    ).toBe('Ordered "Order received" was passed, but not after Charge "Charge card"');
    await engine.advanceToNextTimer();
    expect(
      found(() => {
        expect(instance).toHavePassed('Await');
      }),
    ).toBe('Await "Await payment" was reached, and left by an event before it was completed');
    expect(
      failure(() => {
        expect(instance).toHavePassedExactly('Ordered', 'Await');
      }),
    ).toContain('they part at step 2: Await is expected, Charge came');
    expect(
      found(() => {
        expect(instance).toHavePassedNoneOf('Done', 'TooLate');
      }),
    ).toBe('passed TooLate');
    expect(
      found(() => {
        expect(instance).toBeWaitingAt('Await');
      }),
    ).toBe('waiting nowhere: the instance is COMPLETED');
  });

  test('an id that the process does not have is an error, also after not', async () => {
    const instance = await start();

    for (const assertion of [
      () => {
        expect(instance).not.toHavePassed('TooLte');
      },
      () => {
        expect(instance).toHavePassedNoneOf('TooLte');
      },
      () => {
        expect(instance).not.toBeWaitingAt('TooLte');
      },
      () => instance.assertNotPassed('TooLte'),
    ]) {
      expect(failure(assertion)).toBe(
        "process 'order' has no element 'TooLte'; did you mean 'TooLate'?",
      );
    }
    expect(
      failure(() => {
        expect(instance).toHavePassed('charge card');
      }),
    ).toContain("did you mean 'Charge'?");
    expect(
      failure(() => {
        expect(instance).toHavePassed('entirely different');
      }),
    ).toMatch(/'$/m);
  });

  test('waiting at, exactly, and for a message', async () => {
    const instance = await start();

    expect(instance).toBeWaitingAt('Await');
    expect(instance).not.toBeWaitingAt('Charge');
    expect(instance).toBeWaitingAtExactly('Await');
    expect(instance).not.toBeWaitingAtExactly('Await', 'Charge');
    expect(instance).toBeWaitingForMessage('paid');
    expect(instance).toBeWaitingForMessage('paid', 'A1');
    expect(instance).toBeWaitingForMessage('paid', expect.stringMatching(/^A/));
    expect(instance).not.toBeWaitingForMessage('paid', 'A2');
    expect(
      failure(() => {
        expect(instance).toBeWaitingForMessage('payed');
      }),
    ).toContain(`Found:    message 'paid' with correlation key 'A1' at Await "Await payment"`);
    await engine.publishMessage(paid);
    expect(instance).not.toBeWaitingForMessage('paid');
  });

  test('calls', async () => {
    const instance = await engine.startInstance('caller', { orderId: 'A1', price: 1 });

    expect(instance).toHaveCalled('order');
    expect(instance).not.toHaveCalled('approval');
    expect(instance.children()).toHaveLength(1);
    expect(instance.children('Call')[0]).toBeWaitingAt('Await');
  });
});

describe('data', () => {
  test('variables: there, with a value, some of them, with asymmetric matchers', async () => {
    const instance = await start();

    expect(instance).toHaveVariable('orderId');
    expect(instance).not.toHaveVariable('amount');
    expect(instance).toHaveVariable('orderId', 'A1');
    expect(instance).not.toHaveVariable('orderId', 'A2');
    expect(instance).toHaveVariable('receipt', expect.objectContaining({ number: 'R1' }));
    expect(instance).toHaveVariables({ orderId: 'A1', price: expect.any(Number) as number });
    expect(instance).not.toHaveVariables({ orderId: 'A1', price: 5 });
    expect(instance).not.toHaveVariables({ orderId: 'A1', gone: null });
  });

  test('variables that are local to an element', async () => {
    const instance = await start();

    expect(instance).toHaveVariable('amount', 8, { at: 'Charge' });
    expect(instance).toHaveVariables({ amount: 8 }, { at: 'Charge' });
    expect(instance).not.toHaveVariables({ amount: 8 }, { at: 'Await' });
    expect(
      failure(() => {
        expect(instance).toHaveVariable('amount', 8);
      }),
    ).toContain("no variable 'amount'; it is local to Charge: give { at: 'Charge' }");
    expect(
      failure(() => {
        expect(instance).toHaveVariables({ orderId: 'A1', price: 5, gone: 1 });
      }),
    ).toContain(
      'Expected: variables {"gone": 1, "price": 5}\nFound:    {"price": 4}; there is no gone',
    );
  });

  test('incidents by type, element and message', async () => {
    engine.handle('charge', () => {
      throw new Error('the bank says no');
    });
    const instance = await start();

    expect(instance).toHaveIncident();
    expect(instance).toHaveIncident({ errorType: 'JOB_NO_RETRIES', elementId: 'Charge' });
    expect(instance).toHaveIncident({ message: 'bank' });
    expect(instance).toHaveIncident({ message: /^the .* no$/ });
    expect(instance).toHaveIncident({ message: expect.stringContaining('no') });
    expect(instance).not.toHaveIncident({ message: 'shop' });
    expect(instance).not.toHaveIncident({ elementId: 'Await' });
    expect(instance).not.toHaveNoIncidents();
    expect(
      failure(() => {
        expect(instance).toHaveNoIncidents();
      }),
    ).toContain('Found:    Charge "Charge card": JOB_NO_RETRIES: the bank says no');

    engine.handle('charge', () => ({ receipt: 'R2' }));
    await instance.resolveIncidents();
    expect(instance).toHaveNoIncidents();
    expect(instance).not.toHaveIncident();
    expect(instance).toHaveVariable('receipt', 'R2');
  });

  test('jobs that are not done', async () => {
    engine.hold('Charge');
    const instance = await start();

    expect(instance).toHaveJob();
    expect(instance).toHaveJob('charge');
    expect(instance).toHaveJob({ elementId: 'Charge', retries: 1, state: 'ACTIVATABLE' });
    expect(instance).not.toHaveJob('refund');
    expect(instance).not.toHaveJob({ type: 'charge', retries: 3 });
    expect(
      failure(() => {
        expect(instance).not.toHaveJob('charge');
      }),
    ).toContain("look at:     'Charge' is held: `await engine.release('Charge')`");
    await engine.release('Charge');
    expect(instance).not.toHaveJob();
  });

  test('user tasks, native ones and jobs', async () => {
    const instance = await engine.startInstance('approval');

    expect(instance).toHaveUserTask('Approve');
    expect(instance).toHaveUserTask({ kind: 'native', candidateGroups: ['boss', 'owner'] });
    expect(instance).toHaveUserTask({ elementId: 'Sign', assignee: 'ada', kind: 'job' });
    expect(instance).toHaveUserTask({ candidateUsers: ['bob', 'eve'] });
    expect(instance).not.toHaveUserTask({ elementId: 'Approve', assignee: 'ada' });

    await instance.userTask('Approve').claim('eve');
    expect(instance).toHaveUserTask({ elementId: 'Approve', assignee: 'eve' });
    await instance.userTask('Approve').update({ priority: 80, candidateGroups: ['owner'] });
    expect(instance).toHaveUserTask({ priority: 80, candidateGroups: ['owner'] });
    await instance.userTask('Approve').complete({ approved: true });
    await instance.userTask('Sign').complete({ signed: true });
    expect(instance).toBeCompleted();
    expect(instance).toHaveVariables({ approved: true, signed: true });
    expect(instance).not.toHaveUserTask();
  });
});
