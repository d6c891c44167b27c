/** What happened at one element, in all instances of one process. */
export interface PassedElement {
  /** How often it was entered. */
  readonly entered: number;
  /** How often it was completed; less than entered where it was left by an event, or waits. */
  readonly completed: number;
  readonly incidents: number;
  /** Text of the last incident; empty when there was none. */
  readonly incident: string;
}

/** What was passed of one process, by one engine or by many. A line of a coverage file. */
export interface PassedProcess {
  readonly processId: string;
  /** Checksum of the model; the model itself is beside, as `<checksum>.bpmn`. */
  readonly checksum: string;
  /** Name of the file as it was deployed. */
  readonly resourceName: string;
  /** How many instances were begun. */
  readonly instances: number;
  readonly elements: Readonly<Record<string, PassedElement>>;
  /** How often each sequence flow was taken. */
  readonly flows: Readonly<Record<string, number>>;
}

/** Longest text of an incident that is kept. */
const longestText = 500;

/** Nothing passed. */
export const untouched: PassedElement = { entered: 0, completed: 0, incidents: 0, incident: '' };

/** The sum of what was passed at an element. */
export function addElement(one: PassedElement, other: PassedElement): PassedElement {
  return {
    entered: one.entered + other.entered,
    completed: one.completed + other.completed,
    incidents: one.incidents + other.incidents,
    incident: (other.incident === '' ? one.incident : other.incident).slice(0, longestText),
  };
}

/** The sum of what was passed of one process; the name is that of the first. */
export function addPassed(one: PassedProcess, other: PassedProcess): PassedProcess {
  const elements = new Map(Object.entries(one.elements));
  for (const [id, passed] of Object.entries(other.elements)) {
    elements.set(id, addElement(elements.get(id) ?? untouched, passed));
  }
  const flows = new Map(Object.entries(one.flows));
  for (const [id, taken] of Object.entries(other.flows)) {
    flows.set(id, (flows.get(id) ?? 0) + taken);
  }
  return {
    ...one,
    instances: one.instances + other.instances,
    elements: Object.fromEntries(elements),
    flows: Object.fromEntries(flows),
  };
}
