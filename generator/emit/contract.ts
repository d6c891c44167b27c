import { sameJson, stringMember, type Json } from '../json.js';
import type { HeaderPlan, JobPlan, ProcessPlan } from '../plan/plan-types.js';
import { elementDoc, emitModule, exportType, type EmitOptions } from './module.js';
import { schemaType, union } from './schema-type.js';
import { docComment, propertyKey, stringLiteral } from './text.js';

/** `contract.gen.ts`: the types of a process and the interface its handlers must satisfy. */
export function emitContract(plan: ProcessPlan, options: EmitOptions): string {
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: ['JobHandler', 'JsonValue'],
    blocks: [
      ...plan.types.map(({ name, schema }) =>
        exportType(name, typeOf(schema, plan, 'JsonValue'), docComment([describe(schema)])),
      ),
      exportType(
        `${plan.typeName}Variables`,
        typeOf(plan.variables, plan, 'JsonValue'),
        docComment([
          `Variables of the process "${plan.id}". Each is there once a step has written it.`,
        ]),
      ),
      ...plan.jobs.flatMap((job) => jobTypes(job, plan)),
      handlersInterface(plan),
    ],
  });
}

/** The type of a schema of this process. */
export function typeOf(
  schema: Json,
  plan: ProcessPlan,
  anything: 'unknown' | 'JsonValue',
  indent = '',
): string {
  const names = new Set(plan.types.map(({ name }) => name));
  return schemaType(schema, {
    indent,
    anything,
    nameOf: (key) => (names.has(key) ? key : undefined),
  });
}

function jobTypes(job: JobPlan, plan: ProcessPlan): readonly string[] {
  const elements = job.elements.map(({ name, id }) => `"${name ?? id}"`).join(', ');
  const output = sameJson(job.output, plan.variables)
    ? `${plan.typeName}Variables`
    : typeOf(job.output, plan, 'JsonValue');
  return [
    exportType(
      `${job.typeName}Input`,
      typeOf(job.input, plan, 'unknown'),
      docComment([`Variables that a job of ${elements} carries.`]),
    ),
    exportType(
      `${job.typeName}Output`,
      output,
      docComment([`Variables that completing ${elements} takes.`]),
    ),
    exportType(
      `${job.typeName}Headers`,
      headersType(job.headers),
      docComment([`Fixed headers of ${elements}.`]),
    ),
  ];
}

function headersType(headers: readonly HeaderPlan[]): string {
  if (headers.length === 0) {
    return 'Readonly<Record<string, never>>';
  }
  const members = headers.map(
    ({ key, values, optional }) =>
      `  readonly ${propertyKey(key)}${optional ? '?' : ''}: ${union(values.map(stringLiteral))};\n`,
  );
  return `{\n${members.join('')}}`;
}

function handlersInterface(plan: ProcessPlan): string {
  const jobs = plan.jobs.filter(({ connector }) => !connector);
  const doc = docComment([
    `One handler for each job type of the process "${plan.id}". A missing, surplus or changed handler is a compile error.`,
    plan.documentation,
  ]);
  const members = jobs.map((job) => handlerMember(job, plan));
  return `${doc}export interface ${plan.typeName}Handlers {\n${members.join('')}}\n`;
}

function handlerMember(job: JobPlan, plan: ProcessPlan): string {
  const doc = elementDoc(
    [
      ...job.elements.map(({ documentation }) => documentation),
      job.compensates.length === 0 ? undefined : `Compensates ${job.compensates.join(', ')}.`,
    ],
    { model: plan.model, elementIds: job.elements.map(({ id }) => id) },
    '  ',
  );
  const stem = job.typeName;
  const parameters = [`${stem}Input`, `${stem}Output`, errorsType(job), `${stem}Headers`];
  const start = `  readonly ${propertyKey(job.type)}: JobHandler<`;
  const line = `${start}${parameters.join(', ')}>;\n`;
  return line.length <= 101
    ? `${doc}${line}`
    : `${doc}${start}\n${parameters.map((parameter) => `    ${parameter}`).join(',\n')}\n  >;\n`;
}

/** Codes that a handler may throw: `never` when nothing is caught, `string` when everything is. */
export function errorsType({ errors }: JobPlan): string {
  return errors === 'any' ? 'string' : union(errors.map(stringLiteral));
}

function describe(schema: Json): string | undefined {
  return stringMember(schema, 'description') ?? stringMember(schema, 'title');
}
