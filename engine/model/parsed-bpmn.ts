import { createHash } from 'node:crypto';

import { readBpmn, type BpmnModel } from '../../model/index.js';

/** Models that are kept, and the largest file of which a model is. */
const kept = { models: 32, bytes: 1024 * 1024 };

/** The newest go last. Models are frozen, so engines can share them. */
const models = new Map<string, BpmnModel>();

/** Hex MD5 of a resource: equal resources are recognised by it, as in Camunda. Not for security. */
export function checksumOf(resource: Buffer): string {
  return createHash('md5').update(resource).digest('hex');
}

/**
 * Reads a BPMN resource; one that any engine of this process read lately is not read again: tests
 * deploy the same model into one engine after the other. Never rejects because of the text.
 */
export async function parsedBpmn(resource: Buffer, file: string): Promise<BpmnModel> {
  const key = `${checksumOf(resource)} ${file}`;
  const known = models.get(key);
  const model = known ?? (await readBpmn(resource.toString('utf8'), { file }));
  models.delete(key);
  if (resource.length <= kept.bytes && model.diagnostics.length === 0) {
    models.set(key, model);
  }
  const [oldest] = models.keys();
  if (models.size > kept.models && oldest !== undefined) {
    models.delete(oldest);
  }
  return model;
}
