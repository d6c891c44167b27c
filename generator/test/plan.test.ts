import { plan } from '../plan/plan.js';
import type { Plan } from '../plan/plan-types.js';
import {
  bpmnSource,
  emitAll,
  fixtureSources,
  flowsThrough,
  planOne,
  schemaSource,
  serviceTask,
} from './fixture.js';

function jobOf(process: Plan['processes'][number], type: string) {
  const job = process.jobs.find((each) => each.type === type);
  if (job === undefined) {
    throw new Error(`no job ${type}`);
  }
  return job;
}

const START = '<bpmn:startEvent id="s" />';

function errorBoundary(id: string, on: string, ref?: string): string {
  const code = ref === undefined ? '' : ` errorRef="${ref}"`;
  return `<bpmn:boundaryEvent id="${id}" attachedToRef="${on}"><bpmn:errorEventDefinition id="${id}d"${code} /></bpmn:boundaryEvent>`;
}

const ERRORS = ['A', 'B', 'C']
  .map((code) => `<bpmn:error id="E${code}" name="${code}" errorCode="${code}" />`)
  .join('');

describe('error codes a handler may throw', () => {
  test('are those caught on the task, around its sub-processes and by event sub-processes', async () => {
    const process = await planOne(
      bpmnSource(
        `${START}
         <bpmn:subProcess id="sub"><bpmn:startEvent id="s2" />${serviceTask('t', 'work')}${errorBoundary('b1', 't', 'EA')}${flowsThrough('s2', 't')}</bpmn:subProcess>
         ${errorBoundary('b2', 'sub', 'EB')}
         <bpmn:subProcess id="esp" triggeredByEvent="true"><bpmn:startEvent id="s3"><bpmn:errorEventDefinition id="s3d" errorRef="EC" /></bpmn:startEvent>${serviceTask('u', 'mend')}${flowsThrough('s3', 'u')}</bpmn:subProcess>
         ${flowsThrough('s', 'sub')}`,
        { root: ERRORS },
      ),
    );
    expect(jobOf(process, 'work').errors).toEqual(['A', 'B', 'C']);
    // What an error event sub-process throws does not start it again.
    expect(jobOf(process, 'mend').errors).toEqual([]);
  });

  test('are any with a catch-all, and only the common ones for several elements', async () => {
    const process = await planOne(
      bpmnSource(
        `${START}${serviceTask('t1', 'work')}${serviceTask('t2', 'work')}${serviceTask('t3', 'free')}
         ${errorBoundary('b1', 't1', 'EA')}${errorBoundary('b2', 't1', 'EB')}${errorBoundary('b3', 't2', 'EB')}${errorBoundary('b4', 't3')}
         ${flowsThrough('s', 't1', 't2', 't3')}`,
        { root: ERRORS },
      ),
    );
    expect(jobOf(process, 'work').errors).toEqual(['B']);
    expect(jobOf(process, 'free').errors).toBe('any');
  });
});

