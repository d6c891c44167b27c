import type { Operations } from '../gateway/index.js';
import { isCommandRejected } from '../records/client-command.js';
import { document } from './document.js';

/**
 * The test engine as generated functions take it (`startOrder(engine.client, …)`): the shape of the
 * runtime's `ProcessClient`. Each call returns when the engine is idle again.
 */
export interface TestClient {
  publishMessage(message: {
    readonly name: string;
    readonly correlationKey: string;
    readonly messageId: string;
    readonly timeToLiveMs: number;
    readonly variables: object;
  }): Promise<{ readonly messageKey: string; readonly duplicate: boolean }>;
  createProcessInstance(request: {
    readonly processId: string;
    readonly variables: object;
    /** Default: the latest version. */
    readonly version?: number;
  }): Promise<{ readonly processInstanceKey: string; readonly processVersion: number }>;
  broadcastSignal(request: { readonly name: string; readonly variables: object }): Promise<void>;
  cancelProcessInstance(processInstanceKey: string): Promise<void>;
}

/** Makes the client of a test engine; `idle` waits until the engine has nothing more to do. */
export function createTestClient(
  operations: () => Operations,
  idle: () => Promise<void>,
): TestClient {
  return {
    publishMessage: async ({ variables, ...message }) => {
      try {
        const key = await operations().publishMessage({
          ...message,
          variables: document(variables),
        });
        await idle();
        return { messageKey: String(key), duplicate: false };
      } catch (error) {
        if (isCommandRejected(error) && error.rejectionType === 'ALREADY_EXISTS') {
          return { messageKey: '', duplicate: true };
        }
        throw error;
      }
    },
    createProcessInstance: async ({ processId, variables, version }) => {
      const created = await operations().createInstance({
        bpmnProcessId: processId,
        version: version ?? -1,
        variables: document(variables),
      });
      await idle();
      return {
        processInstanceKey: String(created.processInstanceKey),
        processVersion: created.version,
      };
    },
    broadcastSignal: async ({ name, variables }) => {
      await operations().broadcastSignal(name, document(variables));
      await idle();
    },
    cancelProcessInstance: async (processInstanceKey) => {
      await operations().cancelInstance(Number(processInstanceKey));
      await idle();
    },
  };
}
