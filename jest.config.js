const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      'ts-jest',
      { useESM: true, diagnostics: false, tsconfig: '<rootDir>/tsconfig.json' },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/.jobwright/'],
};

const room = (name, testMatch, more = {}) => ({
  ...common,
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch,
  ...more,
});

const assemblies = {
  globalSetup: '<rootDir>/infra/test/assemblies.setup.js',
  globalTeardown: '<rootDir>/infra/test/assemblies.teardown.js',
};

/** One project a room, so that `npm run test:jest -- --selectProjects engine` runs one alone. */
export default {
  testTimeout: 30_000,
  maxWorkers: 2,
  projects: [
    room('model', ['<rootDir>/model/test/**/*.test.ts']),
    room('generator', ['<rootDir>/generator/test/**/*.test.ts']),
    room('runtime', ['<rootDir>/runtime/test/**/*.test.ts']),
    room('engine', ['<rootDir>/engine/test/**/*.test.ts']),
    room('services', ['<rootDir>/services/**/test/**/*.test.ts']),
    room('cli', ['<rootDir>/cli/test/**/*.test.ts']),
    room('infra', ['<rootDir>/infra/test/**/*.test.ts'], assemblies),
    room('infra-checks', ['<rootDir>/infra/test/**/*.checks.ts'], assemblies),
    room('images', ['<rootDir>/infra/test/**/*.images.ts']),
    room('conformance', ['<rootDir>/test/conformance/**/*.test.ts']),
    room('system', ['<rootDir>/test/{system,chaos}/**/*.test.ts']),
    room('rabbitmq', ['<rootDir>/services/**/*.rabbitmq.ts']),
    room('browser', ['<rootDir>/test/browser/**/*.browser.ts']),
    room('compose', ['<rootDir>/test/compose/**/*.compose.ts']),
    room('camunda', ['<rootDir>/test/camunda/**/*.camunda.ts']),
    room('paths', ['<rootDir>/test/paths/**/*.test.ts']),
    room('pack', ['<rootDir>/test/pack/**/*.test.ts']),
    room('web', ['<rootDir>/web/test/**/*.test.ts']),
    room('repository', ['<rootDir>/test/{repository,models}/**/*.test.ts']),
  ],
};
