import { ENGINE88_VERSION, startEngine88 } from '../live/engine88.js';
import type { JudgedEngine } from './judged-engine.js';
import { markerCall, realEngine } from './real-engine.js';
import { connectWire } from './wire-client.js';

/**
 * The real 8.8 engine in memory. Its clock runs, and can be moved forward on top of that.
 * @throws PartMissing when it cannot run here
 */
export async function openRealEngine88(): Promise<JudgedEngine> {
  const engine = await startEngine88();
  const client = await connectWire(engine.grpcAddress);
  let moved = 0;
  let markers = 0;
  return realEngine({
    name: 'Camunda 8.8',
    version: ENGINE88_VERSION,
    hasRest: false,
    canDelete: false,
    log: engine.log,
    now: () => Date.now() + moved,
    execute: (call) => client.execute(call),
    catchUp: async () => {
      // Its own wait for rest does not know of commands that are on their way.
      await client.execute(markerCall(String(++markers)));
      await engine.fetchRecords();
    },
    move: (ms) => {
      moved += ms;
      engine.advance(ms);
      return Promise.resolve();
    },
    close: async () => {
      client.close();
      await engine.close();
    },
  });
}
