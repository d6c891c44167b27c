import { plan } from '../plan/plan.js';
import type { ProcessPlan } from '../plan/plan-types.js';
import { bpmnSource, fixtureSources, flowsThrough, planOne, serviceTask } from './fixture.js';

const START = '<bpmn:startEvent id="s" />';

async function fixturePlan(fixture: string, id: string): Promise<ProcessPlan> {
  const found = (await plan(fixtureSources(fixture))).processes.find((each) => each.id === id);
  if (found === undefined) {
    throw new Error(`no process ${id}`);
  }
  return found;
}

const factsOf = (process: ProcessPlan, id: string): readonly string[] =>
  process.elements.find((each) => each.id === id)?.facts ?? [];

describe('what is said of elements', () => {
  test('is how the engine treats them', async () => {
    const newsletter = await fixturePlan('send-and-throw', 'newsletter');
    expect(factsOf(newsletter, 'Collect')).toEqual([
      'Job type collect-articles, retries 0.',
      'Job priority 80.',
      'Agent editor.',
    ]);
    const timers = await fixturePlan('timers', 'backup');
    expect(factsOf(timers, 'Slow')).toEqual(['Leaves running Copy.']);
    expect(factsOf(timers, 'Stuck')).toEqual(['Interrupts Copy.']);
    const trip = await fixturePlan('compensation', 'trip');
    expect(factsOf(trip, 'UndoFlight')).toEqual(['Undoes BookFlight.']);
    expect(factsOf(trip, 'CancelFlight')).toContain('Undoes an activity (compensation handler).');
    const invoices = await fixturePlan('multi-instance', 'invoices');
    expect(factsOf(invoices, 'Print')).toContain('Runs in parallel for each of =invoices.');
    expect(factsOf(invoices, 'Deliver')).toEqual(['Runs one after the other for each of =prints.']);
    expect(factsOf(await fixturePlan('links', 'tour'), 'GoOn')).toEqual(['Link museum.']);
    const stock = await fixturePlan('conditional', 'stock');
    expect(factsOf(stock, 'Urgent')).toEqual([
      'Leaves running Order.',
      'Condition =amount = 0, looked at when amount change.',
    ]);
    expect(factsOf(stock, 'Arrived')).toEqual(['Condition =arrived.']);
    const weather = await fixturePlan('connectors', 'weather');
    expect(factsOf(weather, 'Store')).toContain('Element template our-company.store.');
    const visa = await fixturePlan('messages', 'visa');
    expect(factsOf(visa, 'Asked')).toEqual(['Does not interrupt its scope.']);
    expect(factsOf(visa, 'Applied')).toEqual([]);
  });

  test('is their lane, the innermost, their annotations and their place', async () => {
    const sell = await fixturePlan('pools', 'sell');
    expect(sell.elements.find(({ id }) => id === 'Deliver')).toMatchObject({
      lane: 'Storehouse',
      annotations: ['Only on weekdays.'],
      kind: 'serviceTask',
      place: { file: 'pools/trade.bpmn' },
    });
    expect(sell.lanes).toEqual([{ name: 'Storehouse', elementIds: ['Deliver'] }]);
  });
});

