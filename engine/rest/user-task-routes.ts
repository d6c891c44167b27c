import { GatewayError, type Operations } from '../gateway/index.js';
import { key } from './path-key.js';
import { checkBody } from './request-body.js';
import { RequestChecks } from './request-checks.js';
import { noContent, route, type RestRequest, type RestResponse, type Route } from './route.js';
import { assignmentBody, taskCompletionBody, taskUpdateBody } from './shapes.js';

/** Completing, assigning and changing user tasks. */
export function userTaskRoutes(operations: Operations): readonly Route[] {
  const send = async (
    request: RestRequest,
    command: { readonly intent: string; readonly value: object },
  ): Promise<RestResponse> => {
    const userTaskKey = key(request.params, 'userTaskKey');
    const { intent, value } = command;
    await operations.execute({ valueType: 'USER_TASK', intent, key: userTaskKey, value });
    return noContent;
  };
  const update = async (request: RestRequest): Promise<RestResponse> =>
    send(request, { intent: 'UPDATE', value: updateValue(await request.optionalJson()) });
  return [
    route('POST', 'user-tasks/{userTaskKey}/completion', async (request) => {
      const body = checkBody(taskCompletionBody, await request.optionalJson());
      const { variables = {}, action = '' } = body;
      return send(request, { intent: 'COMPLETE', value: { variables, action } });
    }),
    route('POST', 'user-tasks/{userTaskKey}/assignment', async (request) => {
      const body = checkBody(assignmentBody, await request.json());
      const { assignee = '', allowOverride, action = '' } = body;
      if (assignee.trim() === '') {
        throw new GatewayError('INVALID_ARGUMENT', 'No assignee provided');
      }
      const intent = allowOverride === false ? 'CLAIM' : 'ASSIGN';
      return send(request, { intent, value: { assignee, action } });
    }),
    route('DELETE', 'user-tasks/{userTaskKey}/assignee', (request) =>
      send(request, { intent: 'ASSIGN', value: { assignee: '', action: 'unassign' } }),
    ),
    route('PATCH', 'user-tasks/{userTaskKey}', update),
    // Older clients have this path.
    route('PATCH', 'user-tasks/{userTaskKey}/update', update),
  ];
}

/** Names of attributes in the API, and as the engine calls them. */
const attributes = {
  candidateGroups: 'candidateGroupsList',
  candidateUsers: 'candidateUsersList',
  dueDate: 'dueDate',
  followUpDate: 'followUpDate',
  priority: 'priority',
} as const;

function updateValue(given: unknown): object {
  const { changeset, action } = checkBody(taskUpdateBody, given);
  const changes = Object.entries(attributes).flatMap(([name, attribute]) => {
    const value: unknown = Object.entries(changeset ?? {}).find(([field]) => field === name)?.[1];
    return value === undefined ? [] : [[attribute, value] as const];
  });
  if (changes.length === 0 && action === undefined) {
    throw new GatewayError(
      'INVALID_ARGUMENT',
      'No update data provided. Provide at least an "action" or a non-null value for a supported attribute in the "changeset".',
    );
  }
  const checks = new RequestChecks();
  const priority = changeset?.priority;
  if (priority !== undefined && (priority < 0 || priority > 100)) {
    checks.add(`The value for priority is '${priority}' but must be within the [0,100] range.`);
  }
  checkDate(checks, 'due', changeset?.dueDate);
  checkDate(checks, 'follow-up', changeset?.followUpDate);
  checks.refuseFaults();
  const changedAttributes = changes.map(([attribute]) => attribute);
  return { ...Object.fromEntries(changes), changedAttributes, action: action ?? '' };
}

function checkDate(checks: RequestChecks, name: string, value: string | undefined): void {
  const isDate =
    value === undefined ||
    value === '' ||
    (/^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)));
  if (!isDate) {
    checks.add(
      `The provided ${name} date '${value}' cannot be parsed as a date according to RFC 3339, section 5.6.`,
    );
  }
}
