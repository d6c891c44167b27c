import { formatPlace, type BpmnModel, type FlowNode } from '../index.js';
import { definitionsOf, extend, processOf, readSmall } from './small-model.js';

/** Reads a body and gives its first node, with what was found wrong. */
async function nodeOf(body: string, version = '8.10'): Promise<FlowNode & { readonly at: string }> {
  const model = await readSmall(processOf(body, { version }));
  expect(model.diagnostics).toEqual([]);
  const node = model.processes[0]?.flowElements.nodes[0];
  if (node === undefined) {
    throw new Error('no node');
  }
  return { ...node, at: formatPlace(node.place) };
}

const expression = (text: string) => ({ text, isFeel: text.startsWith('=') });

describe('readBpmn on ad-hoc sub-processes', () => {
  test('reads what they choose from, what they put out and when they are done', async () => {
    const node = await nodeOf(
      `<adHocSubProcess id="a" cancelRemainingInstances="false">${extend('<zeebe:adHoc activeElementsCollection="=tools" outputCollection="results" outputElement="=result" /><zeebe:taskDefinition type="agent" retries="2" /><zeebe:agentDefinition agentType="planner" />')}<task id="t" /><completionCondition>=done</completionCondition></adHocSubProcess>`,
    );

    expect(node).toMatchObject({
      kind: 'adHocSubProcess',
      adHoc: {
        activeElementsCollection: expression('=tools'),
        outputCollection: 'results',
        outputElement: expression('=result'),
        completionCondition: expression('=done'),
        cancelRemainingInstances: false,
      },
      taskDefinition: { type: expression('agent'), retries: expression('2') },
      agentType: 'planner',
      flowElements: { nodes: [{ id: 't' }] },
    });
  });

  test('knows their defaults', async () => {
    const node = await nodeOf(
      `<adHocSubProcess id="a">${extend('<zeebe:adHoc outputCollection="" />')}<task id="t" /></adHocSubProcess>`,
    );

    expect(node).toHaveProperty('adHoc.cancelRemainingInstances', true);
    expect(Object.keys('adHoc' in node ? node.adHoc : {}).sort()).toEqual([
      'cancelRemainingInstances',
      'place',
    ]);
    expect(node).not.toHaveProperty('taskDefinition');
    expect(node).not.toHaveProperty('agentType');
  });

  test('gives them the place of the extension, or of the element without one', async () => {
    const places = await Promise.all(
      ['', extend('\n <zeebe:adHoc />')].map(async (extensions) => {
        const node = await nodeOf(
          `<adHocSubProcess id="a">${extensions}<task id="t" /></adHocSubProcess>`,
        );
        return 'adHoc' in node ? formatPlace(node.adHoc.place) : '';
      }),
    );

    expect(places).toEqual(['small.bpmn:3:1', 'small.bpmn:4:2']);
  });

  test('sub-processes of other kinds have none of it', async () => {
    expect(await nodeOf('<subProcess id="s" />')).not.toHaveProperty('adHoc');
  });
});

