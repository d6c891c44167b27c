import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BpmnError, nonRetryable, type JobHandler, type ProcessClient } from '../../runtime/v1.js';
import { createTestEngine, inTurn, type TestEngine } from '../testing.js';
import { messageProcess, taskProcess } from './gateway/models.js';

let engine: TestEngine;
beforeEach(async () => {
  engine = await createTestEngine();
});
afterEach(async () => {
  await engine.close();
});
const task = { name: 'task.bpmn', content: taskProcess('task', 'reserve') };

describe('the test engine', () => {
  test('runs handlers in the process and tells path and variables', async () => {
    await engine.deploy(task);
    engine.handle('reserve', (job) => ({ hold: `H-${JSON.stringify(job.variables.seat)}` }));
    const instance = await engine.startInstance('task', { seat: '12A' });
    instance
      .assertState('COMPLETED')
      .assertPath('start', 'work', 'end')
      .assertPassed('start', 'end')
      .assertNotPassed('gone')
      .assertVariables({ hold: 'H-"12A"' })
      .assertNoIncident();
  });

  test('takes the handlers of a generated contract, errors and context included', async () => {
    // As a contract has it: headers and element ids are literals.
    const reserve: JobHandler<
      { readonly seat: string },
      { readonly hold: string },
      'SOLD_OUT',
      Readonly<Record<string, never>>,
      'work'
    > = (job, context) =>
      job.variables.seat === '1A'
        ? Promise.reject(context.error('SOLD_OUT', 'taken'))
        : Promise.resolve({ hold: job.variables.seat });
    await engine.deploy(task);
    engine.handleAll({ reserve });
    (await engine.startInstance('task', { seat: '1A' })).assertPassed('soldOut', 'gone');
    (await engine.startInstance('task', { seat: '1B' })).assertVariables({ hold: '1B' });
    engine.handle('reserve', () => {
      throw new BpmnError('SOLD_OUT', 'taken');
    });
    (await engine.startInstance('task')).assertPassed('gone');
  });

  test('retries what fails, and raises an incident when nothing is left', async () => {
    await engine.deploy(task);
    let tries = 0;
    engine.handle('reserve', () => {
      tries += 1;
      throw new Error('no network');
    });
    const instance = await engine.startInstance('task');
    expect(tries).toBe(3);
    expect(instance.incidents()).toMatchObject([
      { errorType: 'JOB_NO_RETRIES', errorMessage: 'no network' },
    ]);
    expect(() => instance.assertNoIncident()).toThrow(
      /has incidents:\nwork: JOB_NO_RETRIES: no network/,
    );

    engine.handle('reserve', () => {
      throw nonRetryable('never');
    });
    expect((await engine.startInstance('task')).incidents()).toHaveLength(1);
  });

  test('stands still until the clock is moved', async () => {
    const timer = taskProcess('timed', 'never-done').replace(
      '<bpmn:errorEventDefinition id="def" errorRef="err" />',
      '<bpmn:timerEventDefinition id="def"><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition>',
    );
    await engine.deploy({ name: 'timed.bpmn', content: timer });
    const instance = await engine.startInstance('timed');
    expect(instance.waitingAt()).toEqual(['work']);
    await engine.advance(7_199_999);
    instance.assertState('ACTIVE').assertPassed('start');
    await engine.advance(1);
    instance.assertState('COMPLETED').assertPassed('soldOut', 'gone');
  });

  test('publishes messages to waiting instances', async () => {
    await engine.deploy({ name: 'waits.bpmn', content: messageProcess('waits', 'paid') });
    const instance = await engine.startInstance('waits', { orderId: 7 });
    await engine.publishMessage({ name: 'paid', correlationKey: '8' });
    instance.assertState('ACTIVE');
    await engine.publishMessage({ name: 'paid', correlationKey: '7', variables: { by: 'card' } });
    instance.assertState('COMPLETED').assertVariables({ by: 'card' });
  });

  test('fails an assertion that does not hold, in plain words', async () => {
    await engine.deploy(task);
    const instance = await engine.startInstance('task');
    expect(() => instance.assertState('COMPLETED')).toThrow(/is ACTIVE, not COMPLETED/);
    expect(() => instance.assertPassed('work')).toThrow(/did not pass 'work'.*its path is start/);
    expect(() => instance.assertVariables({ x: 1 })).toThrow();
  });

  test('deploys files by path, and says what is wrong with them', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'jobwright-testing-'));
    try {
      const path = join(directory, 'task.bpmn');
      await writeFile(path, task.content);
      expect(await engine.deploy(path)).toMatchObject({
        processes: [{ resourceName: 'task.bpmn' }],
      });
      await writeFile(path, '<broken');
      await expect(engine.deploy(path)).rejects.toThrow(/'task.bpmn'/);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('the client of the test engine', () => {
  test('serves generated functions: start, message, signal, cancel', async () => {
    const client: ProcessClient = engine.client;
    await engine.deploy(task);
    const { processInstanceKey, processVersion } = await client.createProcessInstance({
      processId: 'task',
      variables: { seat: '12A' },
    });

    expect(processVersion).toBe(1);
    expect(engine.lastInstance('task').key).toBe(Number(processInstanceKey));
    expect(engine.lastInstance('task').waitingAt()).toEqual(['work']);

    await client.broadcastSignal({ name: 'nobody-waits', variables: {} });
    await client.cancelProcessInstance(processInstanceKey);

    engine.lastInstance('task').assertState('TERMINATED');
  });

  test('tells a message that it has already', async () => {
    const message = {
      name: 'm',
      correlationKey: 'k',
      messageId: 'once',
      timeToLiveMs: 60_000,
      variables: {},
    };

    expect(await engine.client.publishMessage(message)).toMatchObject({ duplicate: false });
    expect(await engine.client.publishMessage(message)).toEqual({
      messageKey: '',
      duplicate: true,
    });
  });

  test('has no last instance of a process that was never started', () => {
    expect(() => engine.lastInstance('task')).toThrow("no instance of 'task' was started");
  });
});

describe('a held element', () => {
  test('keeps its jobs until it is released', async () => {
    await engine.deploy(task);
    engine.handle('reserve', () => ({}));
    engine.hold('work');
    const instance = await engine.startInstance('task');

    expect(instance.waitingAt()).toEqual(['work']);

    await engine.release('work');

    instance.assertState('COMPLETED');
  });

  test('does not hold up others', async () => {
    await engine.deploy(task);
    engine.handle('reserve', () => ({})).hold('another');

    (await engine.startInstance('task')).assertState('COMPLETED');
  });
});

test('handlers in turn: each call in its own way, and from then on in the last', async () => {
  await engine.deploy(task);
  engine.handle(
    'reserve',
    inTurn(
      () => ({ tried: 'first' }),
      () => ({ tried: 'second' }),
    ),
  );
  const tried = [];
  for (let count = 0; count < 3; count += 1) {
    tried.push((await engine.startInstance('task')).variables().tried);
  }

  expect(tried).toEqual(['first', 'second', 'second']);
});

test('an instance says what it passed beside what was expected', async () => {
  await engine.deploy(task);
  engine.handle('reserve', () => ({}));
  const instance = await engine.startInstance('task');

  instance.assertPassedOnly('end', 'work', 'start', 'gone');
  expect(() => instance.assertPassedOnly('start')).toThrow(/passed work, end, too/);
});
