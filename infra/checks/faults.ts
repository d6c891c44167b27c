import { z } from 'zod';
import { connectionsOf } from '../diagram/connections.js';
import { resourcesOf, type StackTemplate } from '../diagram/templates.js';
import { alarmIds } from './alarm-ids.js';

const container = z.looseObject({
  Name: z.string(),
  User: z.string().optional(),
  Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  Secrets: z.array(z.object({ Name: z.string(), ValueFrom: z.unknown() })).default([]),
});
/** A container of a task definition. */
export type Container = z.infer<typeof container>;

/** Every container of every task. */
export function containersOf(templates: readonly StackTemplate[]): readonly Container[] {
  return resourcesOf(templates, 'AWS::ECS::TaskDefinition').flatMap(({ Properties }) =>
    z.array(container).parse(Properties.ContainerDefinitions),
  );
}

/** Connections from or to everywhere that are not the one way in and HTTPS out; none is allowed. */
export function openGroups(templates: readonly StackTemplate[]): readonly string[] {
  const { inward, outward } = connectionsOf(templates);
  const open = inward.filter(
    ({ from, to, port }) =>
      port === -1 || (from === 'Internet' && !(to === 'Load balancer' && [80, 443].includes(port))),
  );
  const leaving = outward.filter(
    ({ to, port }) => port === -1 || (to === 'Internet' && port !== 443),
  );
  return [...open, ...leaving].map(({ from, to, port }) => `${from} reaches ${to} at ${port}`);
}

/** Words that name a secret, and the settings of which they are only a part. */
const secretName = /PASS|SECRET|TOKEN(?!_AUDIENCE|_CACHE_DIR)|CREDENTIAL|KEY$/;

/** Secrets that lie open in a template: in a container's plain settings, or as a value. */
export function plaintextSecrets(templates: readonly StackTemplate[]): readonly string[] {
  const inContainers = containersOf(templates).flatMap(({ Name, Environment }) =>
    Environment.filter(
      (each) => secretName.test(each.Name) || JSON.stringify(each.Value).includes('{{resolve:'),
    ).map((each) => `${Name} has ${each.Name} in the open`),
  );
  const inUrls = containersOf(templates).flatMap(({ Name, Environment }) =>
    Environment.filter(({ Value }) => /:\/\/[^/"]*:[^/"]*@/.test(JSON.stringify(Value))).map(
      (each) => `${Name} has a password in ${each.Name}`,
    ),
  );
  const inSecrets = resourcesOf(templates, 'AWS::SecretsManager::Secret')
    .filter(({ Properties }) => 'SecretString' in Properties)
    .map(({ id }) => `${id} has its value in the template`);
  const inBrokers = resourcesOf(templates, 'AWS::AmazonMQ::Broker')
    .filter(({ Properties }) => !JSON.stringify(Properties.Users).includes(':password::}}'))
    .map(({ id }) => `${id} has a password in the template`);
  return [...inContainers, ...inUrls, ...inSecrets, ...inBrokers];
}

/** Containers that run as root, or as whoever the image says. */
export function rootContainers(templates: readonly StackTemplate[]): readonly string[] {
  return containersOf(templates)
    .filter(({ User }) => User === undefined || !/^[1-9]\d*:[1-9]\d*$/.test(User))
    .map(({ Name }) => Name);
}

/** Alarms that should be there and are not, ring nobody, or link to no runbook. */
export function missingAlarms(templates: readonly StackTemplate[]): readonly string[] {
  const alarms = resourcesOf(templates, 'AWS::CloudWatch::Alarm').filter(({ stackName }) =>
    stackName.endsWith('-observability'),
  );
  return alarmIds.filter((id) => {
    const alarm = alarms.find(({ Properties }) =>
      new RegExp(`^jobwright-[a-z]+-${id}$`).test(String(Properties.AlarmName)),
    );
    return (
      alarm === undefined ||
      !String(alarm.Properties.AlarmDescription).endsWith(`#alarm-${id}`) ||
      alarm.Properties.AlarmActions === undefined
    );
  });
}
