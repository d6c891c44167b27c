import { createTestEngine, type TestEngine } from '../../testing.js';
import { sizeDecision } from '../gateway/models.js';
import { callerModel, orderModel, tickingModel } from './models.js';

const start = new Date('2030-05-01T12:00:00Z');
const hour = 3_600_000;
let engine: TestEngine;
beforeEach(async () => {
  engine = await createTestEngine({ start: start.getTime() });
  await engine.deploy(orderModel);
});
afterEach(async () => {
  await engine.close();
});

const order = () => engine.startInstance('order', { orderId: 'A1', price: 4 });

describe('jobs by hand', () => {
  test('complete', async () => {
    const instance = await order();
    const job = await engine.activateJob('charge');

    expect(job).toMatchObject({ type: 'charge', elementId: 'Charge', retries: 1 });
    expect(job.variables).toEqual({ orderId: 'A1', price: 4, amount: 8 });
    await job.complete({ receipt: 'R1' });
    expect(instance.waitingAt()).toEqual(['Await']);
    expect(instance.variables()).toMatchObject({ receipt: 'R1' });
  });

  test('fail, wait for the next try, fail for good', async () => {
    const instance = await order();
    await (
      await engine.activateJob('charge')
    ).fail({ message: 'later', retries: 1, backoffMs: 500 });
    await expect(engine.activateJob('charge')).rejects.toThrow(
      "no job of type 'charge' can be activated; jobs: 'charge' at 'Charge' is FAILED, retries: 1",
    );
    await engine.advance(500);
    await (await engine.activateJob('charge')).fail({ message: 'never' });

    expect(instance.incidents()).toMatchObject([{ errorMessage: 'never' }]);
  });

  test('throw an error that nothing catches', async () => {
    const instance = await order();
    await (await engine.activateJob('charge')).throwError('BROKE', 'no money', { by: 'bank' });

    expect(instance.incidents()).toMatchObject([{ errorType: 'UNHANDLED_ERROR_EVENT' }]);
  });

  test('what is no JSON in the answer goes as a client would send it', async () => {
    const instance = await order();
    await (await engine.activateJob('charge')).complete({ receipt: start, gone: undefined });

    expect(instance.variables().receipt).toBe('2030-05-01T12:00:00.000Z');
  });
});

describe('changes of an instance', () => {
  test('set variables: in the root scope, at an element, only there', async () => {
    const instance = await order();
    await instance.setVariables({ price: 5 });
    await instance.setVariables({ amount: 9, extra: 1 }, { at: 'Charge' });
    await instance.setVariables({ price: 6 }, { at: 'Charge', local: true });

    expect(instance.variables()).toEqual({ orderId: 'A1', price: 5, extra: 1 });
    expect(instance.variables({ at: 'Charge' })).toEqual({ amount: 9, price: 6 });
    await expect(instance.setVariables({}, { at: 'Await' })).rejects.toThrow(
      "no token is at 'Await'",
    );
  });

  test('modify: activate and terminate', async () => {
    const instance = await order();
    await instance.modify({
      activate: [{ elementId: 'Await', variables: { why: 'moved' } }],
      terminate: ['Charge'],
    });

    expect(instance.waitingAt()).toEqual(['Await']);
    expect(instance.variables({ at: 'Await' })).toEqual({ why: 'moved' });
    expect(instance.path()).toEqual(['Ordered']);
  });

  test('cancel', async () => {
    expect((await (await order()).cancel()).state()).toBe('TERMINATED');
  });

  test('migrate to the next version', async () => {
    const instance = await order();
    const before = instance.processDefinitionKey;
    const content = orderModel.content.replaceAll('"Charge"', '"Pay"');
    await engine.deploy({ name: 'order.bpmn', content });
    await instance.migrate({ elements: { Charge: 'Pay' } });

    expect(instance.processDefinitionKey).not.toBe(before);
    expect(instance.waitingAt()).toEqual(['Pay']);
    await (await engine.activateJob('charge')).complete({ receipt: 1 });
    instance.assertPassed('Ordered', 'Pay');
  });

  test('resolve incidents after raising retries, and say when there are none', async () => {
    const instance = await order();
    await expect(instance.resolveIncidents()).rejects.toThrow('no incident is open');
    await (await engine.activateJob('charge')).fail({ retries: 0 });
    await instance.resolveIncidents({ at: 'Charge', retries: 2 });

    expect(await engine.activateJob('charge')).toMatchObject({ retries: 2 });
    instance.assertNoIncident();
  });

  test('correlate: a message that is awaited, or a rejection', async () => {
    const instance = await order();
    const paid = { name: 'paid', correlationKey: 'A1' };
    await expect(engine.correlateMessage(paid)).rejects.toThrow(/none was found/);
    await (await engine.activateJob('charge')).complete({ receipt: 1 });

    expect((await engine.correlateMessage(paid)).key).toBe(instance.key);
    instance.assertState('COMPLETED');
  });
});

