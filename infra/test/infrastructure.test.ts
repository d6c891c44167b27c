import { Stack, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { createInfrastructure } from '../app.js';
import { parametersOf } from '../environments.js';
import { environmentNames, parseParameters } from '../parameters.js';

function templateOf(app: App, stackName: string): Template {
  const stack = app.node.findChild(stackName);
  if (!(stack instanceof Stack)) {
    throw new Error(`${stackName} is not a stack`);
  }
  return Template.fromStack(stack);
}

describe('infrastructure', () => {
  const app = createInfrastructure({});

  test('every environment has a network and a registry', () => {
    const names = app.node.children.map((child) => child.node.id);

    for (const environment of environmentNames) {
      expect(names).toContain(`jobwright-${environment}-network`);
      expect(names).toContain(`jobwright-${environment}-registry`);
    }
  });

  test('data subnets have no route to the internet, service subnets leave only through NAT', () => {
    const network = templateOf(app, 'jobwright-prod-network');
    const routes = Object.entries(network.findResources('AWS::EC2::Route'));

    const throughGateway = routes.filter(([, route]) => 'GatewayId' in route.Properties);
    expect(routes.filter(([id]) => id.includes('data'))).toEqual([]);
    expect(throughGateway.map(([id]) => id)).toEqual(
      expect.arrayContaining([expect.stringContaining('public')]),
    );
    expect(throughGateway.filter(([id]) => id.includes('services'))).toEqual([]);
    network.resourceCountIs('AWS::EC2::NatGateway', 3);
  });

  test('flow logs are kept as long as the environment says', () => {
    templateOf(app, 'jobwright-prod-network').hasResourceProperties('AWS::Logs::LogGroup', {
      RetentionInDays: 365,
    });
    templateOf(app, 'jobwright-dev-network').hasResourceProperties('AWS::Logs::LogGroup', {
      RetentionInDays: 7,
    });
  });

  test('image tags cannot be moved and every push is scanned', () => {
    const registry = templateOf(app, 'jobwright-staging-registry');

    registry.resourceCountIs('AWS::ECR::Repository', 2);
    registry.allResourcesProperties('AWS::ECR::Repository', {
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: Match.objectLike({ EncryptionType: 'KMS' }),
    });
  });

  test('every fault in the parameters is named at once', () => {
    const good = parametersOf('dev', {});

    expect(() =>
      parseParameters('dev', { ...good, account: '12', availabilityZones: ['us-east-1a', 'x'] }),
    ).toThrow(
      /account: an AWS account id has twelve digits\n.*zone us-east-1a is not in eu-central-1/s,
    );
  });
});
