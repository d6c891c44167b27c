export {
  addToOutbox,
  readBacklog,
  type OutboxBacklog,
  type OutboxMessage,
  type OutboxSchema,
} from './outbox.js';
export { createRelay, type Relay, type RelayOptions } from './relay.js';
export { allMessages, eachMessage, UndeliverableError, type Route } from './route.js';
export { startOutboxMeter } from './meter.js';
