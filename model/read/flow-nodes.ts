import type {
  ActivityBase,
  EventBase,
  FlowElements,
  FlowNode,
  FlowNodeBase,
  SequenceFlow,
  Association,
  Gateway,
} from '../types.js';
import {
  readBase,
  readBoolean,
  readExpression,
  readIdentified,
  readTextExpression,
} from './base-element.js';
import { defined } from './defined.js';
import { readEventDefinitions } from './event-definitions.js';
import {
  readAdHoc,
  readCalledDecision,
  readCalledElement,
  readExecutionListeners,
  readExtension,
  readHeaders,
  readIoMapping,
  readLinkedResources,
  readLoop,
  readScript,
  readTaskDefinition,
  readUserTask,
} from './extensions.js';
import { elementPath, readReference, referencedId, report, type Reading } from './reading.js';
import {
  attributeOf,
  bpmnChild,
  bpmnChildren,
  isBpmn,
  zeebeExtension,
  zeebeNamespace,
  type XmlElement,
} from './xml-document.js';

/** The contents of a process or sub-process, in document order. */
export function readFlowElements(scope: XmlElement, reading: Reading): FlowElements {
  const children = scope.children.filter(isBpmn);
  return {
    nodes: children.flatMap((child) => {
      const node = readFlowNode(child, reading);
      if (node === undefined) {
        return [];
      }
      reading.elementsById.set(node.id, node);
      return [node];
    }),
    flows: children
      .filter((child) => child.name === 'sequenceFlow')
      .map((child) => remember(readSequenceFlow(child, reading), reading)),
    associations: children
      .filter((child) => child.name === 'association')
      .map((child) => remember(readAssociation(child, reading), reading)),
  };
}

function remember<T extends SequenceFlow | Association>(element: T, reading: Reading): T {
  reading.elementsById.set(element.id, element);
  return element;
}

function readSequenceFlow(element: XmlElement, reading: Reading): SequenceFlow {
  return defined({
    ...readIdentified(element, reading),
    kind: 'sequenceFlow',
    sourceRef:
      readReference(reading, element, { attribute: 'sourceRef', expected: 'flow node' }) ?? '',
    targetRef:
      readReference(reading, element, { attribute: 'targetRef', expected: 'flow node' }) ?? '',
    condition: readTextExpression(bpmnChild(element, 'conditionExpression')),
  } as const);
}

function readAssociation(element: XmlElement, reading: Reading): Association {
  return {
    ...readBase(element),
    kind: 'association',
    sourceRef:
      readReference(reading, element, { attribute: 'sourceRef', expected: 'element' }) ?? '',
    targetRef:
      readReference(reading, element, { attribute: 'targetRef', expected: 'element' }) ?? '',
  };
}

function readNodeBase(element: XmlElement, reading: Reading): FlowNodeBase {
  const refs = (name: string): readonly string[] =>
    bpmnChildren(element, name).map((each) => {
      const id = referencedId(each.text);
      if (!reading.byId.has(id)) {
        // The broker looks up the flows that leave an element, and no others.
        report(reading, name === 'outgoing' ? 'BPMN107' : 'BPMN110', {
          at: each,
          values: {
            attribute: name,
            element: elementPath(element),
            reference: id,
            expected: 'sequence flow',
          },
        });
      }
      return id;
    });
  return defined({
    ...readIdentified(element, reading),
    ioMapping: readIoMapping(element),
    executionListeners: readExecutionListeners(element),
    incomingRefs: refs('incoming'),
    outgoingRefs: refs('outgoing'),
    modelerTemplate: attributeOf(element, 'modelerTemplate', zeebeNamespace),
    annotations: reading.annotations.get(attributeOf(element, 'id') ?? '') ?? [],
  });
}

function readActivityBase(element: XmlElement, reading: Reading): ActivityBase {
  return defined({
    ...readNodeBase(element, reading),
    loop: readLoop(element),
    isForCompensation: readBoolean(element, 'isForCompensation', false),
    headers: readHeaders(element),
    defaultFlow: readReference(reading, element, {
      attribute: 'default',
      expected: 'sequence flow',
    }),
    jobPriority: readExtension(element, 'jobPriorityDefinition', 'priority'),
    standardLoop: bpmnChild(element, 'standardLoopCharacteristics') !== undefined,
  });
}

