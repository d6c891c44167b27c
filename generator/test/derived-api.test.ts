import { plan } from '../plan/plan.js';
import type { ApiPlan } from '../plan/plan-types.js';
import type { Source } from '../source.js';
import { bpmnSource, emitAll, flowsThrough, schemaSource } from './fixture.js';

const API = ['API607', 'API608', 'API609'];

function opened(value: string): string {
  return `<bpmn:extensionElements><zeebe:properties><zeebe:property name="jobwright:api" value="${value}" /></zeebe:properties></bpmn:extensionElements>`;
}

const START = '<bpmn:startEvent id="s" />';
const MESSAGE = `<bpmn:message id="M" name="paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>`;
const FEEL_MESSAGE = `<bpmn:message id="M" name="=name"><bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements></bpmn:message>`;
const receive = (id: string, value: string): string =>
  `<bpmn:receiveTask id="${id}" messageRef="M">${opened(value)}</bpmn:receiveTask>`;

async function found(...sources: readonly Source[]): Promise<{
  readonly operations: readonly string[];
  readonly faults: readonly string[];
  readonly api: ApiPlan | undefined;
}> {
  const { api, diagnostics } = await plan(sources);
  return {
    api,
    operations: (api?.operations ?? []).map(
      ({ operationId, method, path }) => `${operationId} ${method} ${path}`,
    ),
    faults: diagnostics
      .filter(({ code }) => API.includes(code))
      .map(({ code, elementId = '', message, place }) =>
        [code, `${place.line}:${place.column}`, elementId, message].join(' '),
      ),
  };
}

const INSTANCE = [
  'cancelOrder delete /order/{processInstanceKey}',
  'getOrder get /order/{processInstanceKey}',
  'getOrderSchema get /order/schema',
];

describe('what a process opens by itself', () => {
  test('is start, status and cancel', async () => {
    expect((await found(bpmnSource(START))).operations).toEqual([
      ...INSTANCE,
      'startOrder post /order',
    ]);
  });

  test('is nothing when it says none, and no start when its start event does', async () => {
    const closed = bpmnSource(`${opened('none')}${START}`);
    expect(await found(closed)).toMatchObject({ api: undefined, faults: [] });
    const noStart = bpmnSource(`<bpmn:startEvent id="s">${opened('none')}</bpmn:startEvent>`);
    expect((await found(noStart)).operations).toEqual(INSTANCE);
  });

  test('is nothing when only another process calls it, unless it says so', async () => {
    const caller = bpmnSource(
      `${START}<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="part" /></bpmn:extensionElements></bpmn:callActivity>${flowsThrough('s', 'c')}`,
      { file: 'order.bpmn' },
    );
    const part = (extensions: string): Source =>
      bpmnSource(`${extensions}<bpmn:startEvent id="p" />`, { id: 'part', file: 'part.bpmn' });
    const names = async (extensions: string): Promise<readonly string[]> =>
      (await found(caller, part(extensions))).operations.filter((name) => name.includes('Part'));
    expect(await names('')).toEqual([]);
    expect(await names(opened('true'))).toHaveLength(4);
  });

  test('takes the name that its start event gives', async () => {
    const named = bpmnSource(`<bpmn:startEvent id="s">${opened('placeOrder')}</bpmn:startEvent>`);
    const { operations, api } = await found(named);
    expect(operations).toContain('placeOrder post /order');
    expect(api?.handlers.find(({ operationId }) => operationId === 'placeOrder')).toMatchObject({
      elementIds: ['s'],
      serves: { kind: 'start', process: { id: 'order', path: '/order' } },
    });
  });

  test('is a start by message where that is the only way, and none where there are several', async () => {
    const messageStart = (id: string, ref: string): string =>
      `<bpmn:startEvent id="${id}"><bpmn:messageEventDefinition id="${id}d" messageRef="${ref}" /></bpmn:startEvent>`;
    const root = '<bpmn:message id="A" name="a" /><bpmn:message id="B" name="b" />';
    const one = await found(bpmnSource(messageStart('s', 'A'), { root }));
    expect(one.operations).toEqual([...INSTANCE, 'startOrder post /order']);
    expect(one.api?.handlers.at(0)).toMatchObject({
      operationId: 'startOrder',
      serves: { kind: 'messageStart', message: { name: 'a' } },
    });
    const two = bpmnSource(messageStart('s', 'A') + messageStart('t', 'B'), { root });
    expect((await found(two)).operations).toEqual(INSTANCE);
  });
});

