import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
});
const template = z.object({
  Resources: z.record(z.string(), resource).default({}),
  Outputs: z
    .record(
      z.string(),
      z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }),
    )
    .default({}),
});

/** A resource of a template, its values as CloudFormation has them. */
export type Resource = z.infer<typeof resource>;
/** A synthesised stack. */
export interface StackTemplate extends z.infer<typeof template> {
  /** `jobwright-dev-network` */
  readonly stackName: string;
}
/** A resource and where it is. */
export interface PlacedResource extends Resource {
  readonly id: string;
  readonly stackName: string;
}

const suffix = '.template.json';

/** Reads the templates of one environment from the folder they were synthesised to, by stack name. */
export function readTemplates(folder: string, environment: string): readonly StackTemplate[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith(`jobwright-${environment}-`) && file.endsWith(suffix))
    .sort()
    .map((file) => ({
      ...template.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
      stackName: file.slice(0, -suffix.length),
    }));
}

/** Every resource of a type, in all of the templates. */
export function resourcesOf(
  templates: readonly StackTemplate[],
  type: string,
): readonly PlacedResource[] {
  return templates.flatMap(({ stackName, Resources }) =>
    Object.entries(Resources)
      .filter(([, each]) => each.Type === type)
      .map(([id, each]) => ({ ...each, id, stackName })),
  );
}