test('evaluates decisions', async () => {
  await engine.deploy({ name: 'size.dmn', content: sizeDecision });

  expect(await engine.evaluateDecision('size', { x: 3 })).toEqual({
    decisionId: 'size',
    output: 'low',
    matchedRules: ['r1'],
  });
  await expect(engine.evaluateDecision('weight', {})).rejects.toThrow(/no decision found/);
});

test('tells called instances, and records that fit', async () => {
  await engine.deploy(callerModel);
  const caller = await engine.startInstance('caller', { orderId: 'A1', price: 1 });
  const [child] = caller.children();

  expect(child?.processId).toBe('order');
  expect(caller.children('e')).toEqual([]);
  expect(engine.instances('order').map(({ key }) => key)).toEqual([child?.key]);
  expect(child?.records({ valueType: 'JOB', intent: 'CREATED' })).toHaveLength(1);
  expect(
    engine.records({ intent: 'ELEMENT_ACTIVATED', elementId: 'Call', bpmnProcessId: 'caller' }),
  ).toHaveLength(1);
});

describe('time', () => {
  test('goes on to a date, and not back', async () => {
    await engine.advanceTo('2030-05-02T00:00:00Z');
    expect(engine.clock.now()).toBe(Date.UTC(2030, 4, 2));
    await expect(engine.advanceTo(start)).rejects.toThrow(/time goes forward/);
    await expect(engine.advanceTo('tomorrow')).rejects.toThrow(/cannot go on to tomorrow/);
  });

  test('goes on to the next timer', async () => {
    const instance = await order();
    await expect(engine.advanceToNextTimer()).rejects.toThrow('no timer waits');
    await (await engine.activateJob('charge')).complete({ receipt: 1 });

    expect(instance.timers()).toMatchObject([{ elementId: 'Late' }]);
    expect(await engine.advanceToNextTimer()).toMatchObject({
      elementId: 'Late',
      due: new Date(start.getTime() + hour),
    });
    expect(engine.clock.now()).toBe(start.getTime() + hour);
    instance.assertPassed('Late', 'TooLate');
  });

  test('passes through every moment on the way: what a timer starts begins at its time', async () => {
    const ticks: number[] = [];
    await engine.deploy(tickingModel);
    engine.handle('tick', () => {
      ticks.push((engine.clock.now() - start.getTime()) / hour);
    });
    await engine.startInstance('ticking');
    await engine.advance(3.5 * hour);

    expect(ticks).toEqual([1, 2, 3]);
    expect(engine.clock.now()).toBe(start.getTime() + 3.5 * hour);
  });
});

describe('a restart', () => {
  test('keeps instances, jobs, timers, messages and handlers, and the clock', async () => {
    const instance = await order();
    const before = engine.engine;
    await engine.restart();
    expect(engine.engine).not.toBe(before);
    await (await engine.activateJob('charge')).complete({ receipt: 1 });
    await engine.restart();
    await engine.restart();

    expect(instance.waitingAt()).toEqual(['Await']);
    expect(engine.clock.now()).toBe(start.getTime());
    engine.handle('charge', () => ({ receipt: 2 }));
    const other = await engine.startInstance('order', { orderId: 'A2', price: 1 });
    await engine.restart();
    await engine.publishMessage({ name: 'paid', correlationKey: 'A1' });
    instance.assertState('COMPLETED');
    await engine.advanceToNextTimer();
    other.assertPassed('TooLate');
    expect(engine.instances('order')).toHaveLength(2);
  });

  test('does a job again whose worker never answered', async () => {
    const instance = await order();
    await engine.activateJob('charge');
    await engine.restart();
    engine.handle('charge', () => ({ receipt: 3 }));
    await engine.waitForIdle();
    expect(instance.waitingAt()).toEqual(['Charge']);
    await engine.advance(5 * 60_000);

    expect(instance.variables().receipt).toBe(3);
  });
});
