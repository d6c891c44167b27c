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
  const origins = graphNodes(process).filter(({ name }) => originNames.includes(name));
  for (const origin of origins) {
    const loop = loopFrom(origin, (node) => successors(node, process, { graph, targets }));
    if (loop.length > 0) {
      return loop;
    }
  }
  return [];
}

/** Depth-first, without recursion: a model may chain thousands of tasks. */
function loopFrom(
  origin: XmlElement,
  next: (node: XmlElement) => readonly XmlElement[],
): readonly XmlElement[] {
  const path: { readonly node: XmlElement; readonly open: XmlElement[] }[] = [
    { node: origin, open: [...next(origin)] },
  ];
  const seen = new Set<XmlElement>();
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const node = top.open.shift();
    if (node === origin) {
      return [...path.map((step) => step.node), origin];
    }
    if (node === undefined) {
      path.pop();
    } else if (!seen.has(node)) {
      seen.add(node);
      path.push({ node, open: [...next(node)] });
    }
  }
  return [];
}

interface Successors {
  readonly graph: ElementGraph;
  readonly targets: ReadonlyMap<XmlElement, readonly XmlElement[]>;
}

/** Where the engine goes on in the same go; empty after anything that waits. */
function successors(
  node: XmlElement,
  process: XmlElement,
  { graph, targets }: Successors,
): readonly XmlElement[] {
  if (!passThroughNames.includes(node.name)) {
    return [];
  }
  if (node.name === 'callActivity') {
    return startOfCalled(node, process);
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

/** A process that calls itself goes round through its plain start. */
function startOfCalled(activity: XmlElement, process: XmlElement): readonly XmlElement[] {
  const called = bpmnChildren(activity, 'extensionElements')
    .flatMap((extensions) => extensions.children)
    .find(({ name }) => name === 'calledElement');
  const id = called && attributeOf(called, 'processId');
  return id !== undefined && id === attributeOf(process, 'id')
    ? bpmnChildren(process, 'startEvent').filter((start) => eventDefinitions(start).length === 0)
    : [];
}

/** Targets by source as the flows say, which is what execution goes by. */
function flowTargets(graph: ElementGraph): ReadonlyMap<XmlElement, readonly XmlElement[]> {
  const targets = new Map<XmlElement, XmlElement[]>();
  for (const flow of graph.all('sequenceFlow')) {
    const source = graph.referenced(flow, 'sourceRef');
    const target = graph.referenced(flow, 'targetRef');
    if (source !== undefined && target !== undefined) {
      targets.set(source, [...(targets.get(source) ?? []), target]);
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
