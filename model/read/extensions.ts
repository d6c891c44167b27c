import type {
  BindingType,
  CalledDecision,
  CalledElement,
  ExecutionListener,
  FeelScript,
  Header,
  IoMapping,
  LoopCharacteristics,
  Mapping,
  TaskDefinition,
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
  return zeebeExtensions(element, 'taskHeaders')
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

/** `<zeebe:executionListeners>`, in document order. */
export function readExecutionListeners(element: XmlElement): readonly ExecutionListener[] {
  return zeebeExtensions(element, 'executionListeners')
    .flatMap((list) => zeebeChildren(list, 'executionListener'))
    .map((listener) =>
      defined({
        eventType: attributeOf(listener, 'eventType') === 'end' ? 'end' : 'start',
        type: readExpression(listener, 'type') ?? toExpression('', listener.place),
        retries: readExpression(listener, 'retries'),
        place: listener.place,
      } as const),
    );
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
  const from = (extension: string, attribute: string) => {
    const found = zeebeExtension(element, extension);
    return found && readExpression(found, attribute);
  };
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