describe('readBpmn on listeners', () => {
  const headers = '<zeebe:taskHeaders><zeebe:header key="k" value="v" /></zeebe:taskHeaders>';
  const execution = (...listeners: readonly string[]) =>
    `<zeebe:executionListeners>${listeners.join('')}</zeebe:executionListeners>`;

  test('reads execution listeners with retries and headers, in order', async () => {
    const node = await nodeOf(
      `<task id="t">${extend(execution(`<zeebe:executionListener eventType="beforeAll" type="=first" retries="1">${headers}</zeebe:executionListener>`, '<zeebe:executionListener eventType="end" type="last" />'))}</task>`,
    );

    expect(node.executionListeners).toMatchObject([
      {
        eventType: 'beforeAll',
        type: expression('=first'),
        retries: expression('1'),
        headers: [{ key: 'k', value: 'v' }],
      },
      { eventType: 'end', type: expression('last'), headers: [] },
    ]);
    expect(node.executionListeners[1]).not.toHaveProperty('retries');
  });

  test('takes an event type that it does not know for start', async () => {
    const node = await nodeOf(
      `<task id="t">${extend(execution('<zeebe:executionListener eventType="soon" />'))}</task>`,
    );

    expect(node.executionListeners).toMatchObject([{ eventType: 'start', type: expression('') }]);
  });

  test('reads the listeners, priority and forms of a process', async () => {
    const model = await readSmall(
      processOf('', {
        extensions: `${execution('<zeebe:executionListener eventType="cancel" type="clean" />')}<zeebe:jobPriorityDefinition priority="=p" /><zeebe:userTaskForm id="f1">{"a":1}</zeebe:userTaskForm><zeebe:userTaskForm id="f2">{}</zeebe:userTaskForm><zeebe:versionTag value="v2" />`,
      }),
    );

    expect(model.processes[0]).toMatchObject({
      executionListeners: [{ eventType: 'cancel', type: expression('clean') }],
      jobPriority: expression('=p'),
      forms: [
        { id: 'f1', body: '{"a":1}' },
        { id: 'f2', body: '{}' },
      ],
      versionTag: 'v2',
    });
  });

  test('reads task listeners; older names of events are the newer ones; unknown ones are left out', async () => {
    const events = [
      'creating',
      'assigning',
      'updating',
      'completing',
      'canceling',
      'create',
      'assignment',
      'update',
      'complete',
      'cancel',
      'later',
      'constructor',
    ];
    const node = await nodeOf(
      `<userTask id="u">${extend(`<zeebe:userTask /><zeebe:taskListeners>${events.map((event) => `<zeebe:taskListener eventType="${event}" type="t" retries="5" />`).join('')}<zeebe:taskListener type="t" /></zeebe:taskListeners>`)}</userTask>`,
    );

    const listeners = node.kind === 'userTask' ? node.userTask.taskListeners : [];
    expect(listeners.map(({ eventType }) => eventType)).toEqual([
      ...events.slice(0, 5),
      ...events.slice(0, 5),
    ]);
    expect(listeners[0]).toMatchObject({
      type: expression('t'),
      retries: expression('5'),
      headers: [],
    });
  });
});

describe('readBpmn on jobs', () => {
  test('reads priority, linked resources and agent of a service task', async () => {
    const node = await nodeOf(
      `<serviceTask id="t">${extend('<zeebe:taskDefinition type="t" /><zeebe:jobPriorityDefinition priority="70" /><zeebe:agentDefinition agentType="planner" /><zeebe:linkedResources><zeebe:linkedResource resourceId="script" resourceType="RPA" linkName="robot" bindingType="versionTag" versionTag="v1" /><zeebe:linkedResource resourceId="=which" bindingType="odd" /></zeebe:linkedResources>')}</serviceTask>`,
    );

    expect(node).toMatchObject({
      jobPriority: expression('70'),
      agentType: 'planner',
      linkedResources: [
        {
          resourceId: expression('script'),
          resourceType: 'RPA',
          linkName: 'robot',
          bindingType: 'versionTag',
          versionTag: 'v1',
        },
        { resourceId: expression('=which'), linkName: '', bindingType: 'latest' },
      ],
    });
  });

  test('knows what a service task does without', async () => {
    const node = await nodeOf('<serviceTask id="t" />');

    expect(node).toMatchObject({ linkedResources: [], standardLoop: false, headers: [] });
    expect(node).not.toHaveProperty('jobPriority');
    expect(node).not.toHaveProperty('agentType');
  });

  test('reads the business id of a called process, and the standard loop marker', async () => {
    const node = await nodeOf(
      `<callActivity id="c">${extend('<zeebe:calledElement processId="q" businessId="=id" bindingType="deployment" />')}<standardLoopCharacteristics /></callActivity>`,
    );

    expect(node).toMatchObject({
      calledElement: { businessId: expression('=id'), bindingType: 'deployment' },
      standardLoop: true,
    });
  });
});

describe('readBpmn on conditional events', () => {
  const definitionOf = async (content: string) => {
    const node = await nodeOf(
      `<intermediateCatchEvent id="c"><conditionalEventDefinition>${content}</conditionalEventDefinition></intermediateCatchEvent>`,
    );
    return 'eventDefinitions' in node ? node.eventDefinitions : [];
  };

  test('reads condition and filter', async () => {
    expect(
      await definitionOf(
        `${extend('<zeebe:conditionalFilter variableNames="a, b ,,c" variableEvents="create" />')}<condition>=a &gt; b</condition>`,
      ),
    ).toMatchObject([
      {
        kind: 'conditional',
        condition: expression('=a > b'),
        variableNames: ['a', 'b', 'c'],
        variableEvents: ['create'],
      },
    ]);
  });

  test('has empty lists without a filter', async () => {
    expect(await definitionOf('<condition>=a</condition>')).toMatchObject([
      { variableNames: [], variableEvents: [] },
    ]);
  });
});