describe('what jobwright:api opens', () => {
  test('is one operation for all elements that wait for one message', async () => {
    const { api, operations, faults } = await found(
      bpmnSource(
        `${START}${receive('r1', 'pay')}${receive('r2', 'pay')}${flowsThrough('s', 'r1', 'r2')}`,
        {
          root: MESSAGE,
        },
      ),
    );
    expect(faults).toEqual([]);
    expect(operations).toContain('pay post /messages/paid/{correlationKey}');
    expect(api?.handlers.find(({ operationId }) => operationId === 'pay')?.elementIds).toEqual([
      'r1',
      'r2',
    ]);
  });

  test.each([
    ['true', 'publishPaid'],
    ['', 'publishPaid'],
    [' pay_now ', 'pay_now'],
  ])('by the value "%s" is called %s', async (value, name) => {
    const model = bpmnSource(`${START}${receive('r', value)}${flowsThrough('s', 'r')}`, {
      root: MESSAGE,
    });
    expect((await found(model)).operations).toContain(
      `${name} post /messages/paid/{correlationKey}`,
    );
  });

  test('is not a message that says none', async () => {
    const model = bpmnSource(`${START}${receive('r', 'none')}${flowsThrough('s', 'r')}`, {
      root: MESSAGE,
    });
    expect(await found(model)).toMatchObject({ faults: [], operations: { length: 4 } });
  });

  test('is escaped where names are not ASCII', async () => {
    const { operations } = await found(
      bpmnSource(`${START}${receive('r', 'true')}${flowsThrough('s', 'r')}`, {
        id: 'größe',
        root: MESSAGE.replace('"paid"', '"bezahlt für"'),
      }),
    );
    expect(operations).toContain('startGr_uf6_udfe post /gr%C3%B6%C3%9Fe');
    expect(operations).toContain(
      'publishBezahltF_ufcr post /messages/bezahlt-f%C3%BCr/{correlationKey}',
    );
  });
});