describe('jobs', () => {
  test('say what creates them', async () => {
    const audit = await fixturePlan('listeners', 'audit');
    const kinds = audit.jobs.map(({ type, kinds: of, ...job }) => [
      type,
      ...of,
      ...job.executionListenerEvents,
      ...job.taskListenerEvents,
    ]);
    expect(kinds).toContainEqual(['close-audit', 'executionListener', 'end']);
    expect(kinds).toContainEqual(['note-event', 'executionListener', 'end', 'start']);
    expect(kinds).toContainEqual(['count-books', 'executionListener', 'beforeAll']);
    expect(kinds).toContainEqual(['guard-task', 'taskListener', 'assigning', 'completing']);
    expect(kinds).toContainEqual(['examine', 'element']);
  });

  test('of a listener before a loop do not have the variables of the loop', async () => {
    const audit = await fixturePlan('listeners', 'audit');
    const required = (type: string): unknown =>
      (audit.jobs.find((job) => job.type === type)?.input as { required: unknown }).required;
    expect(required('examine-each')).toEqual(expect.arrayContaining(['book', 'loopCounter']));
    expect(required('count-books')).not.toEqual(expect.arrayContaining(['book']));
  });

  test('of one type in several kinds list them in one order', async () => {
    const listener =
      '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="both" /></zeebe:executionListeners>';
    const process = await planOne(
      bpmnSource(
        `${START}${serviceTask('a', 'other', listener)}${serviceTask('b', 'both')}${flowsThrough('s', 'a', 'b')}`,
      ),
    );
    expect(process.jobs[0]).toMatchObject({
      type: 'both',
      kinds: ['element', 'executionListener'],
      elements: [{ id: 'a' }, { id: 'b' }],
      errors: [],
    });
  });

  test('share only what every element of their type has', async () => {
    const linked = (...names: readonly string[]): string =>
      `<zeebe:linkedResources>${names.map((name) => `<zeebe:linkedResource resourceId="r" resourceType="t" linkName="${name}" />`).join('')}</zeebe:linkedResources>`;
    const process = await planOne(
      bpmnSource(
        `${START}${serviceTask('a', 'x', linked('one', 'two'))}${serviceTask('b', 'x', linked('two', 'three'))}${flowsThrough('s', 'a', 'b')}`,
      ),
    );
    expect(process.jobs[0]?.linkNames).toEqual(['two']);
  });

  test('of user tasks without a native definition are served by a task list', async () => {
    const leave = await fixturePlan('user-tasks', 'leave');
    expect(leave.jobs.map(({ type, connector }) => [type, connector])).toEqual([
      ['io.camunda.zeebe:userTask', true],
    ]);
    expect(
      leave.userTasks.map(({ id, native, candidateGroups }) => [id, native, candidateGroups]),
    ).toEqual([
      ['Approve', true, ['managers', 'hr']],
      ['Plan', true, ['team leads', 'hr']],
      ['File', false, []],
    ]);
  });
});

describe('calls', () => {
  const called = (property = ''): string =>
    `<bpmn:startEvent id="s">${property === '' ? '' : `<bpmn:extensionElements><zeebe:properties><zeebe:property name="jobwright:api" value="${property}" /></zeebe:properties></bpmn:extensionElements>`}</bpmn:startEvent>`;
  const caller = `${START}<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="child" propagateAllChildVariables="false" /></bpmn:extensionElements></bpmn:callActivity>${flowsThrough('s', 'c')}`;
  const both = async (child: string, id = 'child') =>
    (
      await plan([
        bpmnSource(caller, { file: 'a.bpmn', id: 'parent' }),
        bpmnSource(child, { file: 'b.bpmn', id }),
      ])
    ).processes;

  test('are tied to processes that are generated with them, which then need no endpoint', async () => {
    const [child, parent] = await both(called());
    expect(child).toMatchObject({ id: 'child', calledOnly: true, offered: false });
    expect(parent?.calledOnly).toBe(false);
    expect(parent?.calls).toMatchObject([
      {
        processId: 'child',
        calledTypeName: 'Child',
        calledFolder: 'child',
        calledStarts: true,
        binding: 'latest',
      },
    ]);
  });

  test('leave an endpoint to a process that asks for one', async () => {
    const [child] = await both(called('startChild'));
    expect(child).toMatchObject({ calledOnly: false, offered: true });
  });

  test('of processes that are not there, or by expression, are not tied', async () => {
    const [other, parent] = await both(START, 'other');
    expect(other?.calledOnly).toBe(false);
    expect(parent?.calls[0]).not.toHaveProperty('calledTypeName');
    expect((await fixturePlan('calls', 'journey')).calls.map(({ constant }) => constant)).toEqual([
      'bookHotel',
      'bookCar',
      'again',
    ]);
    // A process that calls itself is started by others too.
    expect((await fixturePlan('calls', 'journey')).calledOnly).toBe(false);
  });
});

