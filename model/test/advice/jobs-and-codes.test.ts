import { validate } from '../../index.js';
import { definitionsOf, extend, flows, job, processOf, raised, readSmall } from '../small-model.js';

const roots = `<error id="e" name="Lost" errorCode="LOST" /><error id="f" errorCode="FULL" /><error id="x" errorCode="=code" /><error id="n" />
<escalation id="g" escalationCode="LATE" /><escalation id="h" escalationCode="EARLY" />`;
const error = (ref = '') => `<errorEventDefinition${ref && ` errorRef="${ref}"`} />`;
const escalation = (ref = '') => `<escalationEventDefinition${ref && ` escalationRef="${ref}"`} />`;
const boundary = (host: string, definition: string, attributes = '') =>
  `<boundaryEvent id="b" name="Caught" attachedToRef="${host}" ${attributes}>${definition}</boundaryEvent>`;
const end = (definition: string, id = 'end') => `<endEvent id="${id}">${definition}</endEvent>`;
const sub = (content: string, id = 'sub') => `<subProcess id="${id}">${content}</subProcess>`;
const eventSub = (definition: string, content = '') =>
  `<subProcess id="es" triggeredByEvent="true"><startEvent id="caught">${definition}</startEvent>${content}</subProcess>`;

describe('a job without retries (BPMN161)', () => {
  const found = (body: string, extensions?: string) =>
    raised('BPMN161', processOf(body, extensions === undefined ? {} : { extensions }));
  const task = (kind: string, retries: string) =>
    `<${kind} id="t">${extend(`<zeebe:taskDefinition type="pack" retries="${retries}" />`)}</${kind}>`;
  const says = (place: string, type = 'pack', element = 't') =>
    `${place}: The job "${type}" of "${element}" has no retries: its first failure is an incident.`;

  test.each(['serviceTask', 'sendTask', 'scriptTask', 'businessRuleTask', 'endEvent'])(
    'of a %s',
    async (kind) => {
      expect(await found(task(kind, '0'))).toEqual([says('t @ 0')]);
    },
  );

  test.each(['=0', '00', ' 0 '])('may be written %j', async (retries) => {
    expect(await found(task('serviceTask', retries))).toHaveLength(1);
  });

  test.each(['1', '3', '=tries', '10', '=0 + tries'])('is not one with %s', async (retries) => {
    expect(await found(task('serviceTask', retries) + job('u'))).toEqual([]);
  });

  test('of a listener', async () => {
    const listener =
      '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="log" retries="0" /></zeebe:executionListeners>';
    const taskListener =
      '<zeebe:userTask /><zeebe:taskListeners><zeebe:taskListener eventType="creating" type="check" retries="0" /></zeebe:taskListeners>';

    expect(await found(`<task id="t">${extend(listener)}</task>`)).toEqual([says('t @ 0', 'log')]);
    expect(await found('<task id="t" />', listener)).toEqual([says('p @ 0', 'log', 'p')]);
    expect(await found(`<userTask id="t">${extend(taskListener)}</userTask>`)).toEqual([
      says('t @ 0', 'check'),
    ]);
  });
});

