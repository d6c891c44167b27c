import {
  sizeTable,
  callingProcess,
  emptyProcess,
  failingDecision,
  placesProcess,
  startedByMessage,
} from './models.js';
import { messageProcess, processXml, signalProcess, taskProcess } from '../models.js';
import { scene, step, unknownKey, variants, wrongKeys, type Scene, type Step } from './scene.js';

const deploy = (name: string, content: string, keep?: Step['keep']): Step =>
  step('DeployResource', { resources: [{ name, content }] }, keep);
/** Texts that are no document of variables, and some that are. */
const documents: readonly string[] = [
  '',
  ' ',
  '{}',
  ' {"a": 1 } ',
  '[]',
  '"x"',
  '5',
  'null',
  'true',
  'x',
  '{',
  '{"a":}',
  '{"a":1,}',
  '{"a":1}{"b":2}',
  '{a:1}',
  "{'a':1}",
  '{"a":NaN}',
  '{"a":1e400}',
  '{"a":12345678901234567890}',
  '{"a":-0}',
  '{"a":1.0}',
  '{"a":1,"a":2}',
  '{"":1}',
  '{"\u00e9 \u{1f600}":"\\u0000"}',
  '{"a":"\t"}',
  '{"__proto__":{"x":1},"constructor":2}',
  '{"a":' + '['.repeat(50) + ']'.repeat(50) + '}',
];
const otherTenants: readonly string[] = ['other', ' ', 'a b', 'x'.repeat(40)];
const startTask = (request: object = {}): readonly Step[] => [
  deploy('t.bpmn', taskProcess('p-RUN', 'j-RUN')),
  step(
    'CreateProcessInstance',
    { bpmnProcessId: 'p-RUN', version: -1, ...request },
    { instance: 'processInstanceKey' },
  ),
];
const activate = (more: object = {}): Step =>
  step(
    'ActivateJobs',
    {
      type: 'j-RUN',
      worker: 'w',
      timeout: 60_000,
      maxJobsToActivate: 5,
      requestTimeout: 3000,
      ...more,
    },
    { job: 'jobs.0.key', element: 'jobs.0.elementInstanceKey' },
  );
/** The key that the engine gave away just before: an incident's, say. */
const before = step('PublishMessage', { name: 'marker' }, { marker: 'key' });

