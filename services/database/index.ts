export { openPool, type Pool, type PoolOptions, type Queryable } from './pool.js';
export { isOutage } from './outage.js';
export { inTransaction, isUniqueViolation } from './transaction.js';
export { migrate, type MigrateOptions } from './migrate.js';
export {
  createListener,
  type Listener,
  type ListenerOptions,
  type OnNotification,
} from './listener.js';
export { createWakeUp, type WakeUp } from './wake-up.js';
export { watchChannel, type ExpectedChange, type Watch } from './watch.js';
