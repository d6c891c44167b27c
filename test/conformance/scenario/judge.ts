import type { Difference, Level } from '../compare.js';
import { openEmbeddedEngine } from '../engines/embedded-engine.js';
import type { JudgedEngine } from '../engines/judged-engine.js';
import { comparePlayed } from './compare-played.js';
import type { Played } from './play.js';
import { play } from './play.js';
import type { Scenario } from './scenario.js';

/** What came of holding a scenario on the embedded engine against another run of it. */
export interface Verdict {
  readonly level: Level;
  readonly difference: Difference | undefined;
}

/** Plays a scenario on an embedded engine of its own, its clock beginning where the other's did. */
export async function playEmbedded(scenario: Scenario, startAt?: number): Promise<Played> {
  const engine = await openEmbeddedEngine({
    ...(startAt === undefined ? {} : { startAt }),
    ...(scenario.since === undefined ? {} : { compat: '8.8' }),
  });
  try {
    return await play(scenario, engine);
  } finally {
    await engine.close();
  }
}

/** Plays a scenario on the embedded engine and compares with what came of it elsewhere. */
export async function judge(
  scenario: Scenario,
  expected: Played,
  levels: readonly Level[],
): Promise<readonly Verdict[]> {
  const actual = await playEmbedded(scenario, expected.startedAt);
  return levels.map((level) => ({ level, difference: comparePlayed(level, expected, actual) }));
}

/** Whether an engine can play a scenario. */
export function canPlay(scenario: Scenario, engine: JudgedEngine): boolean {
  const isOld = engine.version.startsWith('8.6.');
  return (
    (scenario.rest !== true || engine.hasRest) &&
    (scenario.deletes !== true || engine.canDelete) &&
    !(isOld && scenario.since !== undefined) &&
    (isOld || scenario.before === undefined)
  );
}
