import type {
  Activity,
  BpmnModel,
  FlowElements,
  FlowNode,
  Process,
  SubProcess,
} from '../../model/index.js';
import { adHocInner, compileAdHoc, innerNode } from './compile-ad-hoc.js';
import { compileEvent, eventTypeOf, NotExecutable } from './compile-event.js';
import { compileHeaders, compileJob, compileListeners } from './compile-job.js';
import type {
  ExecutableFlow,
  ExecutableLoop,
  ExecutableNode,
  ExecutableProcess,
  ExecutableScope,
} from './executable.js';
import { compileExpression, compileOptional } from './expression.js';
import { compileMappings } from './mapping.js';
import { compileUserTask } from './compile-user-task.js';

/** BPMN element type of a multi-instance body, which shares its id with what it repeats. */
export const multiInstanceBody = 'MULTI_INSTANCE_BODY';

const elementTypes: Readonly<Record<FlowNode['kind'], string>> = {
  serviceTask: 'SERVICE_TASK',
  sendTask: 'SEND_TASK',
  scriptTask: 'SCRIPT_TASK',
  businessRuleTask: 'BUSINESS_RULE_TASK',
  userTask: 'USER_TASK',
  receiveTask: 'RECEIVE_TASK',
  manualTask: 'MANUAL_TASK',
  task: 'TASK',
  callActivity: 'CALL_ACTIVITY',
  subProcess: 'SUB_PROCESS',
  adHocSubProcess: 'AD_HOC_SUB_PROCESS',
  transaction: 'SUB_PROCESS',
  startEvent: 'START_EVENT',
  intermediateCatchEvent: 'INTERMEDIATE_CATCH_EVENT',
  intermediateThrowEvent: 'INTERMEDIATE_THROW_EVENT',
  endEvent: 'END_EVENT',
  boundaryEvent: 'BOUNDARY_EVENT',
  exclusiveGateway: 'EXCLUSIVE_GATEWAY',
  inclusiveGateway: 'INCLUSIVE_GATEWAY',
  parallelGateway: 'PARALLEL_GATEWAY',
  eventBasedGateway: 'EVENT_BASED_GATEWAY',
  complexGateway: 'UNSPECIFIED',
};

const unsupported = new Set<FlowNode['kind']>(['transaction', 'complexGateway']);

function emptyScope(id: string, parent?: ExecutableScope): ExecutableScope {
  return {
    id,
    ...(parent === undefined ? {} : { parent }),
    nodes: [],
    flows: [],
    triggeredStarts: [],
    eventSubProcesses: [],
  };
}

function compileLoop(node: FlowNode): ExecutableLoop | undefined {
  const loop = 'loop' in node ? node.loop : undefined;
  if (loop === undefined) {
    return undefined;
  }
  if (loop.inputCollection === undefined) {
    throw new NotExecutable(node.id, "Attribute 'inputCollection' must be present and not empty");
  }
  const outputElement = compileOptional(loop.outputElement);
  const completionCondition = compileOptional(loop.completionCondition);
  return {
    isSequential: loop.isSequential,
    inputCollection: compileExpression(loop.inputCollection),
    ...(loop.inputElement ? { inputElement: loop.inputElement } : {}),
    ...(loop.outputCollection ? { outputCollection: loop.outputCollection } : {}),
    ...(outputElement === undefined ? {} : { outputElement }),
    ...(completionCondition === undefined ? {} : { completionCondition }),
  };
}

function isEventSubProcess(node: FlowNode): boolean {
  return node.kind === 'subProcess' && node.triggeredByEvent;
}

function isInterrupting(node: FlowNode): boolean {
  if (node.kind === 'boundaryEvent') {
    return node.cancelActivity;
  }
  return node.kind === 'startEvent' ? node.isInterrupting : true;
}

function activityDetails(node: FlowNode): Partial<ExecutableNode> {
  const details: { -readonly [K in keyof ExecutableNode]?: ExecutableNode[K] } = {};
  if (node.kind === 'scriptTask' && node.script !== undefined) {
    details.script = {
      expression: compileExpression(node.script.expression),
      resultVariable: node.script.resultVariable,
    };
  }
  if (node.kind === 'businessRuleTask' && node.calledDecision !== undefined) {
    const { decisionId, resultVariable, bindingType, versionTag } = node.calledDecision;
    details.calledDecision = {
      decisionId: compileExpression(decisionId),
      resultVariable,
      bindingType,
      ...(versionTag === undefined ? {} : { versionTag }),
    };
  }
  if (node.kind === 'callActivity' && node.calledElement !== undefined) {
    const called = node.calledElement;
    details.calledElement = {
      processId: compileExpression(called.processId),
      propagateAllParentVariables: called.propagateAllParentVariables,
      propagateAllChildVariables: called.propagateAllChildVariables,
      bindingType: called.bindingType,
      ...(called.versionTag === undefined ? {} : { versionTag: called.versionTag }),
    };
  }
  if ('defaultFlow' in node) {
    details.defaultFlow = node.defaultFlow;
  }
  if (node.kind === 'boundaryEvent') {
    details.attachedTo = node.attachedToRef;
  }
  return details;
}

