import type { ApiPlan, Plan, ProcessPlan } from '../plan/plan-types.js';
import { emitApi, emitOpenApi } from './api.js';
import { emitApiHandlers } from './api-handlers.js';
import { emitAsyncApi, emitChannels } from './asyncapi.js';
import { emitCalls } from './calls.js';
import { emitClient } from './client.js';
import { emitContract } from './contract.js';
import { emitDecisions } from './decisions.js';
import { emitElements } from './elements.js';
import { emitJobs } from './jobs.js';
import { emitMessages } from './messages.js';
import type { EmitOptions } from './module.js';
import { emitUserTasks } from './user-tasks.js';

/** A file to be, by value. `path` is relative to the output folder, with `/`. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** The text of every generated file of a plan, sorted by path. */
export function emit(plan: Plan, options: EmitOptions): readonly OutputFile[] {
  const files = plan.processes.flatMap((process) => processFiles(process, options));
  const api = plan.api === undefined ? [] : apiFiles(plan.api, options);
  const bus =
    plan.bus === undefined
      ? []
      : [
          { path: 'asyncapi.json', text: emitAsyncApi(plan.bus) },
          { path: 'channels.gen.ts', text: emitChannels(plan.bus, options) },
        ];
  return [...files, ...api, ...bus].sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Plans do not change, and those of a set are emitted again whenever one of them does. */
const emitted = new WeakMap<
  ProcessPlan,
  { readonly runtime: string; readonly files: readonly OutputFile[] }
>();

function processFiles(process: ProcessPlan, options: EmitOptions): readonly OutputFile[] {
  const runtime = options.runtime(process.folder);
  const known = emitted.get(process);
  if (known?.runtime === runtime) {
    return known.files;
  }
  const files = [
    { path: `${process.folder}/contract.gen.ts`, text: emitContract(process, options) },
    { path: `${process.folder}/jobs.gen.ts`, text: emitJobs(process, options) },
    { path: `${process.folder}/messages.gen.ts`, text: emitMessages(process, options) },
    { path: `${process.folder}/elements.gen.ts`, text: emitElements(process, options) },
    ...optional(`${process.folder}/user-tasks.gen.ts`, emitUserTasks(process, options)),
    ...optional(`${process.folder}/decisions.gen.ts`, emitDecisions(process, options)),
    ...optional(`${process.folder}/calls.gen.ts`, emitCalls(process, options)),
  ];
  emitted.set(process, { runtime, files });
  return files;
}

/** The API that was emitted last: most changes of a model leave it as it is. */
let lastApi: { readonly key: string; readonly files: readonly OutputFile[] } | undefined;

function apiFiles(api: ApiPlan, options: EmitOptions): readonly OutputFile[] {
  const key = JSON.stringify([options.runtime(''), api]);
  if (lastApi?.key !== key) {
    lastApi = {
      key,
      files: [
        { path: 'api.gen.ts', text: emitApi(api, options) },
        { path: 'client.gen.ts', text: emitClient(api, options) },
        ...(api.handlers.length === 0
          ? []
          : [{ path: 'api-handlers.gen.ts', text: emitApiHandlers(api, options) }]),
        { path: 'openapi.json', text: emitOpenApi(api) },
      ],
    };
  }
  return lastApi.files;
}

function optional(path: string, text: string | undefined): readonly OutputFile[] {
  return text === undefined ? [] : [{ path, text }];
}