describe('codes, timers and conditions', () => {
  test('know who throws and who catches', async () => {
    expect((await fixturePlan('errors', 'checkout')).errors).toEqual([
      { code: 'CARD_DECLINED', thrownBy: ['Declined'], caughtBy: ['CardDeclined'] },
      { code: 'PARCEL_LOST', thrownBy: [], caughtBy: ['Lost'] },
    ]);
    expect((await fixturePlan('escalations', 'complaint')).escalations).toEqual([
      { code: 'ANGRY', thrownBy: ['Angry'], caughtBy: ['AngrySeen'] },
      { code: 'LATE', thrownBy: ['Late'], caughtBy: ['TellBoss'] },
    ]);
  });

  test('stand as they are written', async () => {
    const { timers } = await fixturePlan('timers', 'backup');
    expect(timers.map(({ element, type, text }) => `${element.id} ${type} ${text}`)).toEqual([
      'Nightly cycle 0 0 3 * * *',
      'Hourly cycle R/PT1H',
      'Once date 2030-01-01T00:00:00Z',
      'Slow cycle R3/PT10M',
      'Stuck duration =patience',
      'Rest duration PT30S',
      'Until date =opening',
    ]);
    expect((await fixturePlan('conditional', 'stock')).conditionalStarts).toMatchObject([
      {
        element: { id: 'RunsLow' },
        condition: '=amount < minimum',
        input: { required: ['amount', 'minimum'] },
      },
    ]);
  });
});

describe('tools of ad-hoc sub-processes', () => {
  const toolsOf = async (inner: string) => {
    const process = await planOne(
      bpmnSource(
        `${START}<bpmn:adHocSubProcess id="a"><bpmn:extensionElements><zeebe:adHoc /></bpmn:extensionElements>${inner}</bpmn:adHocSubProcess>${flowsThrough('s', 'a')}`,
      ),
    );
    return process.adHocs[0]?.tools ?? [];
  };
  const tool = (source: string): string =>
    serviceTask(
      't',
      'x',
      `<zeebe:ioMapping><zeebe:input source="${source.replaceAll('"', '&quot;')}" target="v" /></zeebe:ioMapping>`,
    );
  const parameters = async (source: string) => (await toolsOf(tool(source)))[0]?.parameters;

  test('are what nothing leads to, no boundary events, handlers and event sub-processes', async () => {
    const tools = await toolsOf(
      `${serviceTask('t1', 'x')}${serviceTask('t2', 'y')}${flowsThrough('t1', 't2')}
       <bpmn:boundaryEvent id="b" attachedToRef="t1"><bpmn:timerEventDefinition id="bd"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
       <bpmn:serviceTask id="h" isForCompensation="true" />
       <bpmn:subProcess id="e" triggeredByEvent="true"><bpmn:startEvent id="es"><bpmn:signalEventDefinition id="ed" signalRef="S" /></bpmn:startEvent></bpmn:subProcess>
       <bpmn:intermediateThrowEvent id="i" />`,
    );
    expect(tools.map(({ id }) => id)).toEqual(['t1', 'i']);
  });

  test.each([
    ['=fromAi(toolCall.a)', { a: {} }, ['a']],
    ['=fromAi(toolCall.a, "text")', { a: { description: 'text' } }, ['a']],
    ['=fromAi(toolCall.a, null, "number")', { a: { type: 'number' } }, ['a']],
    [
      '=fromAi(toolCall.a, "t", "array", {items: {type: "string"}, maxItems: 2})',
      { a: { description: 't', type: 'array', items: { type: 'string' }, maxItems: 2 } },
      ['a'],
    ],
    [
      '=fromAi(toolCall.a, "t", "string", {}, {required: false})',
      { a: { description: 't', type: 'string' } },
      [],
    ],
    [
      '=fromAi(toolCall.a, "t", "string", {"default": other})',
      { a: { description: 't', type: 'string' } },
      ['a'],
    ],
    ['=[fromAi(toolCall.a), if true then fromAi(toolCall.b) else 1]', { a: {}, b: {} }, ['a', 'b']],
  ])('take the parameters of %s', async (source, properties, required) => {
    expect(await parameters(source)).toEqual({
      type: 'object',
      properties: { toolCall: { type: 'object', properties, required } },
      required: required.length === 0 ? [] : ['toolCall'],
    });
  });

  test.each(['=1 +', '=fromAi("x")', '=other(toolCall.a)', 'fromAi(toolCall.a)'])(
    'have no parameters in %s',
    async (source) => {
      expect(await parameters(source)).toEqual({ type: 'object', properties: {}, required: [] });
    },
  );
});
