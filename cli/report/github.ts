import { isAbsolute, relative, resolve, sep } from 'node:path';

import type { Diagnostic } from '../../model/diagnostic.js';
import { printableLine } from './printable.js';
import { docsLink, type FinishedReport } from './report.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Where the report is read. */
export interface GithubPlace {
  readonly cwd: string;
  /** Root of the checkout (GITHUB_WORKSPACE); files are named from there when it holds them. */
  readonly workspace: string | undefined;
}

/**
 * A report as GitHub's workflow commands: an annotation for each finding, and for the fault that
 * ended the run. Model text is escaped, so that it cannot become a command of its own.
 */
export function githubReport(report: FinishedReport, at: GithubPlace): readonly string[] {
  const { error } = report;
  return [
    ...report.diagnostics.map((diagnostic) => annotation(diagnostic, at)),
    ...(error === undefined
      ? []
      : [
          command('error', { title: error.code ?? 'jobwright' }, [
            [error.what, error.where].filter((part) => part !== undefined).join(': '),
            error.why,
            `fix: ${error.fix}`,
          ]),
        ]),
  ];
}

function annotation(
  { code, severity, message, fix, place, elementId }: Diagnostic,
  at: GithubPlace,
): string {
  const docs = docsLink(code);
  return command(
    COMMANDS[severity],
    {
      file: fileFrom(place.file, at),
      line: String(place.line),
      col: String(place.column),
      title: elementId === undefined ? code : `${code} ${elementId}`,
    },
    [message, `fix: ${fix}`, ...(docs === undefined ? [] : [docs])],
  );
}

function command(
  name: string,
  properties: Readonly<Record<string, string>>,
  lines: readonly string[],
): string {
  const given = Object.entries(properties).map(
    ([key, value]) => `${key}=${escapeProperty(printableLine(value))}`,
  );
  const message = lines.map((line) => escapeData(printableLine(line))).join('%0A');
  return `::${name} ${given.join(',')}::${message}`;
}

function fileFrom(file: string, { cwd, workspace }: GithubPlace): string {
  if (workspace === undefined || workspace === '') {
    return file;
  }
  const below = relative(workspace, resolve(cwd, file));
  return below.startsWith('..') || isAbsolute(below) ? file : below.split(sep).join('/');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
