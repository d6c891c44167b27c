import { connectEngine, createLogger } from '../../runtime/index.js';
import { deployModels } from './deploy-models.js';

/** The task that deploys the processes before the workers that need them; it ends with 0 when they are there. */
const logger = createLogger({ name: 'models', level: process.env.LOG_LEVEL });
try {
  const engine = await connectEngine(process.env);
  try {
    await deployModels(engine, logger);
  } finally {
    await engine.close();
  }
} catch (error) {
  logger.error({ err: error }, 'the models are not deployed');
  process.exitCode = 1;
}
