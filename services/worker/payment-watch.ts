import { watchChannel, type Listener, type Pool } from '../database/index.js';
import { readPaymentStatus, type PaymentStatus } from './sql/payment.js';

/** Waits for the provider's word on refunds. */
export interface PaymentWatch {
  /** Resolves with true once nothing is charged any more, with false after `timeoutMs`. */
  untilSettled(paymentRequestId: string, timeoutMs: number): Promise<boolean>;
  close(): void;
}

const SETTLED: ReadonlySet<PaymentStatus> = new Set(['DECLINED', 'REFUNDED', 'NOTHING_CHARGED']);

/** True when no money is, or can still be, charged. */
export function isSettled(status: PaymentStatus): boolean {
  return SETTLED.has(status);
}

/** Watches payments by the notifications that their table sends. */
export function watchPayments(pool: Pool, listener: Listener): PaymentWatch {
  const watch = watchChannel(listener, 'inventory_payment');
  return {
    untilSettled: async (paymentRequestId, timeoutMs) => {
      const giveUpAt = performance.now() + timeoutMs;
      for (;;) {
        const change = watch.expect(paymentRequestId);
        const status = await readPaymentStatus(pool, paymentRequestId);
        const leftMs = giveUpAt - performance.now();
        if (status === undefined || isSettled(status) || leftMs <= 0) {
          change.drop();
          return status === undefined || isSettled(status);
        }
        await change.wait(leftMs);
      }
    },
    close: () => {
      watch.close();
    },
  };
}
