import { readFileSync } from 'node:fs';
import { formatPlace, readBpmn, type BpmnModel, type FlowNode } from '../index.js';

const order = readFileSync(new URL('fixtures/order.bpmn', import.meta.url), 'utf8');

const read = (xml: string): Promise<BpmnModel> => readBpmn(xml, { file: 'order.bpmn' });

type NodeOf<K> = FlowNode extends infer Each
  ? Each extends { readonly kind: infer Kinds }
    ? K extends Kinds
      ? Each
      : never
    : never
  : never;

/** The node with this id, of the kind the test expects. */
function nodeOf<K extends FlowNode['kind']>(model: BpmnModel, id: string, kind: K): NodeOf<K> {
  const node = model.elementsById.get(id);
  if (node === undefined || !('kind' in node) || node.kind !== kind) {
    throw new Error(`no ${kind} ${id}`);
  }
  // `kind` was checked just now.
  return node as unknown as NodeOf<K>;
}

/** `line:column` of the first (or given) occurrence of a text, counted without the reader. */
function placeOf(text: string, needle: string, occurrence = 1): string {
  let offset = -1;
  for (let count = 0; count < occurrence; count += 1) {
    offset = text.indexOf(needle, offset + 1);
  }
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return `order.bpmn:${String(before.length)}:${String((before.at(-1)?.length ?? 0) + 1)}`;
}