describe('a wrong jobwright:api', () => {
  test.each(['1st', 'a b', 'x'.repeat(101), 'grün'])('value "%s" is API607', async (value) => {
    const model = bpmnSource(`${START}\n${receive('r', value)}${flowsThrough('s', 'r')}`, {
      root: MESSAGE,
    });
    expect((await found(model)).faults).toEqual([
      `API607 5:83 r "${value}" cannot name an operation: that takes a letter, then letters, digits and "_".`,
    ]);
  });

  test('on a process is API607, with an API document and without', async () => {
    const model = bpmnSource(`${opened('orders')}${START}`);
    const fault =
      'API607 4:43 order "orders" on the process "order" says neither "none" nor "true".';
    expect((await found(model)).faults).toEqual([fault]);
    const document: Source = {
      kind: 'openapi',
      file: 'a.openapi.json',
      path: 'a.openapi.json',
      text: JSON.stringify({ openapi: '3.1.0', info: {}, paths: {} }),
    };
    expect((await found(model, document)).faults).toEqual([fault]);
    const closed = bpmnSource(`${opened('none')}${START}`);
    expect((await found(closed, document)).faults).toEqual([]);
  });

  test.each([
    [
      'a task',
      '<bpmn:task id="x">',
      'task',
      'only starts, message and signal events, receive tasks and user tasks can be',
    ],
    [
      'a timer',
      '<bpmn:intermediateCatchEvent id="x">',
      'intermediateCatchEvent',
      'it waits for no message or signal with a fixed name',
    ],
    [
      'a job-based user task',
      '<bpmn:userTask id="x">',
      'userTask',
      'it is a job for a worker; make it a Camunda user task',
    ],
  ])('on %s is API609', async (_what, start, kind, why) => {
    const model = bpmnSource(
      `${START}${start}${opened('true')}</bpmn:${kind}>${flowsThrough('s', 'x')}`,
    );
    const { faults } = await found(model);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^API609 4:\d+ x /);
    expect(faults[0]).toContain(`"x" cannot be served: ${why}.`);
  });

  test('on a message whose name is FEEL is API609', async () => {
    const model = bpmnSource(`${START}${receive('r', 'true')}${flowsThrough('s', 'r')}`, {
      root: FEEL_MESSAGE,
    });
    expect((await found(model)).faults[0]).toContain(
      'it waits for no message or signal with a fixed name',
    );
  });

  test('that gives one message two names is API608', async () => {
    const model = bpmnSource(
      `${START}${receive('r1', 'pay')}\n${receive('r2', 'settle')}${flowsThrough('s', 'r1', 'r2')}`,
      { root: MESSAGE },
    );
    expect((await found(model)).faults).toEqual([
      'API608 5:84 r2 One operation serves all elements that wait for one message: it cannot be called both "pay" and "settle".',
    ]);
  });

  test('that takes the name or the address of another operation is API608, and the first keeps it', async () => {
    const root = MESSAGE + MESSAGE.replace('"M"', '"N"').replace('"paid"', '"Paid!"');
    const other = receive('r2', 'cancelOrder').replace('"M"', '"N"');
    const model = bpmnSource(
      `${START}${receive('r1', 'true')}${other}${flowsThrough('s', 'r1', 'r2')}`,
      { root },
    );
    const { faults, operations } = await found(model);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      /^API608 4:\d+ r2 The operationId "cancelOrder" is also that of the operation at model\.bpmn:3:1\.$/,
    );
    expect(operations.filter((name) => name.startsWith('cancelOrder'))).toEqual([INSTANCE[0]]);
    const address = bpmnSource(
      `${START}${receive('r1', 'one')}${receive('r2', 'two').replace('"M"', '"N"')}${flowsThrough('s', 'r1', 'r2')}`,
      { root },
    );
    expect((await found(address)).faults[0]).toMatch(
      /The address POST \/messages\/Paid\/\{correlationKey\} is also that/,
    );
  });
});

describe('schemas of a derived API', () => {
  const processes = (left: object, right: object): readonly Source[] =>
    [
      { id: 'a', schema: left },
      { id: 'b', schema: right },
    ].flatMap(({ id, schema }) => [
      bpmnSource('<bpmn:startEvent id="s" />', { id, file: `${id}.bpmn` }),
      schemaSource(
        {
          type: 'object',
          properties: { at: { $ref: '#/$defs/Place' } },
          required: ['at'],
          $defs: { Place: schema },
        },
        `${id}.schema.json`,
      ),
    ]);

  test('that two processes share are one, those that only share a name are two', async () => {
    const text = { type: 'string' };
    const same = await found(...processes(text, text));
    expect(same.api?.types.map(({ key }) => key).filter((key) => key.includes('Place'))).toEqual([
      'Place',
    ]);
    const different = await found(...processes(text, { type: 'number' }));
    const keys = different.api?.types.map(({ key, schema }) => [key, schema]);
    expect(keys).toContainEqual(['Place', text]);
    expect(keys).toContainEqual(['BPlace', { type: 'number' }]);
    expect(keys).toContainEqual([
      'BStart',
      expect.objectContaining({ properties: { at: { $ref: '#/components/schemas/BPlace' } } }),
    ]);
  });

  test('never take the name of a type that is generated beside them', async () => {
    const files = await emitAll([
      bpmnSource('<bpmn:startEvent id="s" />'),
      schemaSource({
        type: 'object',
        properties: { x: { $ref: '#/$defs/Problem' } },
        $defs: { Problem: { type: 'boolean' } },
      }),
    ]);
    const api = files.find(({ path }) => path === 'api.gen.ts')?.text ?? '';
    expect(api).toContain('export type OrderProblem = boolean;');
  });
});
