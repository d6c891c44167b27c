import type { JobPlan, Plan, ProcessPlan } from '../plan/plan-types.js';
import { valueNameOf } from '../plan/names.js';
import type { OutputFile } from './emit.js';
import { docComment, propertyKey, stringLiteral } from './text.js';

/** How files in the handler folder import others. */
export interface ScaffoldOptions {
  /** Specifier of a process's contract. */
  readonly contractOf: (folder: string) => string;
  readonly runtime: string;
}

/** A job type with every process that has it. */
interface HandlerPlan {
  readonly job: JobPlan;
  readonly processes: readonly ProcessPlan[];
}

/** The handlers that user code has to provide, by job type; connectors have none. */
export function handlerPlans(plan: Plan): readonly HandlerPlan[] {
  const found = new Map<string, HandlerPlan>();
  for (const process of plan.processes) {
    for (const job of process.jobs.filter(({ connector }) => !connector)) {
      const known = found.get(job.type);
      found.set(job.type, {
        job: known?.job ?? job,
        processes: [...(known?.processes ?? []), process],
      });
    }
  }
  return [...found.values()];
}

/**
 * Handler files to create where none are yet: one stub a job type, and `index.ts` with the map that
 * must satisfy the contract. The generator never touches them again.
 */
export function emitScaffold(plan: Plan, options: ScaffoldOptions): readonly OutputFile[] {
  const handlers = handlerPlans(plan);
  return handlers.length === 0
    ? []
    : [
        ...handlers.map((handler) => ({
          path: `${handler.job.fileName}.ts`,
          text: emitStub(handler, options),
        })),
        { path: 'index.ts', text: emitMap(handlers, options) },
      ];
}

function emitStub({ job, processes }: HandlerPlan, options: ScaffoldOptions): string {
  const types = processes.map(({ typeName }) => `${typeName}Handlers[${stringLiteral(job.type)}]`);
  // A handler of two processes takes what either gives; an intersection would leave `job` untyped.
  const [first = '', ...others] = types;
  const type = others.reduce((known, each) => `SharedJobHandler<${known}, ${each}>`, first);
  const elements = job.elements.map(({ name, id }) => name ?? id).join(', ');
  const doc = docComment([
    `${elements}.`,
    ...job.elements.map(({ documentation }) => documentation),
  ]);
  const name = valueNameOf(job.typeName);
  const shared = others.length === 0 ? '' : ', type SharedJobHandler';
  return [
    `import { nonRetryable${shared} } from ${stringLiteral(options.runtime)};\n`,
    contractImports(processes, options),
    '\n',
    doc,
    `export const ${name}: ${type} = () =>\n`,
    `  Promise.reject(nonRetryable(${stringLiteral(`"${job.type}" is not implemented`)}));\n`,
  ].join('');
}

function emitMap(handlers: readonly HandlerPlan[], options: ScaffoldOptions): string {
  const processes = [...new Set(handlers.flatMap((handler) => handler.processes))];
  const imports = handlers.map(
    ({ job }) =>
      `import { ${valueNameOf(job.typeName)} } from ${stringLiteral(`./${job.fileName}.js`)};\n`,
  );
  const members = handlers.map(
    ({ job }) => `  ${propertyKey(job.type)}: ${valueNameOf(job.typeName)},\n`,
  );
  const contract = processes.map(({ typeName }) => `${typeName}Handlers`).join(' & ');
  return [
    contractImports(processes, options),
    ...imports,
    '\n',
    docComment(['One handler for each job type; the compiler says which is missing or too many.']),
    `export const handlers = {\n${members.join('')}} satisfies ${contract};\n`,
  ].join('');
}

function contractImports(processes: readonly ProcessPlan[], options: ScaffoldOptions): string {
  return processes
    .map(
      ({ typeName, folder }) =>
        `import type { ${typeName}Handlers } from ${stringLiteral(options.contractOf(folder))};\n`,
    )
    .join('');
}
