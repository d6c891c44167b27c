import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { TraceLog } from './trace-log.js';

/** A running recorder. */
export interface Recorder {
  readonly port: number;
  readonly log: TraceLog;
  close(): Promise<void>;
}

/**
 * Stands where the broker's bundled exporter expects Elasticsearch: takes its bulk requests and keeps
 * the documents, which are the broker's records. Listens on a free loopback port.
 */
export async function startRecorder(): Promise<Recorder> {
  const log = new TraceLog();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      response.setHeader('content-type', 'application/json');
      // Elasticsearch's clients refuse servers that do not say they are one.
      response.setHeader('X-Elastic-Product', 'Elasticsearch');
      if (request.url?.startsWith('/_bulk') !== true) {
        response.end('{"acknowledged":true,"version":{"number":"8.13.4"}}');
        return;
      }
      // Lines of actions and of documents take turns.
      const documents = body.split('\n').filter((line, i) => i % 2 === 1 && line !== '');
      log.addLines(documents);
      response.end('{"took":1,"errors":false,"items":[]}');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    // A listening TCP server has an address with a port.
    port: (server.address() as AddressInfo).port,
    log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
