import { readdir, readFile } from 'node:fs/promises';
import type { EngineClient } from '../../runtime/index.js';
import type { Logger } from '../../runtime/v1.js';

const folder = new URL('../../bpmn/', import.meta.url);

/** Deploys every process, decision and form of `bpmn/` at once; what has not changed keeps its version. */
export async function deployModels(engine: EngineClient, logger: Logger): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /\.(bpmn|dmn|form)$/.test(name)).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, content: await readFile(new URL(name, folder)) })),
  );
  const { resources } = await engine.deploy(files);
  for (const { kind, id, version } of resources) {
    logger.info({ kind, id, version }, 'deployed');
  }
}
