import type { OrderHandlers } from '../generated/order/contract.gen.js';
import { chargeCard } from './charge-card.js';
import { refundCard } from './refund-card.js';
import { releaseStock } from './release-stock.js';
import { reserveStock } from './reserve-stock.js';
import { shipOrder } from './ship-order.js';
import { Warehouse } from './warehouse.js';

/** What the handlers work with. */
export interface Ports {
  readonly warehouse: Warehouse;
  /** Orders whose card was charged. */
  readonly charges: Set<string>;
}

/** Ports that live as long as the process does. */
export function createPorts(): Ports {
  return { warehouse: new Warehouse({ teapot: 3, kettle: 100 }), charges: new Set() };
}

/** One handler for each job type; the compiler says which is missing or too many. */
export function createHandlers(ports: Ports): OrderHandlers {
  return {
    'charge-card': chargeCard(ports),
    'refund-card': refundCard(ports),
    'release-stock': releaseStock(ports),
    'reserve-stock': reserveStock(ports),
    'ship-order': shipOrder,
  };
}
