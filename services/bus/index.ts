export {
  deadLetterQueue,
  RejectedMessageError,
  type Consumer,
  type ConsumeOptions,
  type IncomingMessage,
  type MessageBus,
  type OutgoingMessage,
  type QueueDefinition,
  type QueueDepth,
} from './message-bus.js';
export { openBus, type OpenBusOptions } from './open-bus.js';
export { openPgBus, type PgBusOptions } from './pg/pg-bus.js';
