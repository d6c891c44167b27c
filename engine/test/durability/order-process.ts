import type { ClientCommand } from '../../index.js';
import { end, message, messageElement, processXml, start, task } from '../process-xml.js';

const xml = processXml(
  'order',
  {
    nodes: [start('s', message('placed')), task('pack'), end('e')],
    flows: ['s->pack', 'pack->e'],
  },
  messageElement('placed', 'placed'),
);

/** Deploys a process that an order starts. */
export const byMessage: ClientCommand = {
  valueType: 'DEPLOYMENT',
  intent: 'CREATE',
  value: {
    resources: [{ resourceName: 'order.bpmn', resource: Buffer.from(xml).toString('base64') }],
  },
};

/** Places an order; the engine remembers its id for a day. */
export function placeOrder(id: string): ClientCommand {
  const timeToLive = 86_400_000;
  const value = { name: 'placed', correlationKey: id, messageId: id, timeToLive };
  return {
    valueType: 'MESSAGE',
    intent: 'PUBLISH',
    value: { ...value, variables: { orderId: id } },
  };
}
