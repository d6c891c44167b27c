import { runFake, workspace, type Workspace } from './fake-context.js';

let folder: Workspace;
beforeEach(() => {
  folder = workspace('errand');
  folder.write('handlers/run-errand.ts', 'export const runErrand = 1;');
  folder.write('test/errand.test.ts', "test('runs', () => bed.complete('run-errand'));\n");
  folder.write('test/node_modules/x.test.ts', "'run-errand'");
  folder.write('generated/x.test.ts', "'run-errand'");
});
afterEach(() => {
  folder.remove();
});

const run = (...argv: readonly string[]) =>
  runFake(['explain', ...argv, '--no-config', '--handlers', 'handlers'], { cwd: folder.path });

describe('jobwright explain', () => {
  test('follows a job type from the model to generated code, handler and tests', async () => {
    const { code, out, err } = await run('run-errand', 'models');
    expect(code).toBe(0);
    expect(out).toContain(
      'The job type "run-errand" of the process "errand".\n  model:     models/errand.bpmn:',
    );
    expect(out).toContain(
      "  generated: errand/contract.gen.ts: ErrandHandlers['run-errand'], RunErrandInput, RunErrandOutput, RunErrandHeaders\n" +
        "             errand/jobs.gen.ts: errandJobs['run-errand']\n" +
        '  handler:   handlers/run-errand.ts\n' +
        "  tests:     test/errand.test.ts:1  test('runs', () => bed.complete('run-errand'));\n",
    );
    expect(out).not.toContain('node_modules');
    expect(out).not.toContain('generated/x.test.ts');
    expect(err).toMatch(/^explained "run-errand" in /);
  });

  test('exits with 1 and names what was meant when there is no such name', async () => {
    const { code, out, err } = await run('run-erand', 'models');
    expect(code).toBe(1);
    expect(out).toContain('run-errand\n');
    expect(err).toMatch(/^nothing is called "run-erand"; names like it are above in /);
  });

  test('lists a query for each thing of a name', async () => {
    folder.write(
      'models/errand.bpmn',
      folder.read('models/errand.bpmn').replaceAll('"Run"', '"run-errand"'),
    );
    const { code, out, err } = await run('run-errand', 'models');
    expect(code).toBe(1);
    expect(out).toContain('element:errand/run-errand\n');
    expect(out).toContain('job:errand/run-errand\n');
    expect(err).toContain('"run-errand" means 2 things; ask with one of the queries above');
  });

  test('gives programs the same as JSON', async () => {
    const { out } = await run('job:run-errand', 'models', '--reporter', 'json');
    expect(JSON.parse(out)).toMatchObject({
      verb: 'explain',
      ok: true,
      query: 'job:run-errand',
      result: {
        kind: 'found',
        explanation: {
          subject: 'job',
          name: 'run-errand',
          handlers: [{ jobType: 'run-errand', file: 'handlers/run-errand.ts', exists: true }],
          tests: [{ file: 'test/errand.test.ts', line: 1 }],
        },
      },
    });
  });

  test('shows control characters of model text instead of obeying them', async () => {
    folder.write(
      'models/errand.bpmn',
      folder
        .read('models/errand.bpmn')
        .replace('name="Run &quot;the&#10;errand&quot;"', 'name="Run &#x202E; it"'),
    );
    const { out } = await run('job:run-errand', 'models');
    expect(out).toContain('Run \\u202e it');
  });
});
