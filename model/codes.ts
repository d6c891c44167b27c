import type { Diagnostic, Severity } from './diagnostic.js';
import type { Place } from './place.js';

/** What a diagnostic code stands for. `{name}` in a text is replaced by the finding's value. */
export interface CodeEntry {
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
}

/**
 * Every diagnostic code about models, files, names and configuration; `docs/errors.md` describes
 * each. BPMN1xx: the model. NAME2xx: names. FILE3xx: files and drift. CONF4xx: configuration.
 * A retired code is never used again.
 */
const entries = {
  BPMN101: {
    severity: 'error',
    message: 'The file is not well-formed XML: {detail}.',
    fix: 'Correct the XML at this place, or export the model from the modeler again.',
  },
  BPMN102: {
    severity: 'error',
    message: 'The file has {detail}, which is refused because it can pull in other files.',
    fix: 'Remove the <!DOCTYPE ...> part; BPMN needs none.',
  },
  BPMN103: {
    severity: 'error',
    message: 'The file is beyond the limits of the reader: {detail}.',
    fix: 'Split the model into several files joined by call activities.',
  },
  BPMN104: {
    severity: 'error',
    message: 'The file is not XML text: {detail}.',
    fix: 'Pass a BPMN 2.0 XML file in UTF-8.',
  },
  BPMN105: {
    severity: 'error',
    message: 'The root element is <{name}>, not <definitions> of BPMN 2.0.',
    fix: 'Pass a BPMN 2.0 file: its root is <bpmn:definitions> in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL.',
  },
  BPMN106: {
    severity: 'error',
    message: 'The id "{id}" is used twice; first at line {line}.',
    fix: 'Give one of the two elements another id.',
  },
  BPMN107: {
    severity: 'error',
    message: '{attribute} of "{element}" points to "{reference}", which is not in the file.',
    fix: 'Point it to an existing {expected}, or remove it.',
  },
  BPMN108: {
    severity: 'error',
    message: 'A <{name}> has no id, so nothing can refer to it.',
    fix: 'Give it an id.',
  },
  BPMN109: {
    severity: 'error',
    message: 'The file breaks the BPMN 2.0 schema: {message}',
    fix: 'Correct the element, or save the model with a modeler, which keeps to the schema.',
  },
  BPMN110: {
    severity: 'warning',
    message: '{attribute} of "{element}" points to "{reference}", which is not in the file.',
    fix: 'Point it to an existing {expected}, or remove it; as it stands it has no effect.',
  },
  BPMN111: {
    severity: 'error',
    message: 'The process id "{id}" is also in {other}; one deployment can hold it once.',
    fix: 'Give one of the two processes another id.',
  },
  BPMN120: {
    severity: 'error',
    message: '{message}',
    fix: 'Mark the process as executable in the modeler (isExecutable="true").',
  },
  BPMN121: {
    severity: 'error',
    message: '{message}',
    fix: 'Draw the start event this process or sub-process needs: one plain start, or the event that triggers it.',
  },
  BPMN122: {
    severity: 'error',
    message: '{message}',
    fix: 'Set the implementation of the element in the modeler, once: job type, decision, script, called process or collection.',
  },
  BPMN123: {
    severity: 'error',
    message: '{message}',
    fix: 'Fill in the attribute named in the message.',
  },
  BPMN124: {
    severity: 'error',
    message: '{message}',
    fix: 'Choose the message, signal, error or escalation that this event is about.',
  },
  BPMN125: {
    severity: 'error',
    message: '{message}',
    fix: 'Complete the definition of the message, signal, error or escalation: name, code, subscription correlation key.',
  },
  BPMN126: {
    severity: 'error',
    message: '{message}',
    fix: 'Give each flow out of the gateway a condition, or make it the default flow.',
  },
  BPMN127: {
    severity: 'error',
    message: '{message}',
    fix: 'Lead each flow of the event-based gateway to its own message, timer or signal catch event.',
  },
  BPMN128: {
    severity: 'error',
    message: '{message}',
    fix: 'Give the event exactly one trigger or result of a kind that is allowed there.',
  },
  BPMN129: {
    severity: 'error',
    message: '{message}',
    fix: 'Write the timer as an ISO 8601 date, duration or repetition, a cron expression of six fields, or FEEL that yields one.',
  },
  BPMN130: {
    severity: 'error',
    message: '{message}',
    fix: 'Attach the boundary event to an activity, and lead one sequence flow or one association out of it.',
  },
  BPMN131: {
    severity: 'error',
    message: '{message}',
    fix: 'Connect the compensation boundary event with a handler by an association, and keep the handler out of the sequence flow.',
  },
  BPMN132: {
    severity: 'error',
    message: '{message}',
    fix: 'Give link throw and catch events of one scope the same name, and each catch event its own.',
  },
  BPMN133: {
    severity: 'error',
    message: '{message}',
    fix: 'Keep one catch event for each message, signal, error code and escalation code of a scope.',
  },
  BPMN134: {
    severity: 'error',
    message: '{message}',
    fix: 'Remove or change the execution listener: the element or event type does not allow it.',
  },
  BPMN135: {
    severity: 'error',
    message: '{message}',
    fix: 'Correct the expression: FEEL starts with "=", a mapping target is a variable path.',
  },
  BPMN136: {
    severity: 'error',
    message: '{message}',
    fix: 'Redraw it with supported elements, for example an embedded sub-process and compensation instead of a transaction.',
  },
  BPMN137: {
    severity: 'error',
    message: '{message}',
    fix: 'Correct the value in the modeler: form, version binding, assignment, schedule or priority.',
  },
  BPMN138: {
    severity: 'error',
    message: '{message}',
    fix: 'Remove all but one header with this key.',
  },
  BPMN139: {
    severity: 'error',
    message: '{message}',
    fix: 'Put an element that waits into the loop: a user task, a job, a timer or a message.',
  },
  BPMN140: {
    severity: 'error',
    message: '{message}',
    fix: 'Camunda {since} is the first to take this, and the model is for {target}: choose a newer version for it, or draw it without.',
  },
  BPMN141: {
    severity: 'warning',
    message: 'Camunda {target} ignores this: {name}, which needs {since}.',
    fix: 'Choose Camunda {since} or newer for the model, or remove it.',
  },
  BPMN142: {
    severity: 'info',
    message: 'The model is for Camunda {version}; it is checked by the rules of {newest}.',
    fix: 'Choose Camunda {newest} or older to be sure that the checks are those of the cluster.',
  },
  BPMN143: {
    severity: 'error',
    message: '{message}',
    fix: 'Put the activities to choose from into the ad-hoc sub-process, without start and end events; let event sub-processes in it not interrupt.',
  },
  BPMN144: {
    severity: 'error',
    message: '{message}',
    fix: 'Complete the conditional event: a condition in FEEL, and a filter that lists create, update or nothing.',
  },
  BPMN145: {
    severity: 'error',
    message: '{message}',
    fix: 'Give the task listener an event (creating, assigning, updating, completing or canceling) and a job type.',
  },
  BPMN150: {
    severity: 'warning',
    message: 'The model does not say which Camunda version it is for.',
    fix: 'Set modeler:executionPlatform="Camunda Cloud" and modeler:executionPlatformVersion="8.6.0" on <bpmn:definitions>, or choose the version in the modeler.',
  },
  BPMN151: {
    severity: 'info',
    message: 'The {kind} "{id}" has no name, so histories and logs can only show its id.',
    fix: 'Label it in the modeler: what happened, for an event; what is asked, for a gateway.',
  },
  BPMN152: {
    severity: 'warning',
    message:
      'Two end events are named "{name}": "{id}" and "{other}" (line {line}); results cannot be told apart.',
    fix: 'Give each end event the name of its own result.',
  },
  BPMN153: {
    severity: 'warning',
    message: '"{job}" is not undone when "{step}" is left by "{event}" (line {line}).',
    fix: 'Attach a compensation boundary event with a handler to it, and throw compensation on the way of the failure.',
  },
  BPMN154: {
    severity: 'warning',
    message:
      'Message "{message}" is correlated by the variable "{variable}", but no mapping or schema says what writes it.',
    fix: 'Add an output mapping for "{variable}" to the task that sets it, or declare it in the schema of the process variables.',
  },
  BPMN155: {
    severity: 'warning',
    message: 'No sequence flow leads to "{name}", so it never runs.',
    fix: 'Connect it, or delete it.',
  },
  BPMN156: {
    severity: 'info',
    message:
      'The user task "{name}" is a job of the type io.camunda.zeebe:userTask, which newer Camunda versions retire.',
    fix: 'Choose the implementation "Camunda user task" in the modeler (zeebe:userTask).',
  },
  BPMN157: {
    severity: 'info',
    message: '{name} is of Camunda 7 and has no effect.',
    fix: 'Remove it, or use the Camunda 8 counterpart.',
  },
  BPMN158: {
    severity: 'warning',
    message:
      '"{name}" waits for the message "{message}" with no timer around it: if it never comes, the instance waits for ever.',
    fix: 'Attach a timer boundary event, wait at an event-based gateway with a timer, or put a timer event sub-process around it.',
  },
  BPMN159: {
    severity: 'warning',
    message: '"{timer}" lets {wait} pass, but "{job}" holds only for {hold}.',
    fix: 'Make the timer shorter than the hold, or the hold (jobwright:hold) longer.',
  },
  BPMN160: {
    severity: 'warning',
    message: 'The hold of "{job}" is not an ISO 8601 duration: "{value}".',
    fix: 'Write how long the job holds what it reserves, for example PT30M.',
  },
  BPMN161: {
    severity: 'warning',
    message: 'The job "{type}" of "{element}" has no retries: its first failure is an incident.',
    fix: 'Leave retries out (3), or set at least 1.',
  },
  BPMN162: {
    severity: 'warning',
    message: 'Nothing in "{host}" can throw {error}, which "{event}" catches.',
    fix: 'Correct the error code, or remove the event.',
  },
  BPMN163: {
    severity: 'warning',
    message: 'Nothing catches the error "{code}" that "{name}" throws: it becomes an incident.',
    fix: 'Catch it at a boundary event or an event sub-process around it, or end without an error.',
  },
  BPMN164: {
    severity: 'info',
    message: 'Nothing catches the escalation "{code}" that "{name}" throws: it has no effect.',
    fix: 'Catch it at a boundary event or an event sub-process around it, or throw none.',
  },
  BPMN165: {
    severity: 'warning',
    message:
      '"{name}" throws compensation, but no activity of "{process}" has a compensation handler.',
    fix: 'Attach a compensation boundary event with a handler to the activities to undo.',
  },
  BPMN166: {
    severity: 'info',
    message:
      '"{name}" has no default flow: when none of its conditions holds, the instance stops with an incident.',
    fix: 'Make the flow for all other cases the default flow.',
  },
  BPMN167: {
    severity: 'warning',
    message:
      'The flow "{flow}" out of "{gateway}" has the same condition as "{other}" (line {line}), so it is never taken.',
    fix: 'Correct one of the two conditions, or remove the flow.',
  },
  BPMN168: {
    severity: 'warning',
    message: 'The timer {value} {effect}.',
    fix: 'Write how long it waits: PT5M is five minutes, R3/PT1H three times an hour apart.',
  },
  BPMN169: {
    severity: 'info',
    message: 'The process "{id}" that "{name}" calls is not among the models.',
    fix: 'Add its model, so that its variables and errors are known, or see that it is deployed first.',
  },
  BPMN170: {
    severity: 'warning',
    message: 'The decision "{id}" that "{name}" calls is in none of the DMN files.',
    fix: 'Correct the id, or add the DMN file.',
  },
  BPMN171: {
    severity: 'warning',
    message: 'The form "{id}" of "{name}" is in none of the form files.',
    fix: 'Correct the id, or add the form file.',
  },
  BPMN172: {
    severity: 'warning',
    message: 'Camunda 8 ignores the loop marker of "{name}": it runs once.',
    fix: 'Use a multi-instance marker, or lead a flow back.',
  },
  BPMN190: {
    severity: 'warning',
    message: 'A suppression without a reason, or without a code, hides nothing: "{value}".',
    fix: 'Write the code and why it does not apply: jobwright:ignore = "BPMN153 the card is only authorised".',
  },
  BPMN191: {
    severity: 'warning',
    message: 'There is no code "{code}" to suppress.',
    fix: 'Write a code as it is printed; docs/errors.md lists them.',
  },
  BPMN192: {
    severity: 'info',
    message: 'Nothing here raises {code}, so its suppression has no effect.',
    fix: 'Remove the suppression, or move it to the element it is about.',
  },
  BPMN193: {
    severity: 'warning',
    message:
      '{code} cannot be suppressed here: it says why the model cannot be deployed or generated.',
    fix: 'Mend what {code} says, and remove the suppression.',
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;

/** A registered code. */
export type DiagnosticCode = keyof typeof entries;

/** The registry, for documentation and tests. */
export const diagnosticCodes: Readonly<Record<DiagnosticCode, CodeEntry>> = Object.freeze(entries);

/** True for a registered code. */
export function isDiagnosticCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(entries, code);
}

/** What a finding adds to its code. */
export interface Finding {
  readonly place: Place;
  readonly elementId?: string | undefined;
  /** Values for the `{name}` parts of the texts. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Makes the diagnostic of a registered code. Values stay on one line whatever the model holds. */
export function diagnose(code: DiagnosticCode, finding: Finding): Diagnostic {
  const { severity, message, fix } = diagnosticCodes[code];
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => oneLine(finding.values?.[name] ?? ''));
  const { place, elementId } = finding;
  return Object.freeze({
    code,
    severity,
    message: fill(message),
    fix: fill(fix),
    place,
    ...(elementId === undefined ? {} : { elementId }),
  });
}

/** Sorts by file, line, column, then code: the same findings always print in the same order. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compareText(a.place.file, b.place.file) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

/** By code unit, so that no locale changes the order. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function oneLine(value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what must not reach a terminal
  const clean = value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return clean.length > 200 ? `${clean.slice(0, 200)}…` : clean;
}
