import { randomUUID } from 'node:crypto';

/** A booking as `GET /bookings/{id}` shows it. */
export interface BookingView {
  readonly bookingId: string;
  readonly reference: string;
  readonly status: 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'CANCELLED';
  readonly reason: string | null;
  readonly flightId: string;
  readonly seats: readonly string[];
  readonly amount: { readonly value: number; readonly currency: string } | null;
  readonly ticketNumbers: readonly string[];
}

/** An answer of the API, body already parsed. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A caller of the booking API, as a stranger would write it: fetch and nothing else. */
export class BookingClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Sends any request; the body goes out as given. */
  async send<Body = Record<string, unknown>>(
    path: string,
    init: RequestInit = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.#url}${path}`, {
      signal: AbortSignal.timeout(10_000),
      ...init,
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  }

  /** `POST /bookings` with a fresh idempotency key unless one is given. */
  book(body: object, idempotencyKey: string = randomUUID()): Promise<Answer<BookingView>> {
    return this.send('/bookings', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: JSON.stringify(body),
    });
  }

  /** `GET /bookings/{id}`. */
  get(bookingId: string): Promise<Answer<BookingView>> {
    return this.send(`/bookings/${bookingId}`);
  }

  /** `DELETE /bookings/{id}`. */
  cancel(bookingId: string): Promise<Answer<Record<string, unknown>>> {
    return this.send(`/bookings/${bookingId}`, { method: 'DELETE' });
  }

  /** Asks until the booking is final; rejects with its last state after `timeoutMs`. */
  async untilFinal(bookingId: string, timeoutMs = 20_000): Promise<BookingView> {
    const giveUpAt = Date.now() + timeoutMs;
    for (;;) {
      const { body } = await this.get(bookingId);
      if (body.status !== 'PENDING') {
        return body;
      }
      if (Date.now() > giveUpAt) {
        throw new Error(
          `booking ${bookingId} is still ${body.status} after ${String(timeoutMs)} ms`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** A body that books any free economy seat for one passenger. */
export function bookingBody(more: object = {}): object {
  return {
    flightId: 'JW204-TUE',
    passengers: [{ givenName: 'Ada', familyName: 'Lovelace' }],
    payment: { token: 'tok_visa' },
    ...more,
  };
}
