import { messageProcess, signalProcess, taskProcess } from '../models.js';
import { callingProcess, emptyProcess, placesProcess, sizeTable } from './models.js';
import { scene, step, unknownKey, wrongKeys, type Scene, type Step } from './scene.js';

/** A file of a deployment. */
export interface FormFile {
  readonly name: string;
  readonly content: string;
}
/** What a REST step sends: a JSON body, text that claims to be one, or a multipart form. */
export interface RestRequest {
  readonly body?: unknown;
  readonly text?: string;
  readonly contentType?: string;
  readonly files?: readonly FormFile[];
  readonly fields?: Readonly<Record<string, string>>;
}

const send = (call: string, body: unknown, keep?: Step['keep']): Step =>
  step(call, { body } satisfies RestRequest, keep);
const bare = (call: string, keep?: Step['keep']): Step =>
  step(call, {} satisfies RestRequest, keep);
const deploy = (name: string, content: string, keep?: Step['keep']): Step =>
  step('POST deployments', { files: [{ name, content }] } satisfies RestRequest, keep);
const keys: readonly string[] = [...wrongKeys, 'abc', '1.5', ' ', '99999999999999999999'];
/** Bodies that are no object of a request. */
const bodies: readonly RestRequest[] = [
  {},
  { text: '' },
  { text: '{' },
  { text: '[]' },
  { text: 'null' },
  { text: '5' },
  { text: '"x"' },
  { text: 'x' },
  { text: '{}', contentType: 'text/plain' },
  { text: '{}', contentType: 'application/xml' },
  { text: '{}', contentType: 'application/json; charset=utf-8' },
];
/** Values for `variables` that are none. */
const wrongVariables: readonly unknown[] = [[], 'x', 5, true, null, '{}'];

const start = (more: object = {}): readonly Step[] => [
  deploy('t.bpmn', taskProcess('p-RUN', 'j-RUN')),
  send(
    'POST process-instances',
    { processDefinitionId: 'p-RUN', ...more },
    { instance: 'processInstanceKey' },
  ),
];
const activate = (more: object = {}): Step =>
  send(
    'POST jobs/activation',
    {
      type: 'j-RUN',
      worker: 'w',
      timeout: 60_000,
      maxJobsToActivate: 5,
      requestTimeout: 3000,
      ...more,
    },
    { job: 'jobs.0.jobKey', element: 'jobs.0.elementInstanceKey' },
  );
const marker = send('POST messages/publication', { name: 'marker' }, { marker: 'messageKey' });

