import { deploymentErrors, validate, type Platform } from '../index.js';
import {
  codesOf,
  extend,
  job,
  processOf,
  raised,
  readSmall,
  type Surroundings,
} from './small-model.js';

const start = '<startEvent id="s" />';
const unsupported =
  "Elements of type 'AdHocSubProcess' are currently not supported. Please refer to the documentation for a list of supported elements: https://docs.camunda.io/docs/components/modeler/bpmn/bpmn-coverage/";

/** Rejections as `path: message`, in order. */
async function rejections(body: string, target: Platform, around?: Surroundings) {
  return deploymentErrors(await readSmall(processOf(start + body, around)), target).flatMap(
    ({ path, messages }) => messages.map((message) => `${path}: ${message}`),
  );
}

const adHoc = (content: string, attributes = '') =>
  `<adHocSubProcess id="a" ${attributes}>${content}</adHocSubProcess>`;
const conditional = (condition = '<condition>=x &gt; 1</condition>', extensions = '') =>
  `<conditionalEventDefinition id="c">${extensions && extend(extensions)}${condition}</conditionalEventDefinition>`;

describe('what a target version rejects', () => {
  test('an ad-hoc sub-process runs since 8.7', async () => {
    const body = adHoc('<task id="t" />');

    expect(await rejections(body, '8.6')).toEqual([`a: ${unsupported}`]);
    expect(await rejections(body, '8.7')).toEqual([]);
    expect(await rejections(body, '8.10')).toEqual([]);
  });

  test.each([
    ['', 'Must have at least one activity.'],
    ['<task id="t" /><startEvent id="i" />', 'Must not contain a start event.'],
    ['<task id="t" /><endEvent id="i" />', 'Must not contain an end event.'],
  ])('an ad-hoc sub-process is something to choose from: %s', async (content, message) => {
    expect(await rejections(adHoc(content), '8.7')).toEqual([`a: ${message}`]);
    expect(await rejections(adHoc(content), '8.6')).toEqual([`a: ${unsupported}`]);
  });

  test.each([
    '<exclusiveGateway id="g" />',
    '<intermediateThrowEvent id="i" />',
    '<subProcess id="e" triggeredByEvent="true"><startEvent id="es" isInterrupting="false"><timerEventDefinition id="d"><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent></subProcess>',
  ])('of an ad-hoc sub-process events and gateways can be chosen too: %s', async (content) => {
    expect(await rejections(adHoc(content), '8.8')).toEqual([]);
  });

  test('an event sub-process in an ad-hoc sub-process does not interrupt it', async () => {
    const inside = (attributes: string) =>
      `<task id="t" /><subProcess id="e" triggeredByEvent="true"><startEvent id="es" ${attributes}><timerEventDefinition id="d"><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent></subProcess>`;
    const message =
      'e: An interrupting event subprocess is not allowed inside an ad-hoc subprocess';

    expect(await rejections(adHoc(inside('')), '8.7')).toEqual([message]);
    expect(await rejections(adHoc(inside('isInterrupting="false"')), '8.7')).toEqual([]);
    // Elsewhere it may.
    const elsewhere = inside('');
    expect(await rejections(elsewhere, '8.7')).toEqual([]);
    const plainInside = `<subProcess id="e"><startEvent id="es" /></subProcess>`;
    expect(await rejections(adHoc(plainInside), '8.7')).toEqual([]);
  });

  test('an ad-hoc sub-process has both output attributes or none, since 8.8', async () => {
    const output = (attributes: string) =>
      adHoc(`${extend(`<zeebe:adHoc ${attributes} />`)}<task id="t" />`);
    const text = 'a: OutputElement and OutputCollection must both be set, or neither of them set.';

    expect(await rejections(output('outputCollection="c"'), '8.8')).toEqual([
      `${text} outputElement:null and outputCollection:c.`,
    ]);
    expect(await rejections(output('outputElement="=e"'), '8.8')).toEqual([
      `${text} outputElement:=e and outputCollection:null.`,
    ]);
    expect(await rejections(output('outputCollection="c" outputElement="=e"'), '8.8')).toEqual([]);
    expect(await rejections(output('outputCollection="" outputElement=""'), '8.8')).toEqual([]);
    expect(await rejections(output('outputCollection="c"'), '8.7')).toEqual([]);
  });

  test('expressions of ad-hoc sub-processes are FEEL', async () => {
    const body = adHoc(
      `${extend('<zeebe:adHoc activeElementsCollection="tools" outputCollection="c" outputElement="e" />')}<task id="t" /><completionCondition>=a +</completionCondition>`,
    );
    const found = await rejections(body, '8.8');

    expect(found.map((each) => each.slice(0, 70))).toEqual([
      "a: failed to parse expression 'a +': Expected (binaryComparison | betw",
      'a > extensionElements > adHoc: Expected expression but found static va',
      'a > extensionElements > adHoc: Expected expression but found static va',
    ]);
    expect(await rejections(body, '8.6')).toEqual([`a: ${unsupported}`]);
  });

  test('a conditional event runs since 8.9, in all four places', async () => {
    const places = `<intermediateCatchEvent id="i">${conditional().replace('"c"', '"c1"')}</intermediateCatchEvent>
<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><outgoing>f</outgoing>${conditional().replace('"c"', '"c2"')}</boundaryEvent>
<task id="t" /><task id="u" /><sequenceFlow id="f" sourceRef="b" targetRef="u" />
<startEvent id="r">${conditional().replace('"c"', '"c3"')}</startEvent>
<subProcess id="e" triggeredByEvent="true"><startEvent id="es" isInterrupting="false">${conditional().replace('"c"', '"c4"')}</startEvent></subProcess>`;

    expect(await rejections(places, '8.9')).toEqual([]);
    expect(await rejections(places, '8.8')).toEqual([
      'i: Event definition must be one of: message, timer, signal, or link',
      'c1: Event definition of this type is not supported',
      'b: Boundary events must be one of: timer, message, error, signal, escalation',
      'b: Non-Interrupting event of this type is not allowed',
      'c2: Event definition of this type is not supported',
      'c3: Event definition of this type is not supported',
      'e: Start events in event subprocesses must be one of: message, timer, error, signal or escalation',
      'e: Non-Interrupting event of this type is not allowed',
      'c4: Event definition of this type is not supported',
    ]);
  });

  test('events that no version runs are named beside those that the target does', async () => {
    const cancel = '<cancelEventDefinition id="x" />';
    const body = `<intermediateCatchEvent id="i">${cancel.replace('x', 'x1')}</intermediateCatchEvent><task id="t" />
<boundaryEvent id="b" attachedToRef="t"><outgoing>f</outgoing>${cancel.replace('x', 'x2')}</boundaryEvent><sequenceFlow id="f" sourceRef="b" targetRef="t" />
<subProcess id="e" triggeredByEvent="true"><startEvent id="es" /></subProcess>`;

    expect((await rejections(body, '8.9')).filter((each) => !each.startsWith('x'))).toEqual([
      'i: Event definition must be one of: message, timer, signal, or link, conditional',
      'b: Boundary events must be one of: timer, message, error, signal, escalation, conditional',
      'e: Start events in event subprocesses must be one of: message, timer, error, signal or escalation, conditional',
    ]);
  });

  test('a conditional event has a condition in FEEL', async () => {
    const body = (condition: string) =>
      `<intermediateCatchEvent id="i">${conditional(condition)}</intermediateCatchEvent>`;

    expect(await rejections(body('<condition />'), '8.9')).toEqual([
      'c: A conditional event must have a condition that is not empty',
    ]);
    expect(await rejections(body('<condition>x</condition>'), '8.9')).toEqual([
      "c > condition: Expected expression but found static value 'x'. An expression must start with '=' (e.g. '=x').",
    ]);
  });

  test('a conditional filter lists create and update', async () => {
    const body = (events: string) =>
      `<intermediateCatchEvent id="i">${conditional(undefined, `<zeebe:conditionalFilter variableNames="x" variableEvents="${events}" />`)}</intermediateCatchEvent>`;

    expect(await rejections(body('create, update'), '8.9')).toEqual([]);
    expect(await rejections(body(''), '8.9')).toEqual([]);
    expect(await rejections(body('create,delete'), '8.9')).toEqual([
      "c > extensionElements > conditionalFilter: Attribute 'variableEvents' must list create, update, but has 'delete'",
    ]);
  });

  test('task listeners have an event and a job, since 8.8', async () => {
    const body = (attributes: string) =>
      `<userTask id="u">${extend(`<zeebe:userTask /><zeebe:taskListeners><zeebe:taskListener ${attributes} /></zeebe:taskListeners>`)}</userTask>`;
    const path = 'u > extensionElements > taskListeners > taskListener';

    expect(await rejections(body('eventType="creating" type="t"'), '8.8')).toEqual([]);
    expect(await rejections(body('eventType="complete" type="=t"'), '8.8')).toEqual([]);
    expect(await rejections(body('eventType="start" type=""'), '8.8')).toEqual([
      `${path}: Attribute 'eventType' must be one of: creating, assigning, updating, completing, canceling`,
      `${path}: Attribute 'type' must be present and not empty`,
    ]);
    expect(await rejections(body('eventType="start" type="t"'), '8.8')).toEqual([
      `${path}: Attribute 'eventType' must be one of: creating, assigning, updating, completing, canceling`,
    ]);
    expect(await rejections(body('eventType="start"'), '8.7')).toEqual([]);
  });

  test('execution listeners know beforeAll and cancel since 8.10', async () => {
    const listener = (event: string) =>
      `<zeebe:executionListeners><zeebe:executionListener eventType="${event}" type="t" /></zeebe:executionListeners>`;
    const loop = `<multiInstanceLoopCharacteristics>${extend('<zeebe:loopCharacteristics inputCollection="=items" />')}</multiInstanceLoopCharacteristics>`;
    const task = (event: string, more = '') =>
      `<task id="t">${extend(listener(event))}${more}</task>`;
    const path = 't > extensionElements > executionListeners > executionListener';
    const unknown = `${path}: Attribute 'eventType' must be present and not empty`;

    expect(await rejections(task('beforeAll', loop), '8.9')).toEqual([unknown]);
    expect(await rejections(task('beforeAll', loop), '8.10')).toEqual([]);
    expect(await rejections(task('beforeAll'), '8.10')).toEqual([
      `${path}: Execution listeners of type 'beforeAll' are only supported by multi-instance activities`,
    ]);
    expect(await rejections(task('cancel'), '8.10')).toEqual([
      `${path}: Execution listeners of type 'cancel' are only supported by processes`,
    ]);
    expect(await rejections('', '8.10', { extensions: listener('cancel') })).toEqual([]);
    expect(await rejections('', '8.9', { extensions: listener('cancel') })).toEqual([
      "p > extensionElements > executionListeners > executionListener: Attribute 'eventType' must be present and not empty",
    ]);
    expect(await rejections(task('later'), '8.10')).toEqual([unknown]);
    expect(await rejections(task('start'), '8.10')).toEqual([]);
  });

  test('ad-hoc sub-processes may have execution listeners since 8.7', async () => {
    const listeners = extend(
      '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="t" /></zeebe:executionListeners>',
    );
    const body = adHoc(`${listeners}<task id="t" />`);

    expect(await rejections(body, '8.7')).toEqual([]);
    expect((await rejections(body, '8.6'))[1]).toContain(
      "Execution listeners are not supported for the 'adHocSubProcess' element.",
    );
    const gateway = `<complexGateway id="g">${listeners}</complexGateway>`;
    expect((await rejections(gateway, '8.7'))[1]).toMatch(/eventBasedGateway, adHocSubProcess\]/);
  });

  test('header keys of execution listeners are held to be unique since 8.10', async () => {
    const body = `<task id="t">${extend('<zeebe:executionListeners><zeebe:executionListener eventType="start" type="t"><zeebe:taskHeaders><zeebe:header key="k" value="1" /><zeebe:header key="k" value="2" /></zeebe:taskHeaders></zeebe:executionListener></zeebe:executionListeners>')}</task>`;

    expect(await rejections(body, '8.9')).toEqual([]);
    expect(await rejections(body, '8.10')).toEqual([
      "t > extensionElements > executionListeners > executionListener > taskHeaders: Headers contain duplicate entries for key 'k'",
    ]);
  });

  test('linked resources are bound as forms and decisions are, since 8.7', async () => {
    const body = job(
      't',
      '<zeebe:linkedResources><zeebe:linkedResource resourceId="r" linkName="l" bindingType="newest" /></zeebe:linkedResources>',
    );

    expect(await rejections(body, '8.6')).toEqual([]);
    expect(await rejections(body, '8.7')).toEqual([
      "t > extensionElements > linkedResources > linkedResource: Attribute 'bindingType' must be one of: deployment, latest, versionTag",
    ]);
  });

  test('a job priority and a business id that are FEEL must parse, since 8.10', async () => {
    const body = `${job('t', '<zeebe:jobPriorityDefinition priority="=(" />')}<callActivity id="c">${extend('<zeebe:calledElement processId="q" businessId="=(" />')}</callActivity>`;

    expect(await rejections(body, '8.9')).toEqual([]);
    expect((await rejections(body, '8.10')).map((each) => each.slice(0, 72))).toEqual(
      [
        't > extensionElements > jobPriorityDefinition: failed to parse expressio',
        "c > extensionElements > calledElement: failed to parse expression '(': u",
      ].map((each) => each.slice(0, 72)),
    );
  });
});

