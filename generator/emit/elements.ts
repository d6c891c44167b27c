import type { CodePlan, ElementPlan, ProcessPlan } from '../plan/plan-types.js';
import { valueNameOf } from '../plan/names.js';
import { withoutAnnotations } from '../read/schema-bundle.js';
import { isRecord, member, type Json } from '../json.js';
import { elementDoc, emitModule, type EmitOptions } from './module.js';
import { union } from './schema-type.js';
import { docComment, propertyKey, stringLiteral } from './text.js';
import { printValue, type Printable } from './value.js';

/**
 * `elements.gen.ts`: what the model names, as constants: process, elements, messages, signals, error
 * and escalation codes, timers, candidate groups, lanes, and the tools of ad-hoc sub-processes.
 */
export function emitElements(plan: ProcessPlan, options: EmitOptions): string {
  const stem = plan.valueName;
  const groups = [...new Set(plan.userTasks.flatMap((task) => task.candidateGroups))];
  return emitModule({
    sources: [plan.model],
    runtime: options.runtime(plan.folder),
    runtimeTypes: [],
    blocks: [
      constant(
        `${stem}Id`,
        plan.id,
        elementDoc([`Id of the process "${plan.name ?? plan.id}".`, plan.documentation], {
          model: plan.model,
          elementIds: [plan.id],
        }),
      ),
      plan.versionTag === undefined
        ? ''
        : constant(`${stem}VersionTag`, plan.versionTag, docComment(['Version tag of the model.'])),
      elements(plan),
      elementIdType(plan),
      kinds(plan),
      names(`${stem}Messages`, plan.messages, docComment(['Names of the messages it waits for.'])),
      names(`${stem}Signals`, plan.signals, docComment(['Names of the signals it waits for.'])),
      codes(`${stem}Errors`, plan.errors, 'Error codes that the model throws or catches.'),
      codes(
        `${stem}Escalations`,
        plan.escalations,
        'Escalation codes that the model throws or catches.',
      ),
      timers(plan),
      groups.length === 0
        ? ''
        : constant(
            `${stem}CandidateGroups`,
            groups,
            docComment(['Groups whose members may take user tasks.']),
          ),
      lanes(plan),
      ...plan.adHocs.map((adHoc) => tools(adHoc, plan)),
    ],
  });
}

function constant(name: string, value: Printable, doc: string): string {
  const start = `export const ${name} = `;
  const frozen = typeof value === 'string' ? '' : ' as const';
  return `${doc}${start}${printValue(value, '', start.length)}${frozen};\n`;
}

function elements(plan: ProcessPlan): string {
  const members = plan.elements.map((element) => {
    const doc = elementDoc(
      describe(element),
      { model: plan.model, elementIds: [element.id] },
      '  ',
    );
    return `${doc}  ${propertyKey(element.constant)}: ${stringLiteral(element.id)},\n`;
  });
  const doc = docComment(['Ids of the elements, by name; `outer_inner` stands in a sub-process.']);
  return `${doc}export const ${plan.valueName}Elements = ${members.length === 0 ? '{}' : `{\n${members.join('')}}`} as const;\n`;
}

function describe(element: ElementPlan): readonly (string | undefined)[] {
  return [
    `${element.name ?? element.id} (${element.kind}).`,
    element.documentation,
    ...element.annotations,
    element.lane === undefined ? undefined : `Lane: ${element.lane}.`,
    element.facts.length === 0 ? undefined : element.facts.join(' '),
  ];
}

function elementIdType(plan: ProcessPlan): string {
  const name = `${plan.valueName}Elements`;
  return [
    docComment(['The id of any element.']),
    `export type ${plan.typeName}ElementId = (typeof ${name})[keyof typeof ${name}];\n`,
  ].join('');
}

function kinds(plan: ProcessPlan): string {
  const members = plan.elements.map(
    ({ id, kind }) => `  ${propertyKey(id)}: ${stringLiteral(kind)},\n`,
  );
  return members.length === 0
    ? ''
    : `${docComment(['BPMN kinds of the elements, by id.'])}export const ${plan.valueName}Kinds = {\n${members.join('')}} as const;\n`;
}

