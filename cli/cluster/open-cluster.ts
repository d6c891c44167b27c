import { connectEngine, isEngineError, isRuntimeError } from '../../runtime/index.js';
import type { EngineClient, Environment } from '../../runtime/index.js';
import { CliError } from '../cli-error.js';
import { exitCodes } from '../exit-code.js';

/** A command line waits for an answer this long, ms. */
const TIMEOUT_MS = 15_000;

/**
 * Does something with a connection to a cluster and closes it. What the cluster refuses or fails with
 * becomes a `CliError` that names the address: `usage` for a cluster that cannot be reached or used,
 * `findings` for a deployment that it refuses.
 */
export async function withCluster<Result>(
  environment: Environment,
  use: (client: EngineClient) => Promise<Result>,
): Promise<Result> {
  const where = environment.ZEEBE_GRPC_ADDRESS ?? '';
  try {
    const client = await connectEngine(environment, { policy: { timeoutMs: TIMEOUT_MS } });
    try {
      return await use(client);
    } finally {
      await client.close();
    }
  } catch (error) {
    if (isRuntimeError(error)) {
      throw new CliError(
        { what: 'the cluster cannot be used', where, why: error.message, fix: error.fix },
        { cause: error },
      );
    }
    if (isEngineError(error)) {
      const isRefused = error.call === 'deploy' && error.code === 'INVALID_ARGUMENT';
      throw new CliError(
        isRefused
          ? {
              what: 'the cluster refuses the deployment, and nothing was deployed',
              where,
              why: error.message,
              fix: 'mend what it names; `jobwright validate --target VERSION` judges for the version of the cluster',
            }
          : {
              what: 'the cluster does not do what was asked',
              where,
              why: error.message,
              fix: 'run `jobwright doctor`, which names what is wrong with the connection',
            },
        { exitCode: isRefused ? exitCodes.findings : exitCodes.usage, cause: error },
      );
    }
    throw error;
  }
}