describe('an error that nothing inside can throw (BPMN162)', () => {
  const found = (body: string) => raised('BPMN162', processOf(body, { roots }));
  const says = (host: string, what = 'the error "LOST"') =>
    `b @ <boundaryEvent: Nothing in "${host}" can throw ${what}, which "Caught" catches.`;
  const native = '<zeebe:userTask />';
  const listeners =
    '<zeebe:executionListeners><zeebe:executionListener eventType="end" type="log" /></zeebe:executionListeners>';

  test.each([
    ['a task', '<task id="t" />'],
    ['a receive task', '<receiveTask id="t" />'],
    [
      'a script',
      `<scriptTask id="t">${extend('<zeebe:script expression="=1" resultVariable="x" />')}</scriptTask>`,
    ],
    [
      'a decision',
      `<businessRuleTask id="t">${extend('<zeebe:calledDecision decisionId="d" resultVariable="x" />')}</businessRuleTask>`,
    ],
    ['a user task', `<userTask id="t">${extend(native)}</userTask>`],
  ])('is caught at %s', async (_, host) => {
    expect(await found(host + boundary('t', error('e')))).toEqual([says('t')]);
    expect(await found(host + boundary('t', error()))).toEqual([says('t', 'an error')]);
  });

  test.each([
    ['a job', job('t')],
    [
      'a script that is a job',
      `<scriptTask id="t">${extend('<zeebe:taskDefinition type="x" />')}</scriptTask>`,
    ],
    ['a user task that is a job', '<userTask id="t" />'],
    ['a task with a listener', `<task id="t">${extend(listeners)}</task>`],
    [
      'a user task with a task listener',
      `<userTask id="t">${extend(`${native}<zeebe:taskListeners><zeebe:taskListener eventType="creating" type="x" /></zeebe:taskListeners>`)}</userTask>`,
    ],
    ['a call activity', '<callActivity id="t" />'],
    ['a sub-process with a job', sub(job('j'), 't')],
    ['a sub-process with a job deep inside', sub(sub(job('j')), 't')],
    ['a sub-process that throws it', sub(end(error('e')), 't')],
    ['a sub-process that computes what it throws', sub(end(error('x')), 't')],
    [
      'a sub-process with a message throw',
      sub(
        `<endEvent id="m">${extend('<zeebe:taskDefinition type="x" />')}<messageEventDefinition /></endEvent>`,
        't',
      ),
    ],
  ])('is not caught at %s', async (_, host) => {
    expect(await found(host + boundary('t', error('e')))).toEqual([]);
  });

  test('is another code than those thrown', async () => {
    const throwsFull = sub(`<task id="a" />${end(error('f'))}`, 't');

    expect(await found(throwsFull + boundary('t', error('e')))).toEqual([says('t')]);
    expect(await found(throwsFull + boundary('t', error('f')))).toEqual([]);
    expect(await found(throwsFull + boundary('t', error()))).toEqual([]);
    expect(await found(throwsFull + boundary('t', error('n')))).toEqual([]);
  });

  test('is no end of another kind', async () => {
    const body = sub(end(escalation('g')) + end(error('n'), 'end2'), 't');

    expect(await found(body + boundary('t', error('e')))).toEqual([says('t')]);
  });

  test('is caught by an event sub-process beside', async () => {
    const message = (host: string) =>
      `caught @ <startEvent: Nothing in "${host}" can throw the error "LOST", which "caught" catches.`;
    const catching = eventSub(error('e'), job('inside') + end(error('e')));

    expect(await found(`<task id="a" />${catching}`)).toEqual([message('p')]);
    expect(await found(sub(`<task id="a" />${catching}`))).toEqual([message('sub')]);
    expect(await found(job('a') + catching)).toEqual([]);
    expect(await found(sub(end(error('e'), 'other')) + catching)).toEqual([]);
  });

  test('is no other boundary event, and none without a host', async () => {
    expect(await found(`<task id="t" />${boundary('t', escalation('g'))}`)).toEqual([]);
    expect(await found(boundary('nowhere', error('e')))).toEqual([]);
    expect(await found(`<task id="a" />${eventSub(escalation('g'))}`)).toEqual([]);
  });
});

