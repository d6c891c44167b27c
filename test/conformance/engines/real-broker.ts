import { BROKER_VERSION, EXPORT_BYTES, startBroker } from '../live/broker.js';
import type { JudgedEngine } from './judged-engine.js';
import { isMarkerDone, markerCall, realEngine } from './real-engine.js';
import { connectWire } from './wire-client.js';

/** How long a marker may take to come back through the exporter. */
const MARKER_LIMIT_MS = 20_000;

/**
 * A real 8.6.0 broker of our own. Its clock runs, and can be moved forward on top of that.
 * @throws PartMissing when it cannot run here
 */
export async function openRealBroker(): Promise<JudgedEngine> {
  const broker = await startBroker();
  const client = await connectWire(broker.grpcAddress, broker.restAddress);
  const { log } = broker.recorder;
  let moved = 0;
  let markers = 0;
  const catchUp = async (): Promise<void> => {
    const id = String(++markers);
    let seen = log.length;
    await client.execute(markerCall(id, EXPORT_BYTES));
    const limit = Date.now() + MARKER_LIMIT_MS;
    while (Date.now() < limit) {
      const fresh = log.after(seen);
      seen += fresh.length;
      if (fresh.some((record) => isMarkerDone(record, id))) {
        return;
      }
      await log.more(1_000);
    }
    throw new Error('the broker did not export its records in time');
  };
  return realEngine({
    name: 'Camunda 8.6',
    version: BROKER_VERSION,
    hasRest: true,
    canDelete: true,
    log,
    now: () => Date.now() + moved,
    execute: (call) => client.execute(call),
    catchUp,
    move: async (ms) => {
      moved += ms;
      await broker.advance(ms);
    },
    close: async () => {
      client.close();
      await broker.close();
    },
  });
}
