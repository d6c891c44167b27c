import type { EventDefinition, FlowNode } from '../../model/index.js';
import type { CompiledExpression } from './expression.js';
import type { MappingEntry } from './mapping.js';

/** A sequence flow between two nodes. */
export interface ExecutableFlow {
  readonly id: string;
  readonly source: ExecutableNode;
  readonly target: ExecutableNode;
  readonly condition?: CompiledExpression;
}

/** What creates a job: type, retries and headers. */
export interface JobTemplate {
  readonly type: CompiledExpression;
  /** Absent means 3. */
  readonly retries?: CompiledExpression;
  readonly headers: Readonly<Record<string, string>>;
  /** Further headers whose value is computed; null and missing values are left out. */
  readonly computedHeaders: readonly (readonly [name: string, value: CompiledExpression])[];
}

/** A form that a user task names by its id, and which version of it. */
export interface FormReference {
  readonly formId: CompiledExpression;
  readonly bindingType: string;
  readonly versionTag?: string;
}

/** What creates a native user task. What is absent stays empty. */
export interface UserTaskTemplate {
  readonly assignee?: CompiledExpression;
  readonly candidateGroups?: CompiledExpression;
  readonly candidateUsers?: CompiledExpression;
  readonly dueDate?: CompiledExpression;
  readonly followUpDate?: CompiledExpression;
  readonly priority?: CompiledExpression;
  readonly externalReference?: CompiledExpression;
  readonly form?: FormReference;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a catch event waits for, or a throw event throws. */
export type ExecutableEvent =
  | { readonly kind: 'none' | 'terminate' }
  | {
      readonly kind: 'message';
      readonly name: CompiledExpression;
      readonly correlationKey?: CompiledExpression;
    }
  | {
      readonly kind: 'timer';
      readonly type: 'date' | 'duration' | 'cycle';
      readonly expression: CompiledExpression;
    }
  | { readonly kind: 'signal'; readonly name: CompiledExpression }
  /** Without `code` it catches every code. */
  | { readonly kind: 'error' | 'escalation'; readonly code?: CompiledExpression }
  | { readonly kind: 'compensate'; readonly activityRef?: string }
  | { readonly kind: 'link'; readonly name: string };

/** Multi-instance characteristics. */
export interface ExecutableLoop {
  readonly isSequential: boolean;
  readonly inputCollection: CompiledExpression;
  readonly inputElement?: string;
  readonly outputCollection?: string;
  readonly outputElement?: CompiledExpression;
  readonly completionCondition?: CompiledExpression;
}

/** How the contents of an ad-hoc sub-process are chosen and when it is done. */
export interface ExecutableAdHoc {
  /** What each chosen element runs in. */
  readonly inner: ExecutableNode;
  /** The elements that can be chosen: those without an incoming flow. */
  readonly choices: readonly ExecutableNode[];
  readonly activeElements?: CompiledExpression;
  readonly outputCollection?: string;
  readonly outputElement?: CompiledExpression;
  readonly completionCondition?: CompiledExpression;
  readonly cancelsRemaining: boolean;
}

/** The contents of a process or sub-process. Nodes keep document order. */
export interface ExecutableScope {
  /** Id of the process or sub-process. */
  readonly id: string;
  readonly parent?: ExecutableScope;
  readonly nodes: ExecutableNode[];
  readonly flows: ExecutableFlow[];
  /** The start event without trigger, if any. */
  noneStart?: ExecutableNode;
  /** Start events with a trigger. */
  readonly triggeredStarts: ExecutableNode[];
  /** Event sub-processes, in document order. */
  readonly eventSubProcesses: ExecutableNode[];
}

/** One flow node, ready to run. Built once per deployment, then read only. */
export interface ExecutableNode {
  readonly id: string;
  readonly node: FlowNode;
  /** BPMN element type as records name it: `SERVICE_TASK`. */
  readonly elementType: string;
  /** Event type as records name it: `MESSAGE`, `UNSPECIFIED` for what is no event. */
  readonly eventType: string;
  /** The scope the node is in. */
  readonly container: ExecutableScope;
  /** In REVERSE document order: that is the order in which flows are taken. */
  readonly outgoing: ExecutableFlow[];
  readonly incoming: ExecutableFlow[];
  /** Boundary events attached to this node, in document order. */
  readonly boundaryEvents: ExecutableNode[];
  readonly attachedTo?: string;
  /** Sub-processes: what is inside. */
  readonly scope?: ExecutableScope;
  readonly loop?: ExecutableLoop;
  /** Ad-hoc sub-processes, once all of their contents are compiled. */
  adHoc?: ExecutableAdHoc;
  /** Job headers as the model has them; those of a job are in its template. */
  readonly headers: Readonly<Record<string, string>>;
  readonly inputs: readonly MappingEntry[];
  readonly outputs: readonly MappingEntry[];
  readonly startListeners: readonly JobTemplate[];
  readonly endListeners: readonly JobTemplate[];
  readonly job?: JobTemplate;
  readonly userTask?: UserTaskTemplate;
  readonly event: ExecutableEvent;
  /** Catch events: whether the event ends what it is attached to. */
  readonly interrupting: boolean;
  /** Compensation boundary events: the handler. */
  handler?: ExecutableNode;
  readonly script?: { readonly expression: CompiledExpression; readonly resultVariable: string };
  readonly calledDecision?: {
    readonly decisionId: CompiledExpression;
    readonly resultVariable: string;
    readonly bindingType: string;
    readonly versionTag?: string;
  };
  readonly calledElement?: {
    readonly processId: CompiledExpression;
    readonly propagateAllParentVariables: boolean;
    readonly propagateAllChildVariables: boolean;
    readonly bindingType: string;
    readonly versionTag?: string;
  };
  readonly defaultFlow?: string;
}

/** One deployed process, ready to run. */
export interface ExecutableProcess {
  readonly id: string;
  readonly versionTag: string;
  readonly scope: ExecutableScope;
  readonly startListeners: readonly JobTemplate[];
  readonly endListeners: readonly JobTemplate[];
  readonly nodes: ReadonlyMap<string, ExecutableNode>;
}

/** The first event definition of a node, if it is an event with one. */
export function definitionOf(node: FlowNode): EventDefinition | undefined {
  return 'eventDefinitions' in node ? node.eventDefinitions[0] : undefined;
}
