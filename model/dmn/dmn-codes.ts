import type { Diagnostic } from '../diagnostic.js';
import type { Place } from '../place.js';

/** Diagnostics about DMN files. `{detail}` is replaced by the finding. */
export const dmnCodes = {
  DMN501: {
    message: 'The file is not a DMN model: {detail}.',
    fix: 'Export the decision from the modeler again as DMN 1.3.',
  },
  DMN502: {
    message: 'The DMN model is incomplete: {detail}.',
    fix: 'Add what is missing in the modeler.',
  },
  DMN503: {
    message: 'The expression is not FEEL: {detail}.',
    fix: 'Correct the expression at this place.',
  },
  DMN504: {
    message: 'The decision requires what it cannot have: {detail}.',
    fix: 'Draw the requirement to a decision of this file, without a circle.',
  },
  DMN505: {
    message: 'The decision has logic that is not executable: {detail}.',
    fix: 'Use a decision table or a literal expression.',
  },
  DMN506: {
    message: 'The decision table contradicts itself: {detail}.',
    fix: 'Give every rule one entry a column, and every output its own name.',
  },
} as const;

/** A code of this list. */
export type DmnCode = keyof typeof dmnCodes;

/** Makes the diagnostic of one finding. */
export function dmnDiagnostic(
  code: DmnCode,
  finding: { readonly place: Place; readonly detail: string; readonly elementId?: string },
): Diagnostic {
  const { message, fix } = dmnCodes[code];
  return {
    code,
    severity: 'error',
    message: message.replace('{detail}', () => finding.detail),
    fix,
    place: finding.place,
    ...(finding.elementId === undefined ? {} : { elementId: finding.elementId }),
  };
}
