import type { Diagnostic } from '../diagnostic.js';
import { deepFreeze, defined } from '../read/defined.js';
import { createLines } from '../read/lines.js';
import { parseXml } from '../read/parse-xml.js';
import { attributeOf, type XmlElement } from '../read/xml-document.js';
import { XmlProblem } from '../read/xml-problem.js';
import { checkModel } from './check-model.js';
import type { Refuse } from './check-model.js';
import { dmnDiagnostic } from './dmn-codes.js';
import { child, children, dmnNamespaces, readLogic, readParameters } from './read-logic.js';
import type { Decision, DmnModel, InputData, ItemDefinition, KnowledgeModel } from './types.js';

/** What the broker says of a file that is no DMN, or misses what its schema demands. */
const unreadable =
  'Failed to parse DMN: org.camunda.bpm.model.dmn.DmnModelException: Unable to parse model';

/** Where the text came from, and limits. */
export interface ReadDmnOptions {
  /** Path as diagnostics show it. Nothing is opened. */
  readonly file: string;
  /** Longest text accepted, in UTF-16 code units. @default 8 Mi */
  readonly maxLength?: number;
}

const DEFAULT_MAX_LENGTH = 8 * 1024 * 1024;

/**
 * Reads a DMN 1.1 to 1.5 file. Never rejects because of the text: whatever is wrong with it stands
 * in `diagnostics`, with its place. A model with a diagnostic of severity `error` must not be
 * deployed.
 */
export function readDmn(xml: string, options: ReadDmnOptions): Promise<DmnModel> {
  return Promise.resolve(readModel(xml, options));
}

function readModel(xml: string, options: ReadDmnOptions): DmnModel {
  const { file, maxLength = DEFAULT_MAX_LENGTH } = options;
  const text = xml.startsWith('\uFEFF') ? xml.slice(1) : xml;
  const start = { file, line: 1, column: 1 };
  if (text.length > maxLength) {
    const detail = `it is longer than ${maxLength} characters`;
    return empty(file, dmnDiagnostic('DMN501', { place: start, detail }));
  }
  try {
    const root = parseXml(text, file);
    if (root.name !== 'definitions' || !dmnNamespaces.has(root.namespace)) {
      const detail = `its root is <${root.qualifiedName}>, not <definitions> of DMN`;
      return empty(file, dmnDiagnostic('DMN501', { place: root.place, detail }));
    }
    return readDefinitions(root, file);
  } catch (error) {
    if (!(error instanceof XmlProblem)) {
      throw error;
    }
    const place = createLines(text, file).placeAt(error.offset);
    return empty(file, dmnDiagnostic('DMN501', { place, detail: error.message }));
  }
}

function empty(file: string, diagnostic: Diagnostic): DmnModel {
  return deepFreeze({
    kind: 'dmn',
    file,
    id: '',
    name: '',
    namespace: '',
    decisions: [],
    knowledge: [],
    refusals: [unreadable],
    diagnostics: [diagnostic],
  });
}

function readDefinitions(root: XmlElement, file: string): DmnModel {
  const diagnostics: Diagnostic[] = [];
  const inputs = new Map(children(root, 'inputData').map((each) => [idOf(each), readInput(each)]));
  const types = children(root, 'itemDefinition').map(readItemDefinition);
  const decisions = children(root, 'decision').map((each) => readDecision(each, inputs, types));
  for (const attribute of ['id', 'name', 'namespace']) {
    if ((attributeOf(root, attribute) ?? '') === '') {
      const detail = `<definitions> has no ${attribute}`;
      diagnostics.push(dmnDiagnostic('DMN502', { place: root.place, detail }));
    }
  }
  const knowledge = children(root, 'businessKnowledgeModel').map(readKnowledge);
  const refusals = diagnostics.length === 0 ? [] : [unreadable];
  const refuse: Refuse = (code, finding) => {
    diagnostics.push(dmnDiagnostic(code, finding));
    refusals.push(finding.refusal ?? unreadable);
  };
  checkModel({ decisions, knowledge }, refuse);
  return deepFreeze({
    kind: 'dmn',
    file,
    id: idOf(root),
    name: attributeOf(root, 'name') ?? '',
    namespace: attributeOf(root, 'namespace') ?? '',
    decisions,
    knowledge,
    // A file that does not fit the schema is told before what is in it.
    refusals: refusals.includes(unreadable) ? [unreadable] : refusals,
    diagnostics: diagnostics.sort(
      (a, b) => a.place.line - b.place.line || a.place.column - b.place.column,
    ),
  });
}

function readInput(element: XmlElement): InputData {
  const variable = child(element, 'variable');
  return defined({
    id: idOf(element),
    name: (variable && attributeOf(variable, 'name')) ?? attributeOf(element, 'name') ?? '',
    typeRef: variable && typeRefOf(variable),
  });
}

function readKnowledge(element: XmlElement): KnowledgeModel {
  const variable = child(element, 'variable');
  const encapsulated = child(element, 'encapsulatedLogic');
  return defined({
    id: idOf(element),
    name: (variable && attributeOf(variable, 'name')) ?? attributeOf(element, 'name') ?? '',
    parameters: encapsulated === undefined ? [] : readParameters(encapsulated),
    logic: encapsulated && readLogic(encapsulated),
    requiredKnowledge: requiredKnowledge(element),
  });
}

function requiredKnowledge(element: XmlElement): readonly string[] {
  return children(element, 'knowledgeRequirement')
    .flatMap((each) => children(each, 'requiredKnowledge'))
    .map((each) => (attributeOf(each, 'href') ?? '').replace(/^#/, ''));
}

function readItemDefinition(element: XmlElement): ItemDefinition {
  const type = child(element, 'typeRef');
  const allowed = child(element, 'allowedValues');
  return defined({
    name: attributeOf(element, 'name') ?? '',
    isCollection: attributeOf(element, 'isCollection') === 'true',
    typeRef: type?.text.trim(),
    allowedValues: allowed && child(allowed, 'text')?.text,
    components: children(element, 'itemComponent').map(readItemDefinition),
  });
}

function readDecision(
  element: XmlElement,
  inputs: ReadonlyMap<string, InputData>,
  types: readonly ItemDefinition[],
): Decision {
  const variable = child(element, 'variable');
  const required = (name: string): readonly string[] =>
    children(element, 'informationRequirement')
      .flatMap((each) => children(each, name))
      .map((each) => (attributeOf(each, 'href') ?? '').replace(/^#/, ''));
  const id = idOf(element);
  const tag = children(element, 'extensionElements')
    .flatMap((each) => each.children)
    .find((each) => each.name === 'versionTag');
  return defined({
    id,
    name: attributeOf(element, 'name') ?? '',
    versionTag: tag && attributeOf(tag, 'value'),
    resultName: (variable && attributeOf(variable, 'name')) ?? id,
    resultTypeRef: variable && typeRefOf(variable),
    requiredDecisions: required('requiredDecision'),
    requiredInputs: required('requiredInput').flatMap((each) => inputs.get(each) ?? []),
    requiredKnowledge: requiredKnowledge(element),
    logic: readLogic(element),
    types: types.length === 0 ? undefined : types,
    place: element.place,
  });
}

function idOf(element: XmlElement): string {
  return attributeOf(element, 'id') ?? '';
}

function typeRefOf(element: XmlElement): string | undefined {
  return attributeOf(element, 'typeRef');
}
