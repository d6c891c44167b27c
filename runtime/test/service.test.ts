import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SERVICE = fileURLToPath(new URL('fixtures/slow-service.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const children: ChildProcess[] = [];

/** Starts the service as a process of its own and waits until it printed `text`. */
async function run(
  environment: Record<string, string>,
  text: string,
): Promise<{ readonly child: ChildProcess; readonly exit: Promise<number | null> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', SERVICE], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  let output = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(text)) {
        resolve();
      }
    });
    void exit.then(() => {
      resolve();
    });
  });
  expect(output).toContain(text);
  return { child, exit };
}

afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
});

describe('runAsMain', () => {
  test('one ready line, and SIGTERM closes the service and ends the process with 0', async () => {
    const { child, exit } = await run({}, '"address":"http://127.0.0.1:1","msg":"ready"');

    child.kill('SIGTERM');

    expect(await exit).toBe(0);
  });

  test('a second signal ends a process whose close hangs', async () => {
    const { child, exit } = await run({ CLOSE_MS: '60000' }, '"msg":"ready"');
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));

    child.kill('SIGINT');

    expect(await exit).toBe(130);
  });

  test('a failed start is 1, a failed close 70', async () => {
    const failedStart = await run({ FAIL_START: '1' }, 'cannot start');
    expect(await failedStart.exit).toBe(1);

    const failedClose = await run({ FAIL_CLOSE: '1' }, '"msg":"ready"');
    failedClose.child.kill('SIGTERM');
    expect(await failedClose.exit).toBe(70);
  });

  test('importing the module starts nothing', async () => {
    const code = `await import(${JSON.stringify(SERVICE)}); console.log('imported');`;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', code],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });

    const exit = await new Promise((resolve) => child.once('exit', resolve));

    expect(exit).toBe(0);
    expect(output).toBe('imported\n');
  });
});
