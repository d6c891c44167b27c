import type { Plan } from '../plan/plan-types.js';
import { emitApi, emitOpenApi } from './api.js';
import { emitContract } from './contract.js';
import { emitJobs } from './jobs.js';
import { emitMessages } from './messages.js';
import type { EmitOptions } from './module.js';

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
  ]);
  const api =
    plan.api === undefined
      ? []
      : [
          { path: 'api.gen.ts', text: emitApi(plan.api, options) },
          { path: 'openapi.json', text: emitOpenApi(plan.api) },
        ];
  return [...files, ...api].sort((left, right) => (left.path < right.path ? -1 : 1));
}
