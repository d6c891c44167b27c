import type { CallPlan, ProcessPlan } from '../plan/plan-types.js';
import { orVariables, typeOf } from './contract.js';
import { contractTypes } from './messages.js';
import { elementDoc, emitModule, exportType, type EmitOptions } from './module.js';
import { docComment, propertyKey } from './text.js';
import { printValue } from './value.js';

/**
 * `calls.gen.ts`: what each call activity passes and takes back, beside what the called process wants
 * and gives when it is generated with this one. Undefined for a process without calls of a fixed id.
 */
export function emitCalls(plan: ProcessPlan, options: EmitOptions): string | undefined {
  if (plan.calls.length === 0) {
    return undefined;
  }
  const members = plan.calls.map((call) => `${entry(call)}\n`);
  const links = plan.calls.map((call) => `${link(call, plan)}\n`);
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: ['JsonValue'],
    contractTypes: contractTypes(plan),
    otherTypes: imports(plan),
    blocks: [
      ...plan.calls.flatMap((call) => types(call, plan)),
      `${docComment(['The call activities of the process with the types on both sides, by name.'])}export interface ${plan.typeName}Calls {\n${links.join('')}}\n`,
      `${docComment(['The call activities of the process, by name.'])}export const ${plan.valueName}Calls = {\n${members.join('')}} as const;\n`,
    ],
  });
}

/** What is imported of called processes, each under a name that no type of this process has. */
function imports(plan: ProcessPlan): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { calledTypeName: stem, calledFolder: folder, calledStarts } of plan.calls) {
    if (stem !== undefined && folder !== undefined && folder !== plan.folder) {
      const names = [`${stem}Result`, ...(calledStarts === true ? [`${stem}StartInput`] : [])];
      found.set(
        `../${folder}/contract.gen.js`,
        names.map((name) => `${name} as Called${name}`),
      );
    }
  }
  return found;
}

function types(call: CallPlan, plan: ProcessPlan): readonly string[] {
  const title = call.element.name ?? call.element.id;
  return [
    exportType(
      `${call.typeName}CallInput`,
      typeOf(call.input, plan, 'unknown'),
      docComment([`Variables that "${title}" passes to the process "${call.processId}".`]),
    ),
    exportType(
      `${call.typeName}CallOutput`,
      orVariables(call.output, plan),
      docComment([`Variables that "${title}" takes back.`]),
    ),
  ];
}

function link(call: CallPlan, plan: ProcessPlan): string {
  const prefix = call.calledFolder === plan.folder ? '' : 'Called';
  const called = call.calledTypeName;
  const doc = elementDoc(
    [
      `${call.element.name ?? call.element.id} calls "${call.processId}".`,
      call.element.documentation,
    ],
    { model: plan.model, elementIds: [call.element.id] },
    '  ',
  );
  const sides = [
    `    readonly passes: ${call.typeName}CallInput;\n`,
    `    readonly takesBack: ${call.typeName}CallOutput;\n`,
    called === undefined || call.calledStarts !== true
      ? ''
      : `    readonly wants: ${prefix}${called}StartInput;\n`,
    called === undefined ? '' : `    readonly gives: ${prefix}${called}Result;\n`,
  ];
  return `${doc}  readonly ${propertyKey(call.constant)}: {\n${sides.join('')}  };`;
}

function entry(call: CallPlan): string {
  const value = {
    elementId: call.element.id,
    processId: call.processId,
    binding: call.binding,
    ...(call.versionTag === undefined ? {} : { versionTag: call.versionTag }),
  };
  return `  ${propertyKey(call.constant)}: ${printValue(value, '  ')},`;
}
