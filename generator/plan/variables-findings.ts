import { reportCalls } from './variables-calls.js';
import { reportComparisons } from './variables-comparisons.js';
import { reportConflicts } from './variables-conflicts.js';
import type { VariableReport } from './variables-report.js';
import { reportUnread } from './variables-unread.js';
import { reportReads } from './variables-unwritten.js';

/** Reports what in the variables of a process contradicts itself, is missing, or is of no use. */
export function reportVariables(report: VariableReport): void {
  reportConflicts(report);
  reportReads(report);
  reportComparisons(report);
  reportCalls(report);
  reportUnread(report);
}
