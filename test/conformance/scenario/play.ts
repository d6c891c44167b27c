import { setTimeout as delay } from 'node:timers/promises';
import type { JudgedEngine } from '../engines/judged-engine.js';
import type { TraceRecord } from '../trace.js';
import type { Scenario } from './scenario.js';
import type { Exchange } from './session.js';
import { Session } from './session.js';

/** Everything that came of a scenario on one engine. */
export interface Played {
  readonly version: string;
  /** The engine's time when it began, epoch milliseconds. */
  readonly startedAt: number;
  readonly exchanges: readonly Exchange[];
  readonly records: readonly TraceRecord[];
}

const LIMIT_MS = 90_000;

/**
 * Plays a scenario on an engine; what it leaves there is ended afterwards.
 * @throws when the engine cannot be reached or the scenario does not end
 */
export async function play(scenario: Scenario, engine: JudgedEngine): Promise<Played> {
  const startedAt = engine.now();
  const session = new Session(engine);
  const limit = new AbortController();
  const late = delay(LIMIT_MS, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`${scenario.name} did not end within ${String(LIMIT_MS)} ms`);
  });
  try {
    const ended = await Promise.race([scenario.run(session).then(() => session.end()), late]);
    return { version: engine.version, startedAt, ...ended };
  } finally {
    limit.abort();
    await engine.reset();
  }
}
