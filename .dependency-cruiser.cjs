/** The arrows of docs/architecture.md, and nothing else. */
const rooms = {
  model: ['model'],
  generator: ['generator', 'model'],
  generated: ['generated', 'runtime'],
  runtime: ['runtime'],
  engine: ['engine', 'model'],
  services: ['services', 'generated', 'runtime'],
  cli: ['cli', 'generator', 'engine', 'runtime', 'model'],
  infra: ['infra'],
};
const anyRoom = '^(model|generator|generated|runtime|engine|services|web|cli|infra|bench|test)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `arrows-of-${room}`,
      severity: 'error',
      from: { path: `^${room}/`, pathNot: '/test/' },
      to: { path: anyRoom, pathNot: `^(${allowed.join('|')})/` },
    })),
    {
      name: 'only-model-knows-moddle',
      severity: 'error',
      from: { pathNot: '^(model|test)/' },
      to: { path: 'node_modules/(bpmn-moddle|zeebe-bpmn-moddle|dmn-moddle|saxen)/' },
    },
    {
      name: 'only-emit-knows-ts-morph',
      severity: 'error',
      from: {
        path: '^(model|generator|generated|runtime|engine|services|cli|infra)/',
        pathNot: '^generator/emit/|/test/',
      },
      to: { path: 'node_modules/ts-morph/' },
    },
    {
      name: 'only-disk-and-journal-write-files',
      severity: 'error',
      from: {
        path: '^(model|generator|engine)/',
        pathNot: '^(generator/disk/|engine/(journal|exporters)/)|/test/',
      },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'sdk-behind-the-runtime',
      severity: 'error',
      from: { path: '^(model|generator|generated|services|cli|infra)/', pathNot: '/test/' },
      to: { path: 'node_modules/@camunda8/' },
    },
    {
      name: 'versioned-entry-is-light',
      severity: 'error',
      from: { path: '^runtime/v1\\.ts$' },
      to: {},
    },
    {
      name: 'generated-imports-the-versioned-entry-only',
      severity: 'error',
      from: { path: '^generated/' },
      to: { pathNot: '^(generated/|runtime/v1\\.ts$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // A project of its own, whose generated files come to be where it is made.
    exclude: { path: '^cli/template/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.cjs', '.mjs'],
    },
  },
};
