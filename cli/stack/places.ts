import type { Places, PortName } from './part.js';
import { partOf } from './description.js';
import type { StackState } from './state.js';

/** Where the processes of a stack without Docker find each other. */
export function localPlaces(
  state: StackState,
  env: Readonly<Record<string, string | undefined>>,
): Places {
  const at = (_part: unknown, port: PortName): string =>
    `127.0.0.1:${String(state.ports[port] ?? 0)}`;
  return {
    at,
    published: at,
    bind: '127.0.0.1',
    httpPort: String(state.ports.http ?? 0),
    databasePassword: state.databasePassword,
    ...(state.foreignDatabase === undefined ? {} : { foreignDatabase: state.foreignDatabase }),
    given: (variable, fallback) => env[variable] ?? fallback,
  };
}

/** The name of a variable of compose.yaml that moves a published port. */
export function portVariable(option: string): string {
  return option === 'port' ? 'BOOKING_PORT' : option.replaceAll('-', '_').toUpperCase();
}

/** Where containers find each other, in the words of compose.yaml. */
export const containerPlaces: Places = {
  at: (part, port) => `${part}:${String(numberOf(part, port))}`,
  published: (part, port) => {
    const { option, number } = portOf(part, port);
    return `127.0.0.1:\${${portVariable(option)}:-${String(number)}}`;
  },
  bind: '0.0.0.0',
  httpPort: '3000',
  databasePassword: '${POSTGRES_PASSWORD:-jobwright}',
  given: (variable, fallback) => `\${${variable}:-${fallback}}`,
};

function portOf(part: Parameters<Places['at']>[0], port: PortName): ReturnType<typeof findPort> {
  return findPort(partOf(part).ports, port);
}

function numberOf(part: Parameters<Places['at']>[0], port: PortName): number {
  return portOf(part, port).number;
}

function findPort(
  ports: ReturnType<typeof partOf>['ports'],
  name: PortName,
): ReturnType<typeof partOf>['ports'][number] {
  const found = ports.find((port) => port.name === name);
  if (found === undefined) {
    throw new Error(`the stack has no port ${name} there`);
  }
  return found;
}