/** Every changing call of the REST API, with good, missing, wrong and boundary values. */
export const restScenes: readonly Scene[] = [
  scene(
    'cluster',
    bare('GET topology'),
    bare('GET license'),
    bare('GET nowhere'),
    bare('DELETE topology'),
    bare('POST topology'),
    bare('GET '),
    bare('GET process-instances'),
  ),
  scene(
    'deployments',
    step('POST deployments', {}),
    step('POST deployments', { files: [] }),
    deploy('p.bpmn', emptyProcess('p-RUN'), {
      definition: 'deployments.0.processDefinition.processDefinitionKey',
    }),
    deploy('p.bpmn', emptyProcess('p-RUN')),
    deploy('d.dmn', sizeTable('d-RUN')),
    deploy('f.form', '{"id":"f-RUN"}'),
    deploy('x.txt', 'x'),
    deploy('b.bpmn', '<'),
    ...['', '<default>', 'other', ' '].map((tenantId) =>
      step('POST deployments', {
        files: [{ name: 'p.bpmn', content: emptyProcess('p-RUN') }],
        fields: { tenantId },
      }),
    ),
    send('POST deployments', { resources: [] }),
    ...keys.map((key) => bare(`POST resources/${encodeURIComponent(key)}/deletion`)),
    send('POST resources/$definition/deletion', { operationReference: 0 }),
    send('POST resources/$definition/deletion', { operationReference: -1 }),
    send('POST resources/$definition/deletion', { operationReference: 1 }),
  ),
  scene('bodies of a creation', ...bodies.map((body) => step('POST process-instances', body))),
  scene(
    'creation',
    deploy('p.bpmn', emptyProcess('p-RUN'), {
      definition: 'deployments.0.processDefinition.processDefinitionKey',
    }),
    send('POST process-instances', { processDefinitionId: 'p-RUN', variables: { a: 1 } }),
    send('POST process-instances', { processDefinitionKey: '$definition' }),
    send('POST process-instances', {
      processDefinitionKey: '$definition',
      processDefinitionId: 'p-RUN',
    }),
    send('POST process-instances', { processDefinitionId: 'none-RUN' }),
    send('POST process-instances', { processDefinitionId: '' }),
    send('POST process-instances', { processDefinitionId: ' ' }),
    send('POST process-instances', { processDefinitionId: 5 }),
    send('POST process-instances', { processDefinitionId: null }),
    ...[-2, -1, 0, 1, 2, 1.5, 'x', '1', null, 99999999999].map((processDefinitionVersion) =>
      send('POST process-instances', { processDefinitionId: 'p-RUN', processDefinitionVersion }),
    ),
    ...keys.map((processDefinitionKey) => send('POST process-instances', { processDefinitionKey })),
    send('POST process-instances', { processDefinitionKey: 5 }),
    ...wrongVariables.map((variables) =>
      send('POST process-instances', { processDefinitionId: 'p-RUN', variables }),
    ),
    ...['', '<default>', 'other', ' ', 'a b', 5].map((tenantId) =>
      send('POST process-instances', { processDefinitionId: 'p-RUN', tenantId }),
    ),
    send('POST process-instances', { processDefinitionId: 'p-RUN', unknownField: 1 }),
    ...[0, -1, 1].map((operationReference) =>
      send('POST process-instances', { processDefinitionId: 'p-RUN', operationReference }),
    ),
    send('POST process-instances', {
      processDefinitionId: 'p-RUN',
      startInstructions: [{ elementId: 'none' }],
    }),
    send('POST process-instances', { processDefinitionId: 'p-RUN', startInstructions: [{}] }),
    send('POST process-instances', { processDefinitionId: 'p-RUN', startInstructions: 'x' }),
    send('POST process-instances', {
      processDefinitionId: 'p-RUN',
      awaitCompletion: true,
      variables: { a: 1, b: [null] },
    }),
    send('POST process-instances', {
      processDefinitionId: 'p-RUN',
      awaitCompletion: true,
      variables: { a: 1, b: 2 },
      fetchVariables: ['a', 'c'],
    }),
    send('POST process-instances', { processDefinitionId: 'p-RUN', awaitCompletion: 'yes' }),
    send('POST process-instances', { processDefinitionId: 'p-RUN', requestTimeout: -1 }),
    send('POST process-instances', { processDefinitionId: 'p-RUN', fetchVariables: ['a'] }),
  ),
  scene(
    'cancellation',
    ...keys.map((key) => bare(`POST process-instances/${encodeURIComponent(key)}/cancellation`)),
    ...start(),
    ...[0, -1, 'x'].map((operationReference) =>
      send('POST process-instances/$instance/cancellation', { operationReference }),
    ),
    step('POST process-instances/$instance/cancellation', { text: '[]' }),
    bare('POST process-instances/$instance/cancellation'),
    bare('POST process-instances/$instance/cancellation'),
    send('POST process-instances/$instance/cancellation', {}),
  ),
  scene(
    'modification and migration',
    ...keys.map((key) =>
      send(`POST process-instances/${encodeURIComponent(key)}/modification`, {}),
    ),
    ...keys.map((key) =>
      send(`POST process-instances/${encodeURIComponent(key)}/migration`, {
        targetProcessDefinitionKey: unknownKey,
        mappingInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }],
      }),
    ),
    deploy('p.bpmn', placesProcess('p-RUN', 'j-RUN')),
    send(
      'POST process-instances',
      { processDefinitionId: 'p-RUN' },
      { instance: 'processInstanceKey' },
    ),
    activate(),
    ...[
      {},
      { activateInstructions: [] },
      { activateInstructions: [{}] },
      { activateInstructions: [{ elementId: '' }] },
      { activateInstructions: [{ elementId: 'none' }] },
      { activateInstructions: 'x' },
      { terminateInstructions: [{}] },
      { terminateInstructions: [{ elementInstanceKey: 'x' }] },
      { terminateInstructions: [{ elementInstanceKey: '5' }] },
      { operationReference: 0 },
      { activateInstructions: [{ elementId: 'inner', variableInstructions: [{}] }] },
      { activateInstructions: [{ elementId: 'inner', variableInstructions: [{ variables: [] }] }] },
      {
        activateInstructions: [
          {
            elementId: 'inner',
            variableInstructions: [
              { variables: { a: 1 } },
              { variables: { b: 2 }, scopeId: 'sub' },
            ],
          },
        ],
        terminateInstructions: [{ elementInstanceKey: '$element' }],
      },
    ].map((body) => send('POST process-instances/$instance/modification', body)),
    ...[
      {},
      { targetProcessDefinitionKey: unknownKey },
      { mappingInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }] },
      { targetProcessDefinitionKey: unknownKey, mappingInstructions: [] },
      { targetProcessDefinitionKey: unknownKey, mappingInstructions: [{}] },
      {
        targetProcessDefinitionKey: unknownKey,
        mappingInstructions: [{ sourceElementId: '', targetElementId: '' }],
      },
      {
        targetProcessDefinitionKey: 'x',
        mappingInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }],
      },
      {
        targetProcessDefinitionKey: unknownKey,
        mappingInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }],
        operationReference: 0,
      },
    ].map((body) => send('POST process-instances/$instance/migration', body)),
  ),
  scene(
    'activation',
    ...bodies.map((body) => step('POST jobs/activation', body)),
    ...[
      { type: '' },
      { type: ' ' },
      { type: null },
      { timeout: 0 },
      { timeout: -1 },
      { timeout: null },
      { timeout: 'x' },
      { maxJobsToActivate: 0 },
      { maxJobsToActivate: -1 },
      { maxJobsToActivate: null },
      { maxJobsToActivate: 1.5 },
      { worker: '' },
      { worker: null },
      { fetchVariable: [] },
      { fetchVariable: ['a'] },
      { fetchVariable: null },
      { fetchVariable: 'a' },
      { tenantIds: [] },
      { tenantIds: [''] },
      { tenantIds: ['<default>'] },
      { tenantIds: ['other'] },
      { tenantIds: null },
      { unknownField: 1 },
      { requestTimeout: 'x' },
      { requestTimeout: 200 },
      { timeout: 99999999999999 },
      { type: 5 },
    ].map((more) =>
      send('POST jobs/activation', {
        type: 'none-RUN',
        worker: 'w',
        timeout: 1000,
        maxJobsToActivate: 1,
        requestTimeout: -1,
        ...more,
      }),
    ),
  ),
  ...(['completion', 'failure', 'error'] as const).map((action) =>
    scene(
      `${action} of no job`,
      ...keys.map((key) =>
        send(
          `POST jobs/${encodeURIComponent(key)}/${action}`,
          action === 'error' ? { errorCode: 'x' } : {},
        ),
      ),
    ),
  ),
  scene(
    'update of no job',
    ...keys.map((key) =>
      send(`PATCH jobs/${encodeURIComponent(key)}`, { changeset: { retries: 1 } }),
    ),
  ),
  scene(
    'a completed job',
    ...start({ variables: { a: 1, b: { c: [] } } }),
    activate({ fetchVariable: ['a', 'none'] }),
    ...wrongVariables
      .filter((value) => value !== null)
      .map((variables) => send('POST jobs/$job/completion', { variables })),
    step('POST jobs/$job/completion', { text: '{' }),
    step('POST jobs/$job/completion', { text: '[]' }),
    send('POST jobs/$job/completion', { variables: { done: true } }),
    send('POST jobs/$job/completion', {}),
    bare('POST jobs/$job/completion'),
  ),
  scene(
    'a failed job',
    ...start(),
    activate(),
    ...[
      { retries: 'x' },
      { retries: 1.5 },
      { retryBackOff: 'x' },
      { errorMessage: 5 },
      { variables: [] },
    ].map((body) => send('POST jobs/$job/failure', body)),
    send('POST jobs/$job/failure', { retries: 2, errorMessage: 'once' }),
    activate(),
    ...[
      {},
      { changeset: null },
      { changeset: {} },
      { changeset: { retries: null } },
      { changeset: { retries: 0 } },
      { changeset: { retries: 'x' } },
      { changeset: { timeout: 60_000 } },
      { changeset: { retries: 3, timeout: 60_000 } },
      { changeset: { retries: 3 }, operationReference: 0 },
    ].map((body) => send('PATCH jobs/$job', body)),
  ),
  scene(
    'an incident',
    ...start(),
    activate(),
    bare('POST jobs/$job/failure'),
    marker,
    send('POST jobs/$job/failure', { retries: 1 }),
    send('POST jobs/$job/completion', {}),
    send('POST jobs/$job/error', { errorCode: 'SOLD_OUT' }),
    send('POST incidents/$marker-1/resolution', {}),
    send('PATCH jobs/$job', { changeset: { retries: 3 } }),
    send('POST incidents/$marker-1/resolution', {}),
    send('POST incidents/$marker-1/resolution', {}),
  ),
  scene(
    'errors thrown',
    ...start(),
    activate(),
    ...[
      {},
      { errorCode: '' },
      { errorCode: ' ' },
      { errorCode: null },
      { errorCode: 5 },
      { errorCode: 'SOLD_OUT', variables: 'x' },
    ].map((body) => send('POST jobs/$job/error', body)),
    bare('POST jobs/$job/error'),
    send('POST jobs/$job/error', { errorCode: 'SOLD_OUT', errorMessage: 'x', variables: { a: 1 } }),
    send('POST jobs/$job/error', { errorCode: 'SOLD_OUT' }),
  ),
  scene(
    'messages',
    ...bodies.map((body) => step('POST messages/publication', body)),
    ...[
      { name: '' },
      { name: ' ' },
      { name: 5 },
      { name: 'm-RUN' },
      { name: 'm-RUN', correlationKey: '' },
      { name: 'm-RUN', correlationKey: 5 },
      { name: 'm-RUN', correlationKey: null },
      { name: 'm-RUN', timeToLive: -1 },
      { name: 'm-RUN', timeToLive: 'x' },
      { name: 'm-RUN', timeToLive: 60_000, messageId: 'i-RUN' },
      { name: 'm-RUN', timeToLive: 60_000, messageId: 'i-RUN' },
      { name: 'm-RUN', messageId: '' },
      { name: 'm-RUN', tenantId: 'other' },
      { name: 'm-RUN', tenantId: '<default>' },
      { name: 'm-RUN', unknownField: 1 },
      ...wrongVariables.map((variables) => ({ name: 'm-RUN', variables })),
    ].map((body) => send('POST messages/publication', body)),
    ...[
      {},
      { name: '' },
      { name: 'm-RUN' },
      { name: 'm-RUN', correlationKey: 'x' },
      { name: 'm-RUN', correlationKey: 'x', tenantId: 'other' },
      { name: 'm-RUN', variables: [] },
    ].map((body) => send('POST messages/correlation', body)),
    deploy('m.bpmn', messageProcess('p-RUN', 'w-RUN')),
    send(
      'POST process-instances',
      { processDefinitionId: 'p-RUN', variables: { orderId: 'o-RUN' } },
      { instance: 'processInstanceKey' },
    ),
    send('POST messages/correlation', {
      name: 'w-RUN',
      correlationKey: 'o-RUN',
      variables: { met: true },
    }),
    send('POST messages/correlation', { name: 'w-RUN', correlationKey: 'o-RUN' }),
  ),
  scene(
    'signals',
    deploy('s.bpmn', signalProcess('p-RUN', 's-RUN')),
    ...[
      {},
      { signalName: '' },
      { signalName: ' ' },
      { signalName: null },
      { signalName: 5 },
      { signalName: 's-RUN' },
      { signalName: 's-RUN', tenantId: 'other' },
      { signalName: 's-RUN', tenantId: '' },
      ...wrongVariables.map((variables) => ({ signalName: 's-RUN', variables })),
    ].map((body) => send('POST signals/broadcast', body)),
  ),
  scene(
    'incidents',
    ...keys.map((key) => send(`POST incidents/${encodeURIComponent(key)}/resolution`, {})),
  ),
  scene(
    'variables',
    ...keys.map((key) =>
      send(`PUT element-instances/${encodeURIComponent(key)}/variables`, { variables: { a: 1 } }),
    ),
    ...start(),
    ...[
      {},
      { variables: null },
      { variables: [] },
      { variables: 'x' },
      { variables: {} },
      { variables: { a: 1 }, local: true },
      { variables: { a: 1 }, local: 'x' },
      { variables: { a: 1 }, operationReference: 0 },
    ].map((body) => send('PUT element-instances/$instance/variables', body)),
  ),
  scene(
    'decisions',
    ...bodies.map((body) => step('POST decision-definitions/evaluation', body)),
    ...keys.map((decisionDefinitionKey) =>
      send('POST decision-definitions/evaluation', { decisionDefinitionKey }),
    ),
    deploy('d.dmn', sizeTable('d-RUN'), {
      decision: 'deployments.0.decisionDefinition.decisionDefinitionKey',
    }),
    ...[
      { decisionDefinitionId: 'd-RUN', variables: { x: 5 } },
      { decisionDefinitionKey: '$decision', variables: { x: 50 } },
      { decisionDefinitionKey: '$decision', decisionDefinitionId: 'd-RUN' },
      { decisionDefinitionId: '' },
      { decisionDefinitionId: 'none-RUN' },
      { decisionDefinitionId: 'd-RUN', tenantId: 'other' },
      ...wrongVariables.map((variables) => ({ decisionDefinitionId: 'd-RUN', variables })),
    ].map((body) => send('POST decision-definitions/evaluation', body)),
  ),
  scene(
    'calls',
    deploy('t.bpmn', taskProcess('p-RUN', 'j-RUN')),
    deploy('c.bpmn', callingProcess('c-RUN', 'p-RUN')),
    send(
      'POST process-instances',
      { processDefinitionId: 'c-RUN' },
      { parent: 'processInstanceKey' },
    ),
    send(
      'POST jobs/activation',
      { type: 'j-RUN', worker: 'w', timeout: 60_000, maxJobsToActivate: 5, requestTimeout: 3000 },
      { child: 'jobs.0.processInstanceKey' },
    ),
    bare('POST process-instances/$child/cancellation'),
    bare('POST process-instances/$parent/cancellation'),
  ),
  scene(
    'clock',
    ...[{}, { timestamp: -1 }, { timestamp: 'x' }, { timestamp: null }].map((body) =>
      send('PUT clock', body),
    ),
    bare('POST clock/reset'),
  ),
  scene(
    'user tasks that are not there',
    ...keys.map((key) => send(`POST user-tasks/${encodeURIComponent(key)}/completion`, {})),
    ...[{}, { assignee: '' }, { assignee: 'me' }, { assignee: 'me', allowOverride: false }].map(
      (body) => send(`POST user-tasks/${unknownKey}/assignment`, body),
    ),
    ...[
      {},
      { changeset: {} },
      { changeset: { priority: 101 } },
      { changeset: { dueDate: 'x' } },
      { changeset: { candidateGroups: ['a'] } },
    ].map((body) => send(`PATCH user-tasks/${unknownKey}`, body)),
    bare(`DELETE user-tasks/${unknownKey}/assignee`),
  ),
];
