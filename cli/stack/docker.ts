import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CliError } from '../cli-error.js';
import { stackParts } from './description.js';
import type { StackPart } from './part.js';
import { portVariable } from './places.js';
import type { WantedPorts } from './ports.js';
import type { StackState } from './state.js';

const run = promisify(execFile);
const LOOK_LIMIT_MS = 10_000;

/** What Docker is run with. */
export interface DockerOptions {
  /** The folder of compose.yaml. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly note: (line: string) => void;
}

/** True when a Docker engine with compose answers. */
export async function hasDocker(env: DockerOptions['env']): Promise<boolean> {
  const options = { timeout: LOOK_LIMIT_MS, env };
  try {
    await run('docker', ['compose', 'version'], options);
    await run('docker', ['version', '--format', '{{.Server.Version}}'], options);
    return true;
  } catch {
    return false;
  }
}

/**
 * Brings the containers of compose.yaml up and waits until they are healthy.
 * @throws CliError when Docker says no; it has said why by then
 */
export async function composeUp(
  parts: readonly StackPart[],
  ports: WantedPorts,
  options: DockerOptions,
): Promise<StackState> {
  const published = stackParts.flatMap((part) => part.ports);
  const chosen = Object.fromEntries(
    published.map((port) => [port.name, (ports[port.name] ?? 0) || port.number] as const),
  );
  const env = Object.fromEntries(
    published.map((port) => [portVariable(port.option), String(chosen[port.name])]),
  );
  await compose(['up', '--detach', '--wait', ...parts.map((part) => part.name)], {
    ...options,
    env: { ...options.env, ...env },
  });
  return {
    way: 'docker',
    ports: chosen,
    databasePassword: options.env.POSTGRES_PASSWORD ?? 'jobwright',
    processes: {},
  };
}

/** Stops and removes the containers, with `fresh` their volumes too. Throws CliError. */
export async function composeDown(fresh: boolean, options: DockerOptions): Promise<void> {
  await compose(['down', ...(fresh ? ['--volumes'] : [])], options);
}

/** Shows the containers as Docker does. Throws CliError. */
export async function composeStatus(options: DockerOptions): Promise<void> {
  await compose(['ps', '--all'], options);
}

async function compose(args: readonly string[], options: DockerOptions): Promise<void> {
  const file = join(options.cwd, 'compose.yaml');
  const child = spawn('docker', ['compose', '--file', file, ...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      chunk
        .toString('utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .forEach(options.note);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new CliError({
      what: 'Docker did not do it',
      where: `docker compose ${args.join(' ')}`,
      why: `it ended with ${String(code)}, and said why above`,
      fix: 'mend what it names, or use --without-docker',
    });
  }
}
