// Runs in CloudWatch Synthetics, which knows no other files of this repository.
const { randomUUID } = require('node:crypto');

const { API_ADDRESS, FLIGHT_ID, PAYMENT } = process.env;

async function call(path, options = {}) {
  const response = await fetch(`${API_ADDRESS}${path}`, {
    ...options,
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    throw new Error(`${options.method ?? 'GET'} ${path} answered ${response.status}`);
  }
  return response.status === 204 ? undefined : response.json();
}

async function until(bookingId, status, tries) {
  for (let left = tries; left > 0; left -= 1) {
    const booking = await call(`/bookings/${bookingId}`);
    if (booking.status === status) {
      return;
    }
    if (booking.status === 'REJECTED') {
      throw new Error(`booking ${bookingId} was rejected: ${booking.reason}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error(`booking ${bookingId} is not ${status} yet`);
}

exports.handler = async () => {
  const { bookingId } = await call('/bookings', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `canary-${randomUUID()}` },
    body: JSON.stringify({
      flightId: FLIGHT_ID,
      passengers: [{ givenName: 'Canary', familyName: 'Probe' }],
      payment: { token: PAYMENT },
    }),
  });
  try {
    await until(bookingId, 'CONFIRMED', 20);
  } finally {
    await call(`/bookings/${bookingId}`, { method: 'DELETE' });
  }
  await until(bookingId, 'CANCELLED', 15);
};
