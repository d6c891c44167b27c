import type { Listener, Pool } from '../database/index.js';
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
  const waiting = new Map<string, Set<() => void>>();
  const stopListening = listener.listen('inventory_payment', (changed) => {
    const woken = changed === undefined ? [...waiting.values()] : [waiting.get(changed)];
    woken.forEach((calls) =>
      calls?.forEach((wake) => {
        wake();
      }),
    );
  });
  const changeOf = (paymentRequestId: string, timeoutMs: number): Promise<void> =>
    new Promise((resolve) => {
      const calls = waiting.get(paymentRequestId) ?? new Set();
      const wake = (): void => {
        clearTimeout(timer);
        calls.delete(wake);
        if (calls.size === 0) {
          waiting.delete(paymentRequestId);
        }
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      calls.add(wake);
      waiting.set(paymentRequestId, calls);
    });
  return {
    untilSettled: async (paymentRequestId, timeoutMs) => {
      const giveUpAt = performance.now() + timeoutMs;
      for (;;) {
        // Registered before the look, so that a change in between is not missed.
        const changed = changeOf(paymentRequestId, Math.max(0, giveUpAt - performance.now()));
        const status = await readPaymentStatus(pool, paymentRequestId);
        if (status === undefined || isSettled(status)) {
          waiting.get(paymentRequestId)?.forEach((wake) => {
            wake();
          });
          return true;
        }
        if (performance.now() >= giveUpAt) {
          return false;
        }
        await changed;
      }
    },
    close: () => {
      stopListening();
      [...waiting.values()]
        .flatMap((calls) => [...calls])
        .forEach((wake) => {
          wake();
        });
    },
  };
}