describe('readBpmn', () => {
  test('reads a service task with all its extensions', async () => {
    const task = nodeOf(await read(order), 'Pack', 'serviceTask');

    expect(task).toMatchObject({
      name: 'Pack parcel',
      documentation: 'Packs what was ordered.',
      taskDefinition: { type: { text: 'pack', isFeel: false }, retries: { text: '=tries' } },
      headers: [{ key: 'box', value: '<small> & "light"' }],
      ioMapping: {
        inputs: [{ source: { text: '=order.items', isFeel: true }, target: 'items' }],
        outputs: [{ source: { text: '=weight', isFeel: true }, target: 'parcel.weight' }],
      },
      properties: [{ name: 'example:owner', value: 'warehouse' }],
      executionListeners: [{ eventType: 'end', type: { text: 'log' } }],
      incomingRefs: ['toPack'],
      outgoingRefs: ['toWait'],
      loop: {
        isSequential: true,
        inputCollection: { text: '=order.items' },
        inputElement: 'item',
        outputCollection: 'parcels',
        outputElement: { text: '=parcel' },
        completionCondition: { text: '=full', isFeel: true },
      },
    });
    expect(task.taskDefinition?.retries?.isFeel).toBe(true);
  });

  test('resolves messages, errors and timers of events', async () => {
    const model = await read(order);

    expect(nodeOf(model, 'Wait', 'receiveTask').message).toMatchObject({
      name: 'picked-up',
      correlationKey: { text: '=orderId' },
    });
    expect(nodeOf(model, 'Late', 'boundaryEvent')).toMatchObject({
      attachedToRef: 'Wait',
      cancelActivity: false,
      eventDefinitions: [{ kind: 'timer', type: 'cycle', expression: { text: 'R3/PT1H' } }],
    });
    expect(nodeOf(model, 'Failed', 'endEvent').eventDefinitions).toMatchObject([
      { kind: 'error', errorRef: 'Lost', error: { errorCode: { text: 'LOST' } } },
    ]);
    expect(model).toMatchObject({
      executionPlatform: 'Camunda Cloud',
      executionPlatformVersion: '8.6.0',
      diagnostics: [],
    });
  });

  test('keeps nodes and flows in document order, nested ones in their sub-process', async () => {
    const [process] = (await read(order)).processes;

    expect(process?.flowElements.nodes.map(({ id }) => id)).toEqual([
      'Started',
      'Pack',
      'Wait',
      'Check',
      'Late',
      'Ended',
      'Lose',
    ]);
    const inner = process?.flowElements.nodes.at(-1);
    expect(inner).toMatchObject({
      kind: 'subProcess',
      triggeredByEvent: true,
      flowElements: { nodes: [{ id: 'LostFound', isInterrupting: true }, { id: 'Failed' }] },
    });
    expect(process?.flowElements.flows.map(({ id }) => id)).toEqual([
      'toPack',
      'toWait',
      'toCheck',
      'toEnd',
      'lateToEnd',
    ]);
    expect(process?.flowElements.flows[3]?.condition?.text).toBe('=done');
  });

  test('gives elements with and without id the place of their start tag', async () => {
    const model = await read(order);
    const task = nodeOf(model, 'Pack', 'serviceTask');

    const places = [
      task.place,
      task.taskDefinition?.place,
      task.headers[0]?.place,
      task.properties[0]?.place,
      task.ioMapping?.outputs[0]?.place,
      task.executionListeners[0]?.place,
      task.loop?.place,
    ].map((place) => place && formatPlace(place));
    expect(places).toEqual([
      placeOf(order, '<bpmn:serviceTask id="Pack"'),
      placeOf(order, '<zeebe:taskDefinition'),
      placeOf(order, '<zeebe:header '),
      placeOf(order, '<zeebe:property '),
      placeOf(order, '<zeebe:output '),
      placeOf(order, '<zeebe:executionListener '),
      placeOf(order, '<bpmn:multiInstanceLoopCharacteristics'),
    ]);
  });

  test('gives expressions the place of their text, in attributes and in elements', async () => {
    const model = await read(order);
    const task = nodeOf(model, 'Pack', 'serviceTask');
    const flow = model.processes[0]?.flowElements.flows[3];

    expect(task.ioMapping && formatPlace(task.ioMapping.outputs[0]!.source.place)).toBe(
      placeOf(order, '=weight'),
    );
    expect(flow?.condition && formatPlace(flow.condition.place)).toBe(placeOf(order, '=done'));
  });

  test.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('counts lines that end with %s', async (_, end) => {
    const text = order.replaceAll('\n', end);

    const task = nodeOf(await read(text), 'Wait', 'receiveTask');

    expect(formatPlace(task.place)).toBe(placeOf(text, '<bpmn:receiveTask'));
  });

  test('ignores a byte order mark', async () => {
    const model = await read(`\uFEFF${order}`);

    expect(model.diagnostics).toEqual([]);
    expect(model.processes).toHaveLength(1);
  });

  test.each([
    [
      'another prefix',
      (xml: string) => xml.replaceAll('bpmn:', 'x:').replace('xmlns:bpmn', 'xmlns:x'),
    ],
    [
      'the default namespace',
      (xml: string) => xml.replaceAll('bpmn:', '').replace('xmlns:bpmn=', 'xmlns='),
    ],
    [
      'another prefix for zeebe',
      (xml: string) => xml.replaceAll('zeebe:', 'z8:').replace('xmlns:zeebe', 'xmlns:z8'),
    ],
  ])('knows elements by namespace: %s', async (_, change) => {
    const plain = await read(order);
    const changed = await read(change(order));

    const shape = (model: BpmnModel) =>
      JSON.stringify(model.processes, (key, value: unknown) => (key === 'place' ? 0 : value));
    expect(changed.diagnostics).toEqual([]);
    expect(shape(changed)).toBe(shape(plain));
  });

  test('takes a prefix bound to another namespace for what it is', async () => {
    const model = await read(
      order.replace('http://camunda.org/schema/zeebe/1.0', 'http://example.org/other'),
    );

    expect(nodeOf(model, 'Pack', 'serviceTask').taskDefinition).toBeUndefined();
  });

  test('ignores extensions of other vendors', async () => {
    const model = await read(
      order.replace(
        '<zeebe:taskDefinition',
        '<acme:thing xmlns:acme="urn:acme" acme:speed="9"><acme:taskDefinition type="no" /></acme:thing><zeebe:taskDefinition',
      ),
    );

    expect(model.diagnostics).toEqual([]);
    expect(nodeOf(model, 'Pack', 'serviceTask').taskDefinition?.type.text).toBe('pack');
  });

  test('resolves references written with a prefix', async () => {
    const model = await read(order.replace('messageRef="PickedUp"', 'messageRef="tns:PickedUp"'));

    expect(nodeOf(model, 'Wait', 'receiveTask').message?.name).toBe('picked-up');
  });

  test('freezes all it returns', async () => {
    const model = await read(order);
    const task = nodeOf(model, 'Pack', 'serviceTask');

    for (const value of [model, model.processes, task, task.ioMapping, task.place, model.root]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });

  test('decodes references beyond the basic plane', async () => {
    const model = await read(order.replace('Pack parcel', '&#128230; &#x1F4E6; &lt;b&gt;'));

    expect(nodeOf(model, 'Pack', 'serviceTask').name).toBe('📦 📦 <b>');
  });
});
