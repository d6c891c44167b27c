import { resolve } from 'node:path';

import { postgresExporter, recordsFile } from '../../engine/exporters/index.js';
import { exitCodes } from '../exit-code.js';
import { checkPort } from '../port.js';
import { listenForShutdown } from '../shutdown-signal.js';
import { startEngine } from '../start-engine.js';
import { defineVerb } from '../verb.js';

/** `jobwright engine`: the embedded engine behind gRPC and REST until SIGINT or SIGTERM. */
export const verb = defineVerb({
  options: (yargs) =>
    yargs
      .option('grpc-port', {
        type: 'number',
        default: 26500,
        describe: 'gRPC port; 0 takes a free one',
      })
      .option('rest-port', {
        type: 'number',
        default: 8088,
        describe: 'REST port; 0 takes a free one',
      })
      .option('host', {
        type: 'string',
        default: '127.0.0.1',
        describe: 'address to listen on; there is no login',
      })
      .option('data', {
        type: 'string',
        describe: 'folder to keep the log in; without it nothing is kept',
      })
      .option('memory', {
        type: 'boolean',
        describe: 'keep nothing, also when --data is not given',
      })
      .option('fsync', {
        choices: ['always', 'interval', 'off'] as const,
        default: 'always' as const,
        describe: 'when a command counts as durable',
      })
      .option('compat', {
        type: 'string',
        choices: ['8.6', '8.7', '8.8'] as const,
        default: '8.6' as const,
        describe: 'Camunda version to behave like; keep it for the life of --data',
      })
      .option('allow-origin', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'origin of a web page that may call the REST API',
      })
      .option('export-records', {
        type: 'string',
        describe: 'file that every record of the log is appended to, a line of JSON each',
      })
      .option('export-postgres', {
        type: 'string',
        describe: 'URL of a PostgreSQL database that keeps the history',
      })
      .implies({ 'export-records': 'data', 'export-postgres': 'data' })
      .conflicts('memory', 'data')
      .example('$0 engine', 'forgets everything when it stops')
      .example('$0 engine --data data/engine', 'goes on where it stopped')
      .example('$0 engine --grpc-port 0 --rest-port 0', 'free ports; the ready line names them'),
  run: async (options, context) => {
    const { host, grpcPort, restPort, data, fsync, compat, allowOrigin } = options;
    const { exportRecords, exportPostgres } = options;
    checkPort('--grpc-port', grpcPort);
    checkPort('--rest-port', restPort);
    const dataDirectory = data === undefined ? undefined : resolve(context.cwd, data);
    const shutdown = listenForShutdown(() => {
      context.err('stopped at once: a second signal came');
    });
    try {
      context.err(
        dataDirectory === undefined
          ? 'engine: in memory, nothing is kept'
          : `engine: reading ${dataDirectory}`,
      );
      const server = await startEngine(
        {
          ...(dataDirectory === undefined ? {} : { dataDirectory }),
          host,
          grpcPort,
          restPort,
          fsync,
          compat,
          allowedOrigins: allowOrigin,
          exporters: [
            ...(exportRecords === undefined
              ? []
              : [recordsFile({ path: resolve(context.cwd, exportRecords) })]),
            ...(exportPostgres === undefined ? [] : [postgresExporter({ url: exportPostgres })]),
          ],
        },
        context,
      );
      context.out(`ready grpc=${server.grpcAddress} rest=${server.restAddress}`);
      const signal = await shutdown.requested;
      context.err(`${signal}: closing`);
      await server.close();
      return exitCodes.ok;
    } finally {
      shutdown.dispose();
    }
  },
});
