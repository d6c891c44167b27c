import { BUS_USER, DATABASE_USER, OPERATE_USER, stackParts } from './description.js';
import type { StackState } from './state.js';

/** One page that says where everything is. */
export function addressPage(state: StackState, folder: string): readonly string[] {
  const at = (port: keyof StackState['ports']): string =>
    `127.0.0.1:${String(state.ports[port] ?? 0)}`;
  const database =
    state.foreignDatabase ??
    `postgresql://${DATABASE_USER}:${state.databasePassword}@${at('database')}/postgres`;
  const rows: readonly (readonly [string, string])[] = [
    ['book', `http://${at('http')}`],
    ['the API', `http://${at('http')}/docs`],
    ['Operate', `http://${at('operate')}/operate   ${OPERATE_USER} / ${OPERATE_USER}`],
    ['Camunda gRPC', `grpc://${at('grpc')}`],
    ['Camunda REST', `http://${at('operate')}/v2`],
    ['Camunda health', `http://${at('management')}/actuator/health`],
    ['RabbitMQ', `amqp://${BUS_USER}:${BUS_USER}@${at('amqp')}`],
    ['PostgreSQL', database],
    ['OpenSearch', `http://${at('search')}`],
  ];
  const shown = rows.filter(([, address]) => !/127\.0\.0\.1:0\b/.test(address));
  const width = Math.max(...shown.map(([name]) => name.length)) + 2;
  return [
    ...shown.map(([name, address]) => `${name.padEnd(width)}${address}`),
    ...(state.way === 'docker'
      ? [`${'logs'.padEnd(width)}docker compose logs --follow`]
      : [`${'logs'.padEnd(width)}${folder}/logs`]),
  ];
}

/** Which version of each part runs in a way: a line each. */
export function versions(way: StackState['way']): readonly string[] {
  return stackParts
    .filter((part) => part.local.version !== 'checkout')
    .map((part) =>
      way === 'docker'
        ? `${part.name} ${part.container.version} (image ${part.container.image})`
        : `${part.name} ${part.local.version} (${part.local.source})`,
    );
}
