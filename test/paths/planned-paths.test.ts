import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

import { createTestEngine } from '../../engine/testing.js';
import { emitTests } from '../../generator/emit/scaffold-tests.js';
import { generate, plan, readModel, type Source } from '../../generator/index.js';
import type { TestPlan } from '../../generator/scaffold-tests/test-plan.js';
import { testPlans } from '../../generator/scaffold-tests/test-plans.js';
import { sourceKind } from '../../generator/source.js';
import { STRICT } from '../../generator/test/compile-strict.js';
import { takePath } from './take-path.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

function sourcesOf(folder: string): readonly Source[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const kind = sourceKind(name);
    const path = `${folder}/${name}`;
    return kind === undefined
      ? []
      : [{ kind, file: path, path, text: readFileSync(join(root, path), 'utf8') }];
  });
}

async function plansOf(sources: readonly Source[]): Promise<readonly TestPlan[]> {
  const read = await Promise.all(sources.map((source) => readModel(source)));
  return testPlans(read, await plan(sources));
}

/** Takes every planned path on the engine; says what went wrong on which. */
async function faultsOf(
  sources: readonly Source[],
  plans: readonly TestPlan[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const each of plans) {
    for (const path of each.paths) {
      const engine = await createTestEngine({ start: Date.UTC(2030, 0, 1) });
      try {
        const files = sources.filter((source) => each.files.includes(source.path));
        await engine.deploy(...files.map(({ path: name, text }) => ({ name, content: text })));
        await takePath(engine, each, path);
      } catch (error) {
        faults.push(`${each.processId}: ${path.title}: ${(error as Error).message}`);
      } finally {
        await engine.close();
      }
    }
  }
  return faults;
}

async function outcome(
  sources: readonly Source[],
): Promise<{ readonly paths: readonly string[]; readonly open: readonly string[] }> {
  const plans = await plansOf(sources);
  expect(await faultsOf(sources, plans)).toEqual([]);
  return {
    paths: plans.flatMap(({ paths }) => paths.map(({ title }) => title)),
    open: plans.flatMap(({ open }) => open.map(({ title, reason }) => `${title}: ${reason}`)),
  };
}

describe('the planned paths of a process', () => {
  test('pass on the engine for the booking, each event and flow by one of them', async () => {
    expect(await outcome(sourcesOf('bpmn'))).toEqual({
      paths: [
        'Payment approved? Yes: ends at Booking confirmed',
        'Seats unavailable: ends at Booking rejected',
        'Duplicate instance: ends at Duplicate ended',
        'Customer cancellation: ends at Booking cancelled',
        'Payment silent: ends at Booking rejected',
        'Payment approved? No: ends at Booking rejected',
        'Payment approved? Yes, Ticketing failed: ends at Booking rejected',
      ],
      open: [],
    });
  });

  test('pass on the engine for the project that `jobwright init` makes', async () => {
    expect((await outcome(sourcesOf('cli/template/bpmn'))).open).toEqual([]);
  });

  test.each([
    ['the other condition', '=paymentStatus = "APPROVED"', '=paymentStatus = "DECLINED"'],
    [
      'another target',
      'sourceRef="PaymentApproved" targetRef="BookingFailed"',
      'sourceRef="PaymentApproved" targetRef="ConfirmBooking"',
    ],
    ['another error code', 'errorCode="SEATS_UNAVAILABLE"', 'errorCode="NO_SEATS"'],
    ['a longer timer', '=paymentTimeout</', '=PT2H</'],
    ['another job type', 'type="issue-ticket"', 'type="print-ticket"'],
    ['another correlation key', 'correlationKey="=paymentRequestId"', 'correlationKey="=cabin"'],
  ])('fail when the model is changed to have %s', async (_name, from, to) => {
    const before = sourcesOf('bpmn');
    const after = before.map((source) => ({ ...source, text: source.text.replace(from, to) }));
    expect(after).not.toEqual(before);

    expect(await faultsOf(after, await plansOf(before))).not.toEqual([]);
  });

  test('are written as the tests of the booking stand here', async () => {
    const [booking] = await plansOf(sourcesOf('bpmn'));
    const emitted =
      booking &&
      emitTests(booking, {
        contractOf: (folder) => `../../generated/${folder}/contract.gen.js`,
        sourceOf: (path) => `../../${path}`,
      });

    expect(emitted?.text).toBe(
      readFileSync(join(root, 'test/paths/ticket-booking.test.ts'), 'utf8'),
    );
  });
});

const fixtures = 'generator/test/fixtures';
const names = readdirSync(join(root, fixtures));

/** Writes what is generated for a fixture and the tests of it; returns the paths of the tests. */
async function writeTests(folder: string, sources: readonly Source[]): Promise<readonly string[]> {
  const { files } = await generate(sources);
  const emitted = (await plansOf(sources)).map((each) =>
    emitTests(each, {
      contractOf: (name) => `./${name}/contract.gen.js`,
      sourceOf: (path) => `./${path}`,
    }),
  );
  for (const { path, text } of [...files, ...emitted]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return emitted.map(({ path }) => join(folder, path));
}

test('the emitted tests of every fixture compile strictly', async () => {
  // Below the package, so that its own name is found.
  const folder = await mkdtemp(join(root, 'test', 'paths', '.compile-'));
  try {
    const files = [];
    for (const name of names) {
      files.push(...(await writeTests(join(folder, name), sourcesOf(`${fixtures}/${name}`))));
    }
    const options = { ...STRICT, module: ts.ModuleKind.NodeNext, types: ['node', 'jest'] };
    const faults = ts
      .getPreEmitDiagnostics(ts.createProgram(files, options))
      .filter(({ file }) => file?.fileName.includes('.compile-') === true)
      .map(({ file, messageText }) => [
        file?.fileName.slice(folder.length),
        ts.flattenDiagnosticMessageText(messageText, ' '),
      ]);

    expect(files.length).toBeGreaterThanOrEqual(names.length);
    expect(faults).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 120_000);

describe('the planned paths of each fixture that the engine runs pass on it', () => {
  test.each(names)('%s', async (name) => {
    const sources = sourcesOf(`${fixtures}/${name}`);
    const runnable: TestPlan[] = [];
    for (const each of await plansOf(sources)) {
      const engine = await createTestEngine();
      const files = sources.filter((source) => each.files.includes(source.path));
      await engine.deploy(...files.map(({ path, text }) => ({ name: path, content: text }))).then(
        () => runnable.push(each),
        () => undefined,
      );
      await engine.close();
    }

    expect(await faultsOf(sources, runnable)).toEqual([]);
  });
});
