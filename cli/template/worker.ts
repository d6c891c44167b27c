import {
  connectEngine,
  createLogger,
  createWorkerHost,
  runAsMain,
  type StartService,
} from 'jobwright/runtime';

import { orderJobs, orderProcess } from './generated/order/jobs.gen.js';
import { createHandlers, createPorts } from './handlers/index.js';

/** Works on the jobs of the process `order`: `npm start`, or on its own against any Camunda 8. */
export const start: StartService = async (environment) => {
  const client = await connectEngine(environment);
  const host = createWorkerHost({
    client,
    jobs: orderJobs,
    process: orderProcess,
    handlers: createHandlers(createPorts()),
    name: 'order-worker',
    logger: createLogger({ name: 'order-worker', level: 'info' }),
  });
  host.run();
  return {
    name: 'order-worker',
    close: async () => {
      await host.shutdown();
      await client.close();
    },
  };
};

await runAsMain(import.meta, start);
