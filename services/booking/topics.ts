/** Topics of the booking service's outbox: messages to the engine. */
export const topics = {
  bookingRequested: 'engine:booking-requested',
  cancelRequested: 'engine:cancel-requested',
} as const;
