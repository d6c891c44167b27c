import { readBpmn, validate, type BpmnModel, type ValidateOptions } from '../index.js';

const head = (version: string): string =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="defs" targetNamespace="t" modeler:executionPlatformVersion="${version}">`;

/** What stands around the process. */
export interface Surroundings {
  /** @default 8.6 */
  readonly version?: string;
  /** Messages, errors, ... beside the process. */
  readonly roots?: string;
  /** Extension elements of the process. */
  readonly extensions?: string;
}

/** A model with one executable process `p` that holds `body`. BPMN is the default namespace. */
export function processOf(body: string, around: Surroundings = {}): string {
  const { version = '8.6', roots = '', extensions } = around;
  const own = extensions === undefined ? '' : extend(extensions);
  return `${head(version)}\n<process id="p" isExecutable="true">${own}\n${body.trim()}\n</process>\n${roots.trim()}\n</definitions>`;
}

/** A file that holds `content` and nothing else. */
export function definitionsOf(content: string, version = '8.6'): string {
  return `${head(version)}\n${content.trim()}\n</definitions>`;
}

/** `<extensionElements>` around extensions. */
export function extend(extensions: string): string {
  return `<extensionElements>${extensions}</extensionElements>`;
}

/** `jobwright:` properties, as an extension element. */
export function properties(values: Readonly<Record<string, string>>): string {
  const each = Object.entries(values).map(
    ([name, value]) => `<zeebe:property name="jobwright:${name}" value="${value}" />`,
  );
  return `<zeebe:properties>${each.join('')}</zeebe:properties>`;
}

/** A service task that a job does; `more` stands beside its task definition. */
export function job(id: string, more = ''): string {
  return `<serviceTask id="${id}">${extend(`<zeebe:taskDefinition type="${id}" />${more}`)}</serviceTask>`;
}

/** Sequence flows along ids: `flows('a b c')` leads from a to b to c. */
export function flows(path: string): string {
  const ids = path.split(' ');
  return ids
    .slice(1)
    .map((target, index) => {
      const source = ids[index] ?? '';
      return `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}" />`;
    })
    .join('\n');
}

/** Reads a text as `small.bpmn`. */
export function readSmall(xml: string, file = 'small.bpmn'): Promise<BpmnModel> {
  return readBpmn(xml, { file });
}

/**
 * What one code says about a model, each as `element @ text at the place: message`. The text at the
 * place goes up to the next white space, quote, slash or bracket.
 */
export async function raised(
  code: string,
  xml: string,
  options?: ValidateOptions,
): Promise<readonly string[]> {
  return validate([await readSmall(xml)], options)
    .filter((diagnostic) => diagnostic.code === code)
    .map(
      ({ elementId, place, message }) =>
        `${elementId ?? '-'} @ ${textAt(xml, place.line, place.column)}: ${message}`,
    );
}

/** Codes and elements of all that is said about a model, without BPMN150 and BPMN151. */
export async function codesOf(xml: string, options?: ValidateOptions): Promise<readonly string[]> {
  return validate([await readSmall(xml)], options)
    .filter(({ code }) => code !== 'BPMN150' && code !== 'BPMN151')
    .map(({ code, elementId }) => `${code} ${elementId ?? ''}`.trim());
}

function textAt(xml: string, line: number, column: number): string {
  const rest = xml.split('\n')[line - 1]?.slice(column - 1) ?? '';
  return /^<?[^\s"/<>]*/.exec(rest)?.[0] ?? '';
}
