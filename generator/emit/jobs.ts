import { isRecord, sameJson, type Json } from '../json.js';
import type { JobPlan, ProcessPlan } from '../plan/plan-types.js';
import { referencedKeys, withoutAnnotations } from '../read/schema-bundle.js';
import { valueNameOf } from '../plan/names.js';
import { elementList } from './contract.js';
import { elementDoc, emitModule, type EmitOptions } from './module.js';
import { docComment, propertyAccess, propertyKey } from './text.js';
import { Code, printValue, type Printable } from './value.js';

/** Name of the shared output schema in generated code. */
const ANY_VARIABLES = 'anyVariables';

/**
 * `jobs.gen.ts`: what a worker host runs on. A job whose errors are all caught has the single error
 * code `*`.
 */
export function emitJobs(plan: ProcessPlan, options: EmitOptions): string {
  const jobs = plan.jobs.filter(({ connector }) => !connector);
  const all = new Map(plan.types.map(({ name, schema }) => [name, schema]));
  const used = [...jobs, ...plan.dynamicJobs].flatMap((job) => [
    ...referencedKeys(job.input, all),
    ...referencedKeys(job.output, all),
  ]);
  const handlers = `${plan.typeName}Handlers`;
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: ['JobDescriptor', 'JsonSchema', 'ProcessDescriptor'],
    contractTypes: [handlers],
    blocks: [
      sharedSchemas(plan, new Set(used)),
      anyVariables(plan, all),
      docComment(['The model that this code was generated from.']) +
        `export const ${plan.valueName}Process: ProcessDescriptor = ${printValue(
          { processId: plan.id, model: plan.model, sha256: plan.sha256 },
          '',
        )};\n`,
      docComment([`Job types of the process "${plan.id}", as the worker host needs them.`]) +
        `export const ${plan.valueName}Jobs: { readonly [Type in keyof ${handlers}]: JobDescriptor } = ` +
        `${jobs.length === 0 ? '{}' : `{\n${jobs.map((job) => descriptor(job, plan, all)).join('')}}`};\n`,
      ...plan.dynamicJobs.map((job) => dynamicDescriptor(job, plan, all)),
    ],
  });
}

function sharedSchemas(plan: ProcessPlan, used: ReadonlySet<string>): string {
  const types = plan.types.filter(({ name }) => used.has(name));
  const members = types.map(
    ({ name, schema }) => `  ${propertyKey(name)}: ${printValue(runtimeSchema(schema), '  ')},\n`,
  );
  return types.length === 0
    ? ''
    : `const schemas = {\n${members.join('')}} as const satisfies Readonly<Record<string, JsonSchema>>;\n`;
}

/** Jobs without output mappings share one schema: whatever they return is merged into the process. */
function anyVariables(plan: ProcessPlan, all: ReadonlyMap<string, Json>): string {
  const used = [...plan.jobs, ...plan.dynamicJobs].some(
    ({ connector, output }) => !connector && sameJson(output, plan.variables),
  );
  return used
    ? `const ${ANY_VARIABLES}: JsonSchema = ${printValue(selfContained(plan.variables, all), '')};\n`
    : '';
}

function descriptor(job: JobPlan, plan: ProcessPlan, all: ReadonlyMap<string, Json>): string {
  const value = descriptorOf(job, plan, { all, type: job.type });
  return `  ${propertyKey(job.type)}: ${printValue(value, '  ')},\n`;
}

/** The descriptor of an element whose job type only the running process knows. */
function dynamicDescriptor(
  job: JobPlan,
  plan: ProcessPlan,
  all: ReadonlyMap<string, Json>,
): string {
  const doc = elementDoc(
    [`Job of ${elementList(job.elements)} for one value of its job type, ${job.type}.`],
    { model: plan.model, elementIds: job.elements.map(({ id }) => id) },
  );
  const value = descriptorOf(job, plan, { all, type: new Code('type') });
  return [
    doc,
    `export function ${valueNameOf(job.typeName)}Job(type: string): JobDescriptor {\n`,
    `  return ${printValue(value, '  ')};\n}\n`,
  ].join('');
}

function descriptorOf(
  job: JobPlan,
  { variables }: ProcessPlan,
  from: { readonly all: ReadonlyMap<string, Json>; readonly type: Printable },
): Printable {
  const { all, type } = from;
  const results = {
    ...(job.taskListenerEvents.length === 0 ? {} : { taskListenerEvents: job.taskListenerEvents }),
    ...(job.kinds.includes('adHocSubProcess') ? { activatable: job.activatable } : {}),
  };
  return {
    type,
    elementIds: job.elements.map(({ id }) => id),
    ...(job.fetchVariables === undefined ? {} : { fetchVariables: job.fetchVariables }),
    inputSchema: selfContained(job.input, all),
    outputSchema: sameJson(job.output, variables)
      ? new Code(ANY_VARIABLES)
      : selfContained(job.output, all),
    errorCodes: job.errors === 'any' ? ['*'] : job.errors,
    ...(Object.keys(results).length === 0 ? {} : { result: results }),
  };
}

/** A schema with the definitions it needs, each a reference to the shared constant. */
function selfContained(schema: Json, all: ReadonlyMap<string, Json>): Printable {
  const keys = [...referencedKeys(schema, all)].filter((key) => all.has(key));
  const own = runtimeSchema(schema);
  if (keys.length === 0 || !isRecord(own)) {
    return own;
  }
  const definitions = keys.map((key) => [key, new Code(propertyAccess('schemas', key))] as const);
  return { ...own, $defs: Object.fromEntries(definitions) };
}

/** JSON Schema has no empty `anyOf`; a boolean schema has to become an object to carry more. */
function runtimeSchema(schema: Json): Json {
  const bare = withoutAnnotations(schema);
  return bare === true ? {} : bare === false ? { not: {} } : bare;
}
