import { compared, lines, type Version } from './two-versions.js';

const string = { type: 'string' };
const body = (schema: object, required = true) => ({
  required,
  content: { 'application/json': { schema } },
});
const answer = (schema: object) => ({
  description: 'ok',
  content: { 'application/json': { schema } },
});
const order = { type: 'object', properties: { id: string }, required: ['id'] };

interface OperationText {
  readonly id?: string;
  readonly path?: string;
  readonly method?: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses?: object;
}

function operation(text: OperationText = {}): Version {
  const { id = 'getOrder', path = '/orders', method = 'get' } = text;
  const { parameters, requestBody, responses = { 200: answer(order) } } = text;
  return {
    api: {
      openapi: '3.1.0',
      info: { title: 'Shop', version: '1' },
      paths: {
        [path]: {
          [method]: {
            operationId: id,
            ...(parameters === undefined ? {} : { parameters }),
            ...(requestBody === undefined ? {} : { requestBody }),
            responses,
          },
        },
      },
    },
  };
}

const query = (name: string, required: boolean, schema: object = string) => ({
  name,
  in: 'query',
  required,
  schema,
});

async function found(before: OperationText, after: OperationText) {
  const { changes } = await compared(operation(before), operation(after));
  return { changes, lines: lines(changes) };
}

describe('diff of operations', () => {
  test('a new one is safe, one that is gone breaks callers', async () => {
    const forth = await found({}, { id: 'listOrders', path: '/all' });
    expect(forth.lines).toEqual([
      'breaking DIFF823 removed getOrder -> API callers',
      'safe DIFF823 added listOrders',
    ]);
    expect(forth.changes[0]).toMatchObject({
      message: 'The API loses the operation "getOrder" (GET /orders).',
      before: { file: 'shop.openapi.json', line: 9, column: 14 },
      fix: 'keep the old operation beside the new one until no caller uses it',
    });
    expect(forth.changes[1]).not.toHaveProperty('fix');
  });

  test('another address breaks callers', async () => {
    const { changes, lines: all } = await found({}, { method: 'post', path: '/order' });
    expect(all).toEqual(['breaking DIFF823 changed getOrder -> API callers']);
    expect(changes[0]?.message).toBe(
      'The operation "getOrder" is reached by POST /order instead of GET /orders.',
    );
  });

  test('another name at the same address endangers users of the typed client', async () => {
    const { changes, lines: all } = await found({}, { id: 'readOrder' });
    expect(all).toEqual(['risky DIFF823 changed readOrder -> API callers']);
    expect(changes[0]?.message).toMatch(/is called "readOrder" instead of "getOrder"/);
  });

  test('without an API document, derived operations stand at their process', async () => {
    const { changes } = await compared({ contents: '' }, {});
    const [added] = changes.filter(({ name }) => name === 'startOrder');
    expect(added).toMatchObject({
      code: 'DIFF823',
      kind: 'added',
      compatibility: 'safe',
      after: { file: 'model.bpmn', line: 3, column: 1 },
    });
  });
});

describe('diff of parameters', () => {
  test('one more that is required breaks callers, an optional one does not', async () => {
    const required = { parameters: [query('limit', true)] };
    const optional = { parameters: [query('limit', false)] };
    expect((await found({}, required)).lines).toEqual([
      'breaking DIFF824 added getOrder query.limit -> API callers',
    ]);
    expect((await found({}, optional)).lines).toEqual(['safe DIFF824 added getOrder query.limit']);
    expect((await found(optional, required)).lines).toEqual([
      'breaking DIFF824 changed getOrder query.limit -> API callers',
    ]);
    expect((await found(required, optional)).lines).toEqual([
      'safe DIFF824 changed getOrder query.limit',
    ]);
    expect((await found(required, {})).lines).toEqual([
      'risky DIFF824 removed getOrder query.limit -> API callers',
    ]);
  });

  test('a narrower type breaks callers, a wider one does not', async () => {
    const wide = { parameters: [query('limit', true, { type: 'number' })] };
    const narrow = { parameters: [query('limit', true, { type: 'integer' })] };
    expect((await found(wide, narrow)).lines).toEqual([
      'breaking DIFF824 changed getOrder query.limit -> API callers',
    ]);
    expect((await found(narrow, wide)).lines).toEqual([
      'safe DIFF824 changed getOrder query.limit',
    ]);
  });

  test('headers and path parameters are compared, too', async () => {
    const header = { name: 'Idempotency-Key', in: 'header', required: true, schema: string };
    expect((await found({}, { parameters: [header] })).lines).toEqual([
      'breaking DIFF824 added getOrder header.idempotency-key -> API callers',
    ]);
    const at = (schema: object) => ({
      path: '/orders/{id}',
      parameters: [{ name: 'id', in: 'path', required: true, schema }],
    });
    expect((await found(at(string), at({ type: 'integer' }))).lines).toEqual([
      'breaking DIFF824 changed getOrder path.id -> API callers',
    ]);
  });
});

