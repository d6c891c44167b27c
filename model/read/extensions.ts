import type {
  AdHocDefinition,
  BindingType,
  CalledDecision,
  CalledElement,
  EmbeddedForm,
  ExecutionListener,
  Expression,
  FeelScript,
  Header,
  IoMapping,
  LinkedResource,
  LoopCharacteristics,
  Mapping,
  TaskDefinition,
  TaskListener,
  TaskListenerEvent,
  UserTaskDefinition,
} from '../types.js';
import { readBoolean, readExpression, readTextExpression, toExpression } from './base-element.js';
import { defined } from './defined.js';
import {
  attributeOf,
  bpmnChild,
  zeebeChildren,
  zeebeExtension,
  zeebeExtensions,
  type XmlElement,
} from './xml-document.js';

/** `<zeebe:taskDefinition>`. */
export function readTaskDefinition(element: XmlElement): TaskDefinition | undefined {
  const extension = zeebeExtension(element, 'taskDefinition');
  return (
    extension &&
    defined({
      type: readExpression(extension, 'type') ?? toExpression('', extension.place),
      retries: readExpression(extension, 'retries'),
      place: extension.place,
    })
  );
}

/** `<zeebe:taskHeaders>`. */
export function readHeaders(element: XmlElement): readonly Header[] {
  return headersIn(zeebeExtensions(element, 'taskHeaders'));
}

function headersIn(lists: readonly XmlElement[]): readonly Header[] {
  return lists
    .flatMap((headers) => zeebeChildren(headers, 'header'))
    .map((header) => ({
      key: attributeOf(header, 'key') ?? '',
      value: attributeOf(header, 'value') ?? '',
      place: header.place,
    }));
}

/** `<zeebe:ioMapping>`; undefined when there is none. */
export function readIoMapping(element: XmlElement): IoMapping | undefined {
  const extension = zeebeExtension(element, 'ioMapping');
  return (
    extension && {
      inputs: zeebeChildren(extension, 'input').map(readMapping),
      outputs: zeebeChildren(extension, 'output').map(readMapping),
    }
  );
}

function readMapping(element: XmlElement): Mapping {
  return {
    source: readExpression(element, 'source') ?? toExpression('', element.place),
    target: attributeOf(element, 'target') ?? '',
    place: element.place,
  };
}

/** `<zeebe:executionListeners>`, in document order; an unknown event type counts as `start`. */
export function readExecutionListeners(element: XmlElement): readonly ExecutionListener[] {
  return zeebeExtensions(element, 'executionListeners')
    .flatMap((list) => zeebeChildren(list, 'executionListener'))
    .map((listener) => ({
      eventType: oneOf(attributeOf(listener, 'eventType'), executionEvents) ?? 'start',
      ...readListener(listener),
    }));
}

/** `<zeebe:taskListeners>`, in document order; those with an unknown event type are left out. */
export function readTaskListeners(element: XmlElement): readonly TaskListener[] {
  return zeebeExtensions(element, 'taskListeners')
    .flatMap((list) => zeebeChildren(list, 'taskListener'))
    .flatMap((listener) => {
      const eventType = taskListenerEvent(attributeOf(listener, 'eventType'));
      return eventType === undefined ? [] : [{ eventType, ...readListener(listener) }];
    });
}

const executionEvents = ['start', 'end', 'beforeAll', 'cancel'] as const;
const taskEvents = ['creating', 'assigning', 'updating', 'completing', 'canceling'] as const;

const olderNames: ReadonlyMap<string, TaskListenerEvent> = new Map([
  ['create', 'creating'],
  ['assignment', 'assigning'],
  ['update', 'updating'],
  ['complete', 'completing'],
  ['cancel', 'canceling'],
]);

/**
 * The event that a listener's `eventType` names; undefined when it names none. Before 8.8 the events
 * had other names, which modelers still write: `complete` is `completing`.
 */
export function taskListenerEvent(written: string | undefined): TaskListenerEvent | undefined {
  return olderNames.get(written ?? '') ?? oneOf(written, taskEvents);
}

function oneOf<Text extends string>(
  text: string | undefined,
  texts: readonly Text[],
): Text | undefined {
  return texts.find((each) => each === text);
}

function readListener(listener: XmlElement): Omit<TaskListener, 'eventType'> {
  return defined({
    type: readExpression(listener, 'type') ?? toExpression('', listener.place),
    retries: readExpression(listener, 'retries'),
    headers: headersIn(zeebeChildren(listener, 'taskHeaders')),
    place: listener.place,
  });
}

/** `<zeebe:linkedResources>`, in document order. */
export function readLinkedResources(element: XmlElement): readonly LinkedResource[] {
  return zeebeExtensions(element, 'linkedResources')
    .flatMap((list) => zeebeChildren(list, 'linkedResource'))
    .map((resource) =>
      defined({
        resourceId: readExpression(resource, 'resourceId') ?? toExpression('', resource.place),
        resourceType: attributeOf(resource, 'resourceType'),
        linkName: attributeOf(resource, 'linkName') ?? '',
        bindingType: readBindingType(resource),
        versionTag: attributeOf(resource, 'versionTag'),
        place: resource.place,
      }),
    );
}

