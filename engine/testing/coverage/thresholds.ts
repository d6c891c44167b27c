import type { CoverageReport, ProcessCoverage } from './report.js';

/** Least percent that each process must have; a number is for both. */
export type Thresholds =
  | number
  | { readonly flowNodes?: number | undefined; readonly sequenceFlows?: number | undefined };

/** What falls short, a line each, with what to do; empty when all is well. */
export function shortfalls(report: CoverageReport, thresholds: Thresholds): readonly string[] {
  const least =
    typeof thresholds === 'number'
      ? { flowNodes: thresholds, sequenceFlows: thresholds }
      : thresholds;
  const kinds = [
    ['flowNodes', 'flow nodes', least.flowNodes],
    ['sequenceFlows', 'sequence flows', least.sequenceFlows],
  ] as const;
  return report.processes.flatMap((process) =>
    kinds.flatMap(([kind, words, percent = 0]) =>
      process[kind].percent < percent
        ? [
            `${process.processId}: ${process[kind].percent} % of its ${words} are passed, ` +
              `${percent} % are asked for. ${whatToDo(process, kind)}`,
          ]
        : [],
    ),
  );
}

function whatToDo(process: ProcessCoverage, kind: 'flowNodes' | 'sequenceFlows'): string {
  if (process.instances === 0) {
    return `No test starts it: \`npx jobwright scaffold tests\` writes a test for each path.`;
  }
  const ids = process[kind].missed.map(({ id }) => id);
  const more = ids.length > 5 ? ` and ${ids.length - 5} more` : '';
  return `Write a test that passes ${ids.slice(0, 5).join(', ')}${more}.`;
}
