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

/** `<zeebe:calledElement>`. */
export interface CalledElement {
  readonly processId: Expression;
  readonly propagateAllParentVariables: boolean;
  readonly propagateAllChildVariables: boolean;
  readonly bindingType: BindingType;
  readonly versionTag?: string;
  readonly place: Place;
}

/** `<zeebe:script>`. */
export interface FeelScript {
  readonly expression: Expression;
  readonly resultVariable: string;
  readonly place: Place;
}

/** `<zeebe:executionListener>`. */
export interface ExecutionListener {
  readonly eventType: 'start' | 'end';
  readonly type: Expression;
  readonly retries?: Expression;
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
/** Definitions that Camunda 8.6 does not execute; kept so that rules can name them. */
export interface UnsupportedEventDefinition {
  readonly kind: 'conditional' | 'cancel';
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
}

/** What every activity carries. */
export interface ActivityBase extends FlowNodeBase {
  readonly loop?: LoopCharacteristics;
  readonly isForCompensation: boolean;
  readonly headers: readonly Header[];
  /** Flow taken when no condition holds. */
  readonly defaultFlow?: string;
}

/** A task whose work a job worker does when `taskDefinition` is set. */
export interface JobTask extends ActivityBase {
  readonly kind: 'serviceTask' | 'sendTask';
  readonly taskDefinition?: TaskDefinition;
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

/** `<bpmn:process>`. */
export interface Process extends BaseElement {
  readonly kind: 'process';
  readonly isExecutable: boolean;
  readonly versionTag?: string;
  readonly executionListeners: readonly ExecutionListener[];
  readonly flowElements: FlowElements;
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
  /** Every element with an id, for look-up. */
  readonly elementsById: ReadonlyMap<string, BaseElement>;
  readonly diagnostics: readonly Diagnostic[];
  /** The XML it was read from, for rules about what this model leaves out; absent when unreadable. */
  readonly root?: XmlElement;
}
