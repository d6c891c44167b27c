import type { Diagnostic } from '../../model/diagnostic.js';
import { countSeverities, docsLink, type FinishedReport } from './report.js';

/** The version of the shape that `jsonReport` prints; a change that breaks a reader raises it. */
export const JSON_REPORT_VERSION = 1;

/**
 * A report for programs, described in docs/cli.md: one JSON object. Keys may be added within a
 * version, never changed or taken away. Text stands as it is in the model, escaped as JSON does.
 */
export function jsonReport(report: FinishedReport): string {
  const { verb, exitCode, diagnostics, files, notes, error, details } = report;
  return JSON.stringify(
    {
      version: JSON_REPORT_VERSION,
      verb,
      ok: exitCode === 0,
      exitCode,
      counts: countSeverities(diagnostics),
      diagnostics: diagnostics.map(plainDiagnostic),
      files,
      notes,
      ...details,
      ...(error === undefined ? {} : { error }),
    },
    null,
    2,
  );
}

function plainDiagnostic({ code, severity, message, fix, place, elementId }: Diagnostic): object {
  const docs = docsLink(code);
  return {
    code,
    severity,
    message,
    fix,
    ...(elementId === undefined ? {} : { elementId }),
    file: place.file,
    line: place.line,
    column: place.column,
    ...(docs === undefined ? {} : { docs }),
  };
}
