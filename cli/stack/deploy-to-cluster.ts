import { connectEngine, isEngineError } from '../../runtime/index.js';
import { CliError } from '../cli-error.js';
import { readModels } from '../dev/deploy-models.js';
import { exitCodes } from '../exit-code.js';

/**
 * Deploys every model, decision and form of a folder to the cluster of a stack, as one deployment;
 * unchanged ones keep their version. Returns a line for each process.
 * @throws CliError when there is no model, or the cluster refuses one
 */
export async function deployToCluster(
  directory: string,
  grpcAddress: string,
): Promise<readonly string[]> {
  const models = await readModels(directory);
  const engine = await connectEngine({ ZEEBE_GRPC_ADDRESS: grpcAddress });
  try {
    const { resources } = await engine.deploy(models);
    return resources
      .filter(({ kind }) => kind === 'process')
      .map(({ id, version }) => `${id} version ${String(version)}`);
  } catch (error) {
    if (isEngineError(error)) {
      throw new CliError(
        {
          what: 'the cluster refuses the models',
          where: directory,
          why: error.message,
          fix: 'run `jobwright check`, which names each fault with its line',
        },
        { exitCode: exitCodes.findings, cause: error },
      );
    }
    throw error;
  } finally {
    await engine.close();
  }
}
