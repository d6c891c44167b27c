import type { Variables } from '../records/values.js';
import { document } from './document.js';
import type { InstanceHost } from './instance-host.js';
import type { ReadInstance } from './read-instance.js';

/** An element to activate, and variables for it. */
export interface Activation {
  readonly elementId: string;
  /** Variables that the element gets, in its own scope. */
  readonly variables?: object;
  /** Key of the scope instance to activate it in, where there are several. */
  readonly ancestorKey?: number;
}

/** What a modification does; at least one of both. */
export interface Modification {
  /** Elements that get a token. */
  readonly activate?: readonly (string | Activation)[];
  /** Elements whose active instances end, by id or by key. */
  readonly terminate?: readonly (string | number)[];
}

/** To which definition an instance goes over. */
export interface Migration {
  /** @default the latest version of the instance's process */
  readonly processDefinitionKey?: number;
  /** Where active elements go: ids in the new model by ids in the old one. @default the same ids */
  readonly elements?: Readonly<Record<string, string>>;
}

/** Cancels an instance. */
export async function cancel(instance: ReadInstance, host: InstanceHost): Promise<void> {
  await host.operations().cancelInstance(instance.key);
  await host.idle();
}

/** Sets variables; see `TestInstance.setVariables`. */
export async function setVariables(
  instance: ReadInstance,
  change: { readonly variables: Variables; readonly at?: string; readonly local?: boolean },
  host: InstanceHost,
): Promise<void> {
  const { variables, at, local = false } = change;
  const key = at === undefined ? instance.key : activeKeys(instance, at)[0];
  if (key === undefined) {
    throw new Error(`no token is at '${String(at)}'\n${instance.describe()}`);
  }
  await host.operations().setVariables(key, { variables, local });
  await host.idle();
}

/** Moves tokens; see `TestInstance.modify`. */
export async function modify(
  instance: ReadInstance,
  modification: Modification,
  host: InstanceHost,
): Promise<void> {
  const activateInstructions = (modification.activate ?? []).map((one) => {
    const activation: Activation = typeof one === 'string' ? { elementId: one } : one;
    const { elementId, variables, ancestorKey = -1 } = activation;
    return {
      elementId,
      ancestorScopeKey: ancestorKey,
      variableInstructions:
        variables === undefined ? [] : [{ elementId, variables: document(variables) }],
    };
  });
  const terminateInstructions = (modification.terminate ?? [])
    .flatMap((one) => (typeof one === 'number' ? [one] : requireActive(instance, one)))
    .map((elementInstanceKey) => ({ elementInstanceKey }));
  await host.operations().execute({
    valueType: 'PROCESS_INSTANCE_MODIFICATION',
    intent: 'MODIFY',
    key: instance.key,
    value: {
      processInstanceKey: instance.key,
      activateInstructions,
      terminateInstructions,
    },
  });
  await host.idle();
}

/** Goes over to another definition; see `TestInstance.migrate`. */
export async function migrate(
  instance: ReadInstance,
  migration: Migration,
  host: InstanceHost,
): Promise<void> {
  const target = migration.processDefinitionKey ?? host.latestDefinition(instance.processId);
  const mappings =
    migration.elements ?? Object.fromEntries(instance.waitingAt().map((id) => [id, id]));
  await host.operations().execute({
    valueType: 'PROCESS_INSTANCE_MIGRATION',
    intent: 'MIGRATE',
    key: instance.key,
    value: {
      processInstanceKey: instance.key,
      targetProcessDefinitionKey: target,
      mappingInstructions: Object.entries(mappings).map(([sourceElementId, targetElementId]) => ({
        sourceElementId,
        targetElementId,
      })),
    },
  });
  await host.idle();
}

/** Resolves incidents; see `TestInstance.resolveIncidents`. */
export async function resolveIncidents(
  instance: ReadInstance,
  options: { readonly at?: string; readonly retries?: number },
  host: InstanceHost,
): Promise<void> {
  const { at, retries = 1 } = options;
  const incidents = instance
    .incidents()
    .filter(({ elementId }) => at === undefined || elementId === at);
  if (incidents.length === 0) {
    const where = at === undefined ? '' : ` at '${at}'`;
    throw new Error(`no incident is open${where}\n${instance.describe()}`);
  }
  for (const { key, jobKey, errorType } of incidents) {
    if (jobKey > 0 && errorType === 'JOB_NO_RETRIES') {
      await host.operations().updateJobRetries(jobKey, retries);
    }
    await host.operations().resolveIncident(key);
  }
  await host.idle();
}

function activeKeys(instance: ReadInstance, elementId: string): readonly number[] {
  return instance
    .elements()
    .filter((visit) => visit.elementId === elementId && visit.state === 'ACTIVE')
    .map(({ key }) => key);
}

function requireActive(instance: ReadInstance, elementId: string): readonly number[] {
  const keys = activeKeys(instance, elementId);
  if (keys.length === 0) {
    throw new Error(`no token is at '${elementId}'\n${instance.describe()}`);
  }
  return keys;
}
