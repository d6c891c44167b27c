import { join } from 'node:path';
import { readTemplates, type StackTemplate } from '../diagram/templates.js';
import type { EnvironmentName } from '../parameters/environment-names.js';

/** Whose Camunda the environment uses. */
export type CamundaKind = 'saas' | 'self-managed';

/** The folder of synthesised stacks: all environments with SaaS, `prod` alone with its own cluster. */
export function assemblyFolder(kind: CamundaKind): string {
  const { INFRA_ASSEMBLIES } = process.env;
  if (INFRA_ASSEMBLIES === undefined) {
    throw new Error('assemblies.setup.js has not run');
  }
  return join(INFRA_ASSEMBLIES, kind);
}

/** The templates of one environment. */
export function templatesOf(
  environment: EnvironmentName,
  kind: CamundaKind = 'saas',
): readonly StackTemplate[] {
  return readTemplates(assemblyFolder(kind), environment);
}
