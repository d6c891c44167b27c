import { diagnose, sortDiagnostics } from '../codes.js';
import type { Diagnostic } from '../diagnostic.js';
import type { BaseElement, BpmnModel, Process } from '../types.js';
import { readBase, readBoolean, readExpression, readIdentified } from './base-element.js';
import { deepFreeze, defined } from './defined.js';
import { readAnnotations, readCollaborations, readLanes } from './documentation.js';
import { readEmbeddedForms, readExecutionListeners, readExtension } from './extensions.js';
import { readFlowElements } from './flow-nodes.js';
import { createLines } from './lines.js';
import { parseXml } from './parse-xml.js';
import { report, type Reading } from './reading.js';
import {
  attributeOf,
  bpmnChildren,
  bpmnNamespace,
  modelerNamespace,
  zeebeExtension,
  type XmlElement,
} from './xml-document.js';
import { XmlProblem } from './xml-problem.js';

/** Where the text came from, and limits. */
export interface ReadOptions {
  /** Path as diagnostics show it. Nothing is opened. */
  readonly file: string;
  /** Longest text accepted, in UTF-16 code units. @default 8 Mi */
  readonly maxLength?: number;
}

const defaultMaxLength = 8 * 1024 * 1024;

/**
 * Reads a BPMN 2.0 model. Never rejects because of the text: whatever is wrong with it stands in
 * `diagnostics`, with its place, and a text that is no BPMN yields a model without processes.
 * Elements are known by namespace URI, whatever the prefix. Extensions of other vendors are ignored.
 */
export function readBpmn(xml: string, options: ReadOptions): Promise<BpmnModel> {
  return Promise.resolve(readModel(xml, options));
}

function readModel(xml: string, options: ReadOptions): BpmnModel {
  const { file, maxLength = defaultMaxLength } = options;
  const text = xml.startsWith('\uFEFF') ? xml.slice(1) : xml;
  const refusal = refuse(text, { file, maxLength });
  if (refusal !== undefined) {
    return emptyModel(file, [refusal]);
  }
  try {
    const root = parseXml(text, file);
    if (root.name !== 'definitions' || root.namespace !== bpmnNamespace) {
      return emptyModel(file, [
        diagnose('BPMN105', { place: root.place, values: { name: root.qualifiedName } }),
      ]);
    }
    return readDefinitions(root, file);
  } catch (error) {
    if (!(error instanceof XmlProblem)) {
      throw error;
    }
    const place = createLines(text, file).placeAt(error.offset);
    return emptyModel(file, [diagnose(error.code, { place, values: { detail: error.message } })]);
  }
}

function refuse(
  text: string,
  { file, maxLength }: { readonly file: string; readonly maxLength: number },
): Diagnostic | undefined {
  const place = Object.freeze({ file, line: 1, column: 1 });
  if (text.length > maxLength) {
    const detail = `${text.length} characters, at most ${maxLength} are read`;
    return diagnose('BPMN103', { place, values: { detail } });
  }
  // eslint-disable-next-line no-control-regex -- XML 1.0 forbids exactly these; binary files hold them
  const binary = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  if (binary >= 0) {
    const hex = text.charCodeAt(binary).toString(16).padStart(4, '0');
    const detail = `it holds the character U+${hex}`;
    return diagnose('BPMN104', {
      place: createLines(text, file).placeAt(binary),
      values: { detail },
    });
  }
  if (text.trim() === '') {
    return diagnose('BPMN104', { place, values: { detail: 'it is empty' } });
  }
  return undefined;
}

function emptyModel(file: string, diagnostics: readonly Diagnostic[]): BpmnModel {
  return deepFreeze({
    kind: 'bpmn',
    file,
    processes: [],
    messages: [],
    errors: [],
    escalations: [],
    signals: [],
    participants: [],
    messageFlows: [],
    elementsById: new Map(),
    diagnostics,
  });
}

function readDefinitions(root: XmlElement, file: string): BpmnModel {
  const diagnostics: Diagnostic[] = [];
  const elementsById = new Map<string, BaseElement>();
  const list = <T extends BaseElement>(name: string, read: (element: XmlElement) => T) => {
    const found = bpmnChildren(root, name).map((element) => {
      if (attributeOf(element, 'id') === undefined) {
        report({ diagnostics }, 'BPMN108', { at: element, values: { name } });
      }
      return read(element);
    });
    for (const each of found) {
      elementsById.set(each.id, each);
    }
    return { found, byId: new Map(found.map((each) => [each.id, each])) };
  };
  const messages = list('message', readMessage);
  const errors = list('error', (element) =>
    defined({ ...readBase(element), errorCode: readExpression(element, 'errorCode') }),
  );
  const escalations = list('escalation', (element) =>
    defined({ ...readBase(element), escalationCode: readExpression(element, 'escalationCode') }),
  );
  const signals = list('signal', (element) =>
    defined({ ...readBase(element), signalName: readExpression(element, 'name') }),
  );
  const reading: Reading = {
    messages: messages.byId,
    errors: errors.byId,
    escalations: escalations.byId,
    signals: signals.byId,
    byId: indexIds(root, diagnostics),
    annotations: readAnnotations(root),
    diagnostics,
    elementsById,
  };
  const processes = bpmnChildren(root, 'process').map((each) => readProcess(each, reading));
  return deepFreeze(
    defined({
      kind: 'bpmn' as const,
      file,
      executionPlatform: attributeOf(root, 'executionPlatform', modelerNamespace),
      executionPlatformVersion: attributeOf(root, 'executionPlatformVersion', modelerNamespace),
      processes,
      messages: messages.found,
      errors: errors.found,
      escalations: escalations.found,
      signals: signals.found,
      ...readCollaborations(root, reading),
      elementsById,
      diagnostics: sortDiagnostics(diagnostics),
      root,
    }),
  );
}

function readMessage(element: XmlElement) {
  const subscription = zeebeExtension(element, 'subscription');
  return defined({
    ...readBase(element),
    correlationKey: subscription && readExpression(subscription, 'correlationKey'),
  });
}

function readProcess(element: XmlElement, reading: Reading): Process {
  const tag = zeebeExtension(element, 'versionTag');
  const process: Process = defined({
    ...readIdentified(element, reading),
    kind: 'process',
    isExecutable: readBoolean(element, 'isExecutable', false),
    versionTag: tag && attributeOf(tag, 'value'),
    executionListeners: readExecutionListeners(element),
    flowElements: readFlowElements(element, reading),
    lanes: readLanes(element),
    forms: readEmbeddedForms(element),
    jobPriority: readExtension(element, 'jobPriorityDefinition', 'priority'),
  } as const);
  reading.elementsById.set(process.id, process);
  return process;
}

/** BPMN elements by id, diagram included: an id must be unique in the whole file. */
function indexIds(root: XmlElement, diagnostics: Diagnostic[]): ReadonlyMap<string, XmlElement> {
  const byId = new Map<string, XmlElement>();
  const visit = (element: XmlElement): void => {
    const id = attributeOf(element, 'id');
    const first = id === undefined ? undefined : byId.get(id);
    if (id !== undefined && first !== undefined) {
      report({ diagnostics }, 'BPMN106', {
        at: element,
        attribute: 'id',
        values: { id, line: String(first.place.line) },
      });
    } else if (id !== undefined) {
      byId.set(id, element);
    }
    // Extension elements may reuse ids (zeebe:header has one); XML Schema does not check them.
    element.children.filter((child) => child.name !== 'extensionElements').forEach(visit);
  };
  visit(root);
  return byId;
}
