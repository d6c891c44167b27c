import { environmentNames } from '../parameters/environment-names.js';
import { parametersOf } from '../parameters/environments.js';
import { parseParameters } from '../parameters/parameters.js';
import { deploymentVariables } from '../parameters/placeholders.js';

const { environment, ...input } = parametersOf('dev', {});

describe('parameters', () => {
  test.each(environmentNames)('%s can be synthesised with placeholders alone', (name) => {
    expect(parametersOf(name, {}).environment).toBe(name);
  });

  test('every fault is named at once', () => {
    expect(() =>
      parseParameters('dev', { ...input, account: '12', availabilityZones: ['us-east-1a', 'x'] }),
    ).toThrow(
      /account: an AWS account id has twelve digits\n.*zone us-east-1a is not in eu-central-1/s,
    );
  });

  test.each([
    [
      'an image by tag',
      { images: { booking: 'v1', worker: 'v1', payments: 'v1' } },
      /images.booking: an image digest/,
    ],
    ['an open subject', { github: { subject: 'repo:org/*' } }, /github.subject: repo:owner\/name/],
    [
      'no backups',
      { database: { ...input.database, backupDays: 0 } },
      /backupDays: backups are never off/,
    ],
    [
      'a broker that RabbitMQ 4 does not run on',
      { broker: { instanceType: 'mq.t3.micro', deploymentMode: 'SINGLE_INSTANCE' } },
      /RabbitMQ 4 needs mq\.m7g/,
    ],
    [
      'a cluster of test brokers',
      { broker: { instanceType: 'mq.m7g.medium', deploymentMode: 'CLUSTER_MULTI_AZ' } },
      /mq\.m7g\.medium is for tests/,
    ],
    [
      'memory that Fargate does not sell',
      { worker: { ...input.worker, memoryMiB: 8_192 } },
      /worker.memoryMiB: Fargate takes 2 to 8 times/,
    ],
    [
      'bounds upside down',
      { booking: { ...input.booking, least: 5, most: 2 } },
      /booking.most: is below/,
    ],
    ['an unknown field', { colour: 'red' }, /colour/],
  ])('%s is refused', (_name, change, message) => {
    expect(() => parseParameters(environment, { ...input, ...change })).toThrow(message);
  });

  test('prod has no stand-in for the payment provider', () => {
    expect(() => parseParameters('prod', { ...input, paymentsStandIn: true })).toThrow(
      /paymentsStandIn: must not run in prod/,
    );
  });

  test('a deployment names every variable that is missing', () => {
    expect(() => parametersOf('prod', { DEPLOYING: 'true', AWS_REGION: 'eu-west-1' })).toThrow(
      `Set ${deploymentVariables.filter((name) => name !== 'AWS_REGION').join(', ')}.`,
    );
  });

  test('a cluster of our own needs its image by digest, its zone and its certificate', () => {
    expect(() => parametersOf('prod', { CAMUNDA_IMAGE: 'camunda/camunda:8.9.0' })).toThrow(
      /camunda.image: .*digest.*camunda.privateZone.*camunda.certificateArn/s,
    );
  });
});
