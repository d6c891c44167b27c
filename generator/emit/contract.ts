import { member, sameJson, stringMember, type Json } from '../json.js';
import type { JobElement, JobPlan, ProcessPlan } from '../plan/plan-types.js';
import { elementDoc, emitModule, exportType, type EmitOptions } from './module.js';
import { declaration, schemaType, union } from './schema-type.js';
import { docComment, propertyKey, stringLiteral } from './text.js';

/** `contract.gen.ts`: the types of a process and the interface its handlers must satisfy. */
export function emitContract(plan: ProcessPlan, options: EmitOptions): string {
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: [
      'AdHocResult',
      'JobHandler',
      'JsonObject',
      'JsonValue',
      'LinkedResources',
      'TaskCorrection',
      'TaskDenial',
    ],
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
      startInput(plan),
      exportType(
        `${plan.typeName}Result`,
        orVariables(plan.result, plan),
        docComment([`Variables of the process "${plan.id}" when it has ended.`]),
      ),
      ...plan.jobs.flatMap((job) => jobTypes(job, plan)),
      ...plan.dynamicJobs.flatMap((job) => [...jobTypes(job, plan), dynamicHandler(job, plan)]),
      handlersInterface(plan),
    ],
  });
}

const NAMES = new WeakMap<ProcessPlan, ReadonlySet<string>>();

/** The type of a schema of this process. */
export function typeOf(
  schema: Json,
  plan: ProcessPlan,
  anything: 'unknown' | 'JsonValue',
  indent = '',
): string {
  const names = NAMES.get(plan) ?? new Set(plan.types.map(({ name }) => name));
  NAMES.set(plan, names);
  return schemaType(schema, {
    indent,
    anything,
    nameOf: (key) => (names.has(key) ? key : undefined),
  });
}

/** The type of a schema that is written, or the name of the type of all variables. */
export function orVariables(schema: Json, plan: ProcessPlan): string {
  return sameJson(schema, plan.variables)
    ? `${plan.typeName}Variables`
    : typeOf(schema, plan, 'JsonValue');
}

const MOST_NAMED = 10;