const deployments: readonly Scene[] = [
  scene('topology', step('Topology')),
  variants('nothing to deploy', 'DeployResource', [{}, { resources: [] }, { resources: [{}] }]),
  scene(
    'versions of a process',
    deploy('p.bpmn', emptyProcess('p-RUN')),
    deploy('p.bpmn', emptyProcess('p-RUN')),
    deploy('p.bpmn', taskProcess('p-RUN', 'j')),
    deploy('other.bpmn', taskProcess('p-RUN', 'j')),
    deploy('p.bpmn', emptyProcess('p-RUN')),
  ),
  variants('kinds of resources', 'DeployResource', [
    ...[
      'x.txt',
      '',
      'x',
      '.bpmn',
      'x.BPMN',
      'x.xml',
      'dir/../x.bpmn',
      'x.bpmn20.xml',
      'x.rpa',
      'x.form',
      'x.dmn',
    ].map((name) => ({ resources: [{ name, content: emptyProcess('p-RUN') }] })),
  ]),
  variants('unreadable resources', 'DeployResource', [
    ...['x.dmn', 'x.form'].flatMap((name) =>
      ['', 'x', '{', '<', '<a/>', '{}', '[]', '{"id":""}', '{"id":5}', '{"id":null}'].map(
        (content) => ({ resources: [{ name, content }] }),
      ),
    ),
  ]),
  scene(
    'forms and decisions',
    deploy('f.form', '{"id":"f-RUN","components":[]}'),
    deploy('f.form', '{"id":"f-RUN","components":[]}'),
    deploy('f.form', '{"id":"f-RUN","components":[],"x":1}'),
    deploy('d.dmn', sizeTable('d-RUN')),
    deploy('d.dmn', sizeTable('d-RUN')),
    deploy('e.dmn', sizeTable('d-RUN')),
  ),
  scene(
    'several resources',
    step('DeployResource', {
      resources: [
        { name: 'a.bpmn', content: emptyProcess('a-RUN') },
        { name: 'd.dmn', content: sizeTable('d-RUN') },
        { name: 'f.form', content: '{"id":"f-RUN"}' },
        { name: 'b.bpmn', content: emptyProcess('b-RUN') },
      ],
    }),
    step('DeployResource', {
      resources: [
        { name: 'a.bpmn', content: emptyProcess('c-RUN') },
        { name: 'x.txt', content: '' },
      ],
    }),
    step('CreateProcessInstance', { bpmnProcessId: 'c-RUN', version: -1 }),
    step('DeployResource', {
      resources: [
        { name: 'a.bpmn', content: emptyProcess('c-RUN') },
        { name: 'b.bpmn', content: emptyProcess('c-RUN') },
      ],
    }),
    step('DeployResource', {
      resources: [
        { name: 'a.bpmn', content: emptyProcess('c-RUN') },
        { name: 'a.bpmn', content: emptyProcess('e-RUN') },
      ],
    }),
    step('DeployResource', {
      resources: [
        { name: 'a.dmn', content: sizeTable('z-RUN') },
        { name: 'b.dmn', content: sizeTable('z-RUN') },
      ],
    }),
    step('DeployResource', {
      resources: [
        { name: 'a.form', content: '{"id":"g-RUN"}' },
        { name: 'b.form', content: '{"id":"g-RUN"}' },
      ],
    }),
    deploy('n.bpmn', emptyProcess('n-RUN').replace('isExecutable="true"', 'isExecutable="false"')),
    deploy('s.bpmn', processXml('s-RUN', '<bpmn:serviceTask id="t" />')),
  ),
  variants(
    'tenants of deployments',
    'DeployResource',
    ['', '<default>', ...otherTenants].map((tenantId) => ({
      tenantId,
      resources: [{ name: 'p.bpmn', content: emptyProcess('p-RUN') }],
    })),
  ),
  variants('the older way to deploy', 'DeployProcess', [
    {},
    { processes: [{}] },
    { processes: [{ name: 'p.bpmn', definition: emptyProcess('p-RUN') }] },
    { processes: [{ name: 'd.dmn', definition: sizeTable('d-RUN') }] },
    { processes: [{ name: 'p.txt', definition: 'x' }] },
  ]),
  scene(
    'deletion',
    ...wrongKeys.map((resourceKey) => step('DeleteResource', { resourceKey })),
    deploy('p.bpmn', taskProcess('p-RUN', 'j-RUN'), {
      first: 'deployments.0.process.processDefinitionKey',
    }),
    deploy('p.bpmn', emptyProcess('p-RUN'), {
      second: 'deployments.0.process.processDefinitionKey',
    }),
    step('DeleteResource', { resourceKey: '$second' }),
    step('DeleteResource', { resourceKey: '$second' }),
    step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version: -1 }),
    step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version: 2 }),
    step('CreateProcessInstance', { processDefinitionKey: '$second' }),
    step('DeleteResource', { resourceKey: '$first' }),
    step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version: -1 }),
    deploy('p.bpmn', emptyProcess('p-RUN')),
    deploy('d.dmn', sizeTable('d-RUN'), {
      decision: 'deployments.0.decision.decisionKey',
      file: 'deployments.1.decisionRequirements.decisionRequirementsKey',
    }),
    step('DeleteResource', { resourceKey: '$decision' }),
    step('DeleteResource', { resourceKey: '$file' }),
    step('EvaluateDecision', { decisionId: 'd-RUN' }),
    deploy('d.dmn', sizeTable('d-RUN')),
    deploy('f.form', '{"id":"f-RUN"}', { form: 'deployments.0.form.formKey' }),
    step('DeleteResource', { resourceKey: '$form' }),
    step('DeleteResource', { resourceKey: '$form' }),
    deploy('f.form', '{"id":"f-RUN"}'),
  ),
];