/** `<zeebe:adHoc>` and `<bpmn:completionCondition>` of an ad-hoc sub-process. */
export function readAdHoc(element: XmlElement): AdHocDefinition {
  const extension = zeebeExtension(element, 'adHoc');
  return defined({
    activeElementsCollection: extension && readExpression(extension, 'activeElementsCollection'),
    outputCollection: extension && nonEmpty(attributeOf(extension, 'outputCollection')),
    outputElement: extension && readExpression(extension, 'outputElement'),
    completionCondition: readTextExpression(bpmnChild(element, 'completionCondition')),
    cancelRemainingInstances: readBoolean(element, 'cancelRemainingInstances', true),
    place: (extension ?? element).place,
  });
}

/** `<zeebe:userTaskForm>` elements of a process. */
export function readEmbeddedForms(process: XmlElement): readonly EmbeddedForm[] {
  return zeebeExtensions(process, 'userTaskForm').map((form) => ({
    id: attributeOf(form, 'id') ?? '',
    body: form.text,
    place: form.place,
  }));
}

/** An attribute of a `zeebe` extension element as an expression. */
export function readExtension(
  element: XmlElement,
  extension: string,
  attribute: string,
): Expression | undefined {
  const found = zeebeExtension(element, extension);
  return found && readExpression(found, attribute);
}

/** `<zeebe:script>`. */
export function readScript(element: XmlElement): FeelScript | undefined {
  const extension = zeebeExtension(element, 'script');
  return (
    extension && {
      expression: readExpression(extension, 'expression') ?? toExpression('', extension.place),
      resultVariable: attributeOf(extension, 'resultVariable') ?? '',
      place: extension.place,
    }
  );
}

/** `<zeebe:calledDecision>`. */
export function readCalledDecision(element: XmlElement): CalledDecision | undefined {
  const extension = zeebeExtension(element, 'calledDecision');
  return (
    extension &&
    defined({
      decisionId: readExpression(extension, 'decisionId') ?? toExpression('', extension.place),
      resultVariable: attributeOf(extension, 'resultVariable') ?? '',
      bindingType: readBindingType(extension),
      versionTag: attributeOf(extension, 'versionTag'),
      place: extension.place,
    })
  );
}

/** `<zeebe:calledElement>`. Both propagations default to true, as in the engine. */
export function readCalledElement(element: XmlElement): CalledElement | undefined {
  const extension = zeebeExtension(element, 'calledElement');
  return (
    extension &&
    defined({
      processId:
        readExpression(extension, 'processId') ??
        readExpression(extension, 'processIdExpression') ??
        toExpression('', extension.place),
      propagateAllParentVariables: readBoolean(extension, 'propagateAllParentVariables', true),
      propagateAllChildVariables: readBoolean(extension, 'propagateAllChildVariables', true),
      bindingType: readBindingType(extension),
      versionTag: attributeOf(extension, 'versionTag'),
      businessId: readExpression(extension, 'businessId'),
      place: extension.place,
    })
  );
}

function readBindingType(extension: XmlElement): BindingType {
  const written = attributeOf(extension, 'bindingType');
  return written === 'deployment' || written === 'versionTag' ? written : 'latest';
}

/** All user-task extensions of a `<bpmn:userTask>`. */
export function readUserTask(element: XmlElement): UserTaskDefinition {
  const from = (extension: string, attribute: string) =>
    readExtension(element, extension, attribute);
  const form = zeebeExtension(element, 'formDefinition');
  return defined({
    native: zeebeExtension(element, 'userTask') !== undefined,
    formId: from('formDefinition', 'formId'),
    formKey: from('formDefinition', 'formKey'),
    externalReference: from('formDefinition', 'externalReference'),
    assignee: from('assignmentDefinition', 'assignee'),
    candidateGroups: from('assignmentDefinition', 'candidateGroups'),
    candidateUsers: from('assignmentDefinition', 'candidateUsers'),
    dueDate: from('taskSchedule', 'dueDate'),
    followUpDate: from('taskSchedule', 'followUpDate'),
    priority: from('priorityDefinition', 'priority'),
    formBinding: form === undefined ? ('latest' as const) : readBindingType(form),
    formVersionTag: form && attributeOf(form, 'versionTag'),
    taskListeners: readTaskListeners(element),
  });
}

/** `<bpmn:multiInstanceLoopCharacteristics>` with its zeebe extension. */
export function readLoop(element: XmlElement): LoopCharacteristics | undefined {
  const loop = bpmnChild(element, 'multiInstanceLoopCharacteristics');
  if (loop === undefined) {
    return undefined;
  }
  const extension = zeebeExtension(loop, 'loopCharacteristics');
  return defined({
    isSequential: readBoolean(loop, 'isSequential', false),
    inputCollection: extension && readExpression(extension, 'inputCollection'),
    inputElement: extension && nonEmpty(attributeOf(extension, 'inputElement')),
    outputCollection: extension && nonEmpty(attributeOf(extension, 'outputCollection')),
    outputElement: extension && readExpression(extension, 'outputElement'),
    completionCondition: readTextExpression(bpmnChild(loop, 'completionCondition')),
    place: loop.place,
  });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
