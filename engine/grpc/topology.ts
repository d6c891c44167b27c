/** A cluster of one broker with one partition. */
export function topologyMessage(
  address: { readonly host: string; readonly port: number },
  gatewayVersion: string,
): object {
  return {
    brokers: [
      {
        nodeId: 0,
        ...address,
        partitions: [{ partitionId: 1, role: 'LEADER', health: 'HEALTHY' }],
        version: gatewayVersion,
      },
    ],
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion,
  };
}
