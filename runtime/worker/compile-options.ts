import type { Backoff } from '../backoff.js';
import { RuntimeError } from '../errors.js';
import { compileSchema } from '../schema-checker.js';
import type { SchemaCheck } from '../schema-checker.js';
import type { EngineClient } from '../client/engine-client.js';
import type { WorkerMetrics } from '../metrics.js';
import type {
  JobDescriptor,
  JobDescriptors,
  JobHandler,
  Logger,
  ProcessDescriptor,
} from '../v1.js';
import type { StaleModelPolicy, WorkerHostOptions } from './options.js';

/** A job type with all that is needed to run it. */
export interface CompiledJob {
  readonly descriptor: JobDescriptor;
  readonly checkInput: SchemaCheck;
  readonly checkOutput: SchemaCheck;
  readonly errorCodes: ReadonlySet<string>;
  readonly handler: JobHandler<unknown, unknown, string, unknown>;
}

/** `WorkerHostOptions`, complete and checked. */
export interface CompiledWorkerOptions {
  readonly client: EngineClient;
  readonly name: string;
  readonly logger: Logger;
  readonly jobs: readonly CompiledJob[];
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly longPollMs: number;
  readonly pollBackoff: Backoff;
  readonly backoff: Backoff;
  readonly metrics: WorkerMetrics | undefined;
  readonly process: ProcessDescriptor | undefined;
  readonly staleModel: StaleModelPolicy;
}

/**
 * Checks options once and fills in defaults.
 * @throws RuntimeError WORKER_HANDLERS_MISMATCH naming every missing and unknown handler, or
 *   SCHEMA_INVALID
 */
export function compileWorkerOptions<Jobs extends JobDescriptors>(
  options: WorkerHostOptions<Jobs>,
): CompiledWorkerOptions {
  return {
    client: options.client,
    name: options.name,
    logger: options.logger,
    jobs: compileJobs(options.jobs, options.handlers),
    concurrency: atLeastOne(options.concurrency ?? 16),
    timeoutMs: atLeastOne(options.timeoutMs ?? 60_000),
    longPollMs: atLeastOne(options.longPollMs ?? 10_000),
    pollBackoff: {
      initialMs: 100,
      maxMs: 15_000,
      factor: 2,
      jitter: 0.2,
      ...options.pollBackoff,
    },
    backoff: { initialMs: 250, maxMs: 60_000, factor: 2, jitter: 0.2, ...options.backoff },
    metrics: options.metrics,
    process: options.process,
    staleModel: options.staleModel ?? 'warn',
  };
}

function compileJobs(jobs: JobDescriptors, handlers: object): readonly CompiledJob[] {
  const missing: string[] = [];
  const compiled: CompiledJob[] = [];
  for (const [key, descriptor] of Object.entries(jobs)) {
    const handler: unknown = Object.hasOwn(handlers, key) ? Reflect.get(handlers, key) : undefined;
    if (typeof handler !== 'function') {
      missing.push(key);
      continue;
    }
    compiled.push({
      descriptor,
      checkInput: compileSchema(descriptor.inputSchema, `the input of job "${key}"`),
      checkOutput: compileSchema(descriptor.outputSchema, `the output of job "${key}"`),
      errorCodes: new Set(descriptor.errorCodes),
      // The host hands over what passed the input schema and checks what comes back, so the types the
      // generator derived from those schemas hold.
      handler: handler as CompiledJob['handler'],
    });
  }
  const unknown = Object.keys(handlers).filter((key) => !Object.hasOwn(jobs, key));
  if (missing.length > 0 || unknown.length > 0) {
    throw mismatch(missing, unknown);
  }
  return compiled;
}

function mismatch(missing: readonly string[], unknown: readonly string[]): RuntimeError {
  const quote = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
  const parts = [
    ...(missing.length > 0 ? [`No handler for job type ${quote(missing)}.`] : []),
    ...(unknown.length > 0 ? [`No job in the model for handler ${quote(unknown)}.`] : []),
  ];
  return new RuntimeError(
    'WORKER_HANDLERS_MISMATCH',
    parts.join(' '),
    'Generate again and give createWorkerHost exactly one handler for each job type.',
  );
}

function atLeastOne(value: number): number {
  return Math.max(1, Math.floor(value));
}
