import { mkdtemp, readFile, rm, writeFile, readdir, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createTestEngine, inTurn } from '../../../engine/testing.js';
import type { CoverageReport } from '../../../engine/testing/coverage/report.js';
import ProcessCoverageReporter from '../../coverage-reporter.js';
import { runCli } from '../../run-cli.js';

const orderModel = fileURLToPath(new URL('../../template/bpmn/order.bpmn', import.meta.url));
const order = { orderId: 'A1', article: 'pot', quantity: 1, cardToken: 'tok' };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwright-coverage-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  delete process.env.JOBWRIGHT_COVERAGE;
});

const raw = () => join(folder, 'coverage', 'process', 'raw');

/** One instance that is shipped and waits for its delivery; `more` may go on. */
async function ship(coverage: string | undefined, forget = false): Promise<void> {
  const engine = await createTestEngine(coverage === undefined ? {} : { coverage });
  await engine.deploy(orderModel);
  engine
    .handle('reserve-stock', () => ({ reservationId: 'r' }))
    .handle('charge-card', inTurn(() => ({ paid: true, chargeId: 'c' })))
    .handle('ship-order', () => ({ trackingNumber: 't' }));
  await engine.startInstance('order', order);
  if (!forget) {
    await engine.close();
  }
}

async function report(): Promise<CoverageReport> {
  const text = await readFile(join(folder, 'coverage', 'process', 'coverage.json'), 'utf8');
  return JSON.parse(text) as CoverageReport;
}