const instances: readonly Scene[] = [
  scene(
    'creation',
    deploy('p.bpmn', emptyProcess('p-RUN'), {
      definition: 'deployments.0.process.processDefinitionKey',
    }),
    step('CreateProcessInstance'),
    ...[-2, -1, 0, 1, 2, 2147483647].map((version) =>
      step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version }),
    ),
    step('CreateProcessInstance', { bpmnProcessId: 'none-RUN', version: -1 }),
    step('CreateProcessInstance', { bpmnProcessId: 'none-RUN', version: 3 }),
    step('CreateProcessInstance', { bpmnProcessId: ' ', version: -1 }),
    step('CreateProcessInstance', { processDefinitionKey: '$definition' }),
    step('CreateProcessInstance', {
      processDefinitionKey: '$definition',
      bpmnProcessId: 'none-RUN',
      version: -1,
    }),
    step('CreateProcessInstance', {
      processDefinitionKey: unknownKey,
      bpmnProcessId: 'p-RUN',
      version: -1,
    }),
    ...wrongKeys.map((processDefinitionKey) =>
      step('CreateProcessInstance', { processDefinitionKey }),
    ),
    ...['', '<default>', ...otherTenants].map((tenantId) =>
      step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version: -1, tenantId }),
    ),
    step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version: -1, operationReference: 5 }),
    step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version: -1, operationReference: 0 }),
  ),
  scene(
    'documents of variables',
    deploy('p.bpmn', emptyProcess('p-RUN')),
    ...documents.map((variables) =>
      step('CreateProcessInstanceWithResult', {
        request: { bpmnProcessId: 'p-RUN', version: -1, variables },
      }),
    ),
  ),
  scene(
    'starts elsewhere',
    deploy('p.bpmn', placesProcess('p-RUN', 'j-RUN')),
    ...[
      [''],
      ['none'],
      ['first'],
      ['inner'],
      ['first', 'inner'],
      ['first', 'first'],
      ['start'],
      ['boundary'],
      ['f1'],
      ['each'],
      ['sub'],
      ['subStart'],
      ['end'],
      ['p-RUN'],
      ['none', 'alsoNone'],
    ].map((ids) =>
      step('CreateProcessInstance', {
        bpmnProcessId: 'p-RUN',
        version: -1,
        startInstructions: ids.map((elementId) => ({ elementId })),
      }),
    ),
  ),
  scene(
    'starts without a start',
    deploy('m.bpmn', startedByMessage('p-RUN', 'm-RUN')),
    step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version: -1 }),
    deploy('s.bpmn', signalProcess('q-RUN', 's-RUN')),
    step('CreateProcessInstance', { bpmnProcessId: 'q-RUN', version: -1 }),
  ),
  scene(
    'results',
    step('CreateProcessInstanceWithResult'),
    step('CreateProcessInstanceWithResult', { request: {} }),
    step('CreateProcessInstanceWithResult', {
      request: { bpmnProcessId: 'none-RUN', version: -1 },
    }),
    deploy('p.bpmn', emptyProcess('p-RUN')),
    ...[[], ['a'], ['a', 'a'], ['none'], [''], ['a', 'b', 'none']].map((fetchVariables) =>
      step('CreateProcessInstanceWithResult', {
        request: { bpmnProcessId: 'p-RUN', version: -1, variables: '{"a":1,"b":{"c":[null,"x"]}}' },
        fetchVariables,
      }),
    ),
    step('CreateProcessInstanceWithResult', {
      request: { bpmnProcessId: 'p-RUN', version: -1, startInstructions: [{ elementId: 'end' }] },
    }),
    step('CreateProcessInstanceWithResult', {
      request: { bpmnProcessId: 'p-RUN', version: -1, tenantId: 'other' },
    }),
    deploy('t.bpmn', taskProcess('t-RUN', 'j-RUN')),
    step('CreateProcessInstanceWithResult', {
      request: { bpmnProcessId: 't-RUN', version: -1 },
      requestTimeout: 300,
    }),
  ),
  scene(
    'cancellation',
    ...wrongKeys.map((processInstanceKey) => step('CancelProcessInstance', { processInstanceKey })),
    ...startTask(),
    activate(),
    step('CancelProcessInstance', { processInstanceKey: '$job' }),
    step('CancelProcessInstance', { processInstanceKey: '$element' }),
    step('CancelProcessInstance', { processInstanceKey: '$instance', operationReference: 7 }),
    step('CancelProcessInstance', { processInstanceKey: '$instance' }),
    step('CompleteJob', { jobKey: '$job' }),
    step('FailJob', { jobKey: '$job', retries: 1 }),
    step('SetVariables', { elementInstanceKey: '$instance', variables: '{"a":1}' }),
    deploy('c.bpmn', callingProcess('c-RUN', 'p-RUN')),
    step(
      'CreateProcessInstance',
      { bpmnProcessId: 'c-RUN', version: -1 },
      { parent: 'processInstanceKey' },
    ),
    step(
      'ActivateJobs',
      { type: 'j-RUN', worker: 'w', timeout: 60_000, maxJobsToActivate: 5, requestTimeout: 3000 },
      { child: 'jobs.0.processInstanceKey' },
    ),
    step('CancelProcessInstance', { processInstanceKey: '$child' }),
    step('CancelProcessInstance', { processInstanceKey: '$parent' }),
  ),
  scene(
    'variables',
    ...wrongKeys.map((elementInstanceKey) =>
      step('SetVariables', { elementInstanceKey, variables: '{}' }),
    ),
    ...startTask({ variables: '{"a":1}' }),
    ...documents.map((variables) =>
      step('SetVariables', { elementInstanceKey: '$instance', variables }),
    ),
    activate(),
    step('SetVariables', { elementInstanceKey: '$element', variables: '{"own":1}', local: true }),
    step('SetVariables', { elementInstanceKey: '$element', variables: '{"own":2,"shared":true}' }),
    step('SetVariables', {
      elementInstanceKey: '$element',
      variables: '{}',
      operationReference: 3,
    }),
    step('SetVariables', { elementInstanceKey: '$job', variables: '{"a":1}' }),
  ),
];