function names(
  name: string,
  things: readonly { readonly name: string; readonly typeName: string }[],
  doc: string,
): string {
  return things.length === 0
    ? ''
    : constant(
        name,
        Object.fromEntries(things.map((thing) => [valueNameOf(thing.typeName), thing.name])),
        doc,
      );
}

/** Codes by a safe name; codes that fold to one name are called as they are written. */
function codes(name: string, list: readonly CodePlan[], title: string): string {
  if (list.length === 0) {
    return '';
  }
  const counts = new Map<string, number>();
  for (const { code } of list) {
    counts.set(codeName(code), (counts.get(codeName(code)) ?? 0) + 1);
  }
  const members = list.map(({ code, thrownBy, caughtBy }) => {
    const key = counts.get(codeName(code)) === 1 ? codeName(code) : code;
    const doc = docComment(
      [
        thrownBy.length === 0 ? undefined : `Thrown by ${thrownBy.join(', ')}.`,
        caughtBy.length === 0 ? undefined : `Caught by ${caughtBy.join(', ')}.`,
      ],
      { indent: '  ' },
    );
    return `${doc}  ${propertyKey(key)}: ${stringLiteral(code)},\n`;
  });
  return `${docComment([title])}export const ${name} = {\n${members.join('')}} as const;\n`;
}

/** `CARD_DECLINED` -> `cardDeclined`. */
function codeName(code: string): string {
  return valueNameOf(code === code.toUpperCase() ? code.toLowerCase() : code);
}

function timers(plan: ProcessPlan): string {
  if (plan.timers.length === 0) {
    return '';
  }
  const members = plan.timers.map(({ element, constant: key, type, text }) => {
    const doc = elementDoc(
      [`${element.name ?? element.id}: ${type} ${text}.`],
      { model: plan.model, elementIds: [element.id] },
      '  ',
    );
    const value = printValue({ elementId: element.id, type, text }, '  ');
    return `${doc}  ${propertyKey(key)}: ${value},\n`;
  });
  const doc = docComment(['Timers, their ISO 8601, cron or FEEL text as written in the model.']);
  return `${doc}export const ${plan.valueName}Timers = {\n${members.join('')}} as const;\n`;
}

function lanes(plan: ProcessPlan): string {
  if (plan.lanes.length === 0) {
    return '';
  }
  const byName = new Map<string, string[]>();
  for (const { name, elementIds } of plan.lanes) {
    byName.set(name, [...(byName.get(name) ?? []), ...elementIds]);
  }
  return constant(
    `${plan.valueName}Lanes`,
    Object.fromEntries(byName),
    docComment(['Ids of the elements in each lane.']),
  );
}

/** What an agent is told of the activities it can choose: a description and a JSON Schema each. */
function tools(adHoc: ProcessPlan['adHocs'][number], plan: ProcessPlan): string {
  const value = Object.fromEntries(
    adHoc.tools.map(({ id, name, documentation, parameters }) => [
      id,
      { description: documentation ?? name ?? id, inputSchema: toolSchema(parameters) },
    ]),
  );
  const doc = elementDoc(
    [`Activities that can be activated in ${adHoc.element.name ?? adHoc.element.id}, by id.`],
    { model: plan.model, elementIds: [adHoc.element.id] },
  );
  const ids = union(adHoc.tools.map(({ id }) => stringLiteral(id)));
  return [
    constant(`${valueNameOf(adHoc.typeName)}Tools`, value, doc),
    '\n',
    docComment([
      `Id of an activity that can be activated in ${adHoc.element.name ?? adHoc.element.id}.`,
    ]),
    `export type ${adHoc.typeName}ToolId = ${ids};\n`,
  ].join('');
}

/** Agents know parameters by their last names: those of `toolCall.url` are told as `url`. */
function toolSchema(parameters: Json): Json {
  const properties = member(parameters, 'properties');
  const roots = isRecord(properties) ? Object.values(properties) : [];
  const [only] = roots;
  const inner = roots.length === 1 && member(only, 'properties') !== undefined ? only : parameters;
  return withoutAnnotations(inner ?? parameters);
}