describe('readBpmn on user tasks', () => {
  test('reads how a form is bound', async () => {
    const node = await nodeOf(
      `<userTask id="u">${extend('<zeebe:userTask /><zeebe:formDefinition formId="f" bindingType="versionTag" versionTag="v3" />')}</userTask>`,
    );

    expect(node).toMatchObject({
      userTask: {
        native: true,
        formId: expression('f'),
        formBinding: 'versionTag',
        formVersionTag: 'v3',
      },
    });
    expect(await nodeOf('<userTask id="u" />')).toMatchObject({
      userTask: { native: false, formBinding: 'latest', taskListeners: [] },
    });
  });

  test('reads the form of a start event, embedded or by id', async () => {
    expect(
      await nodeOf(
        `<startEvent id="s">${extend('<zeebe:formDefinition formKey="camunda-forms:bpmn:f" />')}</startEvent>`,
      ),
    ).toMatchObject({ formKey: expression('camunda-forms:bpmn:f') });
  });
});

describe('readBpmn on what is drawn for readers', () => {
  const read = async (content: string): Promise<BpmnModel> => readSmall(definitionsOf(content));

  test('reads lanes, nested ones behind their own', async () => {
    const { processes } = await read(
      `<process id="p"><laneSet id="ls"><lane id="a" name="A"><flowNodeRef>t</flowNodeRef><flowNodeRef> x:u </flowNodeRef><childLaneSet id="cs"><lane id="b" /></childLaneSet></lane><lane id="c" /></laneSet></process>`,
    );

    expect(processes[0]?.lanes).toMatchObject([
      { id: 'a', name: 'A', flowNodeRefs: ['t', 'u'] },
      { id: 'b', flowNodeRefs: [] },
      { id: 'c', flowNodeRefs: [] },
    ]);
  });

  test('reads participants and message flows of all collaborations', async () => {
    const model = await read(
      `<collaboration id="c1"><participant id="a" name="Shop" processRef="p" /><participant id="b" /><messageFlow id="f" name="order" sourceRef="b" targetRef="t:s" /></collaboration>
<collaboration id="c2"><participant id="d" processRef="p" /></collaboration><process id="p" />`,
    );

    expect(model.participants).toMatchObject([
      { id: 'a', name: 'Shop', processRef: 'p' },
      { id: 'b' },
      { id: 'd', processRef: 'p' },
    ]);
    expect(model.participants[1]).not.toHaveProperty('processRef');
    expect(model.messageFlows).toMatchObject([
      { id: 'f', name: 'order', sourceRef: 'b', targetRef: 's' },
    ]);
    expect(model.diagnostics).toEqual([]);
  });

  test('a participant of a process that is not there is no reason for rejection', async () => {
    const model = await read(
      '<collaboration id="c">\n<participant id="a" processRef="gone" /></collaboration>',
    );

    expect(
      model.diagnostics.map(
        ({ code, severity, place }) => `${code} ${severity} ${formatPlace(place)}`,
      ),
    ).toEqual(['BPMN110 warning small.bpmn:3:33']);
  });

  test('gives an element the texts of the annotations linked to it, in either direction', async () => {
    const model = await read(
      `<process id="p"><task id="t" /><task id="u" />
<textAnnotation id="n1"><text>first</text></textAnnotation><textAnnotation id="n2"><text>second</text></textAnnotation><textAnnotation id="n3" />
<association id="l1" sourceRef="t" targetRef="n1" /><association id="l2" sourceRef="n2" targetRef="t" /><association id="l3" sourceRef="t" targetRef="n3" /></process>`,
    );

    expect(model.processes[0]?.flowElements.nodes.map(({ annotations }) => annotations)).toEqual([
      ['first', 'second'],
      [],
    ]);
  });

  test('finds annotations of a collaboration too', async () => {
    const model = await read(
      `<collaboration id="c"><participant id="a" processRef="p" /><textAnnotation id="n"><text>late</text></textAnnotation><association id="l" sourceRef="n" targetRef="t" /></collaboration><process id="p"><task id="t" /></process>`,
    );

    expect(model.processes[0]?.flowElements.nodes[0]?.annotations).toEqual(['late']);
    expect(model.diagnostics).toEqual([]);
  });
});
