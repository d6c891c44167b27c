import type { Diagnostic } from '../../model/diagnostic.js';
import { formatPlace } from '../../model/place.js';
import { codeFrame } from './code-frame.js';
import type { Colours } from './colours.js';
import { elementNameIn } from './element-name.js';
import { printable, printableLine } from './printable.js';
import { docsLink, type ReportedFile, type RunReport, type SourceText } from './report.js';

/**
 * A report for people: each finding with its place, element, source line, fix and the place in the
 * docs; then files, then diffs. Text of models cannot steer the terminal.
 */
export function prettyReport(
  report: Pick<RunReport, 'diagnostics' | 'files' | 'diffs'>,
  options: { readonly sourceText: SourceText; readonly colours: Colours },
): readonly string[] {
  const { colours } = options;
  return [
    ...report.diagnostics.map((diagnostic) => prettyDiagnostic(diagnostic, options)),
    ...report.files.map((file) => fileLine(file, colours)),
    ...report.diffs.map((diff) => printable(diff)),
  ];
}

function prettyDiagnostic(
  diagnostic: Diagnostic,
  { sourceText, colours }: { readonly sourceText: SourceText; readonly colours: Colours },
): string {
  const { place, severity, code, message, fix } = diagnostic;
  const text = sourceText(place.file);
  const docs = docsLink(code);
  const frame = text === undefined ? [] : codeFrame(text, place);
  return [
    `${colours.bold(printableLine(formatPlace(place)))} ${colours[severity](`${severity} ${code}`)}: ${printableLine(message)}`,
    ...elementLine(diagnostic, text),
    ...frame.map((line) => `    ${colours.dim(line)}`),
    `  fix:  ${printableLine(fix)}`,
    ...(docs === undefined ? [] : [`  docs: ${colours.dim(docs)}`]),
  ].join('\n');
}

function elementLine({ elementId }: Diagnostic, text: string | undefined): readonly string[] {
  if (elementId === undefined) {
    return [];
  }
  const name = text === undefined ? undefined : elementNameIn(text, elementId);
  const named = name === undefined || name.trim() === '' ? '' : ` "${printableLine(name)}"`;
  return [`  at:   ${printableLine(elementId)}${named}`];
}

function fileLine({ file, state, jobType }: ReportedFile, colours: Colours): string {
  const of = jobType === undefined ? '' : colours.dim(`  ${printableLine(jobType)}`);
  return `${colours.bold(state.padEnd(9))} ${printableLine(file)}${of}`;
}
