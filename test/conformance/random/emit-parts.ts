import { escapeXml } from './emit-scope.js';
import type { Listener, LoopPlan, NodePlan, Trigger } from './plan.js';

/** The elements beside the processes of a file that events refer to. */
export class Globals {
  readonly #elements = new Map<string, string>();

  /** The event definition of a trigger; what it refers to is added. */
  definition(trigger: Trigger, owner: string): string {
    switch (trigger.kind) {
      case 'message':
        return `<bpmn:messageEventDefinition id="d_${owner}" messageRef="${this.message(trigger)}" />`;
      case 'signal':
        return `<bpmn:signalEventDefinition id="d_${owner}" signalRef="${this.#ref('signal', `name="${escapeXml(trigger.name)}"`)}" />`;
      case 'timer':
        return `<bpmn:timerEventDefinition id="d_${owner}"><bpmn:time${trigger.type} xsi:type="bpmn:tFormalExpression">${escapeXml(trigger.text)}</bpmn:time${trigger.type}></bpmn:timerEventDefinition>`;
      case 'error':
      case 'escalation':
        return `<bpmn:${trigger.kind}EventDefinition id="d_${owner}"${
          trigger.code === undefined
            ? ''
            : ` ${trigger.kind}Ref="${this.#ref(trigger.kind, `name="${trigger.code}" ${trigger.kind}Code="${trigger.code}"`)}"`
        } />`;
      case 'compensate':
        return `<bpmn:compensateEventDefinition id="d_${owner}"${trigger.activity === undefined ? '' : ` activityRef="${trigger.activity}"`} />`;
      case 'terminate':
        return `<bpmn:terminateEventDefinition id="d_${owner}" />`;
    }
  }

  /** Id of the message of a trigger. */
  message(trigger: { readonly name: string; readonly key: string }): string {
    return this.#ref(
      'message',
      `name="${escapeXml(trigger.name)}"`,
      `<bpmn:extensionElements><zeebe:subscription correlationKey="${escapeXml(trigger.key)}" /></bpmn:extensionElements>`,
    );
  }

  /** All elements as XML. */
  toXml(): string {
    return [...this.#elements.entries()]
      .map(([text, id]) => text.replace(' id=""', ` id="${id}"`))
      .join('\n');
  }

  #ref(tag: string, attributes: string, inner = ''): string {
    const text = `<bpmn:${tag} id="" ${attributes}>${inner}</bpmn:${tag}>`;
    const id = this.#elements.get(text) ?? `${tag}_${String(this.#elements.size + 1)}`;
    this.#elements.set(text, id);
    return id;
  }
}

/** Extension elements that any node may have. */
export function nodeExtension(plan: NodePlan): string {
  const mapping = [
    ...(plan.inputs ?? []).map((each) => mappingXml('input', each)),
    ...(plan.outputs ?? []).map((each) => mappingXml('output', each)),
  ].join('');
  return (
    (mapping === '' ? '' : `<zeebe:ioMapping>${mapping}</zeebe:ioMapping>`) +
    listenersXml(plan.listeners)
  );
}

function mappingXml(tag: string, { source, target }: { source: string; target: string }): string {
  return `<zeebe:${tag} source="${escapeXml(source)}" target="${escapeXml(target)}" />`;
}

/** Execution listeners as an extension element, empty when there are none. */
export function listenersXml(listeners: readonly Listener[] | undefined): string {
  if (listeners === undefined || listeners.length === 0) {
    return '';
  }
  const each = listeners.map(
    ({ on, type }) => `<zeebe:executionListener eventType="${on}" type="${escapeXml(type)}" />`,
  );
  return `<zeebe:executionListeners>${each.join('')}</zeebe:executionListeners>`;
}

/** Multi-instance characteristics, empty when there are none. */
export function loopXml(loop: LoopPlan | undefined): string {
  if (loop === undefined) {
    return '';
  }
  const attribute = (name: string, value: string | undefined): string =>
    value === undefined ? '' : ` ${name}="${escapeXml(value)}"`;
  const condition =
    loop.completionCondition === undefined
      ? ''
      : `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${escapeXml(loop.completionCondition)}</bpmn:completionCondition>`;
  return `<bpmn:multiInstanceLoopCharacteristics${loop.isSequential ? ' isSequential="true"' : ''}><bpmn:extensionElements><zeebe:loopCharacteristics${attribute('inputCollection', loop.inputCollection)}${attribute('inputElement', loop.inputElement)}${attribute('outputCollection', loop.outputCollection)}${attribute('outputElement', loop.outputElement)} /></bpmn:extensionElements>${condition}</bpmn:multiInstanceLoopCharacteristics>`;
}
