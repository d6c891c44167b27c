import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandRejected, type Engine } from '../../engine/index.js';
import { CliError } from '../cli-error.js';
import { exitCodes } from '../exit-code.js';

const deployable = /\.(bpmn|dmn|form)$/;

/**
 * Deploys every model, decision and form of a folder as one deployment, in name order. Unchanged
 * ones keep their version. Returns the file names. Throws `CliError` when the folder cannot be
 * read, holds no model, or the engine refuses one; nothing is deployed then.
 */
export async function deployModels(engine: Engine, directory: string): Promise<readonly string[]> {
  const models = await readModels(directory);
  const resources = models.map(({ name, content }) => ({
    resourceName: name,
    resource: content.toString('base64'),
  }));
  try {
    await engine.execute({ valueType: 'DEPLOYMENT', intent: 'CREATE', value: { resources } });
  } catch (error) {
    if (error instanceof CommandRejected) {
      throw new CliError(
        {
          what: 'the engine refuses the models',
          where: directory,
          why: error.reason,
          fix: 'run `jobwright check`, which names each fault with its line',
        },
        { exitCode: exitCodes.findings, cause: error },
      );
    }
    throw error;
  }
  return models.map(({ name }) => name);
}

/** Every model, decision and form of a folder, in name order. Throws `CliError` when there is none. */
export async function readModels(
  directory: string,
): Promise<readonly { readonly name: string; readonly content: Buffer }[]> {
  const names = await modelNames(directory);
  return Promise.all(
    names.map(async (name) => ({ name, content: await readFile(join(directory, name)) })),
  );
}

async function modelNames(directory: string): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    throw new CliError(
      {
        what: 'the models folder cannot be read',
        where: directory,
        why: error instanceof Error ? error.message : String(error),
        fix: 'name the folder that holds your .bpmn files with --models',
      },
      { cause: error },
    );
  }
  const models = names.filter((name) => deployable.test(name)).sort();
  if (models.length === 0) {
    throw new CliError({
      what: 'there is no model to deploy',
      where: directory,
      why: 'the folder holds no .bpmn, .dmn or .form file',
      fix: 'name the folder that holds your .bpmn files with --models',
    });
  }
  return models;
}
