/**
 * The immutable typed model of a BPMN 2.0 file for Camunda 8. Everything below is `readonly` and
 * frozen by the reader. Names are BPMN's (OMG BPMN 2.0.2) and the zeebe extension's.
 *
 * Children and sequence flows keep document order: the engine's choice of flow depends on it.
 */
import type { Diagnostic } from './diagnostic.js';
import type { Place } from './place.js';
import type { XmlElement } from './read/xml-document.js';

/** An attribute or text that may be FEEL: text starting with `=` is FEEL, all other text is static. */
export interface Expression {
  /** The text as written, including a leading `=`. */
  readonly text: string;
  readonly isFeel: boolean;
  readonly place: Place;
}

/** What every BPMN element carries. `path` is its id, or a path of element names when it has none. */
export interface BaseElement {
  readonly id: string;
  readonly name?: string;
  readonly documentation?: string;
  readonly place: Place;
  /** `zeebe:properties`, in document order. */
  readonly properties: readonly ExtensionProperty[];
}

/** `<zeebe:property name value>`: our contract carrier. */
export interface ExtensionProperty {
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

/** `<bpmn:message>` with its `zeebe:subscription`. */
export interface Message extends BaseElement {
  readonly correlationKey?: Expression;
}

/** `<bpmn:error>`; no `errorCode` means it cannot be thrown or caught by code. */
export interface BpmnErrorDefinition extends BaseElement {
  readonly errorCode?: Expression;
}

/** `<bpmn:escalation>`. */
export interface EscalationDefinition extends BaseElement {
  readonly escalationCode?: Expression;
}

/** `<bpmn:signal>`. */
export interface Signal extends BaseElement {
  readonly signalName?: Expression;
}

/** `<zeebe:taskDefinition>`. `retries` is absent when the attribute is (the engine's default is 3). */
export interface TaskDefinition {
  readonly type: Expression;
  readonly retries?: Expression;
  readonly place: Place;
}

/** `<zeebe:input>` or `<zeebe:output>`. A target may be dotted: `a.b`. */
export interface Mapping {
  readonly source: Expression;
  readonly target: string;
  readonly place: Place;
}

/** `<zeebe:ioMapping>`; absent lists are empty. */
export interface IoMapping {
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
}

/** `<zeebe:header>`. */
export interface Header {
  readonly key: string;
  readonly value: string;
  readonly place: Place;
}

/** How a referenced resource is chosen (8.6). Default `latest`. */
export type BindingType = 'latest' | 'deployment' | 'versionTag';

/** `<zeebe:calledDecision>`. */
export interface CalledDecision {
  readonly decisionId: Expression;
  readonly resultVariable: string;
  readonly bindingType: BindingType;
  readonly versionTag?: string;
  readonly place: Place;
}

/** `<zeebe:linkedResource>` (8.7): a file a worker uses, such as an RPA script. */
export interface LinkedResource {
  readonly resourceId: Expression;
  readonly resourceType?: string;
  /** The name a worker asks for it by. */
  readonly linkName: string;
  readonly bindingType: BindingType;
  readonly versionTag?: string;
  readonly place: Place;
}

/** `<zeebe:calledElement>`. */
export interface CalledElement {
  readonly processId: Expression;
  readonly propagateAllParentVariables: boolean;
  readonly propagateAllChildVariables: boolean;
  readonly bindingType: BindingType;
  readonly versionTag?: string;
  /** Business id of the called instance (8.10). */
  readonly businessId?: Expression;
  readonly place: Place;
}

/** `<zeebe:script>`. */
export interface FeelScript {
  readonly expression: Expression;
  readonly resultVariable: string;
  readonly place: Place;
}

/**
 * `<zeebe:executionListener>`: `start` and `end` since 8.6, `beforeAll` (multi-instance) and `cancel`
 * (process) since 8.10.
 */
export interface ExecutionListener {
  readonly eventType: 'start' | 'end' | 'beforeAll' | 'cancel';
  readonly type: Expression;
  readonly retries?: Expression;
  /** Headers of its own (8.10). */
  readonly headers: readonly Header[];
  readonly place: Place;
}

/** Moments of a native user task's life that a task listener can block (8.8). */
export type TaskListenerEvent = 'creating' | 'assigning' | 'updating' | 'completing' | 'canceling';

/** `<zeebe:taskListener>` (8.8). */
export interface TaskListener {
  readonly eventType: TaskListenerEvent;
  readonly type: Expression;
  readonly retries?: Expression;
  readonly headers: readonly Header[];
  readonly place: Place;
}

/** `<zeebe:userTaskForm>` of a process: a form kept in the model itself. */
export interface EmbeddedForm {
  readonly id: string;
  /** Form JSON as text. */
  readonly body: string;
  readonly place: Place;
}

/** `<zeebe:adHoc>` with the completion condition of an ad-hoc sub-process (8.7; by a job since 8.8). */
export interface AdHocDefinition {
  readonly activeElementsCollection?: Expression;
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
  readonly completionCondition?: Expression;
  readonly cancelRemainingInstances: boolean;
  readonly place: Place;
}

/** `<zeebe:userTask>` and the user-task extensions beside it. */
export interface UserTaskDefinition {
  /** True for `<zeebe:userTask/>` (native); false for the job-based kind. */
  readonly native: boolean;
  readonly formId?: Expression;
  readonly formKey?: Expression;
  readonly externalReference?: Expression;
  readonly assignee?: Expression;
  readonly candidateGroups?: Expression;
  readonly candidateUsers?: Expression;
  readonly dueDate?: Expression;
  readonly followUpDate?: Expression;
  readonly priority?: Expression;
  /** How `formId` is resolved (8.6). */
  readonly formBinding: BindingType;
  readonly formVersionTag?: string;
  /** In document order (8.8). */
  readonly taskListeners: readonly TaskListener[];
}

/** `<bpmn:multiInstanceLoopCharacteristics>` with `zeebe:loopCharacteristics`. */
export interface LoopCharacteristics {
  readonly isSequential: boolean;
  readonly inputCollection?: Expression;
  readonly inputElement?: string;
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
  readonly completionCondition?: Expression;
  readonly place: Place;
}

/** A timer is exactly one of the three in a valid model; a broken one may have none. */
export interface TimerDefinition {
  readonly kind: 'timer';
  readonly type?: 'date' | 'duration' | 'cycle';
  readonly expression?: Expression;
  readonly place: Place;
}
/** Message event definition; `messageRef` is the id written, `message` the element found. */
export interface MessageEventDefinition {
  readonly kind: 'message';
  readonly messageRef?: string;
  readonly message?: Message;
  readonly place: Place;
}
/** Error event definition; without `error` it catches every code. */
export interface ErrorEventDefinition {
  readonly kind: 'error';
  readonly errorRef?: string;
  readonly error?: BpmnErrorDefinition;
  readonly place: Place;
}
/** Escalation event definition; without `escalation` it catches every code. */
export interface EscalationEventDefinition {
  readonly kind: 'escalation';
  readonly escalationRef?: string;
  readonly escalation?: EscalationDefinition;
  readonly place: Place;
}
/** Signal event definition. */
export interface SignalEventDefinition {
  readonly kind: 'signal';
  readonly signalRef?: string;
  readonly signal?: Signal;
  readonly place: Place;
}
/** Compensation event definition; `activityRef` limits a throw to one activity. */
export interface CompensateEventDefinition {
  readonly kind: 'compensate';
  readonly id?: string;
  readonly activityRef?: string;
  readonly waitForCompletion: boolean;
  readonly place: Place;
}
/** Link event definition. */
export interface LinkEventDefinition {
  readonly kind: 'link';
  readonly linkName?: string;
  readonly place: Place;
}
/** Terminate event definition. */
export interface TerminateEventDefinition {
  readonly kind: 'terminate';
  readonly place: Place;
}
/** Conditional event definition (8.9) with its `zeebe:conditionalFilter`. */
export interface ConditionalEventDefinition {
  readonly kind: 'conditional';
  readonly condition?: Expression;
  /** Variables whose change has the condition evaluated; empty means any that the condition reads. */
  readonly variableNames: readonly string[];
  /** `create`, `update`; empty means both. */
  readonly variableEvents: readonly string[];
  readonly place: Place;
}
/** Definitions that Camunda 8 does not execute; kept so that rules can name them. */
export interface UnsupportedEventDefinition {
  readonly kind: 'cancel';
  readonly place: Place;
}

/** Discriminated by `kind`. */
export type EventDefinition =
  | TimerDefinition
  | MessageEventDefinition
  | ErrorEventDefinition
  | EscalationEventDefinition
  | SignalEventDefinition
  | CompensateEventDefinition
  | LinkEventDefinition
  | TerminateEventDefinition
  | ConditionalEventDefinition
  | UnsupportedEventDefinition;

/** `<bpmn:sequenceFlow>`. */
export interface SequenceFlow extends BaseElement {
  readonly kind: 'sequenceFlow';
  readonly sourceRef: string;
  readonly targetRef: string;
  readonly condition?: Expression;
}

/** `<bpmn:association>` or a directed link between a compensation boundary event and its handler. */
export interface Association extends BaseElement {
  readonly kind: 'association';
  readonly sourceRef: string;
  readonly targetRef: string;
}

/** What every flow node carries. */
export interface FlowNodeBase extends BaseElement {
  readonly ioMapping?: IoMapping;
  readonly executionListeners: readonly ExecutionListener[];
  /** `<bpmn:incoming>` and `<bpmn:outgoing>` children: read by validators, ignored by execution. */
  readonly incomingRefs: readonly string[];
  readonly outgoingRefs: readonly string[];
  /** `zeebe:modelerTemplate`, which marks a connector. */
  readonly modelerTemplate?: string;
  /** Texts of annotations that are linked to the element, in document order. */
  readonly annotations: readonly string[];
}

/** What every activity carries. */
export interface ActivityBase extends FlowNodeBase {
  readonly loop?: LoopCharacteristics;
  readonly isForCompensation: boolean;
  readonly headers: readonly Header[];
  /** Flow taken when no condition holds. */
  readonly defaultFlow?: string;
  /** `zeebe:jobPriorityDefinition` (8.10). */
  readonly jobPriority?: Expression;
  /** `<bpmn:standardLoopCharacteristics>`, which Camunda 8 does not execute, stands here. */
  readonly standardLoop: boolean;
}

/** A task whose work a job worker does when `taskDefinition` is set. */
export interface JobTask extends ActivityBase {
  readonly kind: 'serviceTask' | 'sendTask';
  readonly taskDefinition?: TaskDefinition;
  readonly linkedResources: readonly LinkedResource[];
  /** `zeebe:agentDefinition agentType`. */
  readonly agentType?: string;
}
/** Script task: FEEL in the engine, or a job. */
export interface ScriptTask extends ActivityBase {
  readonly kind: 'scriptTask';
  readonly taskDefinition?: TaskDefinition;
  readonly script?: FeelScript;
}
/** Business rule task: a DMN decision, or a job. */
export interface BusinessRuleTask extends ActivityBase {
  readonly kind: 'businessRuleTask';
  readonly taskDefinition?: TaskDefinition;
  readonly calledDecision?: CalledDecision;
}
/** User task. */
export interface UserTask extends ActivityBase {
  readonly kind: 'userTask';
  readonly userTask: UserTaskDefinition;
}
/** Receive task. */
export interface ReceiveTask extends ActivityBase {
  readonly kind: 'receiveTask';
  readonly messageRef?: string;
  readonly message?: Message;
}
/** Manual and undefined tasks pass through. */
export interface PassThroughTask extends ActivityBase {
  readonly kind: 'manualTask' | 'task';
}
/** Call activity. */
export interface CallActivity extends ActivityBase {
  readonly kind: 'callActivity';
  readonly calledElement?: CalledElement;
}
/** Embedded sub-process, event sub-process (`triggeredByEvent`), ad-hoc sub-process or transaction. */
export interface SubProcess extends ActivityBase {
  readonly kind: 'subProcess' | 'adHocSubProcess' | 'transaction';
  readonly triggeredByEvent: boolean;
  readonly flowElements: FlowElements;
  /** Only on ad-hoc sub-processes. */
  readonly adHoc?: AdHocDefinition;
  /** An ad-hoc sub-process whose inner activities a worker chooses (8.8). */
  readonly taskDefinition?: TaskDefinition;
  /** `zeebe:agentDefinition agentType`. */
  readonly agentType?: string;
}

/** What every event carries. At most one definition is executable. */
export interface EventBase extends FlowNodeBase {
  readonly eventDefinitions: readonly EventDefinition[];
}
/** Start event; `isInterrupting` matters in event sub-processes. */
export interface StartEvent extends EventBase {
  readonly kind: 'startEvent';
  readonly isInterrupting: boolean;
  readonly formId?: Expression;
  /** Form embedded in the process: `camunda-forms:bpmn:<id>`. */
  readonly formKey?: Expression;
}
/** Intermediate catch event. */
export interface IntermediateCatchEvent extends EventBase {
  readonly kind: 'intermediateCatchEvent';
}
/** Intermediate throw and end events; a message throw is a job. */
export interface ThrowEvent extends EventBase {
  readonly kind: 'intermediateThrowEvent' | 'endEvent';
  readonly taskDefinition?: TaskDefinition;
  readonly headers: readonly Header[];
}
/** Boundary event. */
export interface BoundaryEvent extends EventBase {
  readonly kind: 'boundaryEvent';
  readonly attachedToRef: string;
  readonly cancelActivity: boolean;
}

/** Gateways. `complexGateway` is not executable on Camunda 8. */
export interface Gateway extends FlowNodeBase {
  readonly kind:
    | 'exclusiveGateway'
    | 'inclusiveGateway'
    | 'parallelGateway'
    | 'eventBasedGateway'
    | 'complexGateway';
  readonly defaultFlow?: string;
}

/** Any activity, discriminated by `kind`. */
export type Activity =
  | JobTask
  | ScriptTask
  | BusinessRuleTask
  | UserTask
  | ReceiveTask
  | PassThroughTask
  | CallActivity
  | SubProcess;

/** Any flow node, discriminated by `kind`. */
export type FlowNode =
  Activity | StartEvent | IntermediateCatchEvent | ThrowEvent | BoundaryEvent | Gateway;

/** BPMN element names of all flow nodes. */
export type FlowNodeKind = FlowNode['kind'];

/** The contents of a process or sub-process, each list in document order. */
export interface FlowElements {
  readonly nodes: readonly FlowNode[];
  readonly flows: readonly SequenceFlow[];
  readonly associations: readonly Association[];
}

/** `<bpmn:lane>`: who does the work; it has no effect on execution. */
export interface Lane extends BaseElement {
  readonly flowNodeRefs: readonly string[];
}

/** `<bpmn:participant>`; without `processRef` a black box. */
export interface Participant extends BaseElement {
  readonly processRef?: string;
}

/** `<bpmn:messageFlow>` between participants or their elements; documentation only. */
export interface MessageFlow extends BaseElement {
  readonly sourceRef: string;
  readonly targetRef: string;
}

/** `<bpmn:process>`. */
export interface Process extends BaseElement {
  readonly kind: 'process';
  readonly isExecutable: boolean;
  readonly versionTag?: string;
  readonly executionListeners: readonly ExecutionListener[];
  readonly flowElements: FlowElements;
  /** Lanes, nested ones included, in document order. */
  readonly lanes: readonly Lane[];
  readonly forms: readonly EmbeddedForm[];
  /** `zeebe:jobPriorityDefinition` (8.10). */
  readonly jobPriority?: Expression;
}

/**
 * One BPMN file. `diagnostics` holds what the reader itself found (XML errors, unresolved
 * references, duplicate ids); rules add theirs in `validate`.
 */
export interface BpmnModel {
  readonly kind: 'bpmn';
  readonly file: string;
  readonly executionPlatform?: string;
  readonly executionPlatformVersion?: string;
  readonly processes: readonly Process[];
  readonly messages: readonly Message[];
  readonly errors: readonly BpmnErrorDefinition[];
  readonly escalations: readonly EscalationDefinition[];
  readonly signals: readonly Signal[];
  readonly participants: readonly Participant[];
  readonly messageFlows: readonly MessageFlow[];
  /** Every element with an id, for look-up. */
  readonly elementsById: ReadonlyMap<string, BaseElement>;
  readonly diagnostics: readonly Diagnostic[];
  /** The XML it was read from, for rules about what this model leaves out; absent when unreadable. */
  readonly root?: XmlElement;
}
