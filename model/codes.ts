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