/** `"Reserve seats", "Hold seats"`: names of elements for a doc comment, the first few of many. */
export function elementList(elements: readonly JobElement[]): string {
  const named = elements.slice(0, MOST_NAMED).map(({ name, id }) => `"${name ?? id}"`);
  const more = elements.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

function startInput(plan: ProcessPlan): string {
  return plan.start === undefined
    ? ''
    : exportType(
        `${plan.typeName}StartInput`,
        orVariables(plan.start.input, plan),
        docComment([`Variables that the process "${plan.id}" is started with.`]),
      );
}

function jobTypes(job: JobPlan, plan: ProcessPlan): readonly string[] {
  const elements = elementList(job.elements);
  const served = job.connector
    ? `Served by ${job.template === undefined ? 'a runtime of its own' : `the element template ${job.template}`}, not by a handler.`
    : undefined;
  return [
    exportType(
      `${job.typeName}Input`,
      typeOf(job.input, plan, 'unknown'),
      docComment([`Variables that a job of ${elements} carries.`, served]),
    ),
    toolsType(job, plan),
    exportType(
      `${job.typeName}Output`,
      outputType(job, plan),
      docComment([whatReturns(job, elements)]),
    ),
    exportType(
      `${job.typeName}Headers`,
      headersType(job),
      docComment([`Fixed headers of ${elements}.`]),
    ),
  ];
}

function whatReturns({ kinds }: JobPlan, elements: string): string {
  return kinds.some((kind) => kind === 'taskListener' || kind === 'adHocSubProcess')
    ? `What the handler of ${elements} returns.`
    : `Variables that completing ${elements} takes.`;
}

const DENIABLE: ReadonlySet<string> = new Set(['assigning', 'updating', 'completing']);

/**
 * What a handler returns: variables, and where task listeners or ad-hoc sub-processes create the job,
 * their results. Listeners of tasks return no variables, ad-hoc jobs only within their result.
 */
function outputType(job: JobPlan, plan: ProcessPlan): string {
  const variables = orVariables(job.output, plan);
  const parts: string[] = [];
  if (job.kinds.includes('element') || job.kinds.includes('executionListener')) {
    parts.push(variables);
  }
  if (job.kinds.includes('adHocSubProcess')) {
    parts.push(`AdHocResult<${job.typeName}Tools, ${variables}>`);
  }
  if (job.kinds.includes('taskListener')) {
    const events = job.taskListenerEvents;
    parts.push(...(events.some((event) => event !== 'canceling') ? ['TaskCorrection'] : []));
    parts.push(...(events.some((event) => DENIABLE.has(event)) ? ['TaskDenial'] : []));
    parts.push('undefined');
  }
  return union(parts);
}

function toolsType(job: JobPlan, plan: ProcessPlan): string {
  if (!job.kinds.includes('adHocSubProcess')) {
    return '';
  }
  const members = job.tools.map(({ id, parameters, ...tool }) => {
    const doc = docComment([tool.name ?? id, tool.documentation], { indent: '  ' });
    const asked = Object.keys(member(parameters, 'properties') ?? {}).length > 0;
    const type = asked ? typeOf(parameters, plan, 'JsonValue', '  ') : 'JsonObject';
    return `${doc}${declaration(`readonly ${propertyKey(id)}:`, type, '  ')}\n`;
  });
  const doc = docComment([
    `Activities that the worker of ${elementList(job.elements)} can activate, with the variables they start with.`,
  ]);
  const type = members.length === 0 ? 'Readonly<Record<never, never>>' : `{\n${members.join('')}}`;
  return `${doc}export type ${job.typeName}Tools = ${type};\n`;
}

function dynamicHandler(job: JobPlan, plan: ProcessPlan): string {
  const doc = elementDoc(
    [`Handler for ${elementList(job.elements)}, whose job type is the expression ${job.type}.`],
    { model: plan.model, elementIds: job.elements.map(({ id }) => id) },
  );
  const parameters = handlerParameters(job);
  return `${doc}export type ${job.typeName}JobHandler = JobHandler<\n${parameters
    .map((parameter) => `  ${parameter}`)
    .join(',\n')}\n>;\n`;
}

/** The header in which the engine lists linked resources. */
const LINKED_RESOURCES = 'linkedResources';

function headersType({ headers, linkNames }: JobPlan): string {
  const members = headers
    .filter(({ key }) => linkNames.length === 0 || key !== LINKED_RESOURCES)
    .map(({ key, values, optional }) => {
      const start = `readonly ${propertyKey(key)}${optional ? '?' : ''}:`;
      return `${declaration(start, union(values.map(stringLiteral)), '  ')}\n`;
    });
  if (linkNames.length > 0) {
    const type = `LinkedResources<${union(linkNames.map(stringLiteral))}>`;
    members.push(`  readonly ${LINKED_RESOURCES}: ${type};\n`);
  }
  if (members.length === 0) {
    return 'Readonly<Record<string, never>>';
  }
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
      createdBy(job),
    ],
    { model: plan.model, elementIds: job.elements.map(({ id }) => id) },
    '  ',
  );
  const parameters = handlerParameters(job);
  const start = `  readonly ${propertyKey(job.type)}: JobHandler<`;
  const line = `${start}${parameters.join(', ')}>;\n`;
  return line.length <= 101
    ? `${doc}${line}`
    : `${doc}${start}\n${parameters.map((parameter) => `    ${parameter}`).join(',\n')}\n  >;\n`;
}

/** The type arguments of a job's `JobHandler`. */
export function handlerParameters(job: JobPlan): readonly string[] {
  const stem = job.typeName;
  const elementIds = union(job.elements.map(({ id }) => stringLiteral(id)));
  return [`${stem}Input`, `${stem}Output`, errorsType(job), `${stem}Headers`, elementIds];
}

/** What creates the job beside tasks, for the doc comment. */
function createdBy(job: JobPlan): string | undefined {
  const { kinds, taskListenerEvents, executionListenerEvents } = job;
  const parts = [
    ...(kinds.includes('executionListener')
      ? [`an execution listener (${executionListenerEvents.join(', ')})`]
      : []),
    ...(kinds.includes('taskListener')
      ? [`a task listener (${taskListenerEvents.join(', ')})`]
      : []),
    ...(kinds.includes('adHocSubProcess') ? ['an ad-hoc sub-process'] : []),
  ];
  return parts.length === 0 ? undefined : `Created by ${parts.join(', ')}.`;
}

/** Codes that a handler may throw: `never` when nothing is caught, `string` when everything is. */
export function errorsType({ errors }: JobPlan): string {
  return errors === 'any' ? 'string' : union(errors.map(stringLiteral));
}

function describe(schema: Json): string | undefined {
  return stringMember(schema, 'description') ?? stringMember(schema, 'title');
}
