import { App, Tags, type Stack } from 'aws-cdk-lib';
import { saasSettings } from './constructs/service-connections.js';
import { environmentNames, type EnvironmentName } from './parameters/environment-names.js';
import { parametersOf } from './parameters/environments.js';
import type { Parameters } from './parameters/parameters.js';
import type { Variables } from './parameters/placeholders.js';
import { CamundaStack } from './stacks/camunda.js';
import { ComputeStack } from './stacks/compute.js';
import { DataStack } from './stacks/data.js';
import { DeployStack } from './stacks/deploy.js';
import { NetworkStack } from './stacks/network.js';
import { ObservabilityStack } from './stacks/observability.js';
import { RegistryStack } from './stacks/registry.js';
import { ReleaseStack } from './stacks/release.js';
import { ServicesStack } from './stacks/services.js';

/**
 * Builds the CDK app: the stacks of every environment, ready to synthesise without any AWS call.
 * Throws an Error that names each unusable parameter.
 */
export function createInfrastructure(
  variables: Variables,
  options: { readonly environments?: readonly EnvironmentName[]; readonly outdir?: string } = {},
): App {
  const app = new App({
    context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' },
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  for (const name of options.environments ?? environmentNames) {
    const parameters = parametersOf(name, variables);
    for (const stack of stacksOf(app, parameters)) {
      Tags.of(stack).add('project', 'jobwright');
      Tags.of(stack).add('environment', name);
    }
  }
  return app;
}

/** The stacks of one environment, in the order of their deployment. */
function stacksOf(app: App, parameters: Readonly<Parameters>): readonly Stack[] {
  const env = { account: parameters.account, region: parameters.region };
  const prefix = `jobwright-${parameters.environment}`;
  const common = { env, parameters };
  const kept = { ...common, terminationProtection: true };
  const network = new NetworkStack(app, `${prefix}-network`, kept);
  const { vpc } = network;
  const registry = new RegistryStack(app, `${prefix}-registry`, common);
  const deploy = new DeployStack(app, `${prefix}-deploy`, common);
  const data = new DataStack(app, `${prefix}-data`, { ...kept, vpc });
  const compute = new ComputeStack(app, `${prefix}-compute`, { ...common, vpc });
  const { cluster } = compute;
  const camunda =
    parameters.camunda.kind === 'self-managed'
      ? new CamundaStack(app, `${prefix}-camunda`, {
          ...kept,
          vpc,
          cluster,
          data,
          camunda: parameters.camunda,
        })
      : undefined;
  const connection =
    parameters.camunda.kind === 'saas'
      ? saasSettings(parameters.camunda, data.camundaSecret)
      : (camunda?.connection ?? { environment: {}, secrets: {} });
  const running = { ...common, vpc, data, camunda: connection };
  const release = new ReleaseStack(app, `${prefix}-release`, running);
  const services = new ServicesStack(app, `${prefix}-services`, { ...running, cluster });
  services.addStackDependency(release, 'Migrations run before the services that need them');
  const observability = new ObservabilityStack(app, `${prefix}-observability`, {
    ...common,
    data,
    services,
  });
  return [
    network,
    registry,
    deploy,
    data,
    compute,
    camunda,
    release,
    services,
    observability,
  ].filter((stack) => stack !== undefined);
}
