/** An OpenAPI document with `paths` paths of two operations each, for the peers to generate from. */
export function openApiText(paths: number): string {
  const entries = Array.from({ length: paths }, (_, index) => pathEntry(index));
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1.0.0' },
    paths: Object.fromEntries(entries),
    components: {
      schemas: Object.fromEntries(
        Array.from({ length: paths }, (_, index) => [`Order${String(index)}`, orderSchema()]),
      ),
    },
  });
}

function pathEntry(index: number): readonly [string, object] {
  const name = String(index);
  const order = { $ref: `#/components/schemas/Order${name}` };
  const json = { content: { 'application/json': { schema: order } } };
  const id = { name: 'orderId', in: 'path', required: true, schema: { type: 'string' } };
  return [
    `/orders${name}/{orderId}`,
    {
      parameters: [id],
      get: {
        operationId: `getOrder${name}`,
        summary: `Look at order ${name}.`,
        responses: { 200: { description: 'The order.', ...json } },
      },
      put: {
        operationId: `putOrder${name}`,
        summary: `Change order ${name}.`,
        requestBody: { required: true, ...json },
        responses: { 200: { description: 'The order.', ...json } },
      },
    },
  ];
}

function orderSchema(): object {
  return {
    type: 'object',
    properties: {
      orderId: { type: 'string', description: 'Identity of the order.' },
      size: { type: 'string', enum: ['large', 'small'] },
      amount: { type: 'number' },
      lines: {
        type: 'array',
        items: { type: 'object', properties: { article: { type: 'string' } } },
      },
    },
    required: ['orderId', 'size'],
  };
}
