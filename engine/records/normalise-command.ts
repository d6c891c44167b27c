import { blankJob } from '../behaviors/jobs.js';
import { blankUserTask } from '../behaviors/user-tasks.js';
import { Refusal } from '../processors/refusal.js';
import { defaultTenant } from './values.js';

type Defaults = Readonly<Record<string, unknown>>;

const blankProcessInstance: Defaults = {
  version: -1,
  bpmnElementType: 'UNSPECIFIED',
  flowScopeKey: -1,
  bpmnEventType: 'UNSPECIFIED',
  parentProcessInstanceKey: -1,
  parentElementInstanceKey: -1,
  tenantId: defaultTenant,
  bpmnProcessId: '',
  processInstanceKey: -1,
  processDefinitionKey: -1,
  elementId: '',
};
const blankMessage: Defaults = {
  name: '',
  timeToLive: 0,
  deadline: -1,
  variables: {},
  tenantId: defaultTenant,
  messageId: '',
  correlationKey: '',
};

/** Fields of each client command with the protocol's defaults. */
const defaults: Readonly<Record<string, Defaults>> = {
  DEPLOYMENT: { resources: [], tenantId: defaultTenant },
  RESOURCE_DELETION: { resourceKey: -1, tenantId: defaultTenant },
  PROCESS_INSTANCE_CREATION: {
    version: -1,
    variables: {},
    tenantId: defaultTenant,
    bpmnProcessId: '',
    processInstanceKey: -1,
    startInstructions: [],
    processDefinitionKey: -1,
  },
  PROCESS_INSTANCE: blankProcessInstance,
  PROCESS_INSTANCE_MODIFICATION: {
    ancestorScopeKeys: [],
    tenantId: defaultTenant,
    processInstanceKey: -1,
    activateInstructions: [],
    terminateInstructions: [],
  },
  PROCESS_INSTANCE_MIGRATION: {
    processInstanceKey: -1,
    targetProcessDefinitionKey: -1,
    mappingInstructions: [],
  },
  JOB_BATCH: {
    type: '',
    truncated: false,
    timeout: -1,
    maxJobsToActivate: -1,
    tenantIds: [],
    worker: '',
    jobs: [],
    jobKeys: [],
  },
  JOB: { ...blankJob },
  USER_TASK: { ...blankUserTask },
  MESSAGE: blankMessage,
  MESSAGE_CORRELATION: blankMessage,
  SIGNAL: { signalName: '', variables: {}, tenantId: defaultTenant },
  INCIDENT: {
    jobKey: -1,
    variableScopeKey: -1,
    elementInstancePath: [],
    processDefinitionPath: [],
    callingElementPath: [],
    errorType: 'UNKNOWN',
    tenantId: defaultTenant,
    bpmnProcessId: '',
    processInstanceKey: -1,
    errorMessage: '',
    elementInstanceKey: -1,
    processDefinitionKey: -1,
    elementId: '',
  },
  VARIABLE_DOCUMENT: {
    scopeKey: -1,
    updateSemantics: 'PROPAGATE',
    variables: {},
    tenantId: defaultTenant,
  },
  DECISION_EVALUATION: {
    decisionId: '',
    decisionKey: -1,
    variables: {},
    tenantId: defaultTenant,
  },
  TIMER: {
    targetElementId: '',
    repetitions: -1,
    tenantId: defaultTenant,
    processInstanceKey: -1,
    elementInstanceKey: -1,
    processDefinitionKey: -1,
    dueDate: -1,
  },
};

/** Lists of names that are kept only when given. */
const optionalLists: readonly string[] = ['fetchVariables', 'variables'];

function describe(value: unknown): string {
  if (Array.isArray(value)) {
    return 'ARRAY';
  }
  return value === null ? 'NIL' : typeof value === 'object' ? 'OBJECT' : typeof value;
}

function wrong(name: string, expected: string, value: unknown): Refusal {
  return new Refusal(
    'INVALID_ARGUMENT',
    `Expected field '${name}' to be ${expected}, but it was ${describe(value)}`,
  );
}

/** A number, or a decimal string as keys come from outside. Throws `Refusal` for anything else. */
export function readNumber(name: string, value: unknown): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    throw wrong(name, 'a number', value);
  }
  return number;
}

function readField(name: string, byDefault: unknown, value: unknown): unknown {
  if (value === undefined || value === null) {
    return byDefault;
  }
  if (typeof byDefault === 'number') {
    return readNumber(name, value);
  }
  if (typeof byDefault !== 'object') {
    if (typeof value !== typeof byDefault) {
      throw wrong(name, `a ${typeof byDefault}`, value);
    }
    return value;
  }
  if (Array.isArray(byDefault) !== Array.isArray(value) || typeof value !== 'object') {
    if (name === 'variables') {
      throw new Refusal(
        'INVALID_ARGUMENT',
        `Property 'variables' is invalid: Expected document to be a root level object, but was '${describe(value)}'`,
      );
    }
    throw wrong(name, Array.isArray(byDefault) ? 'a list' : 'an object', value);
  }
  return value;
}

/**
 * The value of a client command with every field of its type: missing ones at their default, unknown
 * ones dropped, keys turned into numbers. Throws `Refusal` for a field of the wrong type.
 */
export function normaliseCommand(valueType: string, value: object): object {
  const known = defaults[valueType];
  if (known === undefined) {
    return value;
  }
  const result: Record<string, unknown> = { ...known };
  // Not in the order of the known fields: most commands give few of them.
  for (const [name, field] of Object.entries(value)) {
    if (Object.hasOwn(known, name)) {
      result[name] = readField(name, known[name], field);
    } else if (optionalLists.includes(name) && Array.isArray(field)) {
      result[name] = field;
    }
  }
  return result;
}
