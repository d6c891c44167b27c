import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { diffProject } from '../../generator/index.js';
import { runFake, workspace, type Workspace } from './fake-context.js';

const model = (type: string, id = 'Work') => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="order" isExecutable="true">
    <bpmn:startEvent id="Start" />
    <bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" /></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f" sourceRef="Start" targetRef="${id}" />
  </bpmn:process>
</bpmn:definitions>
`;

let folder: Workspace;

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: folder.path, encoding: 'utf8' });
}

function commit(): void {
  git('add', '-A');
  git('commit', '-q', '-m', 'a state');
}

const run = (...argv: readonly string[]) =>
  runFake(['diff', ...argv, '--no-config'], { cwd: folder.path });

beforeEach(() => {
  folder = workspace();
  git('init', '-q', '-b', 'main');
  folder.write('bpmn/order.bpmn', model('work'));
  folder.write('bpmn/.hidden/order.bpmn', model('hidden'));
  folder.write('bpmn/node_modules/order.bpmn', model('other'));
  folder.write('elsewhere/order.bpmn', model('elsewhere'));
  commit();
});
afterEach(() => {
  folder.remove();
});

describe('jobwright diff with a git ref', () => {
  test('finds nothing where nothing changed', async () => {
    expect(await run('main')).toEqual({
      code: 0,
      out: '',
      err: expect.stringMatching(/^nothing changed since main \([0-9a-f]{12}\) in /) as string,
    });
  });

  test('says what breaks and whom, with both places, and exits with 1', async () => {
    folder.write('bpmn/order.bpmn', model('toil'));
    const { code, out, err } = await run('main');
    expect(code).toBe(1);
    expect(out).toContain(
      'main:bpmn/order.bpmn:5:5 breaking DIFF803: The job type "work" is gone; its element now has the job type "toil". Breaks: workers.\n' +
        '  fix:  change the handler map, and keep the old handler while old instances run\n' +
        '  docs: docs/diff.md#diff803\n',
    );
    expect(out).toContain('bpmn/order.bpmn:5:5 risky DIFF803: The job type "toil" is new;');
    expect(out).toContain(
      'running instances of order: 1 of 1 elements that an instance can wait at migrate\n' +
        '  Work: migrates, but a job that waits keeps the type "work" instead of "toil"\n' +
        '  job types that instances of the old version still need: work\n' +
        '  mappingInstructions: [{"sourceElementId":"Work","targetElementId":"Work"}]\n',
    );
    expect(err).toMatch(/^2 breaking, 1 risky, 0 safe since main \(/);
  });

  test('reads the ref and not the working tree, from a folder below the root, too', async () => {
    folder.write('bpmn/order.bpmn', model('toil'));
    commit();
    git('tag', 'v2');
    folder.write('bpmn/order.bpmn', model('work'));
    const same = await runFake(['diff', 'HEAD~1', '../bpmn'], {
      cwd: join(folder.path, 'elsewhere'),
    });
    expect(same).toMatchObject({ code: 0, out: '' });
    expect((await run('v2')).code).toBe(1);
  });

  test('a model that the ref lacks is new; one that only the ref has is gone', async () => {
    folder.write('bpmn/more.bpmn', model('work').replace('id="order"', 'id="more"'));
    const added = await run('main');
    expect(added.code).toBe(0);
    expect(added.out).toContain('safe DIFF801: The process "more" is new.');
    commit();
    rmSync(join(folder.path, 'bpmn/more.bpmn'));
    const removed = await run('main');
    expect(removed.code).toBe(1);
    expect(removed.out).toContain(
      'main:bpmn/more.bpmn:3:3 breaking DIFF801: The process "more" is gone.',
    );
  });

  test('brings the schema beside a model that is given by file', async () => {
    const schema = (type: string) =>
      JSON.stringify({ type: 'object', properties: { a: { type } }, required: ['a'] });
    folder.write('bpmn/order.schema.json', schema('string'));
    commit();
    folder.write('bpmn/order.schema.json', schema('number'));
    const { code, out } = await run('main', 'bpmn/order.bpmn');
    expect(code).toBe(1);
    expect(out).toContain('DIFF804: The input of "work" changes "a" from string to number.');
  });

  test.each(['a\u0007b', 'a b', 'x'.repeat(300)])('refuses the ref %j', async (ref) => {
    const { code, out, err } = await run(ref);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('CONF427');
    expect(err).not.toContain('\u0007');
  });

  test.each(['--upload-pack=x', '-x'])('hands %j to nobody as an option', async (ref) => {
    const options = { cwd: folder.path, paths: ['bpmn'] };
    await expect(diffProject(ref, options)).rejects.toMatchObject({ code: 'CONF427' });
    expect((await run(ref)).code).toBe(2);
  });

  test('says so when there is no such ref, no repository, or a path outside of it', async () => {
    const unknown = await run('v9');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain(
      '"v9" cannot be compared with: this repository has no such branch, tag or commit',
    );
    const outside = workspace();
    outside.write('order.bpmn', model('work'));
    const nowhere = await runFake(['diff', 'main', '.', '--no-config'], {
      cwd: outside.path,
    });
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain('CONF428');
    const beyond = await run('main', outside.path);
    expect(beyond.code).toBe(2);
    expect(beyond.err).toContain('is outside the repository');
    outside.remove();
  });
});

describe('jobwright diff with a path', () => {
  test('compares files and folders without git', async () => {
    const plain = workspace();
    plain.write('old/order.bpmn', model('work'));
    plain.write('new/order.bpmn', model('work', 'Toil'));
    const folders = await runFake(['diff', 'old', 'new', '--no-config'], { cwd: plain.path });
    expect(folders.code).toBe(0);
    expect(folders.out).toContain('The service task "Work" was probably renamed to "Toil".');
    expect(folders.err).toMatch(/0 breaking, 2 risky, 2 safe since old in/);
    const files = await runFake(['diff', 'old/order.bpmn', 'old/order.bpmn', '--no-config'], {
      cwd: plain.path,
    });
    expect(files).toMatchObject({ code: 0, out: '' });
    plain.remove();
  });

  test('takes a path before a ref of the same name', async () => {
    git('branch', 'elsewhere');
    const { err } = await run('elsewhere');
    expect(err).toMatch(/since elsewhere in/);
  });
});

describe('jobwright diff, what fails', () => {
  test('is what --fail-on says', async () => {
    folder.write('bpmn/order.bpmn', model('work', 'Toil'));
    expect((await run('main')).code).toBe(0);
    expect((await run('main', '--fail-on', 'risky')).code).toBe(1);
    folder.write('bpmn/order.bpmn', model('toil'));
    expect((await run('main', '--fail-on', 'none')).code).toBe(0);
    expect((await run('main', '--fail-on', 'some')).code).toBe(2);
  });

  test('is a model that cannot be read, on either side', async () => {
    folder.write('bpmn/order.bpmn', '<bpmn:definitions');
    const { code, out, err } = await run('main', '--fail-on', 'none');
    expect(code).toBe(1);
    expect(out).toContain('error BPMN101');
    expect(err).toContain(
      'note: bpmn/order.bpmn cannot be read after the change, so the comparison is not whole',
    );
  });
});

describe('reporters of jobwright diff', () => {
  test('json gives changes and the plan for the migrate call', async () => {
    folder.write('bpmn/order.bpmn', model('toil'));
    const { out } = await run('main', '--reporter', 'json');
    expect(JSON.parse(out)).toMatchObject({
      verb: 'diff',
      ok: false,
      before: { kind: 'git', ref: 'main', commit: git('rev-parse', 'main').trim() },
      changeCounts: { breaking: 2, risky: 1, safe: 0 },
      changes: [
        { code: 'DIFF803', kind: 'added', after: { file: 'bpmn/order.bpmn', line: 5 } },
        { code: 'DIFF803', kind: 'removed', before: { file: 'main:bpmn/order.bpmn', line: 5 } },
        { code: 'DIFF828', breaks: ['running instances'] },
      ],
      migrations: [
        {
          process: 'order',
          complete: true,
          mappingInstructions: [{ sourceElementId: 'Work', targetElementId: 'Work' }],
        },
      ],
    });
  });

  test('github and sarif annotate the files of the working tree', async () => {
    folder.write('bpmn/order.bpmn', model('toil'));
    const annotated = await run('main', '--reporter', 'github');
    expect(annotated.out).toContain(
      '::error file=bpmn/order.bpmn,line=5,col=5,title=DIFF803::The job type "work" is gone',
    );
    expect(annotated.out).toContain('::warning file=bpmn/order.bpmn,line=5,col=5,title=DIFF803::');
    const sarif = await run('main', '--reporter', 'sarif');
    expect(sarif.out).toContain('"id": "DIFF828"');
    expect(sarif.out).toContain(
      '"text": "A job type came, went, or its jobs are created by something else."',
    );
  });
});
