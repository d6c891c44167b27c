import { typeNameOf } from '../plan/names.js';
import type {
  ApiPlan,
  HandlerPlan,
  MessagePlan,
  ServedPlan,
  ServedProcess,
} from '../plan/plan-types.js';
import { emitModule, type EmitOptions } from './module.js';
import { declaration, union } from './schema-type.js';
import { docComment, propertyAccess, propertyKey, stringLiteral } from './text.js';
import { printValue } from './value.js';

/**
 * `api-handlers.gen.ts`: ready handlers of a derived API. Each calls a typed function of its process or
 * asks the engine; what they share stands at the end of the file.
 */
export function emitApiHandlers(api: ApiPlan, options: EmitOptions): string {
  const handlers = [...api.handlers].sort((left, right) =>
    left.operationId < right.operationId ? -1 : 1,
  );
  const modules = moduleNames(handlers);
  const kinds = new Set(handlers.map(({ serves }) => serves.kind));
  return emitModule({
    sources: [],
    runtime: options.runtime(''),
    runtimeValues: ['ApiProblem', 'engineErrorCode'],
    runtimeTypes: [
      'JsonObject',
      'ProcessClient',
      'ProcessInquiry',
      'ProcessInstance',
      'PublishedMessage',
      'RequestMemory',
      'UserTask',
      'UserTaskDesk',
    ],
    otherTypes: new Map([
      [
        './api.gen.js',
        ['ApiHandlers', ...handlers.map(({ operationId }) => responseType(operationId))],
      ],
    ]),
    modules: [...modules].map(([folder, name]) => ({ from: `./${folder}/messages.gen.js`, name })),
    blocks: [
      clientType(kinds),
      createFunction(handlers, modules),
      ...schemaConstants(handlers),
      ...sharedFunctions(kinds, api),
    ],
  });
}

function responseType(operationId: string): string {
  return `${typeNameOf(operationId)}Response`;
}

type Kinds = ReadonlySet<ServedPlan['kind']>;
type Modules = ReadonlyMap<string, string>;

type TaskKind = 'listTasks' | 'getTask' | 'claimTask' | 'unclaimTask' | 'completeTask';

/** A name for the functions of each process that a handler calls. */
function moduleNames(handlers: readonly HandlerPlan[]): Modules {
  const names = new Map<string, string>();
  for (const { serves } of handlers) {
    if (!('process' in serves) || names.has(serves.process.folder)) {
      continue;
    }
    const stem = `${serves.process.valueName}Messages`;
    const taken = new Set(names.values());
    let name = stem;
    for (let number = 2; taken.has(name); number += 1) {
      name = `${stem}${number}`;
    }
    names.set(serves.process.folder, name);
  }
  return names;
}

function clientType(kinds: Kinds): string {
  const parts = ['ProcessClient'];
  if (kinds.has('status') || kinds.has('cancel')) {
    parts.push('ProcessInquiry');
  }
  if (kinds.has('listTasks')) {
    parts.push('UserTaskDesk');
  }
  if (kinds.has('start') || kinds.has('signal')) {
    parts.push('RequestMemory');
  }
  const doc = docComment([
    'What the handlers need of an engine connection; `connectEngine` makes one.',
  ]);
  return `${doc}export type ApiClient = ${parts.join(' & ')};\n`;
}

function createFunction(handlers: readonly HandlerPlan[], modules: Modules): string {
  const doc = docComment([
    'Handlers for every operation of the API. To write one yourself, spread these and put yours behind: `{ ...createApiHandlers(client), getOrder: myGetOrder }`.',
  ]);
  const members = handlers.map(
    (handler) =>
      `    ${propertyKey(handler.operationId)}: ${handlerText(handler, modules).trim()},\n`,
  );
  return `${doc}export function createApiHandlers(client: ApiClient): ApiHandlers {\n  return {\n${members.join('')}  };\n}\n`;
}

function handlerText({ operationId, serves }: HandlerPlan, modules: Modules): string {
  const scope = stringLiteral(operationId);
  switch (serves.kind) {
    case 'start':
      return `async ({ headers, body }) => {
      const { processInstanceKey } = await client.once(
        { scope: ${scope}, key: headers['idempotency-key'], content: body },
        () => ${call(serves.process, modules, `start${serves.process.typeName}`)}(client, body),
      );
      return {
        status: 202,
        headers: { Location: \`${serves.process.path}/\${processInstanceKey}\` },
        body: { processInstanceKey },
      };
    }`;
    case 'messageStart':
      return `async ({ headers, body }) => ({
      status: 202,
      body: await ${publishCall(serves.process, modules, { message: serves.message, key: "headers['idempotency-key']", indent: '      ' })},
    })`;
    case 'message':
      return messageText(serves.process, modules, serves.message);
    case 'signal':
      return `async ({ headers, body }) => {
      const key = headers['idempotency-key'];
      const act = () =>
        ${call(serves.process, modules, `broadcast${serves.signal.typeName}`)}(client, body);
      const request = { scope: ${scope}, content: body };
      await (key === undefined ? act() : client.once({ ...request, key }, act));
      return { status: 202, body: undefined };
    }`;
    case 'status':
      return statusText(serves.process, serves.variables, responseType(operationId));
    case 'cancel':
      return `async ({ params }) => {
      const key = params.processInstanceKey;
      await cancelInstance(client, { key, processId: ${stringLiteral(serves.process.id)} });
      return { status: 204, body: undefined };
    }`;
    case 'schema':
      return `() => Promise.resolve({ status: 200, body: ${schemaName(serves.process)} })`;
    case 'listTasks':
    case 'getTask':
    case 'claimTask':
    case 'unclaimTask':
    case 'completeTask':
      return TASK_HANDLERS[serves.kind];
  }
}