const changes: readonly Scene[] = [
  scene(
    'modification',
    ...wrongKeys.map((processInstanceKey) => step('ModifyProcessInstance', { processInstanceKey })),
    deploy('p.bpmn', placesProcess('p-RUN', 'j-RUN')),
    step(
      'CreateProcessInstance',
      { bpmnProcessId: 'p-RUN', version: -1 },
      { instance: 'processInstanceKey' },
    ),
    activate(),
    step('ModifyProcessInstance', { processInstanceKey: '$element' }),
    ...['', 'none', 'start', 'f1', 'boundary', 'each', 'p-RUN', 'subStart'].map((elementId) =>
      step('ModifyProcessInstance', {
        processInstanceKey: '$instance',
        activateInstructions: [{ elementId }],
      }),
    ),
    step('ModifyProcessInstance', {
      processInstanceKey: '$instance',
      activateInstructions: [{ elementId: 'none' }, { elementId: 'alsoNone' }],
    }),
    ...wrongKeys.map((ancestorElementInstanceKey) =>
      step('ModifyProcessInstance', {
        processInstanceKey: '$instance',
        activateInstructions: [{ elementId: 'first', ancestorElementInstanceKey }],
      }),
    ),
    step('ModifyProcessInstance', {
      processInstanceKey: '$instance',
      activateInstructions: [{ elementId: 'first', ancestorElementInstanceKey: '$instance' }],
    }),
    step('ModifyProcessInstance', {
      processInstanceKey: '$instance',
      activateInstructions: [{ elementId: 'first', ancestorElementInstanceKey: '$element' }],
    }),
    ...wrongKeys.map((elementInstanceKey) =>
      step('ModifyProcessInstance', {
        processInstanceKey: '$instance',
        terminateInstructions: [{ elementInstanceKey }],
      }),
    ),
    step('ModifyProcessInstance', {
      processInstanceKey: '$instance',
      terminateInstructions: [{ elementInstanceKey: '5' }, { elementInstanceKey: '6' }],
    }),
    ...['', '{}', '[]', 'x', '{"a":1}'].map((variables) =>
      step('ModifyProcessInstance', {
        processInstanceKey: '$instance',
        activateInstructions: [{ elementId: 'inner', variableInstructions: [{ variables }] }],
      }),
    ),
    ...['none', 'each', 'sub', 'p-RUN', 'inner'].map((scopeId) =>
      step('ModifyProcessInstance', {
        processInstanceKey: '$instance',
        activateInstructions: [
          { elementId: 'inner', variableInstructions: [{ variables: '{"a":1}', scopeId }] },
        ],
      }),
    ),
    step('ModifyProcessInstance', {
      processInstanceKey: '$instance',
      terminateInstructions: [{ elementInstanceKey: '$element' }],
      operationReference: 9,
    }),
    step('ModifyProcessInstance', {
      processInstanceKey: '$instance',
      terminateInstructions: [{ elementInstanceKey: '$element' }],
    }),
    step('ModifyProcessInstance', {
      processInstanceKey: '$instance',
      terminateInstructions: [{ elementInstanceKey: '$instance' }],
    }),
    step('ModifyProcessInstance', {
      processInstanceKey: '$instance',
      activateInstructions: [{ elementId: 'first' }],
    }),
  ),
  scene(
    'migration',
    ...wrongKeys.map((processInstanceKey) =>
      step('MigrateProcessInstance', {
        processInstanceKey,
        migrationPlan: { targetProcessDefinitionKey: unknownKey },
      }),
    ),
    step('MigrateProcessInstance', { processInstanceKey: unknownKey }),
    ...startTask(),
    deploy('n.bpmn', taskProcess('n-RUN', 'other-RUN'), {
      target: 'deployments.0.process.processDefinitionKey',
    }),
    deploy('o.bpmn', placesProcess('o-RUN', 'other-RUN'), {
      wide: 'deployments.0.process.processDefinitionKey',
    }),
    step('MigrateProcessInstance', { processInstanceKey: '$instance' }),
    step('MigrateProcessInstance', { processInstanceKey: '$instance', migrationPlan: {} }),
    ...wrongKeys.map((targetProcessDefinitionKey) =>
      step('MigrateProcessInstance', {
        processInstanceKey: '$instance',
        migrationPlan: { targetProcessDefinitionKey },
      }),
    ),
    ...[
      [],
      [['none', 'work']],
      [['work', 'none']],
      [
        ['work', 'work'],
        ['work', 'end'],
      ],
      [['work', 'end']],
      [['', '']],
      [['start', 'start']],
      [
        ['work', 'work'],
        ['none', 'none'],
      ],
    ].map((pairs) =>
      step('MigrateProcessInstance', {
        processInstanceKey: '$instance',
        migrationPlan: {
          targetProcessDefinitionKey: '$target',
          mappingInstructions: pairs.map(([sourceElementId, targetElementId]) => ({
            sourceElementId,
            targetElementId,
          })),
        },
      }),
    ),
    step('MigrateProcessInstance', {
      processInstanceKey: '$instance',
      migrationPlan: {
        targetProcessDefinitionKey: '$wide',
        mappingInstructions: [{ sourceElementId: 'work', targetElementId: 'inner' }],
      },
    }),
    step('MigrateProcessInstance', {
      processInstanceKey: '$instance',
      operationReference: 2,
      migrationPlan: {
        targetProcessDefinitionKey: '$target',
        mappingInstructions: [{ sourceElementId: 'work', targetElementId: 'work' }],
      },
    }),
    activate(),
    step('CancelProcessInstance', { processInstanceKey: '$instance' }),
    step('MigrateProcessInstance', {
      processInstanceKey: '$instance',
      migrationPlan: { targetProcessDefinitionKey: '$target' },
    }),
  ),
];

