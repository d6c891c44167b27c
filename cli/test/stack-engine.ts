import { startEngineServer } from '../../engine/server.js';

/** An engine that stands for the cluster in a container. */
export interface RunningEngine {
  readonly grpcPort: number;
  close(): Promise<void>;
}

/** Starts the embedded engine on free loopback ports, in memory. */
export async function createEngineServer(): Promise<RunningEngine> {
  const server = await startEngineServer({ host: '127.0.0.1', grpcPort: 0, restPort: 0 });
  return {
    grpcPort: Number(server.grpcAddress.split(':')[1]),
    close: () => server.close(),
  };
}
