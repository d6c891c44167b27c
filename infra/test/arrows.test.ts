import { connectionsOf, type Connection } from '../diagram/connections.js';
import { templatesOf } from './assemblies.js';

const text = ({ from, to, port }: Connection): string => `${from} -> ${to}:${port}`;

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const arrows = [
  'Load balancer -> booking:3000',
  'Migrate -> PostgreSQL:5433',
  'booking -> PostgreSQL:5433',
  'booking -> RabbitMQ:5671',
  'worker -> PostgreSQL:5433',
  'worker -> RabbitMQ:5671',
];
const payments = ['payments -> PostgreSQL:5433', 'payments -> RabbitMQ:5671'];
const camunda = [
  ...['Models', 'booking', 'worker'].flatMap((from) => [
    `${from} -> Camunda entry:26500`,
    `${from} -> Camunda entry:443`,
  ]),
  'Camunda -> Camunda PostgreSQL:5433',
  'Camunda -> Camunda data:2049',
  'Camunda -> Camunda:26501',
  'Camunda -> Camunda:26502',
  'Camunda entry -> Camunda:26500',
  'Camunda entry -> Camunda:8080',
  'Camunda entry -> Camunda:9600',
];

describe.each([
  ['dev', 'saas', [...arrows, ...payments], []],
  ['staging', 'saas', [...arrows, ...payments], []],
  ['prod', 'saas', arrows, []],
  ['prod', 'self-managed', [...arrows, ...camunda], ['Camunda']],
] as const)('the arrows of %s with Camunda %s', (environment, kind, expected, more) => {
  const { inward, outward } = connectionsOf(templatesOf(environment, kind));
  const between = (connections: readonly Connection[]): readonly string[] =>
    connections
      .filter(({ from, to }) => from !== 'Internet' && to !== 'Internet' && !/^[\d.]+\//.test(from))
      .map(text)
      .sort(byCodeUnit);

  test('are these and no others, at both of their ends', () => {
    expect(between(inward)).toEqual([...expected].sort(byCodeUnit));
    expect(between(outward)).toEqual([...expected].sort(byCodeUnit));
  });

  test('lead from the internet to the load balancer alone', () => {
    expect(inward.filter(({ from }) => from === 'Internet').map(text)).toEqual([
      'Internet -> Load balancer:443',
      'Internet -> Load balancer:80',
    ]);
  });

  test('lead to the internet by HTTPS alone, and not from database, broker or load balancer', () => {
    const out = outward.filter(({ to }) => to === 'Internet');

    expect(out.map(({ from }) => from)).toEqual(
      [
        'Migrate',
        'Models',
        'booking',
        'worker',
        ...(environment === 'prod' ? [] : ['payments']),
        ...more,
      ].sort(byCodeUnit),
    );
    expect(out.every(({ port }) => port === 443)).toBe(true);
  });

  test('let the whole VPC reach nothing but the endpoints of AWS', () => {
    const blocks = inward.filter(({ from }) => /^[\d.]+\//.test(from));

    expect(blocks.map(({ to, port }) => `${to}:${port}`)).toEqual(['AWS endpoints:443']);
  });
});

describe('arrows that must not exist', () => {
  const all = connectionsOf([...templatesOf('dev'), ...templatesOf('prod', 'self-managed')]);
  const connected = [...all.inward, ...all.outward];

  test.each([
    ['Internet', 'booking'],
    ['Internet', 'worker'],
    ['Internet', 'PostgreSQL'],
    ['Internet', 'RabbitMQ'],
    ['Internet', 'Camunda'],
    ['Internet', 'Camunda entry'],
    ['Load balancer', 'worker'],
    ['Load balancer', 'PostgreSQL'],
    ['Load balancer', 'RabbitMQ'],
    ['Load balancer', 'Camunda entry'],
    ['booking', 'worker'],
    ['worker', 'booking'],
    ['booking', 'payments'],
    ['worker', 'payments'],
    ['payments', 'Camunda entry'],
    ['Migrate', 'RabbitMQ'],
    ['Migrate', 'Camunda entry'],
    ['Models', 'PostgreSQL'],
    ['Models', 'RabbitMQ'],
    ['booking', 'Camunda'],
    ['worker', 'Camunda'],
    ['booking', 'Camunda PostgreSQL'],
    ['worker', 'Camunda PostgreSQL'],
    ['Camunda', 'PostgreSQL'],
    ['Camunda', 'RabbitMQ'],
    ['PostgreSQL', 'Internet'],
    ['RabbitMQ', 'Internet'],
  ])('%s does not reach %s', (from, to) => {
    expect(connected.filter((each) => each.from === from && each.to === to)).toEqual([]);
  });

  test('nothing lets in or out every port', () => {
    expect(connected.filter(({ port }) => port === -1)).toEqual([]);
  });

  test('nothing reaches the worker', () => {
    expect(connected.filter(({ to }) => to === 'worker')).toEqual([]);
  });
});
