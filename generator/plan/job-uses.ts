import type {
  BaseElement,
  ExecutionListener,
  Expression,
  FlowNode,
  Header,
  LinkedResource,
  Process,
  TaskListenerEvent,
} from '../../model/index.js';
import type { ProcessContext } from './model-context.js';
import { isSubProcess, type PlacedNode } from './placed-node.js';
import { toolsOf } from './plan-ad-hoc.js';
import { givenName } from './plan-elements.js';
import type { JobKind, ToolPlan } from './plan-types.js';

/** The job type of user tasks without `<zeebe:userTask/>`, which a task list serves. */
export const USER_TASK_JOB = 'io.camunda.zeebe:userTask';

/** One way an element creates a job: as its task, or by one of its listeners. */
export interface JobUse {
  readonly kind: JobKind;
  readonly type: Expression;
  readonly headers: readonly Header[];
  /** The node that creates the job; absent for listeners of the process itself. */
  readonly placed?: PlacedNode;
  readonly element: BaseElement;
  /** What to call it, when the model says so. */
  readonly givenName?: string;
  readonly template?: string;
  readonly linkNames: readonly string[];
  readonly executionListenerEvent?: ExecutionListener['eventType'];
  readonly taskListenerEvent?: TaskListenerEvent;
  readonly tools: readonly ToolPlan[];
}

/** Every job that elements and listeners of a process create, in document order. */
export function jobUses(context: ProcessContext): readonly JobUse[] {
  return [...processListeners(context.process), ...context.nodes.flatMap(nodeUses)];
}

function nodeUses(placed: PlacedNode): readonly JobUse[] {
  const { node } = placed;
  const own = ownUse(placed);
  return [
    ...(own === undefined ? [] : [own]),
    ...node.executionListeners.map((listener) => executionListener(listener, node, placed)),
    ...(node.kind === 'userTask' ? node.userTask.taskListeners : []).map((listener): JobUse => ({
      kind: 'taskListener',
      type: listener.type,
      headers: listener.headers,
      placed,
      element: node,
      linkNames: [],
      taskListenerEvent: listener.eventType,
      tools: [],
    })),
  ];
}

function ownUse(placed: PlacedNode): JobUse | undefined {
  const { node } = placed;
  const type = jobTypeOf(node);
  if (type === undefined) {
    return undefined;
  }
  const name = givenName(node);
  const adHoc = isSubProcess(node) && node.kind === 'adHocSubProcess' ? node : undefined;
  return {
    kind: adHoc === undefined ? 'element' : 'adHocSubProcess',
    type,
    headers: 'headers' in node ? node.headers : [],
    placed,
    element: node,
    ...(name === undefined ? {} : { givenName: name }),
    ...(node.modelerTemplate === undefined ? {} : { template: node.modelerTemplate }),
    linkNames: linkedResourcesOf(node).map(({ linkName }) => linkName),
    tools: adHoc === undefined ? [] : toolsOf(adHoc),
  };
}

function jobTypeOf(node: FlowNode): Expression | undefined {
  if (node.kind === 'userTask') {
    return node.userTask.native
      ? undefined
      : { text: USER_TASK_JOB, isFeel: false, place: node.place };
  }
  return 'taskDefinition' in node ? node.taskDefinition.type : undefined;
}

function linkedResourcesOf(node: FlowNode): readonly LinkedResource[] {
  return 'linkedResources' in node ? node.linkedResources : [];
}

function processListeners(process: Process): readonly JobUse[] {
  return process.executionListeners.map((listener) => executionListener(listener, process));
}

function executionListener(
  listener: ExecutionListener,
  element: BaseElement,
  placed?: PlacedNode,
): JobUse {
  return {
    kind: 'executionListener',
    type: listener.type,
    headers: listener.headers,
    ...(placed === undefined ? {} : { placed }),
    element,
    linkNames: [],
    executionListenerEvent: listener.eventType,
    tools: [],
  };
}
