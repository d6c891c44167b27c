import { CliError } from '../cli-error.js';
import { freePortIn, freePorts, isFree } from './free-ports.js';
import type { LocalPort, StackState } from './state.js';

/** Ports that the user asked for, by name; 0 or absent takes a free one. */
export type WantedPorts = Readonly<Partial<Record<LocalPort, number>>>;

const names: readonly LocalPort[] = [
  ...(['database', 'amqp', 'search', 'grpc', 'operate', 'management', 'http'] as const),
  ...(['command', 'internal', 'transport'] as const),
];

/**
 * Gives every port of a stack a number: the wanted one, else the one of the last start, else a free one.
 * @throws CliError when a wanted port is in use by something else
 */
export async function choosePorts(
  wanted: WantedPorts,
  before: StackState | undefined,
): Promise<Readonly<Partial<Record<LocalPort, number>>>> {
  const free = await freePorts(names.length);
  const chosen: Partial<Record<LocalPort, number>> = {};
  for (const [index, name] of names.entries()) {
    const asked = wanted[name] ?? 0;
    if (asked > 0 && asked !== before?.ports[name] && !(await isFree(asked))) {
      throw new CliError({
        what: 'a port of the stack is in use',
        where: `127.0.0.1:${String(asked)} (${name})`,
        why: 'something else listens there',
        fix: 'stop it, or choose another port; without a port option a free one is taken',
      });
    }
    // RabbitMQ takes ports above its own for itself.
    const any = name === 'amqp' ? await freePortIn(20_000, 32_000) : free[index];
    chosen[name] = asked > 0 ? asked : (before?.ports[name] ?? any ?? 0);
  }
  return chosen;
}
