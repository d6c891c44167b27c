import { diagnose, isDiagnosticCode, sortDiagnostics } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import type { BpmnModel } from '../../types.js';
import { atLevel, isPluginCode, isRejection, type Levels } from './levels.js';
import { suppressionsOf, type Suppression } from './suppressions.js';

/** How findings are settled. */
export interface SettleOptions {
  /** Levels by code. Reasons for a rejection keep theirs. @default every code keeps its own */
  readonly levels?: Levels | undefined;
  /**
   * Whether a code exists. With it, suppressions of every existing code are held against the
   * findings; without it, only those of this room's codes are, since others may be raised elsewhere.
   */
  readonly isKnownCode?: (code: string) => boolean;
}

/**
 * Applies levels and the suppressions that stand in the models (`jobwright:ignore`) to findings of any
 * origin, and says what is wrong with the suppressions. Call it once, with all findings: a suppression
 * whose finding is missing counts as useless. Sorted like `sortDiagnostics`; nothing passed in changes.
 */
export function settleDiagnostics(
  diagnostics: readonly Diagnostic[],
  models: readonly BpmnModel[],
  options: SettleOptions = {},
): readonly Diagnostic[] {
  const { levels = {}, isKnownCode } = options;
  const judge = {
    exists: isKnownCode ?? ((code: string) => isDiagnosticCode(code) || !/^BPMN/i.test(code)),
    isJudged: isKnownCode ?? isDiagnosticCode,
    isOff: (code: string) => Object.hasOwn(levels, code) && levels[code] === 'off',
  };
  const byCode = groupByCode(diagnostics);
  const suppressed = new Set<Diagnostic>();
  const remarks = models.flatMap(suppressionsOf).flatMap((suppression) => {
    const covered = (byCode.get(suppression.code) ?? []).filter(suppression.covers);
    const fault = faultOf(suppression, covered, judge);
    if (fault === undefined || fault.code === 'BPMN193') {
      for (const diagnostic of covered.filter((each) => !isRejection(each))) {
        suppressed.add(diagnostic);
      }
    }
    return fault ?? [];
  });
  return sortDiagnostics(
    [...diagnostics.filter((each) => !suppressed.has(each)), ...remarks].flatMap(
      (each) => atLevel(each, levels) ?? [],
    ),
  );
}

function groupByCode(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const group = groups.get(diagnostic.code);
    if (group === undefined) {
      groups.set(diagnostic.code, [diagnostic]);
    } else {
      group.push(diagnostic);
    }
  }
  return groups;
}

interface Judge {
  readonly exists: (code: string) => boolean;
  readonly isJudged: (code: string) => boolean;
  readonly isOff: (code: string) => boolean;
}

/** What is wrong with a suppression; undefined when it does what it should. */
function faultOf(
  { code, reason, value, place, elementId }: Suppression,
  covered: readonly Diagnostic[],
  { exists, isJudged, isOff }: Judge,
): Diagnostic | undefined {
  const at = { place, elementId };
  if (code === '' || reason === '') {
    return diagnose('BPMN190', { ...at, values: { value } });
  }
  if (!isCode(code) || !exists(code)) {
    return diagnose('BPMN191', { ...at, values: { code } });
  }
  if (covered.some(isRejection)) {
    return diagnose('BPMN193', { ...at, values: { code } });
  }
  return covered.length === 0 && isJudged(code) && !isOff(code)
    ? diagnose('BPMN192', { ...at, values: { code } })
    : undefined;
}

/** True for a text of the form that codes have: `BPMN153`, `ACME-no-scripts`. */
function isCode(text: string): boolean {
  return isPluginCode(text) || /^[A-Z]+\d+$/.test(text);
}