function compileNode(node: FlowNode, container: ExecutableScope): ExecutableNode {
  if (unsupported.has(node.kind)) {
    throw new NotExecutable(node.id, `Elements of type '${node.kind}' are currently not supported`);
  }
  const event = compileEvent(node);
  const job = compileJob(node);
  const userTask = compileUserTask(node);
  const loop = compileLoop(node);
  return {
    id: node.id,
    node,
    elementType: isEventSubProcess(node) ? 'EVENT_SUB_PROCESS' : elementTypes[node.kind],
    eventType: eventTypeOf(node, event),
    container,
    outgoing: [],
    incoming: [],
    boundaryEvents: [],
    headers: compileHeaders(node),
    inputs: compileMappings(node.ioMapping?.inputs ?? []),
    outputs: compileMappings(node.ioMapping?.outputs ?? []),
    startListeners: compileListeners(node.executionListeners, 'start'),
    endListeners: compileListeners(node.executionListeners, 'end'),
    event,
    interrupting: isInterrupting(node),
    ...(job === undefined ? {} : { job }),
    ...(userTask === undefined ? {} : { userTask }),
    ...(loop === undefined ? {} : { loop }),
    ...('flowElements' in node ? { scope: emptyScope(node.id, container) } : {}),
    ...activityDetails(node),
  };
}

type Nodes = Map<string, ExecutableNode>;

function addNodes(content: FlowElements, scope: ExecutableScope, nodes: Nodes): void {
  for (const node of content.nodes) {
    const executable = compileNode(node, scope);
    nodes.set(node.id, executable);
    scope.nodes.push(executable);
    if (isEventSubProcess(node)) {
      scope.eventSubProcesses.push(executable);
    } else if (node.kind === 'startEvent') {
      if (executable.event.kind === 'none') {
        scope.noneStart ??= executable;
      } else {
        scope.triggeredStarts.push(executable);
      }
    }
    if (node.kind === 'adHocSubProcess' && executable.scope !== undefined) {
      addAdHocNodes(node, executable, nodes);
    } else if ('flowElements' in node && executable.scope !== undefined) {
      addNodes(node.flowElements, executable.scope, nodes);
    }
  }
}

/** Event sub-processes belong to the ad-hoc sub-process itself, all else to what is chosen of it. */
function addAdHocNodes(node: SubProcess, executable: ExecutableNode, nodes: Nodes): void {
  const { scope } = executable;
  if (scope === undefined) {
    return;
  }
  const inner = innerNode(executable, scope);
  nodes.set(inner.id, inner);
  scope.nodes.push(inner);
  const { flowElements } = node;
  const own = flowElements.nodes.filter(isEventSubProcess);
  const chosen = flowElements.nodes.filter((each) => !isEventSubProcess(each));
  addNodes({ ...flowElements, nodes: own }, scope, nodes);
  addNodes({ ...flowElements, nodes: chosen }, inner.scope ?? scope, nodes);
}

function addContentFlows(node: ExecutableNode, nodes: Nodes): void {
  if (
    node.elementType === adHocInner ||
    node.scope === undefined ||
    !('flowElements' in node.node)
  ) {
    return;
  }
  const { flowElements } = node.node;
  const inner = nodes.get(`${node.id}#innerInstance`);
  if (node.node.kind !== 'adHocSubProcess' || inner?.scope === undefined) {
    addFlows(flowElements, node.scope, nodes);
    return;
  }
  addFlows({ nodes: [], flows: [], associations: [] }, node.scope, nodes);
  addFlows(flowElements, inner.scope, nodes);
  node.adHoc = compileAdHoc(node.node, inner);
}

function addFlows(content: FlowElements, scope: ExecutableScope, nodes: Nodes): void {
  for (const flow of content.flows) {
    const source = nodes.get(flow.sourceRef);
    const target = nodes.get(flow.targetRef);
    if (source === undefined || target === undefined) {
      throw new NotExecutable(flow.id, 'Source and target of a sequence flow must exist');
    }
    const condition = compileOptional(flow.condition);
    const executable: ExecutableFlow = {
      id: flow.id,
      source,
      target,
      ...(condition === undefined ? {} : { condition }),
    };
    scope.flows.push(executable);
    source.outgoing.unshift(executable);
    target.incoming.push(executable);
  }
  for (const node of scope.nodes) {
    if (node.attachedTo !== undefined) {
      nodes.get(node.attachedTo)?.boundaryEvents.push(node);
    }
    addContentFlows(node, nodes);
  }
  for (const association of content.associations) {
    const boundary = nodes.get(association.sourceRef);
    const handler = nodes.get(association.targetRef);
    if (boundary?.event.kind === 'compensate' && handler !== undefined) {
      boundary.handler = handler;
    }
  }
}

/** Models are frozen and what is compiled of them is read only: each is compiled once. */
const compiled = new WeakMap<Process, ExecutableProcess>();

/** Compiles one process. Throws `NotExecutable` or `FeelSyntaxError` for what cannot run. */
export function compileProcess(process: Process): ExecutableProcess {
  const known = compiled.get(process) ?? compile(process);
  compiled.set(process, known);
  return known;
}

function compile(process: Process): ExecutableProcess {
  const nodes: Nodes = new Map();
  const scope = emptyScope(process.id);
  addNodes(process.flowElements, scope, nodes);
  addFlows(process.flowElements, scope, nodes);
  return {
    id: process.id,
    versionTag: process.versionTag ?? '',
    scope,
    startListeners: compileListeners(process.executionListeners, 'start'),
    endListeners: compileListeners(process.executionListeners, 'end'),
    nodes,
  };
}

/** Compiles every executable process of a file. Throws as `compileProcess`. */
export function compileModel(model: BpmnModel): readonly ExecutableProcess[] {
  return model.processes.filter((process) => process.isExecutable).map(compileProcess);
}

/** True for activities that may be repeated. */
export function isActivity(node: FlowNode): node is Activity {
  return 'isForCompensation' in node;
}
