/**
 * `jobwright/testing`: the embedded engine in one process with the test, on a clock that the test
 * moves. Job handlers run in the process too; nothing is timed, so nothing is flaky.
 */
import { coverageFolder } from './exporters/coverage-folder.js';
import { ControlledClock, Engine } from './index.js';
import type { EngineOptions } from './index.js';
import { CoverageRecorder } from './testing/coverage/recorder.js';
import { KeptJournal } from './testing/kept-journal.js';
import { TestEngine } from './testing/test-engine.js';

export { ControlledClock } from './index.js';
export type { EngineRecord } from './index.js';
export { inTurn } from './testing/in-turn.js';
export { installMatchers } from './testing/matchers/install.js';
export type { TestActivatedJob } from './testing/activated-job.js';
export type { TestDecision } from './testing/decision.js';
export type { Activation, Migration, Modification } from './testing/instance-changes.js';
export type {
  ElementVisit,
  TestIncident,
  TestInstanceState,
  TestMessageSubscription,
  TestTimer,
} from './testing/instance-view.js';
export type { TestOpenJob } from './testing/read-instance.js';
export type { RecordFilter } from './testing/record-log.js';
export type { TestClient } from './testing/test-client.js';
export type { TestEngine, TestMessage } from './testing/test-engine.js';
export type { TestInstance } from './testing/test-instance.js';
export type {
  AnyTestJobHandler,
  TestJob,
  TestJobContext,
  TestJobHandler,
} from './testing/test-job.js';
export type { ActiveUserTask, UserTaskChange } from './testing/active-user-task.js';
export type { TestUserTask } from './testing/user-task-view.js';

/** Options of `createTestEngine`. */
export interface TestEngineOptions {
  /** Where the clock stands: epoch ms. @default 2026-01-01T00:00:00Z */
  readonly start?: number;
  /** Camunda version to behave like. @default '8.6' */
  readonly compat?: EngineOptions['compat'];
  /**
   * Folder that process coverage is collected in, for `jobwright coverage`; false for none.
   * @default what the environment variable `JOBWRIGHT_COVERAGE` says, which the reporter
   * `jobwright/testing/coverage` sets; else none
   */
  readonly coverage?: string | false;
}

/**
 * Makes an engine in memory with a clock that stands still until `advance` moves it. Close it after
 * the test.
 */
export async function createTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const clock = new ControlledClock(options.start);
  const journal = new KeptJournal();
  const defects: unknown[] = [];
  const open = (): Promise<Engine> =>
    Engine.open({
      clock,
      journal,
      compat: options.compat ?? '8.6',
      onError: (error) => defects.push(error),
    });
  const folder = options.coverage ?? process.env.JOBWRIGHT_COVERAGE ?? '';
  const coverage =
    folder === false || folder === ''
      ? {}
      : { coverage: new CoverageRecorder(coverageFolder(folder)) };
  return new TestEngine(await open(), { clock, open, defects, ...coverage });
}
