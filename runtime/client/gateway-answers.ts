import { z } from 'zod';

import type { Topology } from './engine-client.js';

const published = z.object({ key: z.string() });
const created = z.object({ processInstanceKey: z.string(), version: z.number() });
const topology = z.object({
  gatewayVersion: z.string(),
  brokers: z.array(z.unknown()),
  partitionsCount: z.number(),
});

/** What starting an instance answers. */
export interface CreatedInstance {
  readonly processInstanceKey: string;
  readonly processVersion: number;
}

/**
 * Reads the answer to PublishMessage.
 * @throws ZodError when it is not one of the protocol
 */
export function wirePublished(answer: object): { readonly key: string } {
  return published.parse(answer);
}

/**
 * Reads the answer to CreateProcessInstance.
 * @throws ZodError when it is not one of the protocol
 */
export function wireCreated(answer: object): CreatedInstance {
  const { processInstanceKey, version } = created.parse(answer);
  return { processInstanceKey, processVersion: version };
}

/**
 * Reads the answer to Topology.
 * @throws ZodError when it is not one of the protocol
 */
export function wireTopology(answer: object): Topology {
  const { gatewayVersion, brokers, partitionsCount } = topology.parse(answer);
  return { gatewayVersion, brokers: brokers.length, partitions: partitionsCount };
}
