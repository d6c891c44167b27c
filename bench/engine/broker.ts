import type { Server } from './servers.js';

/** The real Camunda 8.6 broker as a peer. */
export type Broker = Server;

/**
 * The broker that `BENCH_BROKER` names: `host:port`, with `BENCH_BROKER_PID` for its CPU. It is not
 * started here. Undefined when none is named.
 */
export function namedBroker(environment: NodeJS.ProcessEnv): Broker | undefined {
  const address = environment.BENCH_BROKER;
  return address === undefined || address === ''
    ? undefined
    : {
        name: 'Camunda 8.6',
        pid: Number(environment.BENCH_BROKER_PID ?? -1),
        address,
        stop: () => Promise.resolve(),
      };
}
