import { createHash } from 'node:crypto';
import type { ActivatedJob } from '../client/engine-client.js';
import { isEngineError } from '../errors.js';
import type { JobDescriptor, ProcessDescriptor } from '../v1.js';
import type { CompiledWorkerOptions } from './compile-options.js';

/** What is known of a deployed version: the model of this code, another one, or nothing yet. */
type Finding = 'same' | 'other' | 'unknown';

/** What is asked of a version at most while the engine does not show it, and how long between, ms. */
const MAX_LOOKS = 5;
const LOOK_AGAIN_MS = 5_000;

/** Versions remembered at most; the oldest is looked up again when it comes back. */
const MAX_VERSIONS = 1_000;

interface Version {
  readonly finding: Promise<Finding>;
  readonly looks: number;
  readonly lookedAt: number;
  readonly isSettled: boolean;
}

/**
 * Compares the versions of a process whose jobs a worker gets with the model its code was generated
 * from, by the SHA-256 of the file. A version is looked up once. What the engine cannot show (no REST
 * address, Camunda before 8.8) is compared by the job's element alone. Nothing here throws.
 */
export class ModelGuard {
  readonly #options: CompiledWorkerOptions;
  readonly #versions = new Map<string, Version>();
  readonly #told = new Set<string>();

  constructor(options: CompiledWorkerOptions) {
    this.#options = options;
  }

  /**
   * Why a job must not run: with `refuse`, how its model differs. With `warn` it says so once for each
   * version, without keeping the job waiting, and refuses nothing.
   */
  async refusal(job: ActivatedJob, descriptor: JobDescriptor): Promise<string | undefined> {
    const { staleModel } = this.#options;
    if (staleModel === 'ignore' || this.#processOf(job) === undefined) {
      return undefined;
    }
    const difference = this.difference(job, descriptor).then((found) => {
      if (found !== undefined) {
        this.#tell(job, found);
      }
      return found;
    });
    return staleModel === 'refuse' ? difference : undefined;
  }

  /** How the model of a job differs from the one of this code; undefined when it does not, or nobody knows. */
  async difference(job: ActivatedJob, descriptor: JobDescriptor): Promise<string | undefined> {
    const process = this.#processOf(job);
    if (process === undefined) {
      return undefined;
    }
    if (!descriptor.elementIds.includes(job.elementId)) {
      return `${otherModel(job, process)}, which has no job "${job.type}" at an element "${job.elementId}"; ${fix(process)}`;
    }
    return (await this.#finding(job, process)) === 'other'
      ? `${otherModel(job, process)}; ${fix(process)}`
      : undefined;
  }

  /** The model of this code, when the job is of its process. */
  #processOf(job: ActivatedJob): ProcessDescriptor | undefined {
    const { process } = this.#options;
    return process?.processId === job.processId ? process : undefined;
  }

  #finding(job: ActivatedJob, process: ProcessDescriptor): Promise<Finding> {
    const key = job.processDefinitionKey;
    const known = this.#versions.get(key);
    if (
      known !== undefined &&
      (known.isSettled || performance.now() < known.lookedAt + LOOK_AGAIN_MS)
    ) {
      return known.finding;
    }
    const looks = (known?.looks ?? 0) + 1;
    const finding = this.#look(key, process);
    this.#remember(key, { finding, looks, lookedAt: performance.now(), isSettled: true });
    void finding.then((found) => {
      if (found === 'unknown' && looks < MAX_LOOKS) {
        this.#remember(key, { finding, looks, lookedAt: performance.now(), isSettled: false });
      }
    });
    return finding;
  }

  #remember(key: string, version: Version): void {
    this.#versions.delete(key);
    this.#versions.set(key, version);
    if (this.#versions.size > MAX_VERSIONS) {
      const oldest = this.#versions.keys().next();
      if (oldest.done !== true) {
        this.#versions.delete(oldest.value);
      }
    }
  }

  async #look(key: string, process: ProcessDescriptor): Promise<Finding> {
    const { client, logger } = this.#options;
    try {
      const xml = await client.getProcessXml(key);
      if (xml === undefined) {
        return 'unknown';
      }
      return modelHash(xml) === process.sha256 ? 'same' : 'other';
    } catch (error) {
      const code = isEngineError(error) ? error.code : 'INTERNAL';
      if (!this.#told.has(code)) {
        this.#told.add(code);
        logger.info(
          { code, processDefinitionKey: key },
          'the engine does not show deployed models (Camunda does from 8.8 on, at ZEEBE_REST_ADDRESS); jobs are compared by their element alone',
        );
      }
      return 'unknown';
    }
  }

  #tell(job: ActivatedJob, difference: string): void {
    const { logger, metrics } = this.#options;
    metrics?.staleJobs.inc({ type: job.type });
    const subject = `${job.processDefinitionKey} ${job.elementId}`;
    if (this.#told.has(subject)) {
      return;
    }
    if (this.#told.size < MAX_VERSIONS) {
      this.#told.add(subject);
    }
    logger.warn(
      {
        processId: job.processId,
        processVersion: job.processVersion,
        processDefinitionKey: job.processDefinitionKey,
        elementId: job.elementId,
      },
      difference,
    );
  }
}

function otherModel(job: ActivatedJob, { model }: ProcessDescriptor): string {
  return `version ${String(job.processVersion)} of process "${job.processId}" is not the model that this worker was generated from (${model})`;
}

function fix({ model }: ProcessDescriptor): string {
  return `deploy ${model} with \`jobwright deploy\`, or generate again from what is deployed; instances of an older version can be migrated`;
}

/** As the generator hashes sources: whatever the line ends and the byte order mark, which a checkout may change. */
function modelHash(text: string): string {
  const plain = text.replace(/^\uFEFF/u, '').replaceAll('\r\n', '\n');
  return createHash('sha256').update(plain, 'utf8').digest('hex');
}
