import type { Plan } from '../plan/plan-types.js';
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
  const files = plan.processes.flatMap((process) => [
    { path: `${process.folder}/contract.gen.ts`, text: emitContract(process, options) },
    { path: `${process.folder}/jobs.gen.ts`, text: emitJobs(process, options) },
    { path: `${process.folder}/messages.gen.ts`, text: emitMessages(process, options) },
    { path: `${process.folder}/elements.gen.ts`, text: emitElements(process, options) },
    ...optional(`${process.folder}/user-tasks.gen.ts`, emitUserTasks(process, options)),
    ...optional(`${process.folder}/decisions.gen.ts`, emitDecisions(process, options)),
    ...optional(`${process.folder}/calls.gen.ts`, emitCalls(process, options)),
  ]);
  const api =
    plan.api === undefined
      ? []
      : [
          { path: 'api.gen.ts', text: emitApi(plan.api, options) },
          { path: 'client.gen.ts', text: emitClient(plan.api, options) },
          ...(plan.api.handlers.length === 0
            ? []
            : [{ path: 'api-handlers.gen.ts', text: emitApiHandlers(plan.api, options) }]),
          { path: 'openapi.json', text: emitOpenApi(plan.api) },
        ];
  const bus =
    plan.bus === undefined
      ? []
      : [
          { path: 'asyncapi.json', text: emitAsyncApi(plan.bus) },
          { path: 'channels.gen.ts', text: emitChannels(plan.bus, options) },
        ];
  return [...files, ...api, ...bus].sort((left, right) => (left.path < right.path ? -1 : 1));
}

function optional(path: string, text: string | undefined): readonly OutputFile[] {
  return text === undefined ? [] : [{ path, text }];
}