describe('validate for a target version', () => {
  const body = `${start}${adHoc('<task id="t" />')}`;

  test('says which version takes what the target rejects (BPMN140)', async () => {
    const xml = processOf(body);
    const [found] = validate([await readSmall(xml)]).filter(({ code }) => code === 'BPMN140');

    expect(await raised('BPMN140', xml)).toEqual([`a @ <adHocSubProcess: ${unsupported}`]);
    expect(found?.fix).toBe(
      'Camunda 8.7 is the first to take this, and the model is for 8.6: choose a newer version for it, or draw it without.',
    );
    expect(await raised('BPMN136', xml)).toEqual([]);
  });

  test('goes by the version of the model unless a target is given', async () => {
    expect(await raised('BPMN140', processOf(body, { version: '8.8.0' }))).toEqual([]);
    expect(
      await raised('BPMN140', processOf(body, { version: '8.8.0' }), { target: '8.6' }),
    ).toHaveLength(1);
    expect(await raised('BPMN140', processOf(body), { target: '8.7' })).toEqual([]);
  });

  test.each(['8.5', '8.11', '8', ''])('takes no target %j', async (target) => {
    const model = await readSmall(processOf(body));

    expect(() => validate([model], { target })).toThrow(
      new RangeError(`target must be one of 8.6, 8.7, 8.8, 8.9, 8.10, not "${target}"`),
    );
  });

  test('says that a newer model is checked by the newest rules (BPMN142)', async () => {
    expect(await raised('BPMN142', processOf(start, { version: '8.11.0' }))).toEqual([
      '- @ 8.11.0: The model is for Camunda 8.11.0; it is checked by the rules of 8.10.',
    ]);
    expect(await raised('BPMN142', processOf(start, { version: '8.10.5' }))).toEqual([]);
  });
});

