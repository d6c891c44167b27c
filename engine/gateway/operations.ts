import type { Engine } from '../loop/engine.js';
import type { ClientCommand, CommandResult } from '../records/client-command.js';
import type { CreationValue, Variables } from '../records/values.js';
import { GatewayError } from './gateway-error.js';
import { gatewayVersion } from './gateway-version.js';

/** Which process to start: `processDefinitionKey` when it is set, else id and version (-1: latest). */
export interface CreateInstance {
  readonly processDefinitionKey?: number;
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly variables: Variables;
  readonly startInstructions?: readonly { readonly elementId: string }[];
}

/** A file to deploy. */
export interface DeployedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** What was deployed; each list names the definitions that are now in force, duplicates included. */
export interface DeploymentResult {
  readonly key: number;
  readonly processes: readonly ProcessMetadata[];
  readonly decisions: readonly DecisionMetadata[];
  readonly decisionRequirements: readonly DecisionRequirementsMetadata[];
  readonly forms: readonly FormMetadata[];
  /** Files that are only kept. */
  readonly others: readonly ResourceMetadata[];
}
/** One process of a deployment. */
export interface ProcessMetadata {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly processDefinitionKey: number;
  readonly resourceName: string;
}
/** One decision of a deployment. */
export interface DecisionMetadata {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly version: number;
  readonly decisionKey: number;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: number;
}
/** One DMN file of a deployment. */
export interface DecisionRequirementsMetadata {
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsName: string;
  readonly decisionRequirementsVersion: number;
  readonly decisionRequirementsKey: number;
  readonly resourceName: string;
}
/** One form of a deployment. */
export interface FormMetadata {
  readonly formId: string;
  readonly version: number;
  readonly formKey: number;
  readonly resourceName: string;
}

/** One file of a deployment that is only kept. */
export interface ResourceMetadata {
  readonly resourceId: string;
  readonly version: number;
  readonly resourceKey: number;
  readonly resourceName: string;
}

/** How long a call with a result waits when the client names no time, in ms. */
export const defaultResultTimeoutMs = 10_000;

/**
 * The engine's commands as plain calls: what both gateways and the test engine have in common. All
 * reject with the engine's `CommandRejected`.
 */
