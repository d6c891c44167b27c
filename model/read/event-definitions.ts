import type { EventDefinition, TimerDefinition } from '../types.js';
import { readBoolean, readTextExpression } from './base-element.js';
import { defined } from './defined.js';
import { readReference, report, type Reading } from './reading.js';
import { attributeOf, bpmnChild, isBpmn, zeebeExtension, type XmlElement } from './xml-document.js';

/** The event definitions of an event, in document order. */
export function readEventDefinitions(
  event: XmlElement,
  reading: Reading,
): readonly EventDefinition[] {
  return event.children.filter(isBpmn).flatMap((child) => {
    const definition = readEventDefinition(child, reading);
    return definition === undefined ? [] : [definition];
  });
}

function readEventDefinition(element: XmlElement, reading: Reading): EventDefinition | undefined {
  const { place } = element;
  switch (element.name) {
    case 'timerEventDefinition':
      return readTimer(element);
    case 'messageEventDefinition': {
      const messageRef = readReference(reading, element, {
        attribute: 'messageRef',
        expected: 'message',
      });
      const message = reading.messages.get(messageRef ?? '');
      return defined({ kind: 'message', messageRef, message, place } as const);
    }
    case 'errorEventDefinition': {
      const errorRef = readReference(reading, element, {
        attribute: 'errorRef',
        expected: 'error',
      });
      const error = reading.errors.get(errorRef ?? '');
      return defined({ kind: 'error', errorRef, error, place } as const);
    }
    case 'escalationEventDefinition': {
      const escalationRef = readReference(reading, element, {
        attribute: 'escalationRef',
        expected: 'escalation',
      });
      const escalation = reading.escalations.get(escalationRef ?? '');
      return defined({ kind: 'escalation', escalationRef, escalation, place } as const);
    }
    case 'signalEventDefinition': {
      const signalRef = readReference(reading, element, {
        attribute: 'signalRef',
        expected: 'signal',
      });
      const signal = reading.signals.get(signalRef ?? '');
      return defined({ kind: 'signal', signalRef, signal, place } as const);
    }
    case 'compensateEventDefinition':
      if (attributeOf(element, 'id') === undefined) {
        report(reading, 'BPMN108', { at: element, values: { name: element.name } });
      }
      return defined({
        kind: 'compensate',
        id: attributeOf(element, 'id'),
        activityRef: readReference(reading, element, {
          attribute: 'activityRef',
          expected: 'activity',
        }),
        waitForCompletion: readBoolean(element, 'waitForCompletion', true),
        place,
      } as const);
    case 'linkEventDefinition':
      // The broker refers to the link that catches, and fails when it has no id.
      if (
        attributeOf(element, 'id') === undefined &&
        element.parent?.name === 'intermediateCatchEvent'
      ) {
        report(reading, 'BPMN108', { at: element, values: { name: element.name } });
      }
      return defined({ kind: 'link', linkName: attributeOf(element, 'name'), place } as const);
    case 'terminateEventDefinition':
      return { kind: 'terminate', place };
    case 'conditionalEventDefinition': {
      const filter = zeebeExtension(element, 'conditionalFilter');
      return defined({
        kind: 'conditional',
        condition: readTextExpression(bpmnChild(element, 'condition')),
        variableNames: listOf(filter && attributeOf(filter, 'variableNames')),
        variableEvents: listOf(filter && attributeOf(filter, 'variableEvents')),
        place,
      } as const);
    }
    case 'cancelEventDefinition':
      return { kind: 'cancel', place };
    default:
      return undefined;
  }
}

/** `create, update` -> its parts. */
function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const timerTypes = [
  ['timeDate', 'date'],
  ['timeDuration', 'duration'],
  ['timeCycle', 'cycle'],
] as const;

function readTimer(element: XmlElement): TimerDefinition {
  const written = timerTypes.find(([name]) => bpmnChild(element, name) !== undefined);
  return defined({
    kind: 'timer',
    type: written?.[1],
    expression: written && readTextExpression(bpmnChild(element, written[0])),
    place: element.place,
  } as const);
}
