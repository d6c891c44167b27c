import { createTestEngine, type TestEngine } from 'jobwright/testing';
import 'jobwright/testing/matchers';

import { publishParcelDelivered, startOrder } from '../generated/order/messages.gen.js';
import { createHandlers, createPorts, type Ports } from '../handlers/index.js';

const day = 24 * 3_600_000;
const order = { orderId: 'A1', article: 'teapot', quantity: 2, cardToken: 'tok_visa' };
let engine: TestEngine;
let ports: Ports;

beforeEach(async () => {
  ports = createPorts();
  engine = await createTestEngine();
  await engine.deploy('bpmn/order.bpmn');
  engine.handleAll(createHandlers(ports));
});
afterEach(async () => {
  await engine.close();
});

test('an order is reserved, charged and shipped, and ends when the parcel has arrived', async () => {
  await startOrder(engine.client, order);
  const instance = engine.lastInstance('order');

  expect(instance).toBeWaitingAt('AwaitDelivery');
  expect(instance).toBeWaitingForMessage('parcel-delivered', 'A1');
  expect(ports.warehouse.available('teapot')).toBe(1);

  await publishParcelDelivered(engine.client, {
    orderId: 'A1',
    variables: { receivedBy: 'Ada' },
  });

  expect(instance).toBeCompleted();
  expect(instance).toHavePassed('ReserveStock', 'ChargeCard', 'ShipOrder', 'OrderDelivered');
  expect(instance).toHaveVariables({ trackingNumber: 'track-A1', receivedBy: 'Ada' });
});

test('an order of more than there is ends rejected, and nothing is charged', async () => {
  await startOrder(engine.client, { ...order, quantity: 4 });

  const instance = engine.lastInstance('order');
  expect(instance).toHavePassed('OutOfStock', 'OrderRejected');
  expect(instance).toHavePassedNoneOf('ChargeCard');
  expect(ports.charges.size).toBe(0);
});

test('a refused card puts the items back', async () => {
  await startOrder(engine.client, { ...order, cardToken: 'tok_refused' });

  expect(engine.lastInstance('order')).toBeCompleted();
  expect(engine.lastInstance('order')).toHavePassed('UndoOrder', 'OrderUndone');
  expect(ports.warehouse.available('teapot')).toBe(3);
});

test('a parcel that does not arrive within two weeks is refunded', async () => {
  await startOrder(engine.client, order);
  await engine.advance(14 * day - 1);

  expect(engine.lastInstance('order')).toBeActive();
  expect(ports.charges.size).toBe(1);

  await engine.advance(1);

  expect(engine.lastInstance('order')).toBeCompleted();
  expect(engine.lastInstance('order')).toHavePassed('DeliveryLate', 'OrderUndone');
  expect(ports.charges.size).toBe(0);
});