describe('an error or escalation that nobody catches', () => {
  const body = (definition: string, around: (content: string) => string) =>
    processOf(around(end(definition)), { roots });
  const uncaught = (definition: string, around: (content: string) => string) =>
    raised(definition.includes('escalation') ? 'BPMN164' : 'BPMN163', body(definition, around));

  test('is an error of the process itself (BPMN163)', async () => {
    expect(await uncaught(error('e'), (content) => content)).toEqual([
      'end @ <endEvent: Nothing catches the error "LOST" that "end" throws: it becomes an incident.',
    ]);
  });

  test('is an escalation of the process itself (BPMN164)', async () => {
    expect(await uncaught(escalation('g'), (content) => content)).toEqual([
      'end @ <endEvent: Nothing catches the escalation "LATE" that "end" throws: it has no effect.',
    ]);
    const thrown = `<intermediateThrowEvent id="t">${escalation('g')}</intermediateThrowEvent>`;
    expect(await raised('BPMN164', processOf(thrown, { roots }))).toHaveLength(1);
  });

  test.each([
    [error('e'), error('e'), error('f')],
    [error('e'), error(), escalation()],
    [error('e'), error('n'), escalation('n')],
    [error('x'), error('e'), escalation('g')],
    [error('n'), error('e'), escalation('g')],
    [escalation('g'), escalation('g'), escalation('h')],
    [escalation('g'), escalation(), error()],
  ])('%s is caught by %s, not by %s', async (thrown, catching, other) => {
    const places: readonly ((content: string, definition: string) => string)[] = [
      (content, definition) => sub(content) + boundary('sub', definition),
      (content, definition) => sub(sub(content, 'in')) + boundary('sub', definition),
      (content, definition) => content + eventSub(definition),
      (content, definition) => sub(content) + eventSub(definition),
      (content, definition) => sub(content + eventSub(definition)),
    ];
    for (const place of places) {
      expect(await uncaught(thrown, (content) => place(content, catching))).toEqual([]);
      expect(await uncaught(thrown, (content) => place(content, other))).toHaveLength(1);
    }
  });

  test('an event sub-process does not catch what it throws itself', async () => {
    expect(await uncaught(error('e'), (content) => eventSub(error('e'), content))).toHaveLength(1);
    expect(
      await uncaught(error('e'), (content) => eventSub(error('e'), sub(content))),
    ).toHaveLength(1);
  });

  test('a boundary event elsewhere does not catch it', async () => {
    expect(
      await uncaught(error('e'), (content) => sub(content) + job('t') + boundary('t', error('e'))),
    ).toHaveLength(1);
  });

  describe('in a process that another calls', () => {
    const called = (content: string) =>
      `<process id="child" isExecutable="true"><startEvent id="cs" />${content}</process>`;
    const calling = (processId: string, content: string) =>
      `<process id="parent" isExecutable="true"><startEvent id="ps" /><callActivity id="call">${extend(`<zeebe:calledElement processId="${processId}" />`)}</callActivity>${content}</process>`;
    const codes = async (...files: readonly string[]) =>
      validate(
        await Promise.all(files.map((xml, index) => readSmall(xml, `${String(index)}.bpmn`))),
      )
        .filter(({ code }) => code === 'BPMN163')
        .map(({ elementId }) => elementId);
    const child = definitionsOf(roots + called(end(error('e'))));
    const parent = (processId: string, content: string) =>
      definitionsOf(roots + calling(processId, content));

    test('the call activity may catch it, or what is around that', async () => {
      expect(await codes(child)).toEqual(['end']);
      expect(await codes(child, parent('child', ''))).toEqual(['end']);
      expect(await codes(child, parent('child', boundary('call', error('e'))))).toEqual([]);
      expect(await codes(parent('child', boundary('call', error('e'))), child)).toEqual([]);
      expect(await codes(child, parent('child', boundary('call', error('f'))))).toEqual(['end']);
      expect(await codes(child, parent('child', eventSub(error('e'))))).toEqual([]);
    });

    test('a computed process id may be any process', async () => {
      expect(await codes(child, parent('=which', ''))).toEqual([]);
      expect(await codes(child, parent('other', boundary('call', error('e'))))).toEqual(['end']);
    });

    test('a process that calls itself comes to an end', async () => {
      const own = definitionsOf(
        roots +
          called(
            `${end(error('e'))}<callActivity id="again">${extend('<zeebe:calledElement processId="child" />')}</callActivity>`,
          ),
      );

      expect(await codes(own)).toEqual(['end']);
    });
  });

  test('ends of other kinds throw nothing', async () => {
    const xml = processOf(
      `${end('<terminateEventDefinition />')}<startEvent id="s" />${flows('s end')}`,
      { roots },
    );

    expect(await raised('BPMN163', xml)).toEqual([]);
  });
});
