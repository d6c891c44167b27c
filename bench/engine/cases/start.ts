import { connectEngine } from '../../../runtime/index.js';
import type { BenchCase, BenchRow } from '../bench-case.js';
import { memoryOf, startChild } from '../child.js';
import { median, show, times } from '../figures.js';
import { startEngine } from '../servers.js';
import { threeTasks } from '../three-tasks.js';

/** Where the reference model is. */
const checkout = new URL('../../../', import.meta.url).href;

/** From the start of the process to its ready line, to the answer to a deployment; and in a test. */
export const start: BenchCase = {
  name: 'start',
  run: async ({ bundle, effort, note }) => {
    // The first start of a checkout bundles the command; and the first connection loads its protocol.
    await deployTo(await startEngine(true));
    const ready: number[] = [];
    const deployed: number[] = [];
    const memory: number[] = [];
    const empty: number[] = [];
    for (let round = 0; round < Math.max(effort.rounds, 3); round += 1) {
      empty.push(await timeToEnd());
      const begin = performance.now();
      const engine = await startEngine(true);
      ready.push(performance.now() - begin);
      memory.push(memoryOf(engine.pid));
      await deployTo(engine);
      deployed.push(performance.now() - begin);
    }
    note(`ready after ${ready.map(show).join(', ')} ms`);
    // Printed by the program.
    const inTest = (await figuresOf([bundle.program('load/test-engine')])) as {
      readonly opened: number;
      readonly deployed: number;
    };
    const firstTest: number[] = [];
    for (let round = 0; round < Math.max(effort.rounds, 3); round += 1) {
      const program = bundle.program('load/first-test');
      const { first } = (await figuresOf([program, checkout])) as {
        readonly first: { all: number };
      };
      firstTest.push(first.all);
    }
    note(`first test after ${firstTest.map(show).join(', ')} ms`);
    return [
      {
        ...upTo('server ready and first deployment done', median(deployed), [400, 'ms']),
        peer: `node that does nothing ${show(median(empty))} ms`,
        ratio: times(median(deployed) / median(empty)),
      },
      upTo('a new engine inside a test', inTest.opened, [10, 'ms']),
      upTo('a new engine inside a test, with a deployment', inTest.deployed, undefined),
      upTo('the first test of the reference model in a process', median(firstTest), [100, 'ms']),
      upTo('memory of the server when it is ready', median(memory), [100, 'MB']),
    ];
  },
};

/** What a program of this bench found. */
async function figuresOf(command: readonly string[]): Promise<unknown> {
  const line = await startChild([process.execPath, ...command]).line(/^figures /);
  return JSON.parse(line.slice('figures '.length));
}

/** From the start to the end of a process of Node that does nothing: what no server can be below. */
async function timeToEnd(): Promise<number> {
  const begin = performance.now();
  await startChild([process.execPath, '-e', 'console.log(0)']).line(/^0/);
  return performance.now() - begin;
}

async function deployTo(engine: Awaited<ReturnType<typeof startEngine>>): Promise<void> {
  const client = await connectEngine({ ZEEBE_GRPC_ADDRESS: engine.address });
  await client.deploy([{ name: 'three.bpmn', content: threeTasks }]);
  await client.close();
  // Its end is not measured.
  void engine.stop();
}

function upTo(what: string, figure: number, goal: readonly [number, string] | undefined): BenchRow {
  return {
    what,
    figure: `${show(figure)} ${goal?.[1] ?? 'ms'}`,
    peer: '',
    ratio: '',
    goal: goal === undefined ? '' : `<= ${String(goal[0])} ${goal[1]}`,
    met: goal === undefined ? undefined : figure <= goal[0],
  };
}