const jobs: readonly Scene[] = [
  variants('activation that is refused', 'ActivateJobs', [
    {},
    { type: ' ', worker: 'w', timeout: 1000, maxJobsToActivate: 1, requestTimeout: -1 },
    { type: 'none-RUN', timeout: 1000, maxJobsToActivate: 1, requestTimeout: -1 },
    ...[0, -1].map((timeout) => ({
      type: 'none-RUN',
      worker: 'w',
      timeout,
      maxJobsToActivate: 1,
      requestTimeout: -1,
    })),
    ...[0, -1, 2147483647].map((maxJobsToActivate) => ({
      type: 'none-RUN',
      worker: 'w',
      timeout: 1000,
      maxJobsToActivate,
      requestTimeout: -1,
    })),
    ...[
      [''],
      ['<default>'],
      ['<default>', '<default>'],
      ['other'],
      ['<default>', 'other'],
      [' '],
    ].map((tenantIds) => ({
      type: 'none-RUN',
      worker: 'w',
      timeout: 1000,
      maxJobsToActivate: 1,
      requestTimeout: -1,
      tenantIds,
    })),
    {
      type: 'none-RUN',
      worker: ' ',
      timeout: '9223372036854775807',
      maxJobsToActivate: 1,
      requestTimeout: -1,
    },
    { type: 'none-RUN', worker: 'w', timeout: 1000, maxJobsToActivate: 1, requestTimeout: 200 },
    {
      type: 'none-RUN',
      worker: 'w',
      timeout: 1000,
      maxJobsToActivate: 1,
      requestTimeout: -5,
      fetchVariable: ['', 'a'],
    },
  ]),
  variants('streams that are refused', 'StreamActivatedJobs', [
    {},
    { type: ' ', worker: 'w', timeout: 1000 },
    { type: 'none-RUN', timeout: 1000 },
    ...[0, -1].map((timeout) => ({ type: 'none-RUN', worker: 'w', timeout })),
    ...[[], [''], ['<default>'], ['other'], ['<default>', 'other']].map((tenantIds) => ({
      type: 'none-RUN',
      worker: 'w',
      timeout: 1000,
      tenantIds,
    })),
  ]),
  ...['CompleteJob', 'FailJob', 'ThrowError'].map((call) =>
    variants(
      `wrong jobs for ${call}`,
      call,
      wrongKeys.map((jobKey) => ({ jobKey, errorCode: 'x', retries: 1 })),
    ),
  ),
  variants('wrong jobs for UpdateJobRetries', 'UpdateJobRetries', [
    ...wrongKeys.map((jobKey) => ({ jobKey, retries: 1 })),
    { jobKey: unknownKey },
  ]),
  variants('wrong jobs for UpdateJobTimeout', 'UpdateJobTimeout', [
    ...wrongKeys.map((jobKey) => ({ jobKey, timeout: 1000 })),
    { jobKey: unknownKey },
  ]),
  scene(
    'a completed job',
    ...startTask({ variables: '{"a":1,"b":{"c":[]}}' }),
    activate({ fetchVariable: ['a', 'none'] }),
    ...documents
      .filter(
        (text) =>
          !text.startsWith('{"') && text.trim() !== '' && text !== '{}' && !text.startsWith(' '),
      )
      .map((variables) => step('CompleteJob', { jobKey: '$job', variables })),
    step('CompleteJob', { jobKey: '$job', variables: '{"done":true}' }),
    step('CompleteJob', { jobKey: '$job' }),
    step('UpdateJobRetries', { jobKey: '$job', retries: 2 }),
    step('UpdateJobTimeout', { jobKey: '$job', timeout: 2 }),
  ),
  scene(
    'a failed job',
    ...startTask(),
    activate(),
    step('FailJob', { jobKey: '$job', retries: 1, variables: '[1]' }),
    step('FailJob', { jobKey: '$job', retries: 2, errorMessage: 'once' }),
    activate(),
    step('FailJob', {
      jobKey: '$job',
      retries: 2,
      errorMessage: 'twice',
      variables: '{"why":"x"}',
    }),
    activate(),
    step('UpdateJobTimeout', { jobKey: '$job', timeout: 120_000, operationReference: 4 }),
    step('FailJob', { jobKey: '$job', retries: -1, errorMessage: 'for good' }),
    before,
    step('FailJob', { jobKey: '$job', retries: 2 }),
    step('CompleteJob', { jobKey: '$job' }),
    step('ThrowError', { jobKey: '$job', errorCode: 'SOLD_OUT' }),
    step('UpdateJobTimeout', { jobKey: '$job', timeout: 1000 }),
    step('ResolveIncident', { incidentKey: '$marker-1' }),
    ...[0, -1].map((retries) => step('UpdateJobRetries', { jobKey: '$job', retries })),
    step('UpdateJobRetries', { jobKey: '$job', retries: 3, operationReference: 1 }),
    step('ResolveIncident', { incidentKey: '$marker-1' }),
    step('ResolveIncident', { incidentKey: '$marker-1' }),
    activate(),
    step('CompleteJob', { jobKey: '$job' }),
  ),
  scene(
    'a job that waits after its failure',
    ...startTask(),
    activate(),
    step('FailJob', {
      jobKey: '$job',
      retries: 1,
      retryBackOff: 3_600_000,
      errorMessage: 'x'.repeat(20_000),
    }),
    step('FailJob', { jobKey: '$job', retries: 1 }),
    step('CompleteJob', { jobKey: '$job' }),
    step('UpdateJobRetries', { jobKey: '$job', retries: 5 }),
    activate({ requestTimeout: -1 }),
  ),
  scene(
    'errors thrown',
    ...startTask(),
    activate(),
    step('ThrowError', { jobKey: '$job', errorCode: 'SOLD_OUT', variables: '7' }),
    step('ThrowError', { jobKey: '$job', errorCode: 'nope', errorMessage: 'boo' }),
    before,
    step('ThrowError', { jobKey: '$job', errorCode: 'SOLD_OUT' }),
    step('CompleteJob', { jobKey: '$job' }),
    step('ResolveIncident', { incidentKey: '$marker-1', operationReference: 4 }),
    activate(),
    step('ThrowError', { jobKey: '$job', errorCode: '' }),
    before,
    step('ResolveIncident', { incidentKey: '$marker-1' }),
    activate(),
    step('ThrowError', { jobKey: '$job', errorCode: 'SOLD_OUT', variables: '{"x":1}' }),
    step('ThrowError', { jobKey: '$job', errorCode: 'SOLD_OUT' }),
  ),
  scene(
    'a job that nobody activated',
    ...startTask(),
    activate(),
    step('FailJob', { jobKey: '$job', retries: 1 }),
    step('UpdateJobTimeout', { jobKey: '$job', timeout: 1000 }),
    step('CompleteJob', { jobKey: '$job' }),
  ),
  ...[0, -5].map((timeout) =>
    scene(
      `a job's deadline ${timeout} ms from now`,
      ...startTask(),
      activate(),
      step('UpdateJobTimeout', { jobKey: '$job', timeout }),
      activate({ requestTimeout: 3000 }),
    ),
  ),
  scene(
    'a batch of jobs',
    deploy('p.bpmn', placesProcess('p-RUN', 'j-RUN')),
    step('CreateProcessInstance', {
      bpmnProcessId: 'p-RUN',
      version: -1,
      startInstructions: [{ elementId: 'each' }],
    }),
    activate(),
    activate({ requestTimeout: -1 }),
  ),
];