describe('diff of request bodies', () => {
  const post = { id: 'makeOrder', method: 'post' };

  test('a body where there was none breaks callers when it is required', async () => {
    const required = { ...post, requestBody: body(order) };
    const optional = { ...post, requestBody: body(order, false) };
    expect((await found(post, required)).lines).toEqual([
      'breaking DIFF825 added makeOrder -> API callers',
    ]);
    expect((await found(post, optional)).lines).toEqual(['safe DIFF825 added makeOrder']);
    expect((await found(required, post)).lines).toEqual([
      'risky DIFF825 removed makeOrder -> API callers',
    ]);
    expect((await found(optional, required)).lines).toEqual([
      'breaking DIFF825 changed makeOrder -> API callers',
    ]);
    const { changes, lines: all } = await found(required, optional);
    expect(all).toEqual(['safe DIFF825 changed makeOrder']);
    expect(changes[0]?.message).toBe('The request body of "makeOrder" is now optional.');
  });

  test('what it must hold breaks callers', async () => {
    const more = { ...order, properties: { id: string, seats: { type: 'integer' } } };
    const small = { ...post, requestBody: body(order) };
    const optional = { ...post, requestBody: body(more) };
    const required = { ...post, requestBody: body({ ...more, required: ['id', 'seats'] }) };
    expect((await found(small, required)).lines).toEqual([
      'breaking DIFF825 added makeOrder.seats -> API callers',
    ]);
    expect((await found(small, optional)).lines).toEqual(['safe DIFF825 added makeOrder.seats']);
    expect((await found(required, small)).lines).toEqual([
      'risky DIFF825 removed makeOrder.seats -> API callers',
    ]);
  });
});

describe('diff of responses', () => {
  test('a status more endangers callers, a status less breaks them', async () => {
    const one = { responses: { 200: answer(order) } };
    const two = { responses: { 200: answer(order), 202: { description: 'later' } } };
    expect((await found(one, two)).lines).toEqual([
      'risky DIFF826 added getOrder 202 -> API callers',
    ]);
    expect((await found(two, one)).lines).toEqual([
      'breaking DIFF826 removed getOrder 202 -> API callers',
    ]);
  });

  test('less than before breaks callers, more does not', async () => {
    const more = {
      responses: {
        200: answer({
          type: 'object',
          properties: { id: string, note: string },
          required: ['id', 'note'],
        }),
      },
    };
    const less = { responses: { 200: answer({ ...order, required: [] }) } };
    expect((await found({}, more)).lines).toEqual(['safe DIFF826 added getOrder 200.note']);
    expect((await found(more, {})).lines).toEqual([
      'breaking DIFF826 removed getOrder 200.note -> API callers',
    ]);
    expect((await found({}, less)).lines).toEqual([
      'breaking DIFF826 changed getOrder 200.id -> API callers',
    ]);
    expect((await found(less, {})).lines).toEqual(['safe DIFF826 changed getOrder 200.id']);
  });

  test('another media type breaks callers', async () => {
    const text = { responses: { 200: { description: 'ok', content: { 'text/plain': {} } } } };
    const { changes, lines: all } = await found({}, text);
    expect(all).toEqual(['breaking DIFF826 changed getOrder 200 -> API callers']);
    expect(changes[0]?.message).toBe('The response 200 of "getOrder" is text instead of JSON.');
  });

  test('component schemas are followed on each side', async () => {
    const version = (properties: object): Version => ({
      api: {
        openapi: '3.1.0',
        info: { title: 'Shop', version: '1' },
        paths: {
          '/orders': {
            get: {
              operationId: 'getOrder',
              responses: { 200: answer({ $ref: '#/components/schemas/Order' }) },
            },
          },
        },
        components: { schemas: { Order: { type: 'object', properties } } },
      },
    });
    const { changes } = await compared(
      version({ id: string }),
      version({ id: { type: 'integer' } }),
    );
    expect(lines(changes)).toEqual(['breaking DIFF826 changed getOrder 200.id -> API callers']);
  });
});
