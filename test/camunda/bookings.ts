import { setTimeout as sleep } from 'node:timers/promises';
import { bookingBody, type BookingClient, type BookingView } from '../system/booking-client.js';

const days = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
let count = 0;

/** Books `number` times on flights of all days, a few at a time; every answer must be 202. */
export async function bookMany(client: BookingClient, number: number): Promise<readonly string[]> {
  const ids: string[] = [];
  const next = async (): Promise<void> => {
    for (; count < last;) {
      count += 1;
      const { status, body } = await client.book(
        bookingBody({ flightId: `JW204-${days[count % days.length] ?? 'TUE'}` }),
      );
      if (status !== 202) {
        throw new Error(`a booking was answered ${String(status)}: ${JSON.stringify(body)}`);
      }
      ids.push(body.bookingId);
    }
  };
  const last = count + number;
  await Promise.all(Array.from({ length: 5 }, next));
  return ids;
}

/** Waits until each booking is final, while the API may be away now and then. */
export async function settleAll(
  client: BookingClient,
  ids: readonly string[],
  timeoutMs = 120_000,
): Promise<readonly BookingView[]> {
  const giveUpAt = Date.now() + timeoutMs;
  const views: BookingView[] = [];
  for (const id of ids) {
    for (;;) {
      const view = await client.get(id).then(
        ({ status, body }) => (status === 200 ? body : undefined),
        () => undefined,
      );
      if (view !== undefined && view.status !== 'PENDING') {
        views.push(view);
        break;
      }
      if (Date.now() > giveUpAt) {
        throw new Error(
          `booking ${id} has no end after ${String(timeoutMs)} ms; it is ${String(view?.status)}`,
        );
      }
      await sleep(100);
    }
  }
  return views;
}

/** How many bookings ended in which way, in words. */
export function endsOf(views: readonly BookingView[]): string {
  const ends = new Map<string, number>();
  for (const { status, reason } of views) {
    const end = reason === null ? status : `${status} ${reason}`;
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  return [...ends].map(([end, number]) => `${String(number)} ${end}`).join(', ');
}
