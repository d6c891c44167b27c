import { attributeOf, bpmnChildren, isBpmn, type XmlElement } from '../../read/xml-document.js';
import type { DeploymentRule } from './deployment-rule.js';
import { gatewayNames, when } from './deployment-rule.js';
import { eventDefinitions, isTrue, type ElementGraph } from './element-graph.js';

/** Elements that wait for nothing: the engine runs through them in one go. */
const passThroughNames: readonly string[] = [
  'task',
  'manualTask',
  'startEvent',
  'intermediateThrowEvent',
  'endEvent',
  'subProcess',
  'callActivity',
  ...gatewayNames.filter((name) => name !== 'eventBasedGateway'),
];
/** Where the search for a loop begins. */
const originNames: readonly string[] = ['task', 'manualTask', 'callActivity'];

/**
 * A loop of elements that wait for nothing would never let the engine go, whatever the conditions on
 * its flows say. The path is printed from the first task of the loop in document order.
 */
export const straightThroughLoop: DeploymentRule = {
  code: 'BPMN139',
  stage: 'process',
  elements: ['process'],
  check(process, graph) {
    const loop = findLoop(process, graph);
    return when([
      loop.length > 0,
      `Processes are not allowed to contain a straight-through processing loop: ${loop
        .map((node) => attributeOf(node, 'id') ?? node.name)
        .join(' > ')}`,
    ]);
  },
};

function findLoop(process: XmlElement, graph: ElementGraph): readonly XmlElement[] {
  const targets = flowTargets(graph);
  const plainStarts = bpmnChildren(process, 'startEvent').filter(
    (start) => eventDefinitions(start).length === 0,
  );
  const next = (node: XmlElement): readonly XmlElement[] =>
    successors(node, process, { graph, targets, plainStarts });
  const components = stronglyConnected(process, next);
  const origin = graphNodes(process).find(
    (node) =>
      originNames.includes(node.name) &&
      ((components.get(node)?.size ?? 0) > 1 || next(node).includes(node)),
  );
  if (origin === undefined) {
    return [];
  }
  const loop = components.get(origin) ?? new Set([origin]);
  return loopFrom(origin, (node) => next(node).filter((target) => loop.has(target)));
}

/** Depth-first, without recursion: a model may chain thousands of tasks. */
function loopFrom(
  origin: XmlElement,
  next: (node: XmlElement) => readonly XmlElement[],
): readonly XmlElement[] {
  const path: { readonly node: XmlElement; readonly open: XmlElement[] }[] = [
    { node: origin, open: [...next(origin)].reverse() },
  ];
  const seen = new Set<XmlElement>();
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const node = top.open.pop();
    if (node === origin) {
      return [...path.map((step) => step.node), origin];
    }
    if (node === undefined) {
      path.pop();
    } else if (!seen.has(node)) {
      seen.add(node);
      path.push({ node, open: [...next(node)].reverse() });
    }
  }
  return [];
}

/**
 * Groups nodes that can reach each other, in linear time (Kosaraju's two passes): first the order in
 * which a depth-first walk leaves the nodes, then, last first, what can reach each.
 */
function stronglyConnected(
  process: XmlElement,
  next: (node: XmlElement) => readonly XmlElement[],
): ReadonlyMap<XmlElement, ReadonlySet<XmlElement>> {
  const left = leavingOrder(graphNodes(process), next);
  const sources = new Map<XmlElement, XmlElement[]>();
  for (const node of left) {
    for (const target of next(node)) {
      const list = sources.get(target) ?? [];
      list.push(node);
      sources.set(target, list);
    }
  }
  const components = new Map<XmlElement, Set<XmlElement>>();
  for (const root of left.reverse()) {
    const component = new Set<XmlElement>();
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (!components.has(node)) {
        component.add(node);
        components.set(node, component);
        for (const source of sources.get(node) ?? []) {
          open.push(source);
        }
      }
    }
  }
  return components;
}

function leavingOrder(
  roots: readonly XmlElement[],
  next: (node: XmlElement) => readonly XmlElement[],
): XmlElement[] {
  const seen = new Set<XmlElement>();
  const left: XmlElement[] = [];
  for (const root of roots) {
    const path: { readonly node: XmlElement; readonly open: XmlElement[] }[] = [];
    const enter = (node: XmlElement): void => {
      if (!seen.has(node)) {
        seen.add(node);
        path.push({ node, open: [...next(node)] });
      }
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const node = top.open.pop();
      if (node === undefined) {
        left.push(top.node);
        path.pop();
      } else {
        enter(node);
      }
    }
  }
  return left;
}

interface Successors {
  readonly graph: ElementGraph;
  readonly targets: ReadonlyMap<XmlElement, readonly XmlElement[]>;
  /** Where a process that calls itself goes on. */
  readonly plainStarts: readonly XmlElement[];
}

/** Where the engine goes on in the same go; empty after anything that waits. */
function successors(
  node: XmlElement,
  process: XmlElement,
  { graph, targets, plainStarts }: Successors,
): readonly XmlElement[] {
  if (!passThroughNames.includes(node.name)) {
    return [];
  }
  if (node.name === 'callActivity') {
    return calls(node, process) ? plainStarts : [];
  }
  if (node.name === 'subProcess') {
    return bpmnChildren(node, 'startEvent');
  }
  const own = targets.get(node) ?? [];
  const scope = node.parent;
  const leaves = own.length === 0 && scope?.name === 'subProcess';
  const on = leaves ? (targets.get(scope) ?? []) : own;
  return on.filter((target) => passThroughNames.includes(target.name) && graph.root !== target);
}

function calls(activity: XmlElement, process: XmlElement): boolean {
  const called = bpmnChildren(activity, 'extensionElements')
    .flatMap((extensions) => extensions.children)
    .find(({ name }) => name === 'calledElement');
  const id = called && attributeOf(called, 'processId');
  return id !== undefined && id === attributeOf(process, 'id');
}

/** Targets by source as the flows say, which is what execution goes by. */
function flowTargets(graph: ElementGraph): ReadonlyMap<XmlElement, readonly XmlElement[]> {
  const targets = new Map<XmlElement, XmlElement[]>();
  for (const flow of graph.all('sequenceFlow')) {
    const source = graph.referenced(flow, 'sourceRef');
    const target = graph.referenced(flow, 'targetRef');
    if (source !== undefined && target !== undefined) {
      const list = targets.get(source) ?? [];
      list.push(target);
      targets.set(source, list);
    }
  }
  return targets;
}

function graphNodes(scope: XmlElement): readonly XmlElement[] {
  return scope.children
    .filter(isBpmn)
    .flatMap((child) =>
      child.name === 'subProcess' && !isTrue(child, 'triggeredByEvent')
        ? [child, ...graphNodes(child)]
        : [child],
    );
}
