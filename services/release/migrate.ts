import { createLogger } from '../../runtime/index.js';
import { prepareDatabase } from './prepare-database.js';

/** The task that runs before new services start; it ends with 0 when the database is ready for them. */
const logger = createLogger({ name: 'migrate', level: process.env.LOG_LEVEL });
try {
  await prepareDatabase(process.env, logger);
} catch (error) {
  logger.error({ err: error }, 'the database is not ready');
  process.exitCode = 1;
}
