import { missingAlarms, openGroups, plaintextSecrets, rootContainers } from '../checks/faults.js';
import type { StackTemplate } from '../diagram/templates.js';
import { templatesOf } from './assemblies.js';

type Plant = (templates: StackTemplate[]) => void;

/** The templates with one change. */
function planted(plant: Plant): readonly StackTemplate[] {
  const copy = structuredClone([...templatesOf('prod', 'self-managed')]);
  plant(copy);
  return copy;
}

function stack(templates: readonly StackTemplate[], name: string): StackTemplate {
  const found = templates.find(({ stackName }) => stackName.endsWith(`-${name}`));
  if (found === undefined) {
    throw new Error(`there is no stack ${name}`);
  }
  return found;
}

/** Changes the first container of a stack's task. */
function change(templates: readonly StackTemplate[], family: string, changes: object): void {
  for (const each of Object.values(stack(templates, 'services').Resources)) {
    if (each.Properties.Family === `jobwright-prod-${family}`) {
      const [container] = each.Properties.ContainerDefinitions as readonly object[]; // of a task definition
      Object.assign(container ?? {}, changes);
    }
  }
}

const everywhere = { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 5433, ToPort: 5433 };

describe('a planted fault is found', () => {
  test('without one nothing is', () => {
    const templates = planted(() => undefined);

    expect(openGroups(templates)).toEqual([]);
    expect(plaintextSecrets(templates)).toEqual([]);
    expect(rootContainers(templates)).toEqual([]);
    expect(missingAlarms(templates)).toEqual([]);
  });

  test('a database open to the internet', () => {
    const templates = planted((all) => {
      for (const each of Object.values(stack(all, 'data').Resources)) {
        if (each.Properties.GroupDescription === 'PostgreSQL') {
          each.Properties.SecurityGroupIngress = [everywhere];
        }
      }
    });

    expect(openGroups(templates)).toEqual(['Internet reaches PostgreSQL at 5433']);
  });

  test('a group that lets everything out', () => {
    const templates = planted((all) => {
      for (const each of Object.values(stack(all, 'services').Resources)) {
        if (each.Properties.GroupDescription === 'worker') {
          each.Properties.SecurityGroupEgress = [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }];
        }
      }
    });

    expect(openGroups(templates)).toEqual(['worker reaches Internet at -1']);
  });

  test('a password among the plain settings', () => {
    const templates = planted((all) => {
      change(all, 'worker', { Environment: [{ Name: 'PGPASSWORD', Value: 'hunter2' }] });
    });

    expect(plaintextSecrets(templates)).toEqual([
      'jobwright-prod-worker has PGPASSWORD in the open',
    ]);
  });

  test('a password in an address', () => {
    const templates = planted((all) => {
      change(all, 'booking', {
        Environment: [{ Name: 'DATABASE_URL', Value: 'postgresql://booking:hunter2@db:5433/x' }],
      });
    });

    expect(plaintextSecrets(templates)).toEqual([
      'jobwright-prod-booking has a password in DATABASE_URL',
    ]);
  });

  test('a secret, or the user of the broker, with its value in the template', () => {
    const templates = planted((all) => {
      for (const each of Object.values(stack(all, 'data').Resources)) {
        if (each.Type === 'AWS::AmazonMQ::Broker') {
          each.Properties.Users = [{ Username: 'jobwright', Password: 'hunter2hunter2' }];
        }
        if (each.Type === 'AWS::SecretsManager::Secret') {
          each.Properties.SecretString = 'hunter2';
        }
      }
    });

    expect(plaintextSecrets(templates).join()).toContain('has a password in the template');
    expect(plaintextSecrets(templates).join()).toContain('has its value in the template');
  });

  test.each([{ User: '0:0' }, { User: 'root' }, { User: undefined }])(
    'a container with %j',
    (changes) => {
      const templates = planted((all) => {
        change(all, 'worker', changes);
      });

      expect(rootContainers(templates)).toEqual(['jobwright-prod-worker']);
    },
  );

  test('an alarm that is missing, silent, or without a runbook', () => {
    const alarm = (all: StackTemplate[], id: string, act: (key: string) => void): void => {
      for (const [key, each] of Object.entries(stack(all, 'observability').Resources)) {
        if (each.Properties.AlarmName === `jobwright-prod-${id}`) {
          act(key);
        }
      }
    };
    const templates = planted((all) => {
      const { Resources } = stack(all, 'observability');
      alarm(all, 'incidents', (key) => {
        Reflect.deleteProperty(Resources, key);
      });
      alarm(all, 'backlog', (key) => {
        delete Resources[key]?.Properties.AlarmActions;
      });
      alarm(all, 'canary', (key) => {
        Object.assign(Resources[key]?.Properties ?? {}, { AlarmDescription: 'Look it up.' });
      });
    });

    expect(missingAlarms(templates)).toEqual(['backlog', 'canary', 'incidents']);
  });
});
