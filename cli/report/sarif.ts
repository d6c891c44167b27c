import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

import { generatorCodes } from '../../generator/codes.js';
import { diffCodes } from '../../generator/diff/diff-codes.js';
import { diagnosticCodes } from '../../model/codes.js';
import type { Diagnostic, Severity } from '../../model/diagnostic.js';
import { docsLink, type FinishedReport } from './report.js';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * A report as SARIF 2.1.0 for code scanning: one run, one rule for each code found, one result for
 * each finding with its region and, as logical location, the BPMN element. Files are relative to
 * `%SRCROOT%`, the folder the command ran in.
 */
export function sarifReport(report: FinishedReport): string {
  const codes = [...new Set(report.diagnostics.map(({ code }) => code))].sort();
  const results = report.diagnostics.map((diagnostic) =>
    result(diagnostic, codes.indexOf(diagnostic.code)),
  );
  const run = {
    tool: {
      driver: {
        name: 'jobwright',
        semanticVersion: report.version,
        rules: codes.map((code) => rule(code, report.diagnostics)),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: {
      SRCROOT: { description: { text: 'The folder in which jobwright ran.' } },
    },
    invocations: [invocation(report)],
    results,
  };
  return JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2);
}

function rule(code: string, diagnostics: readonly Diagnostic[]): object {
  const known = knownCode(code);
  const first = diagnostics.find((diagnostic) => diagnostic.code === code);
  const text = known?.text ?? first?.message ?? code;
  const fix = known?.fix ?? first?.fix ?? text;
  const docs = docsLink(code);
  const level = LEVELS[known?.severity ?? first?.severity ?? 'warning'];
  return {
    id: code,
    shortDescription: { text },
    defaultConfiguration: { level },
    help: { text: docs === undefined ? fix : `${fix} (${docs})` },
  };
}

function knownCode(
  code: string,
): { readonly text: string; readonly fix: string; readonly severity: Severity } | undefined {
  const ours = Object.entries(generatorCodes).find(([name]) => name === code)?.[1];
  if (ours !== undefined) {
    return { text: ours.summary, fix: ours.fix, severity: ours.severity };
  }
  const changed = Object.entries(diffCodes).find(([name]) => name === code)?.[1];
  if (changed !== undefined) {
    return { text: changed.summary, fix: changed.fix, severity: 'warning' };
  }
  const rules = Object.entries(diagnosticCodes).find(([name]) => name === code)?.[1];
  return rules === undefined
    ? undefined
    : { text: rules.message, fix: rules.fix, severity: rules.severity };
}

function result(diagnostic: Diagnostic, ruleIndex: number): object {
  const { code, severity, message, fix, place, elementId } = diagnostic;
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: `${message} Fix: ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(place.file),
          region: { startLine: Math.max(1, place.line), startColumn: Math.max(1, place.column) },
        },
        ...(elementId === undefined
          ? {}
          : { logicalLocations: [{ name: elementId, kind: 'element' }] }),
      },
    ],
  };
}

function artifact(file: string): object {
  if (isAbsolute(file)) {
    return { uri: pathToFileURL(file).href };
  }
  const uri = file
    .split(sep)
    .join('/')
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
  return { uri, uriBaseId: 'SRCROOT' };
}

function invocation({ exitCode, error, notes }: FinishedReport): object {
  const notifications = [
    ...notes.map((text) => ({ level: 'note', message: { text } })),
    ...(error === undefined
      ? []
      : [
          {
            level: 'error',
            message: {
              text: [error.what, error.where, error.why, `Fix: ${error.fix}`]
                .filter((part) => part !== undefined)
                .join('. '),
            },
            ...(error.code === undefined ? {} : { descriptor: { id: error.code } }),
          },
        ]),
  ];
  return {
    executionSuccessful: error === undefined,
    exitCode,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}
