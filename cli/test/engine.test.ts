import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin.js', import.meta.url));
const running = new Set<ChildProcessByStdio<null, Readable, Readable>>();
let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwright-cli-'));
});
afterEach(async () => {
  for (const child of running) {
    child.kill('SIGKILL');
  }
  await rm(directory, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  output(): { readonly stdout: string; readonly stderr: string };
}

function run(...argv: readonly string[]): Run {
  const child = spawn(process.execPath, [bin, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    running.delete(child);
    return { code: code as number | null, signal: signal as string | null };
  });
  return { child, ended, output: () => ({ stdout, stderr }) };
}

interface Ready extends Run {
  readonly rest: string;
}

async function startEngine(...more: readonly string[]): Promise<Ready> {
  const started = run('engine', '--grpc-port', '0', '--rest-port', '0', ...more);
  for (;;) {
    const line = /^ready grpc=127\.0\.0\.1:\d+ rest=(http:\/\/127\.0\.0\.1:\d+)\n$/m.exec(
      started.output().stdout,
    );
    if (line?.[1] !== undefined) {
      return { ...started, rest: line[1] };
    }
    const end = await Promise.race([
      started.ended.then(() => 'ended'),
      new Promise((resolve) => setTimeout(resolve, 20)),
    ]);
    if (end === 'ended') {
      throw new Error(started.output().stderr);
    }
  }
}

const model = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="test">
  <bpmn:process id="kept" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:serviceTask id="work">
      <bpmn:extensionElements><zeebe:taskDefinition type="keep" /></bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work" />
    <bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

async function post(
  rest: string,
  path: string,
  body: object,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${rest}/v2/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, ...(text === '' ? {} : (JSON.parse(text) as object)) };
}
async function startInstance(rest: string): Promise<unknown> {
  const form = new FormData();
  form.append('resources', new Blob([model]), 'kept.bpmn');
  await fetch(`${rest}/v2/deployments`, { method: 'POST', body: form });
  const created = await post(rest, 'process-instances', {
    processDefinitionId: 'kept',
    variables: { seat: '12A' },
  });
  return created.processInstanceKey;
}
async function jobOf(rest: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const poll = { type: 'keep', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1 };
  const { jobs } = await post(rest, 'jobs/activation', poll);
  return (jobs as readonly Readonly<Record<string, unknown>>[])[0];
}

describe('jobwright engine', () => {
  test('says when it is ready, serves, and ends with 0 on SIGTERM', async () => {
    const engine = await startEngine('--memory');
    const topology = await fetch(`${engine.rest}/v2/topology`);
    expect(topology.status).toBe(200);
    engine.child.kill('SIGTERM');
    expect(await engine.ended).toEqual({ code: 0, signal: null });
    expect(engine.output().stderr).toContain('SIGTERM: closing');
  });

  test('takes what the Camunda version of --compat takes', async () => {
    const adHoc = model
      .replaceAll('serviceTask', 'adHocSubProcess')
      .replace('</bpmn:adHocSubProcess>', '<bpmn:task id="inner" /></bpmn:adHocSubProcess>');
    const answers: number[] = [];
    for (const compat of ['8.6', '8.8']) {
      const engine = await startEngine('--compat', compat);
      const form = new FormData();
      form.append('resources', new Blob([adHoc]), 'kept.bpmn');
      const answer = await fetch(`${engine.rest}/v2/deployments`, { method: 'POST', body: form });
      answers.push(answer.status);
    }
    expect(answers).toEqual([400, 200]);
  });

  test('goes on where it stopped, after SIGINT and after kill -9', async () => {
    const data = join(directory, 'data');
    let engine = await startEngine('--data', data);
    const key = await startInstance(engine.rest);
    engine.child.kill('SIGKILL');
    await engine.ended;

    engine = await startEngine('--data', data);
    const filter = { processInstanceKey: key };
    const found = await post(engine.rest, 'process-instances/search', { filter });
    expect(found.items).toMatchObject([{ state: 'ACTIVE', processDefinitionId: 'kept' }]);
    engine.child.kill('SIGINT');
    expect(await engine.ended).toEqual({ code: 0, signal: null });

    engine = await startEngine('--data', data);
    const variables = await post(engine.rest, 'variables/search', { filter });
    expect(variables.items).toMatchObject([{ name: 'seat', value: '"12A"' }]);
    const job = await jobOf(engine.rest);
    expect(job).toMatchObject({ processInstanceKey: key, variables: { seat: '12A' } });
    const done = await post(engine.rest, `jobs/${String(job?.jobKey)}/completion`, {});
    expect(done.status).toBe(204);
    engine.child.kill('SIGKILL');
    await engine.ended;

    engine = await startEngine('--data', data);
    expect(await jobOf(engine.rest)).toBeUndefined();
    const again = await post(engine.rest, 'process-instances/search', {
      filter: { state: 'ACTIVE' },
    });
    expect(again.items).toEqual([]);
  });

  test('refuses a folder that another engine holds', async () => {
    const data = join(directory, 'data');
    await startEngine('--data', data);
    const second = run('engine', '--grpc-port', '0', '--rest-port', '0', '--data', data);
    expect((await second.ended).code).toBe(2);
    expect(second.output()).toEqual({
      stdout: '',
      stderr: expect.stringMatching(
        /error: the engine cannot open its data folder\n {2}where: .*data\n {2}why: .*process \d+.*\n {2}fix: /,
      ) as unknown,
    });
  });

  test('names a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refused = run('engine', '--memory', '--grpc-port', '0', '--rest-port', String(port));
    expect((await refused.ended).code).toBe(2);
    expect(refused.output().stderr).toContain(`127.0.0.1:${String(port)}`);
    server.close();
  });

  test.each([
    [['engine', '--colour', 'red'], /"colour" is no option of engine/],
    [['engine', '--grpc-port', '70000'], /--grpc-port is not a port/],
    [['engine', '--memory', '--data', 'x'], /mutually exclusive/],
    [['engine', '--compat', '8.5'], /compat/],
    [['nonsense'], /"nonsense" is no verb/],
    [[], /there is no verb/],
  ])('refuses %j with exit code 2', async (argv, message) => {
    const refused = run(...argv);
    expect((await refused.ended).code).toBe(2);
    expect(refused.output()).toEqual({
      stdout: '',
      stderr: expect.stringMatching(message) as unknown,
    });
  });

  test('shows examples in its help', async () => {
    const help = run('engine', '--help');
    expect((await help.ended).code).toBe(0);
    expect(help.output().stdout).toContain('jobwright engine --data data/engine');
  });
});