describe('variables a job sees', () => {
  const schema = schemaSource({
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'integer' }, c: { type: 'boolean' } },
    required: ['a'],
  });
  const output = (name: string): string =>
    `<zeebe:ioMapping><zeebe:output source="=${name}" target="${name}" /></zeebe:ioMapping>`;

  test('are required when every way writes them and optional when one does', async () => {
    const process = await planOne(
      schema,
      bpmnSource(
        `${START}<bpmn:exclusiveGateway id="g" default="g_t2" />${serviceTask('t1', 'one', output('b'))}${serviceTask('t2', 'two', output('c'))}
         <bpmn:exclusiveGateway id="j" />${serviceTask('t3', 'three')}
         <bpmn:sequenceFlow id="g_t1" sourceRef="g" targetRef="t1"><bpmn:conditionExpression>=a = "x"</bpmn:conditionExpression></bpmn:sequenceFlow>
         ${flowsThrough('s', 'g')}${flowsThrough('g', 't2', 'j', 't3')}${flowsThrough('t1', 'j')}`,
      ),
    );
    expect(jobOf(process, 'one').input).toMatchObject({ required: ['a'] });
    expect(jobOf(process, 'three').input).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'integer' }, c: { type: 'boolean' } },
      required: ['a'],
    });
    expect(jobOf(process, 'three').fetchVariables).toEqual(['a', 'b', 'c']);
    expect(jobOf(process, 'one').fetchVariables).toEqual(['a']);
  });

  test('add up where parallel branches join', async () => {
    const process = await planOne(
      schema,
      bpmnSource(
        `${START}<bpmn:parallelGateway id="f" />${serviceTask('t1', 'one', output('b'))}${serviceTask('t2', 'two', output('c'))}
         <bpmn:parallelGateway id="j" />${serviceTask('t3', 'three')}
         ${flowsThrough('s', 'f', 't1', 'j', 't3')}${flowsThrough('f', 't2', 'j')}`,
      ),
    );
    expect(jobOf(process, 'three').input).toMatchObject({ required: ['a', 'b', 'c'] });
  });

  test('go backwards through a loop without ever counting as certain', async () => {
    const process = await planOne(
      schema,
      bpmnSource(
        `${START}<bpmn:exclusiveGateway id="m" />${serviceTask('t1', 'one', output('b'))}<bpmn:exclusiveGateway id="g" default="g_m" /><bpmn:endEvent id="e" />
         <bpmn:sequenceFlow id="g_e" sourceRef="g" targetRef="e"><bpmn:conditionExpression>=b > 1</bpmn:conditionExpression></bpmn:sequenceFlow>
         ${flowsThrough('s', 'm', 't1', 'g')}<bpmn:sequenceFlow id="g_m" sourceRef="g" targetRef="m" />`,
      ),
    );
    expect(jobOf(process, 'one').input).toMatchObject({
      properties: { a: {}, b: {} },
      required: ['a'],
    });
  });

  test('may be null in a mapping that reads what is not sure to be written', async () => {
    const input = (source: string): string =>
      `<zeebe:ioMapping><zeebe:input source="=${source}" target="x" /></zeebe:ioMapping>`;
    const model = bpmnSource(
      `${START}${serviceTask('t1', 'one', input('b'))}${serviceTask('t2', 'two', input('nowhere'))}${flowsThrough('s', 't1', 't2')}`,
    );
    const process = await planOne(schema, model);
    expect(jobOf(process, 'one').input).toMatchObject({
      properties: { x: { anyOf: [{ type: 'integer' }, { type: 'null' }] } },
      required: ['x'],
    });
    const { diagnostics } = await plan([schema, model]);
    expect(diagnostics.filter(({ code }) => code === 'TYPE506')).toMatchObject([
      { elementId: 't2', place: { file: 'model.bpmn' } },
    ]);
  });

  test('reach a compensation handler from the activity it undoes', async () => {
    const process = await planOne(
      schema,
      bpmnSource(
        `${START}${serviceTask('t1', 'one', output('b'))}
         <bpmn:boundaryEvent id="cb" attachedToRef="t1"><bpmn:compensateEventDefinition id="cbd" /></bpmn:boundaryEvent>
         <bpmn:serviceTask id="undo" isForCompensation="true"><bpmn:extensionElements><zeebe:taskDefinition type="undo-one" /></bpmn:extensionElements></bpmn:serviceTask>
         ${flowsThrough('s', 't1')}<bpmn:association id="as" associationDirection="One" sourceRef="cb" targetRef="undo" />`,
      ),
    );
    expect(jobOf(process, 'undo-one')).toMatchObject({
      compensates: ['t1'],
      input: { required: ['a', 'b'] },
    });
  });
});

describe('job types', () => {
  test('of connectors and of expressions get no place in the handlers contract', async () => {
    const [contract = '', jobs = ''] = (await emitAll(fixtureSources('parcel')))
      .filter(({ path }) => /^parcel\/(contract|jobs)/.test(path))
      .map(({ text }) => text);
    const handlers = contract.slice(contract.indexOf('export interface ParcelHandlers'));
    expect(contract).toContain('export type IoCamundaHttpJson1Input');
    expect(handlers).not.toMatch(/http-json|print-/);
    expect(jobs).not.toMatch(/http-json/);
    expect(jobs).toContain('export function printLabelJob(type: string): JobDescriptor {');
    expect((await plan(fixtureSources('parcel'))).diagnostics).toContainEqual(
      expect.objectContaining({ code: 'NAME202', elementId: 'PrintLabel' }) as object,
    );
  });

  test('of message throw events and execution listeners are jobs, too', async () => {
    const process = await planOne(
      bpmnSource(
        `${START}<bpmn:endEvent id="e"><bpmn:extensionElements><zeebe:taskDefinition type="tell" /><zeebe:executionListeners><zeebe:executionListener eventType="end" type="audit" /></zeebe:executionListeners></bpmn:extensionElements><bpmn:messageEventDefinition id="ed" messageRef="M" /></bpmn:endEvent>${flowsThrough('s', 'e')}`,
        { root: '<bpmn:message id="M" name="told" />' },
      ),
    );
    expect(process.jobs.map(({ type }) => type)).toEqual(['audit', 'tell']);
    // Throwing a message is a job; only caught messages get a publish function.
    expect(process.messages).toEqual([]);
  });

  test('that fall together by name are an error that names both places', async () => {
    const { diagnostics } = await plan([
      bpmnSource(
        `${START}${serviceTask('t1', 'reserve-seats')}\n${serviceTask('t2', 'reserveSeats')}${flowsThrough('s', 't1', 't2')}`,
      ),
    ]);
    const clash = diagnostics.find(({ code }) => code === 'NAME201');
    expect(clash).toMatchObject({ severity: 'error', elementId: 't2' });
    expect(clash?.message).toMatch(
      /"reserveSeats" and the job type "reserve-seats" \(model\.bpmn:\d+:\d+\)/,
    );
  });
});

