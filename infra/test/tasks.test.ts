import { containersOf, plaintextSecrets, rootContainers } from '../checks/faults.js';
import { environmentNames } from '../parameters/environment-names.js';
import { resourcesOf } from '../diagram/templates.js';
import { templatesOf } from './assemblies.js';

describe.each([
  ...environmentNames.map((name) => [name, 'saas'] as const),
  ['prod', 'self-managed'] as const,
])('containers of %s with Camunda %s', (environment, kind) => {
  const templates = templatesOf(environment, kind);
  const containers = containersOf(templates);

  test('are not root, write to no file system of their own, and hand signals on', () => {
    for (const each of containers) {
      expect(each).toMatchObject({
        ReadonlyRootFilesystem: true,
        LinuxParameters: { InitProcessEnabled: true },
      });
      expect(each.Privileged ?? false).toBe(false);
    }
    expect(rootContainers(templates)).toEqual([]);
  });

  test('have time to stop, and logs that never block', () => {
    for (const each of containers) {
      expect(each.StopTimeout).toBeGreaterThanOrEqual(30);
      expect(each.StopTimeout).toBeLessThanOrEqual(120);
      expect(each).toMatchObject({
        LogConfiguration: { LogDriver: 'awslogs', Options: { mode: 'non-blocking' } },
      });
    }
  });

  test('run an image by its digest', () => {
    for (const each of containers) {
      expect(JSON.stringify(each.Image)).toMatch(/@sha256:[0-9a-f]{64}/);
    }
  });

  test('are checked without a shell', () => {
    const checked = containers.filter(({ HealthCheck }) => HealthCheck !== undefined);

    expect(checked.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining([
        `jobwright-${environment}-booking`,
        `jobwright-${environment}-worker`,
      ]),
    );
    for (const each of checked) {
      expect(each).toMatchObject({
        HealthCheck: { Command: ['CMD', '/usr/local/bin/node', '/app/health.js'] },
      });
    }
  });

  test('get secrets from Secrets Manager and no other way', () => {
    expect(plaintextSecrets(templates)).toEqual([]);
    for (const { Secrets } of containers) {
      for (const { ValueFrom } of Secrets) {
        expect(JSON.stringify(ValueFrom)).toMatch(
          /secretsmanager|Secret|DatabaseUser|Camunda|RabbitMqUser/,
        );
      }
    }
  });

  test('each have a user of the database of their own; the master user is for migrations', () => {
    const userOf = (name: string): unknown =>
      containers
        .find(({ Name }) => Name === `jobwright-${environment}-${name}`)
        ?.Secrets.find(({ Name }) => Name === 'PGPASSWORD')?.ValueFrom;

    const users = ['booking', 'worker', 'migrate'].map((name) => JSON.stringify(userOf(name)));
    expect(new Set(users).size).toBe(3);
    expect(users[0]).toContain('DatabaseUserbooking');
    expect(users[1]).toContain('DatabaseUserworker');
    expect(users[2]).toContain('MasterUserSecret');
  });

  test('of our services may do nothing in AWS by themselves', () => {
    const taskRoles = resourcesOf(templates, 'AWS::IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes('TaskRole'),
    );

    expect(taskRoles.map(({ stackName }) => stackName)).toEqual(
      kind === 'saas' ? [] : [`jobwright-${environment}-camunda`],
    );
  });
});

describe('templates', () => {
  test.each(environmentNames)('of %s hold no secret, only references to them', (environment) => {
    for (const { Properties } of resourcesOf(templatesOf(environment), 'AWS::AmazonMQ::Broker')) {
      const users = JSON.stringify(Properties.Users);
      expect(users).toContain('{{resolve:secretsmanager:');
      expect(users).not.toMatch(/"Password":"[^{]/);
    }
    for (const { Properties } of resourcesOf(
      templatesOf(environment),
      'AWS::SecretsManager::Secret',
    )) {
      expect(Properties).not.toHaveProperty('SecretString');
      expect(Properties).toHaveProperty('GenerateSecretString');
    }
  });
});