describe('what a target version ignores (BPMN141)', () => {
  const ignored = (name: string, since: string, target = '8.6') =>
    `Camunda ${target} ignores this: ${name}, which needs ${since}.`;

  test.each([
    [
      `<userTask id="u">${extend('<zeebe:userTask /><zeebe:taskListeners><zeebe:taskListener eventType="creating" type="t" /></zeebe:taskListeners>')}</userTask>`,
      'u @ <zeebe:taskListeners',
      'task listeners',
      '8.8',
    ],
    [
      job(
        't',
        '<zeebe:linkedResources><zeebe:linkedResource resourceId="r" /></zeebe:linkedResources>',
      ),
      't @ <zeebe:linkedResources',
      'linked resources',
      '8.7',
    ],
    [
      job('t', '<zeebe:jobPriorityDefinition priority="5" />'),
      't @ <zeebe:jobPriorityDefinition',
      'the job priority',
      '8.10',
    ],
    [
      `<task id="t">${extend('<zeebe:executionListeners><zeebe:executionListener eventType="start" type="t"><zeebe:taskHeaders /></zeebe:executionListener></zeebe:executionListeners>')}</task>`,
      't @ <zeebe:taskHeaders',
      'headers of an execution listener',
      '8.10',
    ],
    [
      `<callActivity id="c">${extend('<zeebe:calledElement processId="q" businessId="=id" />')}</callActivity>`,
      'c @ =id',
      'the business id of a called process',
      '8.10',
    ],
  ])('%s', async (element, place, name, since) => {
    const inside = `${start}<subProcess id="sub"><startEvent id="ss" />${element}</subProcess>`;

    expect(await raised('BPMN141', processOf(`${start}${element}`))).toEqual([
      `${place}: ${ignored(name, since)}`,
    ]);
    expect(await raised('BPMN141', processOf(inside))).toHaveLength(1);
    expect(await raised('BPMN141', processOf(`${start}${element}`), { target: '8.10' })).toEqual(
      [],
    );
  });

  test('the priority of the jobs of a process', async () => {
    const xml = processOf(start, { extensions: '<zeebe:jobPriorityDefinition priority="5" />' });

    expect(await raised('BPMN141', xml)).toEqual([
      `p @ <zeebe:jobPriorityDefinition: ${ignored('the job priority', '8.10')}`,
    ]);
  });

  test('what ad-hoc sub-processes have since 8.8', async () => {
    const body = adHoc(
      `${extend('<zeebe:taskDefinition type="agent" /><zeebe:adHoc outputCollection="c" outputElement="=e" />')}
<task id="t" />
<completionCondition>=done</completionCondition>`,
      'cancelRemainingInstances="false"',
    );

    expect(await raised('BPMN141', processOf(`${start}${body}`, { version: '8.7' }))).toEqual([
      `a @ false: ${ignored('cancelRemainingInstances="false"', '8.8', '8.7')}`,
      `a @ <zeebe:taskDefinition: ${ignored('the job of an ad-hoc sub-process', '8.8', '8.7')}`,
      `a @ c: ${ignored('the output of an ad-hoc sub-process', '8.8', '8.7')}`,
      `a @ <completionCondition: ${ignored('the completion condition of an ad-hoc sub-process', '8.8', '8.7')}`,
    ]);
    expect(await raised('BPMN141', processOf(`${start}${body}`, { version: '8.8' }))).toEqual([]);
    // There it is rejected as a whole.
    expect(await raised('BPMN141', processOf(`${start}${body}`))).toEqual([]);
  });

  test('neither defaults nor empty attributes', async () => {
    const body = `${adHoc(`${extend('<zeebe:adHoc outputCollection="" />')}<task id="t" />`, 'cancelRemainingInstances="true"')}<callActivity id="c">${extend('<zeebe:calledElement processId="q" businessId="" />')}</callActivity>`;

    expect(await raised('BPMN141', processOf(`${start}${body}`, { version: '8.7' }))).toEqual([]);
  });

  test('nothing of a process that is not executable', async () => {
    const xml = processOf(`${start}${job('t', '<zeebe:linkedResources />')}`).replace(
      ' isExecutable="true"',
      '',
    );

    expect(await codesOf(xml)).toEqual(['BPMN120 defs']);
  });
});
