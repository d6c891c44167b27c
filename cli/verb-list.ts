import type { Verb } from './verb.js';

/** One line of `jobwright --help`, and how to get at the verb when it is called. */
export interface VerbEntry {
  /** Name and positionals in yargs' notation. */
  readonly command: string;
  readonly describe: string;
  /** Imports the verb's file: only the verb that runs is loaded, so `--help` stays fast. */
  readonly load: () => Promise<Verb>;
}

/** The verbs of `jobwright` but `completion`, in the order `--help` shows them. */
export const verbList: readonly VerbEntry[] = [
  {
    command: 'init <folder>',
    describe: 'make a new project that passes its own tests',
    load: async () => (await import('./verbs/init.js')).verb,
  },
  {
    command: 'generate [paths..]',
    describe: 'write workers, messages and API contracts from BPMN models',
    load: async () => (await import('./verbs/generate.js')).verb,
  },
  {
    command: 'check [paths..]',
    describe: 'say whether models and generated files are sound and in step; writes nothing',
    load: async () => (await import('./verbs/check.js')).verb,
  },
  {
    command: 'watch [paths..]',
    describe: 'generate again whenever a model or the config changes',
    load: async () => (await import('./verbs/watch.js')).verb,
  },
  {
    command: 'validate [paths..]',
    describe: 'say what is wrong with models; looks at no output',
    load: async () => (await import('./verbs/validate.js')).verb,
  },
  {
    command: 'scaffold [types..]',
    describe: 'create stubs of handlers that are missing; never touches one that is there',
    load: async () => (await import('./verbs/scaffold.js')).verb,
  },
  {
    command: 'scaffold-tests [paths..]',
    describe: 'create a test for each path through a process that has no tests (scaffold tests)',
    load: async () => (await import('./verbs/scaffold-tests.js')).verb,
  },
  {
    command: 'coverage [paths..]',
    describe: 'draw what tests passed of processes on their diagrams, and hold it to a minimum',
    load: async () => (await import('./verbs/coverage.js')).verb,
  },
  {
    command: 'diff <before> [paths..]',
    describe: 'say whom a change of the models breaks, and whether running instances can follow',
    load: async () => (await import('./verbs/diff.js')).verb,
  },
  {
    command: 'deploy [paths..]',
    describe: 'deploy models, decisions and forms to a cluster, and say what that changes',
    load: async () => (await import('./verbs/deploy.js')).verb,
  },
  {
    command: 'doctor [paths..]',
    describe: 'say what keeps this project from working with its cluster, and what to do',
    load: async () => (await import('./verbs/doctor.js')).verb,
  },
  {
    command: 'explain <query> [paths..]',
    describe: 'follow a name from the model to code, handler, tests and API; or explain a code',
    load: async () => (await import('./verbs/explain.js')).verb,
  },
  {
    command: 'clean',
    describe: 'delete the generated files, and nothing that is not in their manifest',
    load: async () => (await import('./verbs/clean.js')).verb,
  },
  {
    command: 'engine',
    describe: 'run the embedded engine behind gRPC and REST',
    load: async () => (await import('./verbs/engine.js')).verb,
  },
  {
    command: 'dev [services..]',
    describe: 'run the engine, a database and your services together for development',
    load: async () => (await import('./verbs/dev.js')).verb,
  },
  {
    command: 'stack [action]',
    describe:
      'run real Camunda 8 with Operate, RabbitMQ, PostgreSQL and the services: up, down, status',
    load: async () => (await import('./verbs/stack.js')).verb,
  },
];
