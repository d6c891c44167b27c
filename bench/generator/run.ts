/**
 * The generator beside its peers: from the start of the process to its end, in one run, on equal
 * amounts of output. The peers read OpenAPI documents that are as long as it takes for their output to
 * weigh what ours does. Each figure is the median of five runs in turn; ratios are what to trust.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { bytesBelow, median, peakMemory, timeToExit } from './measure.js';
import { modelText, writeModels } from './models.js';
import { openApiText } from './open-api.js';
import { installPeers, type Peer } from './peers.js';
import { timesInWatch } from './watch.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const BIN = join(ROOT, 'cli/bin.js');

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    peers: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
if (values.help) {
  print('usage: npm run bench:generator -- [--rounds 5] [--no-peers]');
  process.exit(0);
}
const rounds = Number(values.rounds);

/** What is generated from, with the time that is wanted of us, in ms. */
interface Load {
  readonly name: string;
  readonly models: number;
  readonly jobs: number;
  readonly goalMs: number;
}

const LOADS: readonly Load[] = [
  { name: '1 model', models: 1, jobs: 3, goalMs: 350 },
  { name: '10 models', models: 10, jobs: 3, goalMs: 450 },
  { name: '100 models', models: 100, jobs: 3, goalMs: 1_200 },
  { name: '1,000 job types', models: 1, jobs: 1_000, goalMs: 3_000 },
];

const base = mkdtempSync(join(tmpdir(), 'jobwright-bench-'));
try {
  await run();
} finally {
  rmSync(base, { recursive: true, force: true });
}

async function run(): Promise<void> {
  // The first start of a checkout bundles the command; that is not what is measured.
  await timeToExit([BIN, '--version'], { cwd: base });
  const peers = values.peers
    ? installPeers(join(ROOT, 'node_modules/.cache/jobwright-bench-peers'))
    : [];
  print(`cold, from start to exit, median of ${String(rounds)}, ms (output in KB)`);
  const names = ['jobwright', ...peers.map(({ name }) => name)];
  print(`${''.padEnd(18)}${names.map((name) => name.padStart(22)).join('')}${'goal'.padStart(10)}`);
  for (const load of LOADS) {
    await cold(load, peers);
  }
  await warm();
}

async function cold(load: Load, peers: readonly Peer[]): Promise<void> {
  const folder = join(base, load.name.replace(/\W/g, '-'));
  writeModels(join(folder, 'models'), load.models, load.jobs);
  const own = (out: string): readonly string[] => [BIN, 'generate', 'models', '--out', out];
  await timeToExit(own('sample'), { cwd: folder });
  const wanted = bytesBelow(join(folder, 'sample'));
  const runs = [{ name: 'jobwright', bytes: wanted, command: own }];
  for (const peer of peers) {
    runs.push(await equal(peer, { folder, wanted }));
  }
  const times = runs.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { command }] of runs.entries()) {
      const out = `out-${String(index)}-${String(round)}`;
      times[index]?.push(await timeToExit(command(out), { cwd: folder }));
    }
  }
  const cells = runs.map(({ bytes }, index) =>
    `${median(times[index] ?? []).toFixed(0)} (${(bytes / 1024).toFixed(0)})`.padStart(22),
  );
  print(`${load.name.padEnd(18)}${cells.join('')}${String(load.goalMs).padStart(10)}`);
}

interface Run {
  readonly name: string;
  readonly bytes: number;
  readonly command: (out: string) => readonly string[];
}

/** Finds the document from which a peer writes about as many bytes as we do. */
async function equal(
  peer: Peer,
  { folder, wanted }: { readonly folder: string; readonly wanted: number },
): Promise<Run> {
  const input = join(folder, `${peer.name}.json`);
  let paths = 10;
  let bytes = 0;
  for (let step = 0; step < 3; step += 1) {
    writeFileSync(input, openApiText(paths));
    const out = join(folder, `sample-${peer.name}-${String(step)}`);
    mkdirSync(out);
    await timeToExit(peer.command(input, out), { cwd: folder });
    bytes = bytesBelow(out);
    if (Math.abs(bytes - wanted) < wanted / 10 || step === 2) {
      break;
    }
    paths = Math.max(1, Math.round((paths * wanted) / bytes));
  }
  return {
    name: peer.name,
    bytes,
    command: (out) => {
      mkdirSync(join(folder, out), { recursive: true });
      return peer.command(input, join(folder, out));
    },
  };
}

/** What happens when little or nothing changed, and how much memory it takes. */
async function warm(): Promise<void> {
  const folder = join(base, 'warm');
  writeModels(join(folder, 'models'), 100);
  // As a project has it; what a run came to is kept in there.
  mkdirSync(join(folder, 'node_modules'));
  await timeToExit([BIN, 'generate', 'models', '--out', 'out'], { cwd: folder });
  const of = async (...args: readonly string[]): Promise<string> => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push(await timeToExit([BIN, ...args], { cwd: folder }));
    }
    return median(times).toFixed(0);
  };
  print('');
  print('jobwright alone, 100 models');
  print(
    `nothing changed, generate: ${await of('generate', 'models', '--out', 'out')} ms, goal 150`,
  );
  print(`nothing changed, check:    ${await of('check', 'models', '--out', 'out')} ms, goal 150`);
  writeFileSync(join(folder, 'models/order-0.bpmn'), modelText(0));
  const watched = await timesInWatch({
    command: [BIN, 'watch', 'models', '--out', 'out'],
    cwd: folder,
    model: join(folder, 'models/order-0.bpmn'),
    generated: join(folder, 'out/order-0/contract.gen.ts'),
    times: 2 * rounds,
  });
  print(`one model changed, watch:  ${median(watched).toFixed(0)} ms after the debounce, goal 50`);
  const memory = await peakMemory([BIN, 'generate', 'models', '--out', 'cold'], folder);
  print(`peak memory, generate:     ${memory.toFixed(0)} MiB, goal 300`);
  const large = join(base, LOADS.at(-1)?.name.replace(/\W/g, '-') ?? '');
  const jobs = await peakMemory([BIN, 'generate', 'models', '--out', 'memory'], large);
  print(`peak memory, 1,000 jobs:   ${jobs.toFixed(0)} MiB, goal 300`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
