import type { Operations } from '../gateway/index.js';
import type { Job } from '../state/rows.js';
import type { ElementNames } from './element-names.js';
import type { RecordLog } from './record-log.js';

/** Who does the jobs of a type at an element: a handler, nobody until `release`, or nobody. */
export type JobOwner = 'handler' | 'held' | 'nobody';

/** What a test instance needs of the test engine that it is in. */
export interface InstanceHost {
  readonly log: RecordLog;
  /** The commands of the engine that is open now. */
  readonly operations: () => Operations;
  /** Waits until the engine has nothing more to do. */
  readonly idle: () => Promise<void>;
  /** Jobs of the instance that are not done. */
  readonly jobs: (processInstanceKey: number) => readonly Job[];
  /** Ids and names in the model that an instance runs; undefined when it cannot be told. */
  readonly names: (processDefinitionKey: number) => ElementNames | undefined;
  /** Key of the latest version of a process. Throws when there is none. */
  readonly latestDefinition: (processId: string) => number;
  readonly jobOwner: (job: Job) => JobOwner;
}
