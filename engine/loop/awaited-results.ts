import { valueOf } from '../appliers/applier.js';
import { CommandRejected } from '../records/client-command.js';
import type { CommandResult } from '../records/client-command.js';
import type { EngineRecord } from '../records/record.js';
import type { ProcessInstanceValue } from '../records/values.js';

interface Waiter {
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (error: Error) => void;
}

/** Clients that wait for process instances to end. Not part of the state: they go with a restart. */
export class AwaitedResults {
  /** Names of the variables to answer with, by process instance; read while batches are processed. */
  readonly names = new Map<number, readonly string[]>();
  readonly #waiters = new Map<number, Waiter>();

  /** Answers `waiter` when the instance ends. */
  wait(processInstanceKey: number, waiter: Waiter): void {
    this.#waiters.set(processInstanceKey, waiter);
  }

  /** Looks through durable records for instances that ended. */
  observe(records: readonly EngineRecord[]): void {
    if (this.#waiters.size === 0) {
      return;
    }
    for (const record of records) {
      const waiter = this.#waiters.get(record.key);
      if (waiter === undefined || record.recordType !== 'EVENT') {
        continue;
      }
      if (record.valueType === 'PROCESS_INSTANCE_RESULT') {
        this.#forget(record.key);
        const { key, valueType, intent, value } = record;
        waiter.resolve({ key, valueType, intent, value });
      } else if (isTerminated(record)) {
        this.#forget(record.key);
        const reason = `Expected to await the result of process instance with key '${record.key}', but it was terminated`;
        const command = {
          valueType: 'PROCESS_INSTANCE_CREATION',
          intent: 'CREATE_WITH_AWAITING_RESULT',
        };
        waiter.reject(new CommandRejected({ type: 'INVALID_STATE', reason }, command));
      }
    }
  }

  /** Tells everyone that no result will come. */
  rejectAll(error: Error): void {
    for (const [key, waiter] of [...this.#waiters]) {
      this.#forget(key);
      waiter.reject(error);
    }
  }

  #forget(processInstanceKey: number): void {
    this.names.delete(processInstanceKey);
    this.#waiters.delete(processInstanceKey);
  }
}

function isTerminated(record: EngineRecord): boolean {
  return (
    record.valueType === 'PROCESS_INSTANCE' &&
    record.intent === 'ELEMENT_TERMINATED' &&
    valueOf<ProcessInstanceValue>(record).bpmnElementType === 'PROCESS'
  );
}
