import type { Logger } from '../../runtime/v1.js';
import type { Pool } from '../database/index.js';
import type { PaymentWatch } from './payment-watch.js';

/** What the handlers work with. */
export interface WorkerPorts {
  readonly pool: Pool;
  readonly payments: PaymentWatch;
  readonly logger: Logger;
  /** How long seats are held for a booking. @default 900 */
  readonly holdSeconds?: number;
  /** How long undoing waits for the provider before the job is tried again later. @default 2000 */
  readonly refundWaitMs?: number;
}