function readEventBase(element: XmlElement, reading: Reading): EventBase {
  return {
    ...readNodeBase(element, reading),
    eventDefinitions: readEventDefinitions(element, reading),
  };
}

function readFlowNode(element: XmlElement, reading: Reading): FlowNode | undefined {
  const kind = element.name;
  switch (kind) {
    case 'startEvent':
    case 'endEvent':
    case 'intermediateThrowEvent':
    case 'intermediateCatchEvent':
    case 'boundaryEvent':
      return readEvent(element, kind, reading);
    case 'exclusiveGateway':
    case 'inclusiveGateway':
    case 'parallelGateway':
    case 'eventBasedGateway':
    case 'complexGateway':
      return readGateway(element, kind, reading);
    case 'subProcess':
    case 'adHocSubProcess':
    case 'transaction':
      return defined({
        ...readJob(element, reading),
        kind,
        triggeredByEvent: readBoolean(element, 'triggeredByEvent', false),
        flowElements: readFlowElements(element, reading),
        adHoc: kind === 'adHocSubProcess' ? readAdHoc(element) : undefined,
        agentType: readAgentType(element),
      });
    default:
      return readTask(element, reading);
  }
}

function readTask(element: XmlElement, reading: Reading): FlowNode | undefined {
  const kind = element.name;
  switch (kind) {
    case 'serviceTask':
    case 'sendTask':
      return defined({
        ...readJob(element, reading),
        kind,
        linkedResources: readLinkedResources(element),
        agentType: readAgentType(element),
      });
    case 'scriptTask':
      return defined({ ...readJob(element, reading), kind, script: readScript(element) });
    case 'businessRuleTask':
      return defined({
        ...readJob(element, reading),
        kind,
        calledDecision: readCalledDecision(element),
      });
    case 'userTask':
      return { ...readActivityBase(element, reading), kind, userTask: readUserTask(element) };
    case 'receiveTask': {
      const messageRef = readReference(reading, element, {
        attribute: 'messageRef',
        expected: 'message',
      });
      const message = reading.messages.get(messageRef ?? '');
      return defined({ ...readActivityBase(element, reading), kind, messageRef, message });
    }
    case 'manualTask':
    case 'task':
      return { ...readActivityBase(element, reading), kind };
    case 'callActivity':
      return defined({
        ...readActivityBase(element, reading),
        kind,
        calledElement: readCalledElement(element),
      });
    default:
      return undefined;
  }
}

function readJob(element: XmlElement, reading: Reading) {
  return defined({
    ...readActivityBase(element, reading),
    taskDefinition: readTaskDefinition(element),
  });
}

function readAgentType(element: XmlElement): string | undefined {
  const definition = zeebeExtension(element, 'agentDefinition');
  return definition && attributeOf(definition, 'agentType');
}

function readGateway(element: XmlElement, kind: Gateway['kind'], reading: Reading): Gateway {
  return defined({
    ...readNodeBase(element, reading),
    kind,
    defaultFlow: readReference(reading, element, {
      attribute: 'default',
      expected: 'sequence flow',
    }),
  });
}

function readEvent(
  element: XmlElement,
  kind:
    | 'startEvent'
    | 'endEvent'
    | 'intermediateThrowEvent'
    | 'intermediateCatchEvent'
    | 'boundaryEvent',
  reading: Reading,
): FlowNode {
  const base = readEventBase(element, reading);
  switch (kind) {
    case 'startEvent': {
      const form = zeebeExtension(element, 'formDefinition');
      return defined({
        ...base,
        kind,
        isInterrupting: readBoolean(element, 'isInterrupting', true),
        formId: form && readExpression(form, 'formId'),
        formKey: form && readExpression(form, 'formKey'),
      });
    }
    case 'intermediateCatchEvent':
      return { ...base, kind };
    case 'boundaryEvent':
      return {
        ...base,
        kind,
        attachedToRef:
          readReference(reading, element, { attribute: 'attachedToRef', expected: 'activity' }) ??
          '',
        cancelActivity: readBoolean(element, 'cancelActivity', true),
      };
    case 'endEvent':
    case 'intermediateThrowEvent':
      return defined({
        ...base,
        kind,
        taskDefinition: readTaskDefinition(element),
        headers: readHeaders(element),
      });
  }
}