function call(process: ServedProcess, modules: Modules, name: string): string {
  return `${modules.get(process.folder) ?? ''}.${name}`;
}

/** The call of a publish function, over several lines from an indent on. */
function publishCall(
  process: ServedProcess,
  modules: Modules,
  from: { readonly message: MessagePlan; readonly key: string; readonly indent: string },
): string {
  const { message, key, indent } = from;
  const { correlationKey } = message;
  const members = [
    ...(correlationKey.kind === 'argument' ? [`${propertyKey(correlationKey.name)}: ${key}`] : []),
    'variables: body',
    "messageId: headers['idempotency-key']",
  ];
  const publish = call(process, modules, `publish${message.typeName}`);
  const lines = members.map((member) => `${indent}  ${member},\n`).join('');
  return `${publish}(client, {\n${lines}${indent}})`;
}

function messageText(process: ServedProcess, modules: Modules, message: MessagePlan): string {
  const { correlationKey } = message;
  const publish = publishCall(process, modules, {
    message,
    key: 'params.correlationKey',
    indent: '      ',
  });
  if (correlationKey.kind === 'argument') {
    return `async ({ params, headers, body }) => ({\n      status: 202,\n      body: await ${publish},\n    })`;
  }
  const carried = correlationKey.path.reduce(propertyAccess, 'body');
  const pointer = correlationKey.path.map(
    (name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  );
  return `async ({ params, headers, body }) => {
      if (${carried} !== params.correlationKey) {
        throw otherKey(${stringLiteral(pointer.join(''))});
      }
      const accepted = await ${publish};
      return { status: 202, body: accepted };
    }`;
}

function statusText(
  process: ServedProcess,
  variables: readonly string[] | undefined,
  response: string,
): string {
  const names =
    variables === undefined ? '' : `,\n        variables: ${printValue(variables, '        ')}`;
  return `async ({ params }) => {
      const found = await findInstance(client, {
        key: params.processInstanceKey,
        processId: ${stringLiteral(process.id)}${names},
      });
      const { processInstanceKey, state, hasIncident, startedAt, endedAt } = found;
      return {
        status: 200,
        body: {
          processInstanceKey,
          state,
          hasIncident,
          ...(startedAt === undefined ? {} : { startedAt }),
          ...(endedAt === undefined ? {} : { endedAt }),
          // What an engine holds is not known here; the API kit checks it before it is sent.
          variables: found.variables as unknown as ${response}['body']['variables'],
        },
      };
    }`;
}

const TASK_HANDLERS: Readonly<Record<TaskKind, string>> = {
  listTasks: `async ({ query }) => {
      const found = await client.listUserTasks({
        ...(query.group === undefined ? {} : { candidateGroup: query.group }),
        ...(query.assignee === undefined ? {} : { assignee: query.assignee }),
        ...(query.process === undefined ? {} : { processId: query.process }),
      });
      const tasks = found.flatMap((task) => {
        const name = taskName(task);
        return name === undefined ? [] : [shownTask(task, name)];
      });
      return { status: 200, body: { tasks } };
    }`,
  getTask: `async ({ params }) => {
      const { task, name } = await findTask(client, params.userTaskKey);
      const variables = await client.getUserTaskVariables(params.userTaskKey);
      return {
        status: 200,
        // Variables of an engine are JSON without gaps.
        body: { task: shownTask(task, name), variables: variables as Shown },
      };
    }`,
  claimTask: `async ({ params, body }) => {
      await findTask(client, params.userTaskKey);
      await changeTask(() => client.assignUserTask(params.userTaskKey, body.assignee));
      return { status: 204, body: undefined };
    }`,
  unclaimTask: `async ({ params }) => {
      await findTask(client, params.userTaskKey);
      await changeTask(() => client.unassignUserTask(params.userTaskKey));
      return { status: 204, body: undefined };
    }`,
  completeTask: `async ({ params, body }) => {
      const { name } = await findTask(client, params.userTaskKey);
      if (name !== body.task) {
        throw new ApiProblem('USER_TASK_CONFLICT', \`The task is \${name}, not \${body.task}.\`);
      }
      const completion = { userTaskKey: params.userTaskKey, variables: body.variables };
      await changeTask(() => client.completeUserTask(completion));
      return { status: 204, body: undefined };
    }`,
};

function schemaName({ valueName }: ServedProcess): string {
  return `${valueName}Schema`;
}

function schemaConstants(handlers: readonly HandlerPlan[]): readonly string[] {
  return handlers.flatMap(({ serves }) => {
    if (serves.kind !== 'schema') {
      return [];
    }
    const start = `const ${schemaName(serves.process)} = `;
    return [`${start}${printValue(serves.schema, '', start.length)};\n`];
  });
}

function sharedFunctions(kinds: Kinds, api: ApiPlan): readonly string[] {
  const instances = kinds.has('status') || kinds.has('cancel') ? [FIND_INSTANCE] : [];
  const cancel = kinds.has('cancel') ? [CANCEL_INSTANCE] : [];
  const keyed = api.handlers.some(
    ({ serves }) => serves.kind === 'message' && serves.message.correlationKey.kind === 'payload',
  );
  return [
    ...instances,
    ...cancel,
    ...(keyed ? [OTHER_KEY] : []),
    ...(kinds.has('listTasks') ? taskFunctions(api) : []),
  ];
}

const FIND_INSTANCE = `/** An instance of one process; those of others are not there for its addresses. */
async function findInstance(
  client: ProcessInquiry,
  wanted: {
    readonly key: string;
    readonly processId: string;
    readonly variables?: readonly string[];
  },
): Promise<ProcessInstance> {
  const options = wanted.variables === undefined ? {} : { variables: wanted.variables };
  const found = await client.getProcessInstance(wanted.key, options);
  if (found?.processId !== wanted.processId) {
    throw noInstance(wanted);
  }
  return found;
}

function noInstance({ key, processId }: { readonly key: string; readonly processId: string }) {
  return new ApiProblem(
    'PROCESS_INSTANCE_NOT_FOUND',
    \`There is no instance \${key} of \${processId}, or it cannot be seen yet.\`,
  );
}
`;

const OTHER_KEY = `function otherKey(pointer: string) {
  return new ApiProblem('REQUEST_INVALID', 'The body names another correlation key than the path.', {
    errors: [{ pointer, detail: 'must be what the path says' }],
  });
}
`;

const CANCEL_INSTANCE = `async function cancelInstance(
  client: ProcessClient & ProcessInquiry,
  wanted: { readonly key: string; readonly processId: string },
): Promise<void> {
  const { state } = await findInstance(client, { ...wanted, variables: [] });
  if (state !== 'ACTIVE') {
    throw new ApiProblem('PROCESS_INSTANCE_ENDED', \`The instance is \${state}.\`);
  }
  try {
    await client.cancelProcessInstance(wanted.key);
  } catch (error) {
    throw engineErrorCode(error) === 'NOT_FOUND' ? noInstance(wanted) : error;
  }
}
`;

function taskFunctions(api: ApiPlan): readonly string[] {
  const cases = api.tasks.map(
    ({
      processId,
      elementId,
      name,
    }) => `    case ${stringLiteral(JSON.stringify([processId, elementId]))}:
      return ${stringLiteral(name)};\n`,
  );
  return [
    `/** What the API calls a task; undefined for one that it does not show. */
function taskName(task: UserTask): TaskName | undefined {
  switch (JSON.stringify([task.processId, task.elementId])) {
${cases.join('')}    default:
      return undefined;
  }
}
`,
    `${declaration('type TaskName =', union(api.tasks.map(({ name }) => stringLiteral(name))))}

/** Variables as an answer shows them: none is undefined. */
type Shown = Readonly<Record<string, NonNullable<JsonObject[string]>>>;
`,
    `function shownTask(task: UserTask, name: TaskName) {
  const { elementId: _, ...shown } = task;
  return { ...shown, task: name };
}
`,
    `async function findTask(client: UserTaskDesk, key: string) {
  const task = await client.getUserTask(key);
  const name = task === undefined ? undefined : taskName(task);
  if (task === undefined || name === undefined) {
    throw noTask(key);
  }
  return { task, name };
}

function noTask(key: string) {
  return new ApiProblem(
    'USER_TASK_NOT_FOUND',
    \`There is no user task \${key}, or it cannot be seen yet.\`,
  );
}
`,
    `/** What the engine refuses is for the caller to know. */
async function changeTask(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const code = engineErrorCode(error);
    if (code === 'NOT_FOUND' || code === 'FAILED_PRECONDITION' || code === 'INVALID_ARGUMENT') {
      const detail = 'The engine refused it for the state of the task.';
      throw new ApiProblem('USER_TASK_CONFLICT', detail, { cause: error });
    }
    throw error;
  }
}
`,
  ];
}
