import { attributesXml, escapeXml } from './model-xml.js';

/** What an event waits for or does, and what the definitions element must hold for it. */
export interface EventDefinition {
  readonly xml: string;
  readonly globals: readonly string[];
}

/** Names may hold any characters, ids may not. */
function idOf(prefix: string, name: string): string {
  return `${prefix}_${Buffer.from(name).toString('hex')}`;
}

/** A timer; what it is shows: `R…` a cycle, `P…` a duration, anything else the kind given. */
export function timer(
  text: string,
  kind = text.startsWith('R') ? 'Cycle' : 'Duration',
): EventDefinition {
  const tag = `bpmn:time${kind}`;
  return {
    xml: `<bpmn:timerEventDefinition id="${idOf('timer', text)}"><${tag} xsi:type="bpmn:tFormalExpression">${escapeXml(text)}</${tag}></bpmn:timerEventDefinition>`,
    globals: [],
  };
}

/** The message element that a name and correlation key make; both may be expressions. */
export function messageGlobal(
  name: string,
  key?: string,
): { readonly id: string; readonly xml: string } {
  const id = idOf('message', `${name}${key ?? ''}`);
  const subscription =
    key === undefined
      ? ''
      : `<bpmn:extensionElements><zeebe:subscription${attributesXml({ correlationKey: key })} /></bpmn:extensionElements>`;
  return { id, xml: `<bpmn:message${attributesXml({ id, name })}>${subscription}</bpmn:message>` };
}

/** A message, with a correlation key unless it only starts processes. */
export function message(name: string, key?: string): EventDefinition {
  const { id, xml } = messageGlobal(name, key);
  return { xml: `<bpmn:messageEventDefinition messageRef="${id}" />`, globals: [xml] };
}

/** A signal. */
export function signal(name: string): EventDefinition {
  const id = idOf('signal', name);
  return {
    xml: `<bpmn:signalEventDefinition signalRef="${id}" />`,
    globals: [`<bpmn:signal${attributesXml({ id, name })} />`],
  };
}

/** An error with a code, or any error. */
export function error(code?: string): EventDefinition {
  if (code === undefined) {
    return { xml: '<bpmn:errorEventDefinition />', globals: [] };
  }
  const id = idOf('error', code);
  return {
    xml: `<bpmn:errorEventDefinition errorRef="${id}" />`,
    globals: [`<bpmn:error${attributesXml({ id, name: code, errorCode: code })} />`],
  };
}

/** An escalation with a code, or any escalation. */
export function escalation(code?: string): EventDefinition {
  if (code === undefined) {
    return { xml: '<bpmn:escalationEventDefinition />', globals: [] };
  }
  const id = idOf('escalation', code);
  return {
    xml: `<bpmn:escalationEventDefinition escalationRef="${id}" />`,
    globals: [`<bpmn:escalation${attributesXml({ id, escalationCode: code })} />`],
  };
}

/** Compensation of everything in the scope, or of one activity. */
export function compensation(activity?: string): EventDefinition {
  const ref: Readonly<Record<string, string>> =
    activity === undefined ? {} : { activityRef: activity };
  return {
    xml: `<bpmn:compensateEventDefinition${attributesXml({ id: idOf('compensate', activity ?? 'all'), ...ref })} />`,
    globals: [],
  };
}

/** Ends the scope. */
export const terminate: EventDefinition = {
  xml: '<bpmn:terminateEventDefinition />',
  globals: [],
};

/** A link by its name. */
export function link(name: string): EventDefinition {
  return {
    xml: `<bpmn:linkEventDefinition${attributesXml({ id: idOf('link', name), name })} />`,
    globals: [],
  };
}
