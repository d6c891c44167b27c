/** How often a child may stand at its position: once at most, exactly once, or any number of times. */
export type Occurrence = '?' | '1' | '*';

/** A position in the sequence of an element's children; `name` may stand for a group of elements. */
export interface Particle {
  readonly name: string;
  readonly occurrence: Occurrence;
}

const particle = (text: string): Particle => {
  const last = text.at(-1);
  return last === '?' || last === '*'
    ? { name: text.slice(0, -1), occurrence: last }
    : { name: text, occurrence: '1' };
};
const sequence = (text: string): readonly Particle[] =>
  text
    .split(' ')
    .filter((each) => each !== '')
    .map(particle);

// The complex types of the BPMN 2.0 XML Schema (OMG formal/13-12-09, Semantic.xsd): child order.
const base = 'documentation* extensionElements?';
const flowElement = `${base} auditing? monitoring? categoryValueRef*`;
const flowNode = `${flowElement} incoming* outgoing*`;
const activity = `${flowNode} ioSpecification? property* dataInputAssociation* dataOutputAssociation* resourceRole* loopCharacteristics?`;
const subProcess = `${activity} laneSet* flowElement* artifact*`;
const catchEvent = `${flowNode} property* dataOutput* dataOutputAssociation* outputSet? eventDefinition* eventDefinitionRef*`;
const throwEvent = `${flowNode} property* dataInput* dataInputAssociation* inputSet? eventDefinition* eventDefinitionRef*`;

/** Order of children by element name; elements that are not listed are not checked. */
export const contentModels: ReadonlyMap<string, readonly Particle[]> = new Map(
  Object.entries({
    definitions: 'import* extension* rootElement* BPMNDiagram* relationship*',
    process: `${base} supportedInterfaceRef* ioSpecification? ioBinding* auditing? monitoring? property* laneSet* flowElement* artifact* resourceRole* correlationSubscription* supports*`,
    collaboration: `${base} participant* messageFlow* artifact* conversationNode* conversationAssociation* participantAssociation* messageFlowAssociation* correlationKey* choreographyRef* conversationLink*`,
    laneSet: `${base} lane*`,
    lane: `${base} partitionElement? flowNodeRef* childLaneSet?`,
    task: activity,
    serviceTask: activity,
    sendTask: activity,
    receiveTask: activity,
    businessRuleTask: activity,
    manualTask: activity,
    callActivity: activity,
    scriptTask: `${activity} script?`,
    userTask: `${activity} rendering*`,
    subProcess,
    transaction: subProcess,
    adHocSubProcess: `${subProcess} completionCondition?`,
    startEvent: catchEvent,
    intermediateCatchEvent: catchEvent,
    boundaryEvent: catchEvent,
    endEvent: throwEvent,
    intermediateThrowEvent: throwEvent,
    exclusiveGateway: flowNode,
    inclusiveGateway: flowNode,
    parallelGateway: flowNode,
    eventBasedGateway: flowNode,
    complexGateway: `${flowNode} activationCondition?`,
    sequenceFlow: `${flowElement} conditionExpression?`,
    association: base,
    message: base,
    error: base,
    escalation: base,
    signal: base,
    messageEventDefinition: `${base} operationRef?`,
    errorEventDefinition: base,
    escalationEventDefinition: base,
    signalEventDefinition: base,
    terminateEventDefinition: base,
    compensateEventDefinition: base,
    cancelEventDefinition: base,
    conditionalEventDefinition: `${base} condition`,
    linkEventDefinition: `${base} source* target?`,
    timerEventDefinition: `${base} timer?`,
    multiInstanceLoopCharacteristics: `${base} loopCardinality? loopDataInputRef? loopDataOutputRef? inputDataItem? outputDataItem? complexBehaviorDefinition* completionCondition?`,
    standardLoopCharacteristics: `${base} loopCondition?`,
  }).map(([name, text]) => [name, sequence(text)]),
);

const eventDefinitions = [
  'cancelEventDefinition',
  'compensateEventDefinition',
  'conditionalEventDefinition',
  'errorEventDefinition',
  'escalationEventDefinition',
  'linkEventDefinition',
  'messageEventDefinition',
  'signalEventDefinition',
  'terminateEventDefinition',
  'timerEventDefinition',
];

/** Elements that may stand where the schema names a group (a substitution group or a choice). */
export const groups: ReadonlyMap<string, readonly string[]> = new Map([
  ['eventDefinition', eventDefinitions],
  ['artifact', ['association', 'group', 'textAnnotation']],
  ['loopCharacteristics', ['multiInstanceLoopCharacteristics', 'standardLoopCharacteristics']],
  ['resourceRole', ['performer', 'humanPerformer', 'potentialOwner', 'resourceRole']],
  ['timer', ['timeDate', 'timeDuration', 'timeCycle']],
  ['conversationNode', ['callConversation', 'conversation', 'subConversation']],
  [
    'flowElement',
    [
      'adHocSubProcess',
      'boundaryEvent',
      'businessRuleTask',
      'callActivity',
      'callChoreography',
      'choreographyTask',
      'complexGateway',
      'dataObject',
      'dataObjectReference',
      'dataStoreReference',
      'endEvent',
      'event',
      'eventBasedGateway',
      'exclusiveGateway',
      'implicitThrowEvent',
      'inclusiveGateway',
      'intermediateCatchEvent',
      'intermediateThrowEvent',
      'manualTask',
      'parallelGateway',
      'receiveTask',
      'scriptTask',
      'sendTask',
      'sequenceFlow',
      'serviceTask',
      'startEvent',
      'subChoreography',
      'subProcess',
      'task',
      'transaction',
      'userTask',
    ],
  ],
  [
    'rootElement',
    [
      'category',
      'choreography',
      'collaboration',
      'conversation',
      'correlationProperty',
      'dataStore',
      'endPoint',
      'error',
      'escalation',
      'eventDefinition',
      'globalBusinessRuleTask',
      'globalChoreographyTask',
      'globalConversation',
      'globalManualTask',
      'globalScriptTask',
      'globalTask',
      'globalUserTask',
      'interface',
      'itemDefinition',
      'message',
      'partnerEntity',
      'partnerRole',
      'process',
      'resource',
      'signal',
      ...eventDefinitions,
    ],
  ],
]);

/** Attributes the schema does not let an element do without. */
export const requiredAttributes: ReadonlyMap<string, readonly string[]> = new Map([
  ['definitions', ['targetNamespace']],
  ['sequenceFlow', ['sourceRef', 'targetRef']],
  ['association', ['sourceRef', 'targetRef']],
  ['boundaryEvent', ['attachedToRef']],
]);

/** Attributes and elements of type xsd:IDREF: what they name must be in the file. */
export const idReferences: ReadonlyMap<string, readonly string[]> = new Map([
  ['sequenceFlow', ['sourceRef', 'targetRef']],
  ...[
    'exclusiveGateway',
    'inclusiveGateway',
    'complexGateway',
    'task',
    'serviceTask',
    'sendTask',
    'receiveTask',
    'businessRuleTask',
    'manualTask',
    'callActivity',
    'scriptTask',
    'userTask',
    'subProcess',
    'transaction',
    'adHocSubProcess',
  ].map((name): [string, readonly string[]] => [name, ['default']]),
]);
