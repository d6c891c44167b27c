import type { DiagnosticCode } from '../codes.js';
import type { Diagnostic } from '../diagnostic.js';
import type { Platform } from '../platform/platform.js';
import { elementPath } from '../read/reading.js';
import { isBpmn, zeebeNamespace, type XmlElement } from '../read/xml-document.js';
import { schemaProblems } from '../schema/schema-problems.js';
import type { BpmnModel } from '../types.js';
import { deploymentRules } from './deployment/all-rules.js';
import type { DeploymentRule } from './deployment/deployment-rule.js';
import { createElementGraph, isTrue, type ElementGraph } from './deployment/element-graph.js';

/** What the broker says about one element of a rejected model. */
export interface DeploymentError {
  /**
   * `element`: a rule was broken. `process`: a process as a whole cannot run. `file`: the file could
   * not be read, so there is no element.
   */
  readonly kind: 'element' | 'process' | 'file';
  /** Id of the element, or names from the closest one with an id: `taskA > extensionElements`. */
  readonly path: string;
  readonly messages: readonly string[];
}

/** One broken rule, with the element for its place. */
export interface BrokenRule {
  readonly code: DiagnosticCode;
  readonly element: XmlElement;
  readonly message: string;
  /** The version that takes what the rule rejects, when a newer one does. */
  readonly acceptedSince?: Platform;
}

/**
 * Why a cluster of the target version would reject this model, grouped by element in document order;
 * empty when it would deploy. The engine, which is an 8.6, rejects with exactly these.
 */
export function deploymentErrors(
  model: BpmnModel,
  target: Platform = '8.6',
): readonly DeploymentError[] {
  const rejected = fileError(model);
  if (rejected !== undefined || model.root === undefined) {
    return rejected === undefined ? [] : [{ kind: 'file', path: '', messages: [rejected] }];
  }
  const errors = elementErrors(model.root, target);
  // The broker misses an id only when it has nothing else to say of the model.
  const [missing] = errors.length > 0 ? [] : missingIds(model);
  return missing === undefined ? errors : [{ kind: 'file', path: '', messages: [missing.message] }];
}

function elementErrors(root: XmlElement, target: Platform): readonly DeploymentError[] {
  const byElement = new Map<XmlElement, BrokenRule[]>();
  for (const broken of brokenRules(root, target)) {
    const ofElement = byElement.get(broken.element);
    if (ofElement === undefined) {
      byElement.set(broken.element, [broken]);
    } else {
      ofElement.push(broken);
    }
  }
  return [...byElement].map(([element, broken]) => ({
    kind: broken.some(({ code }) => code === 'BPMN139') ? 'process' : 'element',
    // The broker never prints the id of the root.
    path: element === root ? element.name : elementPath(element),
    messages: broken.map(({ message }) => message),
  }));
}

/** Why the file as a whole is refused, as the broker does before it looks at any element. */
function fileError(model: BpmnModel): string | undefined {
  if (model.root === undefined) {
    const [unreadable] = model.diagnostics.filter(({ severity }) => severity === 'error');
    return unreadable === undefined ? undefined : unreadableWords(unreadable);
  }
  const [problem] = schemaProblems(model.root);
  if (problem !== undefined) {
    return `Error: URI=null Line=${String(problem.line)}: ${problem.message}`;
  }
  return model.diagnostics.find(({ severity, code }) => severity === 'error' && code !== 'BPMN108')
    ?.message;
}

function missingIds({ diagnostics }: BpmnModel): readonly Diagnostic[] {
  return diagnostics.filter(({ severity, code }) => severity === 'error' && code === 'BPMN108');
}

/** The words of the broker's XML parser where they are known, ours elsewhere. */
function unreadableWords({ code, message, place }: Diagnostic): string {
  const at = `URI=null Line=${String(place.line)}`;
  const [, root] = /^The root element is <(.+?)>/.exec(message) ?? [];
  if (code === 'BPMN102') {
    return `Fatal Error: ${at}: DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.`;
  }
  if (message.endsWith('missing start tag.')) {
    return `Fatal Error: ${at}: Content is not allowed in prolog.`;
  }
  return root === undefined
    ? `Error: ${at}: ${message}`
    : `Error: ${at}: cvc-elt.1.a: Cannot find the declaration of element '${root}'.`;
}

/**
 * Applies every deployment rule of a Camunda version to a file. Processes that are not executable are
 * left alone.
 */
export function brokenRules(root: XmlElement, target: Platform): readonly BrokenRule[] {
  const graph = createElementGraph(root, target);
  const broken: BrokenRule[] = [];
  visitExecutable(root, (element) => {
    const runtime = applyRules(element, graph, 'runtime');
    for (const each of runtime.length > 0 ? runtime : applyRules(element, graph, 'design')) {
      broken.push(each);
    }
  });
  if (broken.length === 0) {
    visitExecutable(root, (element) => {
      for (const each of applyRules(element, graph, 'process')) {
        broken.push(each);
      }
    });
  }
  return broken;
}

const rulesByName = groupRules(deploymentRules);

function groupRules(
  rules: readonly DeploymentRule[],
): ReadonlyMap<string, readonly DeploymentRule[]> {
  const groups = new Map<string, DeploymentRule[]>();
  for (const rule of rules) {
    for (const name of rule.elements) {
      groups.set(name, [...(groups.get(name) ?? []), rule]);
    }
  }
  return groups;
}

function applyRules(
  element: XmlElement,
  graph: ElementGraph,
  stage: 'design' | 'runtime' | 'process',
): readonly BrokenRule[] {
  const name = ruleName(element);
  const rules = name === undefined ? [] : (rulesByName.get(name) ?? []);
  return rules
    .filter((rule) => (rule.stage ?? 'design') === stage && isInForce(rule, graph))
    .flatMap((rule) =>
      rule.check(element, graph).map((message) => ({
        code: rule.code,
        element,
        message,
        ...(rule.before === undefined ? {} : { acceptedSince: rule.before }),
      })),
    );
}

function isInForce({ since, before }: DeploymentRule, graph: ElementGraph): boolean {
  return (
    (since === undefined || graph.supports(since)) &&
    (before === undefined || !graph.supports(before))
  );
}

function ruleName(element: XmlElement): string | undefined {
  if (isBpmn(element)) {
    return element.name;
  }
  return element.namespace === zeebeNamespace ? `zeebe:${element.name}` : undefined;
}

function visitExecutable(element: XmlElement, visit: (element: XmlElement) => void): void {
  if (isBpmn(element) && element.name === 'process' && !isTrue(element, 'isExecutable')) {
    return;
  }
  visit(element);
  for (const child of element.children) {
    visitExecutable(child, visit);
  }
}

/**
 * The broker's text for one rejected resource, as it follows "Expected to deploy new resources, but
 * encountered the following errors:" and a line break.
 */
export function formatDeploymentErrors(
  resourceName: string,
  errors: readonly DeploymentError[],
): string {
  const file = errors.find(({ kind }) => kind === 'file');
  if (file !== undefined) {
    return `'${resourceName}': ${file.messages.join('\n')}`;
  }
  const isProcess = errors.some(({ kind }) => kind === 'process');
  const quote = isProcess ? '`' : "'";
  const blocks = errors.map(
    ({ path, messages }) =>
      `- ${isProcess ? 'Process' : 'Element'}: ${path}\n${messages
        .map((message) => `    - ERROR: ${message}\n`)
        .join('')}`,
  );
  return `${quote}${resourceName}${quote}: ${blocks.join('')}`;
}
