// npm run test:camunda
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'jobwright-camunda-'));
const environment = { ...process.env, CAMUNDA_STACK: folder };
const startedAt = performance.now();

/** Runs Node on some arguments in the repository, its output shown; resolves with its exit code. */
function node(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // Ctrl-C reaches the child too; this one stays to stop the stack.
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

function stack(...args: readonly string[]): Promise<number> {
  return node(['cli/bin.js', 'stack', ...args, '--without-docker', '--data', folder]);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => undefined);
}
let code: number;
try {
  code = await stack('up');
  console.log(`the stack is up after ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  if (code === 0) {
    code = await node([
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      ...['--selectProjects', 'camunda', '--runInBand'],
      ...process.argv.slice(2),
    ]);
  }
} finally {
  await stack('down');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`test:camunda took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
process.exit(code);
