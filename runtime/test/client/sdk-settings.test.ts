import { readSdkSettings } from '../../client/sdk-settings.js';

describe('connection settings', () => {
  test.each([
    ['localhost:26500', 'grpc://localhost:26500'],
    ['grpc://127.0.0.1:26500', 'grpc://127.0.0.1:26500'],
    ['grpcs://abc.zeebe.example.com:443', 'grpcs://abc.zeebe.example.com:443'],
    ['[::1]:26500', 'grpc://[::1]:26500'],
  ])('%s connects to %s', (given, address) => {
    expect(readSdkSettings({ ZEEBE_GRPC_ADDRESS: given }).address).toBe(address);
  });

  test.each([undefined, '', 'localhost', 'http://localhost:26500', 'a b:1', 'localhost:'])(
    '%j is refused with what to set',
    (given) => {
      expect(() => readSdkSettings({ ZEEBE_GRPC_ADDRESS: given })).toThrow(
        /ENVIRONMENT_INVALID.*ZEEBE_GRPC_ADDRESS.*grpc:\/\/host:port/,
      );
    },
  );

  test('authentication passes through, and the SDK never retries by itself', () => {
    const { config } = readSdkSettings({
      ZEEBE_GRPC_ADDRESS: 'localhost:26500',
      CAMUNDA_AUTH_STRATEGY: 'BASIC',
      CAMUNDA_BASIC_AUTH_USERNAME: 'demo',
      HOME: '/somewhere',
    });

    expect(config).toMatchObject({
      CAMUNDA_AUTH_STRATEGY: 'BASIC',
      CAMUNDA_BASIC_AUTH_USERNAME: 'demo',
      zeebeGrpcSettings: { ZEEBE_GRPC_CLIENT_RETRY: false },
    });
    expect(config).not.toHaveProperty('HOME');
  });
});