describe('a model like the reference application’s', () => {
  test('yields its three jobs, exact errors, the typed key and one start endpoint', async () => {
    const { processes, api, diagnostics } = await plan(fixtureSources('bare'));
    const [process] = processes;
    expect(process?.jobs.map(({ type, errors }) => [type, errors])).toEqual([
      ['ask-deposit', []],
      ['hold-table', ['RestaurantFull']],
      ['print-voucher', []],
    ]);
    expect(process?.messages.map(({ name, correlationKey }) => [name, correlationKey])).toEqual([
      ['deposit-paid', { kind: 'argument', name: 'depositId', type: 'string' }],
    ]);
    expect(process?.variables).toMatchObject({
      properties: { depositId: {} },
      additionalProperties: true,
    });
    expect(api?.operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'delete /errand/{processInstanceKey}',
      'get /errand/{processInstanceKey}',
      'get /errand/schema',
      'post /errand',
    ]);
    expect(diagnostics.map(({ code, elementId }) => [code, elementId])).toEqual(
      expect.arrayContaining([
        ['BPMN150', undefined],
        ['BPMN151', 'StartEvent_1'],
        ['BPMN151', 'Event_late'],
        ['BPMN152', 'Event_cancelled2'],
        ['BPMN153', 'Activity_a'],
        ['BPMN154', 'Message_deposit'],
      ]),
    );
  });
});

describe('extension properties', () => {
  const withProperty = (name: string, value: string): Parameters<typeof plan>[0][number] =>
    bpmnSource(
      `<bpmn:startEvent id="s"><bpmn:extensionElements><zeebe:properties><zeebe:property name="${name}" value="${value}" /></zeebe:properties></bpmn:extensionElements><bpmn:messageEventDefinition id="m" messageRef="M" /></bpmn:startEvent>${serviceTask('t', 'work')}${flowsThrough('s', 't')}`,
      { root: '<bpmn:message id="M" name="begin" />' },
    );

  test.each([
    ['jobwright:payload', 'model.schema.json#/$defs/Nothing', 'TYPE503'],
    ['jobwright:payload', '#/$defs/Nothing', 'TYPE503'],
    ['jobwright:ttl', 'P1M', 'TYPE505'],
    ['jobwright:ttl', 'soon', 'TYPE505'],
    ['jobwright:api', 'book nothing', 'API607'],
  ])('%s with the value "%s" is %s at its line', async (name, value, code) => {
    const { diagnostics } = await plan([withProperty(name, value)]);
    const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(found).toMatchObject([{ severity: 'error', place: { file: 'model.bpmn', line: 4 } }]);
  });

  test('take the correlation key from the payload when that is sure to carry it', async () => {
    const keyed = schemaSource({
      $defs: { P: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] } },
    });
    const process = await planOne(
      keyed,
      bpmnSource(
        `${START}<bpmn:receiveTask id="r" messageRef="M"><bpmn:extensionElements><zeebe:properties><zeebe:property name="jobwright:payload" value="#/$defs/P" /></zeebe:properties></bpmn:extensionElements></bpmn:receiveTask>${flowsThrough('s', 'r')}`,
        {
          root: '<bpmn:message id="M" name="got"><bpmn:extensionElements><zeebe:subscription correlationKey="=id" /></bpmn:extensionElements></bpmn:message>',
        },
      ),
    );
    expect(process.messages[0]?.correlationKey).toEqual({
      kind: 'payload',
      path: ['id'],
      type: 'number',
    });
  });
});

describe('the same sources', () => {
  test('give the same bytes in any order', async () => {
    const sources = fixtureSources('parcel');
    const expected = await emitAll(sources);
    expect(await emitAll([...sources].reverse())).toEqual(expected);
    expect(await emitAll([...sources.slice(2), ...sources.slice(0, 2)])).toEqual(expected);
    expect(expected.filter(({ text }) => text.includes('\r'))).toEqual([]);
  });
});
