import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortIn } from '../../../../cli/stack/free-ports.js';
import { accepts, until } from '../../../../cli/stack/health.js';
import { startRabbit } from '../../../../cli/stack/rabbitmq.js';
import { runs, type StackProcess } from '../../../../cli/stack/state.js';
import { stopProcesses } from '../../../../cli/stack/stop.js';

/** A RabbitMQ broker for tests. */
export interface Broker {
  readonly url: string;
  /** Kills it without warning and starts it again on the same data; absent for a foreign broker. */
  readonly restart?: () => Promise<void>;
  close(): Promise<void>;
}

/**
 * Uses the broker at `AMQP_TEST_URL`, or starts a private one on free loopback ports, as `jobwright stack`
 * does, with its data in a temporary folder (6 to 8 s).
 *
 * @throws PartMissing saying how to install RabbitMQ when there is none.
 */
export async function startBroker(): Promise<Broker> {
  const given = process.env.AMQP_TEST_URL;
  if (given !== undefined && given !== '') {
    return { url: given, close: () => Promise.resolve() };
  }
  const directory = await mkdtemp(join(tmpdir(), 'jobwright-rabbitmq-'));
  const port = await freePortIn(20_000, 45_000);
  let processes: readonly StackProcess[] = [];
  const launch = async (): Promise<void> => {
    processes = await startRabbit({ directory, port, portMapper: processes[1] });
    const open = await until(() => accepts(port), {
      seconds: 60,
      alive: () => runs(processes[0]),
    });
    if (!open) {
      throw new Error(`RabbitMQ did not start in ${directory}`);
    }
  };
  await launch();
  return {
    url: `amqp://127.0.0.1:${port}`,
    restart: async () => {
      const [broker] = processes;
      if (broker !== undefined) {
        process.kill(broker.pid, 'SIGKILL');
        await until(async () => !(await runs(broker)), {
          seconds: 10,
          alive: () => Promise.resolve(true),
        });
      }
      await launch();
    },
    close: async () => {
      await stopProcesses({ rabbitmq: processes }, () => undefined);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