async function jobwright(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(args, {
    version: '',
    context: {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: {},
      cwd: folder,
    },
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('jobwright coverage', () => {
  test('adds up engines, one that nobody closed too, and says what was never passed', async () => {
    await ship(raw());
    await ship(raw(), true);
    const { code, out } = await jobwright('coverage');

    expect(code).toBe(0);
    expect(out).toMatch(/^process +instances +flow nodes +sequence flows +never passed\n/);
    expect(out).toMatch(/^order +2 +35 % \(6\/17\) +45 % \(5\/11\) +OrderDelivered, OutOfStock/m);
    const [process] = (await report()).processes;
    expect(process).toMatchObject({
      processId: 'order',
      instances: 2,
      elements: {
        ShipOrder: { entered: 2, completed: 2 },
        AwaitDelivery: { entered: 2, completed: 0 },
      },
      flows: { OrderReceived_to_ReserveStock: 2 },
    });
    expect(process?.flowNodes.missed).toContainEqual({ id: 'OutOfStock', name: 'Out of stock' });
    expect(await readdir(raw())).toEqual([]);
  });

  test('draws the diagram: passed, waiting and missed elements, with counts', async () => {
    await ship(raw());
    await jobwright('coverage');
    const page = await readFile(join(folder, 'coverage', 'process', 'index.html'), 'utf8');

    expect(page).toContain('<g class="shape serviceTask passed" data-element-id="ShipOrder">');
    expect(page).toContain('<g class="shape receiveTask waiting" data-element-id="AwaitDelivery">');
    expect(page).toContain('<g class="shape boundaryEvent missed" data-element-id="OutOfStock">');
    expect(page).toContain(
      '<g class="edge sequenceFlow passed" data-element-id="OrderReceived_to_ReserveStock">',
    );
    expect(page).not.toMatch(/<script|src=|href="[^#]|url\(|@import/);
  });

  test('fails below --min, and says what to do', async () => {
    await ship(raw());
    const { code, err } = await jobwright('coverage', '--min', '36');

    expect(code).toBe(1);
    expect(err).toBe(
      'order: 35 % of its flow nodes are passed, 36 % are asked for. Write a test that passes ' +
        'OrderDelivered, OutOfStock, OrderRejected, StockReserved, ReleaseStock and 6 more.',
    );
  });

  test('counts models that no test deploys', async () => {
    await ship(raw());
    await mkdir(join(folder, 'bpmn', 'deep'), { recursive: true });
    const text = await readFile(orderModel, 'utf8');
    await writeFile(join(folder, 'bpmn', 'order.bpmn'), text);
    await writeFile(join(folder, 'bpmn', 'deep', 'b.bpmn'), text.replaceAll('"order"', '"other"'));
    const { code, out, err } = await jobwright('coverage', 'bpmn', '--min', '20');

    expect(code).toBe(1);
    expect(out).toMatch(/^other +0 +0 % \(0\/17\)/m);
    expect(out).toMatch(/^all +17 % \(6\/34\)/m);
    expect(err).toMatch(/^other: 0 % .* No test starts it: `npx jobwright scaffold tests`/m);
    expect((await report()).processes.map(({ processId }) => processId)).toEqual([
      'order',
      'other',
    ]);
  });

  test('says so when nothing was collected', async () => {
    const { code, err } = await jobwright('coverage');

    expect(code).toBe(2);
    expect(err).toContain('nothing was collected');
    expect(err).toContain('JOBWRIGHT_COVERAGE');
  });

  test('passes over the torn line of a process that was killed, and leaves other files', async () => {
    await ship(raw());
    const [lines] = (await readdir(raw())).filter((name) => name.endsWith('.jsonl'));
    const file = join(raw(), lines!);
    await writeFile(file, `${await readFile(file, 'utf8')}{"processId":"order","chec`);
    await writeFile(join(raw(), 'mine.txt'), 'kept');

    expect((await jobwright('coverage')).out).toMatch(/^order +1 /m);
    expect(await readdir(raw())).toEqual(['mine.txt']);
  });
});

test('the picture in docs/testing.md is what the report draws (UPDATE_GOLDEN=1 makes it anew)', async () => {
  await ship(raw());
  await ship(raw());
  await jobwright('coverage');
  const directory = join(folder, 'coverage', 'process');
  const [name] = (await readdir(directory)).filter((file) => file.endsWith('.svg'));
  const drawn = await readFile(join(directory, name!), 'utf8');
  const picture = fileURLToPath(new URL('../../../docs/coverage.svg', import.meta.url));
  if (process.env.UPDATE_GOLDEN === '1') {
    await writeFile(picture, drawn);
  }

  expect(await readFile(picture, 'utf8')).toBe(drawn);
});

test('a model without a diagram is a list, and its hostile text stays text', async () => {
  const engine = await createTestEngine({ coverage: raw() });
  const name = '&lt;script&gt;alert(1)&lt;/script&gt;';
  await engine.deploy({
    name: '<b>.bpmn',
    content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
      <process id="bare" name="${name}" isExecutable="true"><startEvent id="s" name="${name}" /></process></definitions>`,
  });
  await engine.startInstance('bare');
  await engine.close();
  await jobwright('coverage');
  const page = await readFile(join(folder, 'coverage', 'process', 'index.html'), 'utf8');

  expect(page).toContain('The model has no diagram.');
  expect(page).toContain('<code>s</code></td><td>&lt;script&gt;alert(1)&lt;/script&gt;</td>');
  expect(page).not.toContain('<script');
  expect(page).not.toContain('<b>.bpmn');
});

describe('the reporter', () => {
  const printed = async (run: () => Promise<unknown>) => {
    const written: string[] = [];
    const write = (text: string | Uint8Array): boolean => {
      written.push(String(text));
      return true;
    };
    const spies = [
      jestSpy(process.stdout, write),
      jestSpy(process.stderr, write),
    ];
    try {
      await run();
    } finally {
      spies.forEach((restore) => {
        restore();
      });
    }
    return written.join('');
  };

  test('collects what engines of the run pass, and fails it below the minimum', async () => {
    const reporter = new ProcessCoverageReporter({ rootDir: folder }, { min: { flowNodes: 90 } });
    await reporter.onRunStart();
    expect(process.env.JOBWRIGHT_COVERAGE).toBe(raw());
    await ship(undefined);
    const text = await printed(() => reporter.onRunComplete());

    expect(text).toMatch(/Process coverage\n\nprocess .*\norder +1 +35 %/);
    expect(text).toMatch(/process coverage falls short:\n {2}order: 35 % of its flow nodes/);
    expect(reporter.getLastError()?.message).toContain('90 % are asked for');
    await reporter.onRunStart();
    await ship(undefined);
    await printed(() => reporter.onRunComplete());
    expect((await report()).processes).toMatchObject([{ instances: 1 }]);
  });

  test('passes above the minimum, in the way of vitest too', async () => {
    const reporter = new ProcessCoverageReporter({ min: 30, directory: 'out' });
    await reporter.onInit({ config: { root: folder } });
    await ship(undefined);
    const text = await printed(() => reporter.onTestRunEnd());

    expect(text).toContain(`file://${join(folder, 'out', 'index.html')}`);
    expect(reporter.getLastError()).toBeUndefined();
  });
});

/** Replaces `write` of a stream; returns what puts it back. */
function jestSpy(
  stream: NodeJS.WriteStream,
  write: (text: string | Uint8Array) => boolean,
): () => void {
  const original = stream.write.bind(stream);
  stream.write = write;
  return () => {
    stream.write = original;
  };
}
