import { EngineError, isEngineError } from '../errors.js';
import type {
  ConditionClient,
  DecisionClient,
  JsonObject,
  JsonValue,
  ProcessInquiry,
  UserTaskDesk,
} from '../v1.js';
import type { DefinitionInquiry } from './engine-client.js';
import type { SendRest } from './rest-calls.js';
import {
  parseConditions,
  parseDecision,
  parseInstance,
  parseItems,
  parseProcess,
  parseUserTask,
  parseVariable,
  variableValue,
} from './rest-wire.js';

const PAGE = 1_000;
const LISTED_TASKS = 100;

/** What an engine connection can look at and do through the REST API v2 alone. */
export function createRestTransport(
  send: SendRest,
): ProcessInquiry & DefinitionInquiry & UserTaskDesk & DecisionClient & ConditionClient {
  const getInstance: ProcessInquiry['getProcessInstance'] = async (key, options = {}) => {
    const name = 'getProcessInstance';
    const found = await unlessAbsent(
      send({ name, method: 'GET', path: `process-instances/${encodeURIComponent(key)}` }),
    );
    if (found === undefined) {
      return undefined;
    }
    const scope = { processInstanceKey: key, scopeKey: key };
    const wanted = options.variables;
    const filter = wanted === undefined ? scope : { ...scope, name: { $in: wanted } };
    const variables =
      wanted?.length === 0
        ? {}
        : await readVariables(send, { name, path: 'variables/search', filter });
    return read(name, () => ({ ...parseInstance(found), variables }));
  };
  const task = (key: string): string => `user-tasks/${encodeURIComponent(key)}`;
  return {
    getProcessInstance: getInstance,
    latestProcess: async (processId) => {
      const name = 'latestProcess';
      const answer = await send({
        name,
        method: 'POST',
        path: 'process-definitions/search',
        body: {
          filter: { processDefinitionId: processId },
          sort: [{ field: 'version', order: 'DESC' }],
          page: { limit: 1 },
        },
      });
      return read(name, () => parseItems(answer).map(parseProcess)[0]);
    },
    getProcessXml: async (key) => {
      const name = 'getProcessXml';
      const path = `process-definitions/${encodeURIComponent(key)}/xml`;
      const xml = await unlessAbsent(send({ name, method: 'GET', path, answer: 'text' }));
      return typeof xml === 'string' ? xml : undefined;
    },
    listUserTasks: async (filter) => {
      const name = 'listUserTasks';
      const answer = await send({
        name,
        method: 'POST',
        path: 'user-tasks/search',
        body: {
          filter: {
            state: 'CREATED',
            ...given('candidateGroup', filter.candidateGroup),
            ...given('assignee', filter.assignee),
            ...given('processDefinitionId', filter.processId),
          },
          sort: [{ field: 'creationDate', order: 'ASC' }],
          page: { limit: LISTED_TASKS },
        },
      });
      return read(name, () => parseItems(answer).map(parseUserTask));
    },
    getUserTask: async (key) => {
      const name = 'getUserTask';
      const found = await unlessAbsent(send({ name, method: 'GET', path: task(key) }));
      return found === undefined ? undefined : read(name, () => parseUserTask(found));
    },
    getUserTaskVariables: (key) =>
      readVariables(send, {
        name: 'getUserTaskVariables',
        path: `${task(key)}/variables/search`,
        filter: {},
      }),
    assignUserTask: async (key, assignee) => {
      const body = { assignee, allowOverride: false };
      await send({ name: 'assignUserTask', method: 'POST', path: `${task(key)}/assignment`, body });
    },
    unassignUserTask: async (key) => {
      await send({ name: 'unassignUserTask', method: 'DELETE', path: `${task(key)}/assignee` });
    },
    completeUserTask: async ({ userTaskKey, variables }) => {
      const path = `${task(userTaskKey)}/completion`;
      await send({ name: 'completeUserTask', method: 'POST', path, body: { variables } });
    },
    evaluateDecision: async ({ decisionId, variables }) => {
      const name = 'evaluateDecision';
      const answer = await send({
        name,
        method: 'POST',
        path: 'decision-definitions/evaluation',
        body: { decisionDefinitionId: decisionId, variables },
      });
      return read(name, () => ({ output: parseDecision(answer) }));
    },
    evaluateConditions: async (request) => {
      const name = 'evaluateConditions';
      const path = 'conditionals/evaluation';
      const answer = await send({ name, method: 'POST', path, body: { ...request } });
      return read(name, () => parseConditions(answer));
    },
  };
}

async function readVariables(
  send: SendRest,
  search: { readonly name: string; readonly path: string; readonly filter: object },
): Promise<JsonObject> {
  const { name, path, filter } = search;
  const variables: Record<string, JsonValue> = {};
  for (let from = 0; ; from += PAGE) {
    const body = { filter, page: { from, limit: PAGE } };
    const answer = await send({ name, method: 'POST', path, body });
    const items = read(name, () => parseItems(answer).map(parseVariable));
    for (const item of items) {
      // A search cuts long values off; a look at the one variable does not.
      const whole =
        item.isTruncated === true
          ? await send({ name, method: 'GET', path: `variables/${item.variableKey}` })
          : item;
      const [key, value] = read(name, () => {
        const { name: variable, value: json } = parseVariable(whole);
        return [variable, variableValue(json)] as const;
      });
      // Defined, not assigned: a variable may be called `__proto__`.
      Object.defineProperty(variables, key, { value, enumerable: true, configurable: true });
    }
    if (items.length < PAGE) {
      return variables;
    }
  }
}

async function unlessAbsent(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (isEngineError(error) && error.code === 'NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
}

function read<Value>(call: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw new EngineError('INTERNAL', call, 'unreadable answer', error);
  }
}

function given(name: string, value: string | undefined): object {
  return value === undefined ? {} : { [name]: value };
}
