import { emitScaffold } from '../emit/scaffold.js';
import { plan } from '../plan/plan.js';
import { fixtureSources } from './fixture.js';

async function scaffoldOf(fixture: string): Promise<ReadonlyMap<string, string>> {
  const files = emitScaffold(await plan(fixtureSources(fixture)), {
    contractOf: (folder) => `../generated/${folder}/contract.gen.js`,
    runtime: 'jobwright/runtime/v1',
  });
  return new Map(files.map(({ path, text }) => [path, text]));
}

describe('handler stubs', () => {
  test('of a job type that two processes have cope with both', async () => {
    const files = await scaffoldOf('shared-types');
    expect([...files.keys()]).toEqual(['notify.ts', 'index.ts']);
    expect(files.get('notify.ts'))
      .toBe(`import { nonRetryable, type SharedJobHandler } from 'jobwright/runtime/v1';
import type { NoticesHandlers } from '../generated/notices/contract.gen.js';
import type { WelcomeHandlers } from '../generated/welcome/contract.gen.js';

/** First notice, Last notice. */
export const notify: SharedJobHandler<NoticesHandlers['notify'], WelcomeHandlers['notify']> = () =>
  Promise.reject(nonRetryable('"notify" is not implemented'));
`);
    expect(files.get('index.ts')).toContain('} satisfies NoticesHandlers & WelcomeHandlers;\n');
  });

  test('are called by jobwright:name, and connectors have none', async () => {
    const odd = await scaffoldOf('odd-names');
    expect(odd.get('Follow-up.ts')).toContain("export const followUp: ClassHandlers['next'] = ");
    expect(odd.get('index.ts')).toContain("import { followUp } from './Follow-up.js';\n");
    expect(odd.get('index.ts')).toContain('  next: followUp,\n');
    expect([...(await scaffoldOf('connectors')).keys()]).toEqual(['store-report.ts', 'index.ts']);
  });

  test('are there for listeners and ad-hoc sub-processes, not for expressions', async () => {
    expect([...(await scaffoldOf('ad-hoc')).keys()]).toContain('choose-tools.ts');
    expect([...(await scaffoldOf('listeners')).keys()]).toContain('guard-task.ts');
    expect([...(await scaffoldOf('feel-job-types')).keys()]).toEqual([]);
  });
});
