import { ControlledClock } from '../../../engine/index.js';
import type { Engine } from '../../../engine/index.js';
import { startEngineServer } from '../../../engine/server.js';
import type { TraceRecord } from '../trace.js';
import type { JudgedEngine } from './judged-engine.js';
import { connectWire } from './wire-client.js';

/** What `openEmbeddedEngine` takes. */
export interface EmbeddedOptions {
  /** Where its clock stands at first, epoch milliseconds. @default the machine's time */
  readonly startAt?: number;
  /** Camunda version to behave like. @default '8.6' */
  readonly compat?: '8.6' | '8.7' | '8.8';
  /** Told of defects that the engine survived. */
  readonly onError?: (error: unknown) => void;
  /** Given the engine before anything is done with it. */
  readonly onOpen?: (engine: Engine) => void;
}

/** Our engine in this process, asked through its gateways as the others are. */
export async function openEmbeddedEngine(options: EmbeddedOptions = {}): Promise<JudgedEngine> {
  const clock = new ControlledClock(options.startAt ?? Date.now());
  const server = await startEngineServer({
    clock,
    grpcPort: 0,
    restPort: 0,
    ...(options.compat === undefined ? {} : { compat: options.compat }),
    ...(options.onError === undefined ? {} : { onError: options.onError }),
  });
  options.onOpen?.(server.engine);
  const client = await connectWire(server.grpcAddress, server.restAddress);
  const records: TraceRecord[] = [];
  server.engine.onRecords((batch) => {
    for (const record of batch) {
      // Record values are JSON objects by the engine's contract.
      records.push({ ...record, value: record.value as TraceRecord['value'] });
    }
  });
  return {
    name: 'embedded',
    version: 'embedded',
    hasRest: true,
    canDelete: true,
    now: () => clock.now(),
    execute: (call) => client.execute(call),
    mark: () => records.length,
    records: (mark) => records.slice(mark),
    advance: async (ms) => {
      clock.advance(ms);
      await server.engine.idle();
    },
    idle: () => server.engine.idle(),
    // Every scenario gets an engine of its own, so there is nothing to end.
    reset: () => Promise.resolve(),
    close: async () => {
      client.close();
      await server.close();
    },
  };
}
