import type { CoverageReport, ProcessCoverage } from './report.js';

/** Most elements that a line of the summary names. */
const most = 6;

/** Coverage as a table of plain text, a line for each process. */
export function coverageSummary(report: CoverageReport): readonly string[] {
  const rows = report.processes.map((process) => [
    process.processId,
    String(process.instances),
    part(process.flowNodes),
    part(process.sequenceFlows),
    missedOf(process),
  ]);
  const all = ['all', '', part(report.flowNodes), part(report.sequenceFlows), ''];
  const head = ['process', 'instances', 'flow nodes', 'sequence flows', 'never passed'];
  const table = [head, ...rows, ...(rows.length === 1 ? [] : [all])];
  const widths = head.map((_, column) =>
    Math.max(...table.map((row) => (row[column] ?? '').length)),
  );
  return table.map((row) =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

function part({ percent, passed, total }: ProcessCoverage['flowNodes'] | CoverageReport['flowNodes']): string {
  return `${`${percent} %`.padStart(5)} (${passed}/${total})`;
}

/** Flow nodes that were never passed, and flows between nodes that were. */
function missedOf({ flowNodes, sequenceFlows }: ProcessCoverage): string {
  const ids = [...flowNodes.missed, ...sequenceFlows.missed].map(({ id }) => printable(id));
  const shown = ids.slice(0, most).join(', ');
  return ids.length > most ? `${shown}, … ${ids.length - most} more` : shown;
}

/** Ids come from models: what would move a terminal's cursor goes. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '\ufffd').slice(0, 80);
}