const happenings: readonly Scene[] = [
  variants('messages', 'PublishMessage', [
    {},
    { name: ' ' },
    { name: 'm-RUN' },
    { name: 'm-RUN', correlationKey: 'c' },
    { name: 'm-RUN', correlationKey: '', messageId: 'i' },
    ...[-1, 0, 60_000, '9223372036854775807'].map((timeToLive) => ({
      name: 'm-RUN',
      correlationKey: 'c',
      timeToLive,
    })),
    { name: 'm-RUN', correlationKey: 'c', timeToLive: 60_000, messageId: 'i-RUN' },
    { name: 'm-RUN', correlationKey: 'c', timeToLive: 60_000, messageId: 'i-RUN' },
    { name: 'm-RUN', correlationKey: 'd', timeToLive: 60_000, messageId: 'i-RUN' },
    { name: 'n-RUN', correlationKey: 'c', timeToLive: 60_000, messageId: 'i-RUN' },
    { name: 'm-RUN', correlationKey: 'c', timeToLive: 0, messageId: 'k-RUN' },
    { name: 'm-RUN', correlationKey: 'c', timeToLive: 0, messageId: 'k-RUN' },
    ...['', '<default>', ...otherTenants].map((tenantId) => ({
      name: 'm-RUN',
      correlationKey: 'c',
      tenantId,
    })),
    ...documents.map((variables) => ({ name: 'm-RUN', correlationKey: 'e', variables })),
  ]),
  scene(
    'a message that is waited for',
    deploy('p.bpmn', messageProcess('p-RUN', 'm-RUN')),
    step('PublishMessage', {
      name: 'm-RUN',
      correlationKey: 'o-RUN',
      variables: '{"met":true}',
      timeToLive: 60_000,
    }),
    step('CreateProcessInstanceWithResult', {
      request: { bpmnProcessId: 'p-RUN', version: -1, variables: '{"orderId":"o-RUN"}' },
    }),
    step('CreateProcessInstance', { bpmnProcessId: 'p-RUN', version: -1, variables: '{}' }),
    before,
    step('ResolveIncident', { incidentKey: '$marker-1' }),
  ),
  variants('signals', 'BroadcastSignal', [
    {},
    { signalName: ' ' },
    { signalName: 's-RUN' },
    ...['', '<default>', ...otherTenants].map((tenantId) => ({ signalName: 's-RUN', tenantId })),
    ...documents.map((variables) => ({ signalName: 's-RUN', variables })),
  ]),
  variants('incidents', 'ResolveIncident', [
    {},
    ...wrongKeys.map((incidentKey) => ({ incidentKey })),
  ]),
  scene(
    'decisions',
    step('EvaluateDecision'),
    step('EvaluateDecision', { decisionId: 'none-RUN' }),
    step('EvaluateDecision', { decisionId: ' ' }),
    ...wrongKeys.map((decisionKey) => step('EvaluateDecision', { decisionKey })),
    deploy('d.dmn', sizeTable('d-RUN'), { decision: 'deployments.0.decision.decisionKey' }),
    step('EvaluateDecision', { decisionId: 'd-RUN', variables: '{"x":5}' }),
    step('EvaluateDecision', { decisionKey: '$decision', variables: '{"x":50}' }),
    step('EvaluateDecision', {
      decisionKey: '$decision',
      decisionId: 'd-RUN',
      variables: '{"x":50}',
    }),
    step('EvaluateDecision', {
      decisionKey: unknownKey,
      decisionId: 'd-RUN',
      variables: '{"x":50}',
    }),
    step('EvaluateDecision', { decisionId: 'd-RUN', variables: '{"x":"text"}' }),
    step('EvaluateDecision', { decisionId: 'd-RUN' }),
    ...['[]', 'x', ' ', 'null'].map((variables) =>
      step('EvaluateDecision', { decisionId: 'd-RUN', variables }),
    ),
    ...['', '<default>', ...otherTenants].map((tenantId) =>
      step('EvaluateDecision', { decisionId: 'd-RUN', tenantId }),
    ),
    deploy('f.dmn', failingDecision('f-RUN')),
    step('EvaluateDecision', { decisionId: 'f-RUN' }),
  ),
];

/** Every call of the gateway protocol with good, missing, wrong and boundary values. */
export const grpcScenes: readonly Scene[] = [
  ...deployments,
  ...instances,
  ...changes,
  ...jobs,
  ...happenings,
];
