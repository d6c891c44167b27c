import type { Pool, Watch } from '../database/index.js';

/** What the API handlers work with. */
export interface BookingPorts {
  readonly pool: Pool;
  /** Tells of new events, by booking. */
  readonly events: Watch;
  /** How long the process waits for a payment: ISO 8601. */
  readonly paymentTimeout: string;
  readonly allowSimulation: boolean;
  /** Whether there is an Operate to link to. */
  readonly linksToOperate: boolean;
}
