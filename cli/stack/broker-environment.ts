/** Ports of a Zeebe broker with its gateway, all on loopback. */
export interface BrokerPorts {
  readonly grpc: number;
  readonly command: number;
  readonly internal: number;
  /** REST v2, and the web applications where they run in the same JVM. */
  readonly rest: number;
  /** Health and metrics. */
  readonly management: number;
}

/** The variables that a broker of Camunda 8.6 needs to be one cluster alone, on loopback, with data in `data`. */
export function brokerEnvironment(
  ports: BrokerPorts,
  data: string,
): Readonly<Record<string, string>> {
  return {
    SERVER_ADDRESS: '127.0.0.1',
    SERVER_PORT: String(ports.rest),
    MANAGEMENT_SERVER_ADDRESS: '127.0.0.1',
    MANAGEMENT_SERVER_PORT: String(ports.management),
    ZEEBE_BROKER_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_GATEWAY_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(ports.grpc),
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(ports.command),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(ports.internal),
    ZEEBE_BROKER_CLUSTER_INITIALCONTACTPOINTS: `127.0.0.1:${String(ports.internal)}`,
    ZEEBE_BROKER_DATA_DIRECTORY: data,
  };
}
