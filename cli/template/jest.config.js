/** Tests run as ES modules; types are checked by `npm run check`. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Draws what the tests pass of each process: coverage/process/index.html.
  reporters: ['default', ['jobwright/testing/coverage', { models: 'bpmn' }]],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
};
