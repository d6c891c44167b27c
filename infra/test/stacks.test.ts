import { environmentNames } from '../parameters/environment-names.js';
import { resourcesOf } from '../diagram/templates.js';
import { templatesOf } from './assemblies.js';

const everyEnvironment = [
  ...environmentNames.map((name) => [name, 'saas'] as const),
  ['prod', 'self-managed'] as const,
];

describe.each(everyEnvironment)('the stacks of %s with Camunda %s', (environment, kind) => {
  const templates = templatesOf(environment, kind);
  const all = (type: string) => resourcesOf(templates, type);
  const properties = (type: string) => all(type).map(({ Properties }) => Properties);

  test('are these', () => {
    expect(
      templates.map(({ stackName }) => stackName.replace(`jobwright-${environment}-`, '')),
    ).toEqual([
      ...(kind === 'saas' ? [] : ['camunda']),
      'compute',
      'data',
      'deploy',
      'network',
      'observability',
      'registry',
      'release',
      'services',
    ]);
  });

  test('data subnets have no route out, service subnets leave through NAT alone', () => {
    const throughGateway = all('AWS::EC2::Route').filter(
      ({ Properties }) => 'GatewayId' in Properties,
    );

    expect(all('AWS::EC2::Route').filter(({ id }) => id.includes('data'))).toEqual([]);
    expect(throughGateway.every(({ id }) => id.includes('public'))).toBe(true);
    expect(throughGateway.length).toBeGreaterThan(0);
  });

  test('no task has a public address', () => {
    for (const service of properties('AWS::ECS::Service')) {
      expect(service).toMatchObject({
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
      });
    }
  });

  test('image tags cannot be moved and every push is scanned', () => {
    expect(all('AWS::ECR::Repository')).toHaveLength(3);
    for (const repository of properties('AWS::ECR::Repository')) {
      expect(repository).toMatchObject({
        ImageTagMutability: 'IMMUTABLE',
        ImageScanningConfiguration: { ScanOnPush: true },
        EncryptionConfiguration: { EncryptionType: 'KMS' },
      });
    }
  });

  test('the database is PostgreSQL 17, private, encrypted, over TLS alone, backed up, its password kept by RDS', () => {
    for (const { Properties, DeletionPolicy } of all('AWS::RDS::DBInstance')) {
      expect(Properties).toMatchObject({
        Engine: 'postgres',
        PubliclyAccessible: false,
        StorageEncrypted: true,
        ManageMasterUserPassword: true,
        MultiAZ: environment === 'prod',
        DeletionProtection: environment !== 'dev',
      });
      expect(Properties.EngineVersion).toMatch(/^17\./);
      expect(Properties).not.toHaveProperty('MasterUserPassword');
      expect(Properties.BackupRetentionPeriod).toBeGreaterThan(0);
      expect(DeletionPolicy).toBe('Snapshot');
    }
    for (const group of properties('AWS::RDS::DBParameterGroup')) {
      expect(group).toMatchObject({ Parameters: { 'rds.force_ssl': '1' } });
    }
    expect(all('AWS::RDS::DBInstance')).toHaveLength(kind === 'saas' ? 1 : 2);
  });

  test('the broker is RabbitMQ 4, private, encrypted with our key, a cluster in production', () => {
    expect(properties('AWS::AmazonMQ::Broker')).toMatchObject([
      {
        EngineType: 'RABBITMQ',
        EngineVersion: '4.2',
        PubliclyAccessible: false,
        EncryptionOptions: { UseAwsOwnedKey: false },
        DeploymentMode: environment === 'prod' ? 'CLUSTER_MULTI_AZ' : 'SINGLE_INSTANCE',
      },
    ]);
  });

  test('every file system, topic and bucket is encrypted, every bucket private', () => {
    for (const bucket of properties('AWS::S3::Bucket')) {
      expect(bucket).toHaveProperty('BucketEncryption');
      expect(bucket).toMatchObject({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    }
    for (const topic of properties('AWS::SNS::Topic')) {
      expect(topic).toHaveProperty('KmsMasterKeyId');
    }
    for (const files of properties('AWS::EFS::FileSystem')) {
      expect(files).toMatchObject({ Encrypted: true });
    }
    for (const key of properties('AWS::KMS::Key')) {
      expect(key).toMatchObject({ EnableKeyRotation: true });
    }
  });

  test('every log group forgets', () => {
    expect(all('AWS::Logs::LogGroup').length).toBeGreaterThan(5);
    for (const group of properties('AWS::Logs::LogGroup')) {
      expect(group.RetentionInDays).toBeGreaterThan(0);
    }
  });

  test('the load balancer takes TLS 1.2 and 1.3 alone, and sends the rest there', () => {
    const public_ = properties('AWS::ElasticLoadBalancingV2::Listener').filter(
      ({ Protocol }) => Protocol === 'HTTP' || Protocol === 'HTTPS',
    );

    expect(public_).toHaveLength(2);
    expect(public_.find(({ Port }) => Port === 443)).toMatchObject({
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
    expect(public_.find(({ Port }) => Port === 80)).toMatchObject({
      DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443' } }],
    });
  });

  test('the stand-in for the payment provider runs where the environment asks for it', () => {
    const names = properties('AWS::ECS::Service').map(({ ServiceName }) => ServiceName);

    expect(names.includes('payments')).toBe(environment !== 'prod');
    expect(names).toEqual(expect.arrayContaining(['booking', 'worker']));
  });

  test('a deployment that fails, or rings an alarm, is rolled back', () => {
    for (const service of properties('AWS::ECS::Service')) {
      expect(service).toMatchObject({
        DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
      });
    }
    for (const name of ['booking', 'worker']) {
      const [service] = properties('AWS::ECS::Service').filter(
        ({ ServiceName }) => ServiceName === name,
      );
      expect(service).toMatchObject({
        DeploymentConfiguration: {
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
          Alarms: { Enable: true, Rollback: true, AlarmNames: [expect.anything()] },
        },
      });
    }
  });

  test('booking grows with requests per target, the worker with its own backlog metric', () => {
    const metrics = properties('AWS::ApplicationAutoScaling::ScalingPolicy').map((policy) =>
      JSON.stringify(policy.TargetTrackingScalingPolicyConfiguration),
    );

    expect(metrics.filter((text) => text.includes('"RequestCountPerTarget"'))).toHaveLength(1);
    const backlog = metrics.filter((text) => text.includes('"BacklogPerConsumer"'));
    expect(backlog).toHaveLength(1);
    expect(backlog[0]).toContain(`"jobwright/${environment}"`);
    expect(metrics.join()).not.toContain('AWS/AmazonMQ');
  });

  test('migrations and models are tasks of a stack that comes before the services', () => {
    const families = all('AWS::ECS::TaskDefinition')
      .filter(({ stackName }) => stackName.endsWith('-release'))
      .map(({ Properties }) => Properties.Family);

    expect(families).toEqual([
      `jobwright-${environment}-migrate`,
      `jobwright-${environment}-models`,
    ]);
  });
});