export class Operations {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The version that the gateways say they are of. */
  get version(): string {
    return gatewayVersion(this.#engine.compat);
  }

  /** Deploys all files or none. */
  async deploy(files: readonly DeployedFile[]): Promise<DeploymentResult> {
    const result = await this.#engine.execute({
      valueType: 'DEPLOYMENT',
      intent: 'CREATE',
      value: {
        resources: files.map((file) => ({
          resourceName: file.name,
          resource: file.content.toString('base64'),
        })),
      },
    });
    // The answer to CREATE is a DEPLOYMENT event.
    const value = result.value as Partial<{
      readonly processesMetadata: DeploymentResult['processes'];
      readonly decisionsMetadata: DeploymentResult['decisions'];
      readonly decisionRequirementsMetadata: DeploymentResult['decisionRequirements'];
      readonly formMetadata: DeploymentResult['forms'];
      readonly resourceMetadata: DeploymentResult['others'];
    }>;
    return {
      key: result.key,
      processes: value.processesMetadata ?? [],
      decisions: value.decisionsMetadata ?? [],
      decisionRequirements: value.decisionRequirementsMetadata ?? [],
      forms: value.formMetadata ?? [],
      others: value.resourceMetadata ?? [],
    };
  }

  /** Starts an instance. */
  async createInstance(request: CreateInstance): Promise<CreationValue> {
    return created(await this.#engine.execute(creation('CREATE', request)));
  }

  /**
   * Starts an instance and waits for its end. Rejects with `DEADLINE_EXCEEDED` after `timeoutMs`;
   * the instance keeps running then.
   */
  async createInstanceWithResult(
    request: CreateInstance,
    options: { readonly fetchVariables: readonly string[]; readonly timeoutMs: number },
  ): Promise<CreationValue> {
    const { fetchVariables, timeoutMs } = options;
    const command = creation('CREATE_WITH_AWAITING_RESULT', request);
    const result = this.#engine.execute({
      ...command,
      value: { ...command.value, fetchVariables },
    });
    return created(await within(timeoutMs, result));
  }

  /** Cancels a root instance. */
  async cancelInstance(processInstanceKey: number): Promise<void> {
    await this.#engine.execute({
      valueType: 'PROCESS_INSTANCE',
      intent: 'CANCEL',
      key: processInstanceKey,
      value: {},
    });
  }

  /** Completes a job. */
  async completeJob(key: number, variables: Variables): Promise<void> {
    await this.#job(key, { intent: 'COMPLETE', value: { variables } });
  }

  /** Fails a job; `retryBackOffMs` before it can be activated again. */
  async failJob(
    key: number,
    failure: {
      readonly retries: number;
      readonly errorMessage: string;
      readonly retryBackOffMs: number;
      readonly variables: Variables;
    },
  ): Promise<void> {
    const { retries, errorMessage, retryBackOffMs, variables } = failure;
    const value = { retries, errorMessage, retryBackoff: retryBackOffMs, variables };
    await this.#job(key, { intent: 'FAIL', value });
  }

  /** Throws a BPMN error out of a job. */
  async throwError(
    key: number,
    error: {
      readonly errorCode: string;
      readonly errorMessage: string;
      readonly variables: Variables;
    },
  ): Promise<void> {
    await this.#job(key, { intent: 'THROW_ERROR', value: error });
  }

  /** Sets a job's retries. */
  async updateJobRetries(key: number, retries: number): Promise<void> {
    await this.#job(key, { intent: 'UPDATE_RETRIES', value: { retries } });
  }

  /** Sets an activated job's deadline to `timeoutMs` from now. */
  async updateJobTimeout(key: number, timeoutMs: number): Promise<void> {
    await this.#job(key, { intent: 'UPDATE_TIMEOUT', value: { timeout: timeoutMs } });
  }

  /** Sets a job's retries, its deadline to `timeoutMs` from now, or both. */
  async updateJob(
    key: number,
    changes: { readonly retries?: number; readonly timeoutMs?: number },
  ): Promise<void> {
    const { retries, timeoutMs } = changes;
    const changedAttributes = [
      ...(retries === undefined ? [] : ['retries']),
      ...(timeoutMs === undefined ? [] : ['timeout']),
    ];
    const value = { retries: retries ?? -1, timeout: timeoutMs ?? -1, changedAttributes };
    await this.#job(key, { intent: 'UPDATE', value });
  }

  /** Publishes a message; resolves to its key. */
  async publishMessage(message: {
    readonly name: string;
    readonly correlationKey: string;
    readonly timeToLiveMs: number;
    readonly messageId: string;
    readonly variables: Variables;
  }): Promise<number> {
    const { timeToLiveMs, ...value } = message;
    const command = { valueType: 'MESSAGE', intent: 'PUBLISH' };
    const published = await this.#engine.execute({
      ...command,
      value: { ...value, timeToLive: timeToLiveMs },
    });
    return published.key;
  }

  /** Broadcasts a signal; resolves to its key. */
  async broadcastSignal(signalName: string, variables: Variables): Promise<number> {
    const command = { valueType: 'SIGNAL', intent: 'BROADCAST' };
    return (await this.#engine.execute({ ...command, value: { signalName, variables } })).key;
  }

  /** Resolves an incident. */
  async resolveIncident(key: number): Promise<void> {
    await this.#engine.execute({ valueType: 'INCIDENT', intent: 'RESOLVE', key, value: {} });
  }

  /** Sets variables from a scope; `local` keeps them in it. Resolves to the key of the change. */
  async setVariables(
    elementInstanceKey: number,
    change: { readonly variables: Variables; readonly local: boolean },
  ): Promise<number> {
    const result = await this.#engine.execute({
      valueType: 'VARIABLE_DOCUMENT',
      intent: 'UPDATE',
      value: {
        scopeKey: elementInstanceKey,
        updateSemantics: change.local ? 'LOCAL' : 'PROPAGATE',
        variables: change.variables,
      },
    });
    return result.key;
  }

  /** Sends any other command: evaluation of decisions, modification, migration, deletion. */
  execute(command: ClientCommand): Promise<CommandResult> {
    return this.#engine.execute(command);
  }

  async #job(key: number, command: Pick<ClientCommand, 'intent' | 'value'>): Promise<void> {
    await this.#engine.execute({ valueType: 'JOB', key, ...command });
  }
}

function creation(intent: string, request: CreateInstance): ClientCommand {
  const { processDefinitionKey = -1, startInstructions = [], ...rest } = request;
  const value = { ...rest, processDefinitionKey, startInstructions };
  return { valueType: 'PROCESS_INSTANCE_CREATION', intent, value };
}

function created(result: CommandResult): CreationValue {
  // The answers to both kinds of creation carry a creation's value.
  return result.value as CreationValue;
}

async function within<T>(timeoutMs: number, result: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new GatewayError(
          'DEADLINE_EXCEEDED',
          `Time out between gateway and broker: the process instance did not end within ${timeoutMs} ms; it keeps running`,
        ),
      );
    }, timeoutMs);
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
