import { App, Tags } from 'aws-cdk-lib';
import { parametersOf } from './environments.js';
import { environmentNames } from './parameters.js';
import { NetworkStack } from './stacks/network.js';
import { RegistryStack } from './stacks/registry.js';

/**
 * Builds the CDK app: the stacks of every environment, ready to synthesise without any AWS call.
 * Throws an Error that names each unusable parameter.
 */
export function createInfrastructure(variables: Readonly<Record<string, string | undefined>>): App {
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
  for (const name of environmentNames) {
    const parameters = parametersOf(name, variables);
    const env = { account: parameters.account, region: parameters.region };
    const prefix = `jobwright-${name}`;
    const stacks = [
      new NetworkStack(app, `${prefix}-network`, { env, parameters, terminationProtection: true }),
      new RegistryStack(app, `${prefix}-registry`, { env, parameters }),
    ];
    for (const stack of stacks) {
      Tags.of(stack).add('project', 'jobwright');
      Tags.of(stack).add('environment', name);
    }
  }
  return app;
}
